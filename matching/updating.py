"""A catalogue after a few partners changed: patched where they stand, without compiling the rest again."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from matching.addressing import Addressing
from matching.catalogue import Catalogue, reachable_only_there
from matching.cells import BarrierIndex, department_numbers, index_barrier, laid_out
from matching.columns import Bools, Encoded, Ints, ServiceTable
from matching.doors import Door
from matching.learning.experience import Experience
from matching.learning.requests import RequestColumns
from matching.network import Network, Partner, PastRequest
from matching.zones import Zones
from network_data.vocabulary import BARRIERS

_SETTLED = ("insee_code", "latitude", "longitude", "access_path", "mobile")
"""What decides where a service is and where one asks for it: when it changes, more than the service does."""


def updated(
    catalogue: Catalogue, version: str, partners: Mapping[str, Partner], services: ServiceTable
) -> Catalogue | None:
    """``catalogue`` at another version of its network, in which only these partners and their services changed.

    ``partners``: as they are now, by id. ``services``: all that they offer now. None when the change reaches further
    than the partners themselves: one that is new, moved or changed its networks, or whose services came, went, moved
    or are entered otherwise. Then the network is to be compiled whole.

    Cost: a copy of the columns that changed, and of the indexes of the barriers concerned.
    """
    rows = _rows_of(catalogue, partners, services)
    if rows is None or not _stay_where_they_are(catalogue, rows, partners, services):
        return None
    table = _with_rows(catalogue.columns, rows, services)
    network = replace(
        catalogue.network, version=version, partners=_with_partners(catalogue.network, partners), services=table
    )
    department = catalogue.department.copy()
    department[rows] = department_numbers(services, catalogue.department_number)
    patched = replace(
        catalogue,
        network=network,
        columns=table,
        bound=reachable_only_there(table, catalogue.position, catalogue.gated),
        department=department,
        zones=catalogue.zones if table.zone.values is catalogue.columns.zone.values else Zones.of(table.zone),
        conditions=catalogue.conditions.updated(table, rows),
        doors=_with_names(catalogue, partners),
    )
    changed = np.zeros(len(table), dtype=np.bool_)
    changed[rows] = True
    concerned = {
        barrier: _with_strengths(patched, barrier, changed)
        for barrier in BARRIERS
        if any(catalogue.match_of(barrier, row) or patched.match_of(barrier, row) for row in rows.tolist())
    }
    days = {asked: day.without(concerned) for asked, day in dict(catalogue.days).items()}
    return replace(patched, barriers={**catalogue.barriers, **concerned}, days=days)


def with_requests(catalogue: Catalogue, requests: Sequence[PastRequest]) -> Catalogue:
    """``catalogue`` with other requests made to the same services.

    Cost: a few array operations over the requests; all else is shared.
    """
    return replace(
        catalogue,
        network=replace(catalogue.network, requests=requests),
        experience=Experience(RequestColumns.of(requests, catalogue.row_of, catalogue.gated)),
        days={},
    )


def _rows_of(catalogue: Catalogue, partners: Mapping[str, Partner], services: ServiceTable) -> Ints | None:
    """The rows of ``services``; None unless the partners had the same services before."""
    numbers = [catalogue.partner_numbers.get(partner_id) for partner_id in partners]
    codes = catalogue.columns.partner_id.codes
    of_each = [np.flatnonzero(codes == number) for number in numbers if number is not None]
    before = np.sort(np.concatenate(of_each)) if of_each else np.empty(0, dtype=np.int64)
    if tuple(catalogue.columns.ids[row] for row in before.tolist()) != services.ids:
        return None
    return before


def _stay_where_they_are(
    catalogue: Catalogue, rows: Ints, partners: Mapping[str, Partner], services: ServiceTable
) -> bool:
    known = catalogue.network.partners
    if any(_place_and_networks(known.get(partner.id)) != _place_and_networks(partner) for partner in partners.values()):
        return False
    pairs = [(catalogue.services[row], services[at]) for at, row in enumerate(rows.tolist())]
    return all(getattr(old, name) == getattr(new, name) for old, new in pairs for name in (*_SETTLED, "partner_id"))


def _place_and_networks(partner: Partner | None) -> object:
    return partner and (partner.networks, partner.latitude, partner.longitude, partner.insee_code)


def _with_partners(network: Network, partners: Mapping[str, Partner]) -> Mapping[str, Partner]:
    same = all(network.partners[partner_id] == partner for partner_id, partner in partners.items())
    return network.partners if same else {**network.partners, **partners}


def _with_names(catalogue: Catalogue, partners: Mapping[str, Partner]) -> tuple[Door, ...]:
    numbers = {
        catalogue.partner_doors[id_]: partner.name
        for id_, partner in partners.items()
        if id_ in catalogue.partner_doors
    }
    renamed = {number: name for number, name in numbers.items() if catalogue.doors[number].name != name}
    if not renamed:
        return catalogue.doors
    doors = list(catalogue.doors)
    for number, name in renamed.items():
        doors[number] = replace(doors[number], name=name)
    return tuple(doors)


def _with_rows(table: ServiceTable, rows: Ints, services: ServiceTable) -> ServiceTable:
    """The table with ``services`` at ``rows``; columns that stay the same are shared."""
    changed = {}
    for field in filter(lambda field: field.init, fields(table)):
        old, new = getattr(table, field.name), getattr(services, field.name)
        column = _with_values(old, rows, new)
        if column is not old:
            changed[field.name] = column
    return replace(table, **changed)


def _with_values(old: Any, rows: Ints, new: Any) -> Any:
    if isinstance(old, Encoded):
        return _with_encoded(old, rows, [new.at(at) for at in range(len(rows))])
    if isinstance(old, tuple):
        if all(old[row] == new[at] for at, row in enumerate(rows.tolist())):
            return old
        changed = dict(zip(rows.tolist(), new, strict=True))
        return tuple(changed.get(row, value) for row, value in enumerate(old))
    if np.array_equal(old[rows], new, equal_nan=old.dtype.kind == "f"):
        return old
    copy = old.copy()
    copy[rows] = new
    return copy


def _with_encoded(column: Encoded[Any], rows: Ints, values: Sequence[Any]) -> Encoded[Any]:
    if [column.at(row) for row in rows.tolist()] == list(values):
        return column
    known = {value: number for number, value in enumerate(column.values)}
    codes = column.codes.copy()
    codes[rows] = [known.setdefault(value, len(known)) for value in values]
    return Encoded(column.values if len(known) == len(column.values) else tuple(known), codes)


def _with_strengths(catalogue: Catalogue, barrier: str, changed: Bools) -> BarrierIndex:
    """The index of ``barrier`` once the services ``changed`` (of all rows) address it as ``catalogue`` says."""
    index = catalogue.index_of(barrier)
    rows = changed.nonzero()[0].tolist()
    strengths = {row: match.strength for row in rows if (match := catalogue.match_of(barrier, row))}
    among = changed.take(index.rows)
    if sorted(index.rows[among].tolist()) == sorted(strengths):
        patched = index.strengths.copy()
        patched[among] = [strengths[row] for row in index.rows[among].tolist()]
        return replace(index, strengths=patched)
    kept, added = ~among, sorted(strengths)
    if not added:
        return laid_out(index.rows[kept], index.strengths[kept], catalogue.layout)
    found_rows = np.concatenate((index.rows[kept], np.array(added, dtype=index.rows.dtype)))
    found = np.concatenate((index.strengths[kept], np.array([strengths[row] for row in added], index.strengths.dtype)))
    order = np.argsort(found_rows)
    return index_barrier(Addressing(found_rows[order], found[order]), catalogue.layout)
