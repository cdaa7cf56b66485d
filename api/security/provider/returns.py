"""Who is back from the provider: each trip serves once; whoever still owes a code is kept for a few minutes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from sqlalchemy import Engine, delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from api.security.provider.trips import LONGEST
from api.security.secrets import digest, new_secret
from network_data.database import transaction
from network_data.sealing import Sealer, UnreadableSealError
from network_data.tables import ProviderReturn


@dataclass(frozen=True, slots=True)
class OwesCode:
    """Someone whom the provider knows, and whose account asks for a code of their telephone too."""

    account_id: str
    towards: str
    id_token: str = field(repr=False)


class Returns:
    """Remembers returns, as digests and sealed, no longer than a trip lasts."""

    def __init__(self, engine: Engine, secrets: Sequence[str]) -> None:
        self._engine = engine
        self._sealer = Sealer(secrets, "provider-return")

    def first_of(self, state: str, now: datetime) -> bool:
        """Whether nobody came back from that trip before."""
        try:
            with transaction(self._engine, writes=True) as session:
                session.execute(delete(ProviderReturn).where(col(ProviderReturn.expires_at) <= now))
                session.add(ProviderReturn(id=digest(state), expires_at=now + LONGEST))
        except IntegrityError:
            return False
        return True

    def await_code(self, owing: OwesCode, now: datetime) -> str:
        """Keeps who owes a code; the secret for their cookie."""
        secret = new_secret()
        kept = ProviderReturn(id=digest(secret), expires_at=now + LONGEST, sealed=self._sealer.seal(asdict(owing)))
        with transaction(self._engine, writes=True) as session:
            session.add(kept)
        return secret

    def owing(self, secret: str, now: datetime) -> OwesCode | None:
        """Who holds ``secret`` and still owes a code."""
        with transaction(self._engine) as session:
            found = session.get(ProviderReturn, digest(secret))
            if found is None or found.sealed is None or found.expires_at <= now:
                return None
            sealed = found.sealed
        try:
            told = self._sealer.open(sealed)
        except UnreadableSealError:
            return None
        return OwesCode(**{name: value or "" for name, value in told.items()})

    def forget(self, secret: str) -> None:
        """Whoever held ``secret`` is in."""
        with transaction(self._engine, writes=True) as session:
            session.execute(delete(ProviderReturn).where(col(ProviderReturn.id) == digest(secret)))
