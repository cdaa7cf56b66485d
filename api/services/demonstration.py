"""How the demonstration keeps its accounts and names: like any installation, under a secret that everyone knows."""

from pwdlib import PasswordHash

from api.settings import DEMONSTRATION_SECRET
from network_data.demo import Safekeeping


def demonstration_safekeeping() -> Safekeeping:
    """The demonstration's own."""
    return Safekeeping((DEMONSTRATION_SECRET,), PasswordHash.recommended().hash)
