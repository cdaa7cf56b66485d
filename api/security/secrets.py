"""Random secrets that are shown once, and kept only as digests."""

from hashlib import sha256
from secrets import token_urlsafe

SECRET_BYTES = 32


def new_secret() -> str:
    """A secret that nobody can guess: 256 random bits, safe in a URL."""
    return token_urlsafe(SECRET_BYTES)


def digest(secret: str) -> str:
    """What is kept of a secret. A plain SHA-256 suffices: there is nothing to guess in 256 random bits."""
    return sha256(secret.encode()).hexdigest()
