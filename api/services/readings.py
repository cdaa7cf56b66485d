"""Keeps what the words of services say beside them, so that descriptions are read when they change and no more."""

import inspect
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b, sha256

from sqlmodel import Session

from matching import clauses, lexicon, reading, signs, text
from matching.columns import Encoded
from matching.reading import Grade, Mention, Reading, read_text
from network_data.repositories import NetworkRepository
from network_data.vocabulary import VOCABULARY_VERSION

_DIGEST_BYTES = 8
_BATCH = 5_000

_RULES = sha256("".join(inspect.getsource(module) for module in (clauses, lexicon, reading, signs, text)).encode())
RULES = f"{VOCABULARY_VERSION}{_RULES.hexdigest()[:12]}".encode()
"""What a reading depends on besides the words: another vocabulary or another way to read makes it stale."""


@dataclass(frozen=True, slots=True)
class Texts:
    """Names and descriptions of services, and what is kept of their reading: its digest and its text, or None."""

    names: Sequence[str]
    descriptions: Sequence[str]
    digests: Sequence[str | None]
    readings: Sequence[str | None]


def readings_of(texts: Texts) -> Encoded[Reading]:
    """What the words of each service say; read now where what is kept is of other words or other rules.

    Cost: a digest per service, a decoding per distinct reading, and about 80 microseconds for each one to read.
    """
    fresh = {text: write_reading(read_text(*text)) for text in dict.fromkeys(_stale(texts))}
    pairs = zip(texts.names, texts.descriptions, strict=True)
    kept = zip(pairs, texts.readings, strict=True)
    return Encoded.decoded([fresh.get(text) or known for text, known in kept], parse_reading)


def _stale(texts: Texts) -> Iterable[tuple[str, str]]:
    for name, description, digest in zip(texts.names, texts.descriptions, texts.digests, strict=True):
        if digest != digest_of(name, description):
            yield name, description


def digest_of(name: str, description: str) -> str:
    """A fingerprint of the words and of the rules they are read by."""
    return blake2b(f"{name}\n{description}".encode(), digest_size=_DIGEST_BYTES, key=RULES).hexdigest()


def write_reading(found: Reading) -> str:
    """The reading as it is kept."""
    return json.dumps([[mention.barrier, int(mention.grade), mention.keyword] for mention in found], ensure_ascii=False)


def parse_reading(kept: str) -> Reading:
    """The reading that ``write_reading`` wrote."""
    return tuple(Mention(barrier, Grade(grade), keyword) for barrier, grade, keyword in json.loads(kept))


def keep_readings(session: Session) -> int:
    """Reads the services whose words changed since they were read, keeps what they say, and gives how many there were.

    Within the caller's transaction, which writes.
    """
    repository = NetworkRepository(session)
    columns = repository.service_columns()
    stale = [
        (service_id, name, description)
        for service_id, name, description, digest in zip(
            columns["id"], columns["name"], columns["description"], columns["words_digest"], strict=True
        )
        if digest != digest_of(name, description)
    ]
    for start in range(0, len(stale), _BATCH):
        repository.keep_readings(
            (service_id, digest_of(name, description), write_reading(read_text(name, description)))
            for service_id, name, description in stale[start : start + _BATCH]
        )
    return len(stale)
