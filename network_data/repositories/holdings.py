"""Counts what quotas leave and keeps what referrals hold of them; only their repository writes through it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, or_, select

from network_data.referrals.quotas import Scope, Use, crossing, room
from network_data.tables import Hold, Quota
from network_data.vocabulary import Unit


class CrossingQuotasError(ValueError):
    """Quotas of one partner overlap without one lying within the other: nobody could keep both."""


@dataclass(frozen=True, slots=True)
class Granted:
    """What one partner granted, and what is held of it."""

    partner_id: str
    scopes: tuple[Scope, ...]
    held: tuple[Use, ...]


class Holdings:
    """The quotas of partners as they stand at ``now``, and what is held of them; nothing here names anyone."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def scopes(self, partner_ids: Collection[str], *, locked: bool = False) -> Mapping[str, list[Scope]]:
        """What partners granted, by partner, as of today.

        ``locked``: their rows stay as they are until the transaction ends, and whoever else counts to take waits
        (on SQLite a transaction that writes is alone anyway).
        """
        today = self._now.date()
        query = select(Quota).where(
            col(Quota.partner_id).in_(sorted(partner_ids)),
            col(Quota.since) <= today,
            or_(col(Quota.until).is_(None), col(Quota.until) >= today),
        )
        query = query.order_by(col(Quota.id))
        found: dict[str, list[Scope]] = defaultdict(list)
        for quota in self._session.exec(query.with_for_update() if locked else query):
            found[quota.partner_id].append(_scope(quota))
        return found

    def room(self, use: Use, *, but: str | None = None) -> int | None:
        """How many more uses like this one the partner's quotas leave; None where nothing was agreed.

        The quotas are locked: what is counted stays true until the transaction ends. ``but``: a referral left out.
        """
        scopes = self.scopes([use.partner_id], locked=True).get(use.partner_id, [])
        return room(scopes, self._held(use.partner_id, but), use) if scopes else None

    def rooms(self, uses: Iterable[Use]) -> list[int | None]:
        """The same for many at once, each by itself and without locking: for whoever plans."""
        asked = list(uses)
        partners = {use.partner_id for use in asked}
        scopes = self.scopes(partners)
        held = {partner: self._held(partner, None) for partner in partners if partner in scopes}
        return [
            room(scopes[use.partner_id], held[use.partner_id], use) if use.partner_id in scopes else None
            for use in asked
        ]

    def granted(self) -> list["Granted"]:
        """All that partners granted as of today and what is held of it, by partner, without locking."""
        partners = sorted(self._session.exec(select(Quota.partner_id).distinct()).all())
        scopes = self.scopes(partners)
        return [
            Granted(partner, tuple(scopes[partner]), tuple(self._held(partner, None)))
            for partner in partners
            if partner in scopes
        ]

    def grant(self, quota: Quota) -> None:
        """Writes down what a partner granted.

        Raises:
            CrossingQuotasError: it overlaps another without one lying within the other.
            ValueError: a reserved part is nobody's in particular, or the amount is below nought.
        """
        if quota.amount < 0 or (quota.reserved and quota.chantier_id is None):
            raise ValueError("A quota counts from nought, and what is reserved is reserved for a chantier.")
        others = self.scopes([quota.partner_id], locked=True).get(quota.partner_id, [])
        if crossing([*others, _scope(quota)]):
            raise CrossingQuotasError("This quota overlaps another of the partner; one must lie within the other.")
        self._session.add(quota)
        self._session.flush()

    def held_by(self, referral_id: str) -> dict[Unit, Hold]:
        """What a referral holds now."""
        query = select(Hold).where(Hold.referral_id == referral_id, self._runs())
        return {hold.unit: hold for hold in self._session.exec(query)}

    def keep(self, referral_id: str, wanted: Mapping[Unit, datetime | None], use: Use) -> None:
        """Has a referral hold exactly what is ``wanted``, each until its time; what it held already keeps its day."""
        held = self.held_by(referral_id)
        self._session.exec(
            delete(Hold).where(
                col(Hold.referral_id) == referral_id, col(Hold.unit).not_in([*held]) | col(Hold.unit).not_in([*wanted])
            )
        )
        for unit, until in wanted.items():
            hold = held.get(unit) or Hold(
                referral_id=referral_id,
                unit=unit,
                partner_id=use.partner_id,
                service_id=use.service_id,
                chantier_id=use.chantier_id,
                counted_on=use.on,
            )
            hold.until = until
            self._session.add(hold)
        self._session.flush()

    def _held(self, partner_id: str, but: str | None) -> Sequence[Use]:
        query = select(Hold).where(Hold.partner_id == partner_id, self._runs(), Hold.referral_id != (but or ""))
        return [
            Use(hold.unit, hold.partner_id, hold.service_id, hold.chantier_id, hold.counted_on)
            for hold in self._session.exec(query)
        ]

    def _runs(self) -> ColumnElement[bool]:
        return or_(col(Hold.until).is_(None), col(Hold.until) > self._now)


def _scope(quota: Quota) -> Scope:
    return Scope(
        unit=quota.unit,
        partner_id=quota.partner_id,
        amount=quota.amount,
        service_id=quota.service_id,
        chantier_id=quota.chantier_id,
        monthly=quota.monthly,
        reserved=quota.reserved,
    )
