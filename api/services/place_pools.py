"""Turns what partners granted into pools that nest, as sharing takes them: what they give can always be held."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from matching.cohort.posing import Pool
from network_data.referrals.quotas import Scope
from network_data.repositories.holdings import Granted

Key = tuple[str | None, str | None]
"""The service and the chantier that places are for; None: all of the partner's, everybody's."""
_WHOLE: Key = (None, None)


@dataclass(frozen=True, slots=True)
class OwnPool:
    """Whose places a pool holds, and what for."""

    partner_id: str
    key: Key
    reserved: bool = False


@dataclass(frozen=True, slots=True)
class PlacePools:
    """All pools, what each is for, and the caps of each partner."""

    pools: tuple[Pool, ...]
    own: tuple[OwnPool, ...]
    caps: Mapping[str, Sequence[Key]]

    def drawn_by(self, partner_id: str, service_id: str, chantier_id: str) -> tuple[int, ...]:
        """The pools that someone of a chantier may draw on for a service: places kept for them, and the common ones.

        None where nothing was agreed: such places are not counted.
        """
        asked = (service_id, chantier_id)
        caps = [cap for cap in self.caps.get(partner_id, ()) if _contains(cap, asked)]
        if not caps:
            return ()
        able = [
            number for number, one in enumerate(self.own) if one.partner_id == partner_id and _contains(one.key, asked)
        ]
        kept = [n for n in able if self.own[n].reserved and all(_contains(cap, self.own[n].key) for cap in caps)]
        return (*kept, next(number for number in able if not self.own[number].reserved))


def place_pools(granted: Iterable[Granted], on: date) -> PlacePools:
    """The pools of what was granted, less what is held on that day.

    A referral whose place is kept back holds an application and a place: caps of both kinds bind it. A cap leaves what
    is not reserved; reserved places are pools of their own, that only those whom they are kept for draw on. Where caps
    of the two kinds cross (one service for everybody, one chantier for all services), the least of them stands for the
    whole partner: less may be proposed than could be held, never more.
    """
    pools: list[Pool] = []
    own: list[OwnPool] = []
    caps: dict[str, Sequence[Key]] = {}
    for each in granted:
        caps[each.partner_id] = [_key(scope) for scope in each.scopes if not scope.reserved]
        first = len(pools)
        for key, reserved, pool in _pools_of(each, on) if caps[each.partner_id] else ():
            pools.append(Pool(pool.places, None if pool.inside is None else first + pool.inside))
            own.append(OwnPool(each.partner_id, key, reserved))
    return PlacePools(tuple(pools), tuple(own), caps)


def _pools_of(granted: Granted, on: date) -> list[tuple[Key, bool, Pool]]:
    """The pools of one partner, the reserved ones and then the common ones, each before the one around it."""
    caps = [scope for scope in granted.scopes if not scope.reserved]
    reserved = [scope for scope in granted.scopes if scope.reserved]
    kept = [max(0, scope.amount - scope.used(granted.held, on)) for scope in reserved]
    open_to_them = list(kept)
    rooms: dict[Key, int] = {}
    for cap in caps:
        within = [number for number, scope in enumerate(reserved) if scope.within(cap)]
        left = cap.amount - cap.used(granted.held, on) - sum(kept[number] for number in within)
        _shorten(open_to_them, within, -left)
        rooms[_key(cap)] = min(max(0, left), rooms.get(_key(cap), max(0, left)))
    rooms = _nested(rooms)
    order = sorted(rooms, key=lambda key: (key.count(None), str(key)))
    around = {key: number for number, key in enumerate(order, start=len(reserved))}
    own = []
    for scope, places in zip(reserved, open_to_them, strict=True):
        binding = [_key(cap) for cap in caps if _contains(_key(cap), _key(scope)) and not scope.within(cap)]
        inside = next((around[key] for key in order if any(_contains(key, one) for one in binding)), None)
        own.append((_key(scope), True, Pool(places, inside)))
    common = [
        (key, False, Pool(rooms[key], next((around[one] for one in order if one != key and _contains(one, key)), None)))
        for key in order
    ]
    return [*own, *common]


def _shorten(places: list[int], within: Iterable[int], missing: int) -> None:
    """Takes what a cap lacks from each reservation within it: each must leave the others theirs."""
    for number in within:
        places[number] = max(0, places[number] - max(0, missing))


def _nested(rooms: dict[Key, int]) -> dict[Key, int]:
    of_service = {key for key in rooms if key[1] is None and key != _WHOLE}
    of_chantier = {key for key in rooms if key[0] is None and key != _WHOLE}
    if not (of_service and of_chantier):
        return rooms
    crossing = of_service | of_chantier
    least = min(places for key, places in rooms.items() if key in crossing or key == _WHOLE)
    return {key: places for key, places in rooms.items() if key not in crossing} | {_WHOLE: least}


def _key(scope: Scope) -> Key:
    return scope.service_id, scope.chantier_id


def _contains(key: Key, other: Key) -> bool:
    return all(one in {None, within} for one, within in zip(key, other, strict=True))
