"""Where chantiers' software may be told: what is open to everybody, judged on the address that is connected to."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.addresses import networks_of
from api.webhooks.destinations import DestinationError, Rules, destination, look_up, reachable

OPEN = Rules()
INSIDE = [
    "127.0.0.1",
    "127.255.0.3",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::1",
    "2002:101:101::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
]
OUTSIDE = ["1.1.1.1", "93.184.216.34", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]


def refusal(url: str, rules: Rules = OPEN, addresses: Sequence[str] = ()) -> str | None:
    """Why nothing is sent there; None when something is."""
    try:
        reachable(destination(url, rules), rules, lambda *_: addresses)
    except DestinationError as error:
        return error.kind
    return None


@pytest.mark.parametrize("address", INSIDE)
def test_nothing_inside_is_written_to_however_it_is_written(address: str) -> None:
    written = f"[{address}]" if ":" in address else address
    assert refusal(f"https://{written}/") == "forbidden-address"
    assert refusal("https://example.org/", addresses=[address]) == "forbidden-address"
    assert refusal("https://example.org/", addresses=["1.1.1.1", address]) == "forbidden-address", "one is enough"


@pytest.mark.parametrize("address", OUTSIDE)
def test_what_is_open_to_everybody_is(address: str) -> None:
    assert refusal("https://example.org/", addresses=[address]) is None


@pytest.mark.parametrize("written", ["localhost", "127.1", "2130706433", "0x7f.1", "017700000001", "localhost."])
def test_other_ways_of_writing_this_machine_are_seen_once_they_are_looked_up(written: str) -> None:
    where = destination(f"https://{written}/", OPEN)
    with pytest.raises(DestinationError) as refused:
        reachable(where, OPEN, look_up)
    assert refused.value.kind == "forbidden-address"


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_nothing_is_open_that_is_not_everybody_s(address: IPv4Address | IPv6Address) -> None:
    if refusal("https://example.org/", addresses=[str(address)]) is None:
        mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
        assert (mapped or address).is_global
        assert not address.is_loopback | address.is_link_local | address.is_multicast | address.is_unspecified


def test_networks_of_the_house_are_allowed_where_they_are_set_and_no_others() -> None:
    rules = Rules(networks_of("10.0.3.0/24, fd00::7"))
    assert refusal("https://example.org/", rules, ["10.0.3.9"]) is None
    assert refusal("https://example.org/", rules, ["fd00::7"]) is None
    assert refusal("https://example.org/", rules, ["10.0.4.9"]) == "forbidden-address"
    assert refusal("https://example.org/", Rules(abroad=False), ["1.1.1.1"]) == "forbidden-address"


@pytest.mark.parametrize("everybody", ["0.0.0.0/0", "::/0", "10.0.3.1/24", "nowhere"])
def test_networks_that_make_no_sense_are_refused(everybody: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        networks_of(everybody)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://example.org/", "not-https"),
        ("ftp://example.org/", "not-https"),
        ("file:///etc/passwd", "not-https"),
        ("example.org", "unreadable"),
        ("https://", "unreadable"),
        ("https://user:secret@example.org/", "unreadable"),
        ("https://example.org/#part", "unreadable"),
        ("https://example.org:99999/", "unreadable"),
        ("https://exa mple.org/", "unreadable"),
        ("https://example.org/\r\nHost: x", "unreadable"),
        ("https://example.org\\@127.0.0.1/", "unreadable"),
        ("https://[::1/", "unreadable"),
        ("https://é.example/", "unreadable"),
        ("https://example.org/" + "a" * 500, "unreadable"),
    ],
)
def test_an_address_that_cannot_be_one_is_refused(url: str, kind: str) -> None:
    assert refusal(url, addresses=["1.1.1.1"]) == kind


def test_a_name_that_nobody_knows_is_no_host() -> None:
    assert refusal("https://example.org/", addresses=[]) == "no-such-host"
    assert look_up("does-not-exist.invalid", 443) == ()


def test_what_is_asked_of_a_destination_is_kept() -> None:
    where = destination("https://Example.org:8443/hook?of=maillage", OPEN)
    assert (where.tls, where.host, where.port, where.target) == (True, "example.org", 8443, "/hook?of=maillage")
