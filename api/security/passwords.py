"""Passwords: kept as argon2id only, checked with the same work whether or not there is one to check."""

from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from api.i18n import Message, say
from api.security.secrets import new_secret

SHORTEST = 12
LONGEST = 128
FEWEST_CHARACTERS = 6
"""Different ones, once what guessers try first is taken away."""
_COMMON = frozenset({"motdepasse", "password", "azertyuiop", "qwertyuiop", "maillage", "bonjour", "123456789"})
"""What guessers try first."""


class Passwords:
    """Hashes and checks passwords."""

    def __init__(self) -> None:
        self._hash = PasswordHash((Argon2Hasher(),))
        self._of_nobody = _of_nobody()

    def hash(self, password: str) -> str:
        """What is kept of ``password``."""
        return self._hash.hash(password)

    def check(self, password: str, kept: str | None) -> bool:
        """Whether ``password`` is the one ``kept``; exactly one verification, even when there is none."""
        right = self._hash.verify(password[:LONGEST], kept or self._of_nobody)
        return right and kept is not None


@cache
def _of_nobody() -> str:
    """Checked in place of the hash that an unknown or password-less account does not have; made before anyone asks."""
    return PasswordHash((Argon2Hasher(),)).hash(new_secret())


def weakness(password: str, login: str) -> Message | None:
    """Why a new password is refused; None when it will do."""
    if len(password) < SHORTEST:
        return say("Choisissez au moins {count} caractères : quelques mots à la suite conviennent.", count=SHORTEST)
    if len(password) > LONGEST:
        return say("Choisissez au plus {count} caractères.", count=LONGEST)
    bare = password.lower()
    for guess in (*_COMMON, login.lower()):
        bare = bare.replace(guess, "") if guess else bare
    if len(set(bare)) < FEWEST_CHARACTERS:
        return say("Ce mot de passe se devine trop facilement : choisissez-en un moins courant.")
    return None
