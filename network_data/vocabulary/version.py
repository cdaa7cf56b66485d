"""A short fingerprint of the whole vocabulary, part of the rules version that every result carries."""

from hashlib import sha256

from network_data.vocabulary.loading import raw_text

VOCABULARY_VERSION = sha256(
    "".join(raw_text(name) for name in ("barriers", "prerequisites", "papers", "gates", "lexicon")).encode()
).hexdigest()[:12]
