"""How one delivery travels: to the address that was judged, by a certificate that holds, within a time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from socket import create_server
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from api.webhooks import posting
from api.webhooks.destinations import Rules, look_up
from api.webhooks.posting import Outcome, post
from tests.webhooks.house import HOME
from tests.webhooks.receiver import Receiver, receiving

BODY = b"{}"


def certificate(folder: Path, name: str) -> Path:
    """A certificate that signs itself, and its key, for ``name`` and this machine's address."""
    key = generate_private_key(SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    names = [x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    path = folder / f"{name}.pem"
    path.write_bytes(
        made.public_bytes(Encoding.PEM) + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    return path


@pytest.fixture(scope="module")
def own_certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One that only whoever is told to trusts."""
    return certificate(tmp_path_factory.mktemp("tls"), "hook.example.org")


@pytest.fixture(scope="module")
def secure(own_certificate: Path) -> Iterator[Receiver]:
    """Software that listens by HTTPS."""
    with receiving(own_certificate) as made:
        yield made


def test_it_connects_to_the_address_that_was_judged_and_looks_its_name_up_once(software: Receiver) -> None:
    asked: list[str] = []

    def changing(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    url = f"http://hook.example.org:{software.port}/way?a=b"
    assert post(url, {}, BODY, HOME, changing) == Outcome(taken=True, status="204")
    assert asked == ["hook.example.org"]
    (taken,) = software.taken
    assert (taken.path, taken.headers["host"]) == ("/way?a=b", f"hook.example.org:{software.port}")


def test_what_the_rules_forbid_is_not_even_connected_to(software: Receiver) -> None:
    outcome = post(software.url, {}, BODY, Rules(plain=True), look_up)
    assert (outcome, software.taken) == (Outcome(taken=False, status="forbidden-address"), [])


def test_another_address_of_the_same_name_is_tried_where_the_first_is_closed(software: Receiver) -> None:
    url = f"http://hook.example.org:{software.port}/"
    assert post(url, {}, BODY, HOME, lambda *_: ["127.0.0.2", "127.0.0.1"]).taken


def test_a_certificate_that_nobody_vouches_for_is_refused(secure: Receiver) -> None:
    before = len(secure.taken)
    assert post(secure.url, {}, BODY, HOME, look_up) == Outcome(taken=False, status="certificate")
    assert len(secure.taken) == before


def test_a_certificate_must_be_of_the_name_in_the_address(
    secure: Receiver, own_certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(own_certificate))
    for host, outcome in (("hook.example.org", "204"), ("other.example.org", "certificate")):
        url = f"https://{host}:{secure.port}/"
        assert post(url, {}, BODY, HOME, lambda *_: ["127.0.0.1"]).status == outcome


def test_what_answers_by_drops_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "LONGEST", 0.3)
    with create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                while connection.recv(1024):
                    connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")

        thread = Thread(target=drip)
        thread.start()
        outcome = post(f"http://127.0.0.1:{server.getsockname()[1]}/", {}, BODY, HOME, look_up)
        thread.join()
    assert not outcome.taken
    assert outcome.status in {"broken", "timeout"}


def test_what_is_no_http_is_not_taken() -> None:
    with create_server(("127.0.0.1", 0)) as server:

        def speak() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(4096)
                connection.sendall(b"hello\r\n\r\n")

        thread = Thread(target=speak)
        thread.start()
        outcome = post(f"http://127.0.0.1:{server.getsockname()[1]}/", {}, BODY, HOME, look_up)
        thread.join()
    assert outcome == Outcome(taken=False, status="broken")
