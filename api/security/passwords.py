"""Passwords: kept as argon2id only, checked with the same work whether or not there is one to check."""

from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from api.i18n import Message, say
from api.security.secrets import new_secret

SHORTEST = 12
LONGEST = 128
FEWEST_CHARACTERS = 6
"""Different ones, in all and beside what guessers try first."""
_SHORTEST_COMMON = 4
"""Shorter ones are syllables of any sentence."""
_OF_OURS = ("motdepasse", "azertyuiop", "maillage", "convergence", "insertion", "chantier")
"""What guessers would try first here, and nowhere else."""
_COMMON = frozenset(each for each in (*FREQUENCY_LISTS["passwords"], *_OF_OURS) if len(each) >= _SHORTEST_COMMON)
"""The 30,000 most common passwords of breaches, as the library zxcvbn ships them, without the shortest."""
_DISGUISES = str.maketrans("@4031$5!7", "aaoeissit")
"""Signs for letters, which guessers try as well."""


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
    if len(set(password.lower())) < FEWEST_CHARACTERS:
        return say("Ce mot de passe répète les mêmes signes : choisissez plutôt quatre mots sans lien entre eux.")
    if _is_common(password.lower(), login.lower()):
        return say(
            "Ce mot de passe est parmi les plus courants, ou n’y ajoute que quelques signes : il se devine en peu de "
            "temps. Choisissez plutôt quatre mots sans lien entre eux."
        )
    return None


def _is_common(password: str, login: str) -> bool:
    """Whether little is left of it without its holder's login or one common password, however often that is there.

    Without more than one, so that a few common words one after the other still make a password.
    """
    for spelled in {password, password.translate(_DISGUISES)}:
        pieces = {
            spelled[at:end] for at in range(len(spelled)) for end in range(at + _SHORTEST_COMMON, len(spelled) + 1)
        }
        guesses = (pieces & _COMMON) | ({login} if login else set())
        if any(len(set(spelled.replace(guess, ""))) < FEWEST_CHARACTERS for guess in guesses):
            return True
    return False
