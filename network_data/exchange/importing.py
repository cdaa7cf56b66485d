"""Imports files of partners and services into the network, in batches, whatever their format."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from pathlib import Path

from sqlmodel import Session

from network_data.database import touch_network
from network_data.exchange.formats import FORMATS
from network_data.exchange.places import with_inherited_place
from network_data.exchange.report import ImportReport
from network_data.exchange.rows import Format, Kind, Outcome, RawRow, Values
from network_data.exchange.sources import Source, open_source
from network_data.exchange.territory import create_territory, existing_territory
from network_data.exchange.upsert import is_unknown, partner_facts, stored_rows, write

BATCH_ROWS = 1_000
Progress = Callable[[int, float], None]
"""Called after each batch with the rows read so far and the share of the files read, from 0 to 1."""
_KEPT_WHEN_UNKNOWN = ("access_path", "women_only", "age_min", "age_max")


def import_files(
    session: Session,
    format_name: str,
    paths: Sequence[Path],
    territory_slug: str | None = None,
    progress: Progress | None = None,
) -> ImportReport:
    """Imports ``paths`` within the caller's transaction, and never commits.

    A second import of the same files changes nothing. A rejected row never stops the others. Whatever stops the
    import itself undoes all of it, even where the caller goes on with its transaction. Nothing is ever deleted.

    Args:
        session: open on the database; what it holds of partners and services is expired when they change.
        format_name: one of ``FORMATS``.
        paths: the files, in any order.
        territory_slug: where new partners go; may be None when there is at most one territory.
        progress: told of each batch; what it raises stops the import.

    Raises:
        KeyError: the format does not exist.
        UnusableFile: a file is absent, damaged or of another format.
        TerritoryError: the territory cannot be chosen.
    """
    form = FORMATS[format_name]
    report = ImportReport(format_name)
    with session.begin_nested():
        slug = existing_territory(session, territory_slug)
        sources = [open_source(path) for path in paths]
        if slug is None:
            slug = create_territory(session, territory_slug, (form.department(row) for row in form.read(sources)))
        report.territory = slug
        importing = _Import(session, form, report)
        importing.run(sources, progress)
        if report.changed:
            touch_network(session, importing.concerned)
            session.flush()
            session.expire_all()
    return report


class _Import:
    """One import under way."""

    def __init__(self, session: Session, form: Format, report: ImportReport) -> None:
        self.connection = session.connection()
        self.form = form
        self.report = report
        self.seen = _SeenIds()
        self.concerned: set[str] = set()

    def run(self, sources: Sequence[Source], progress: Progress | None) -> None:
        size = sum(source.size for source in sources)
        _warn_of_damage(sources, self.report)
        for rows in _batches(self.form.read(sources)):
            self._import_batch(rows)
            if progress:
                progress(self.report.read, min(1.0, sum(source.position for source in sources) / size))

    def _import_batch(self, rows: Sequence[RawRow]) -> None:
        self.report.read += len(rows)
        accepted = [outcome for row in rows if self._is_accepted(outcome := self.form.map(row))]
        self._write_partners(accepted)
        orphans = self._write_services(accepted)
        self.report.accepted += len(accepted) - orphans

    def _is_accepted(self, outcome: Outcome) -> bool:
        if outcome.skipped:
            self.report.skip(outcome.skipped)
        elif outcome.rejection:
            self.report.reject(outcome.rejection)
        elif not self.seen.add_all(outcome):
            self.report.reject(
                outcome.row.fault("id", "identifiant déjà lu plus haut : seule la première ligne compte")
            )
        else:
            for warning in outcome.warnings:
                self.report.warn(warning)
            return True
        return False

    def _write_partners(self, outcomes: Iterable[Outcome]) -> None:
        partners = [
            record.values | {"territory_slug": self.report.territory}
            for outcome in outcomes
            for record in outcome.records
            if record.kind is Kind.PARTNER
        ]
        self._write(Kind.PARTNER, partners, self._stored(Kind.PARTNER, partners))

    def _write_services(self, outcomes: Iterable[Outcome]) -> int:
        """Writes the services whose partner exists, and gives the number of those without."""
        services = [
            (outcome.row, record.values)
            for outcome in outcomes
            for record in outcome.records
            if record.kind is Kind.SERVICE
        ]
        partners = partner_facts(self.connection, {values["partner_id"] for _row, values in services})
        stored = self._stored(Kind.SERVICE, [values for _row, values in services])
        complete: list[Values] = []
        for row, values in services:
            partner = partners.get(values["partner_id"])
            if partner is None:
                self.report.reject(row.fault("structure_id", "aucune structure connue ne porte cet identifiant"))
                continue
            complete.append(self._completed(values, partner, stored.get(values["id"])))
        self._write(Kind.SERVICE, complete, stored)
        return len(services) - len(complete)

    def _completed(self, values: Values, partner: Values, old: Values | None) -> Values:
        """The service with what its partner says, and without erasing what people know and the source does not."""
        service = values | self.form.derive(values, partner)
        given = service.keys()
        service = with_inherited_place(service, partner)
        if old is not None:
            service |= {name: old[name] for name in service.keys() - given if old[name] is not None}
            service |= {name: old[name] for name in self._set_by_people(service, partner, old)}
        return service

    def _set_by_people(self, service: Values, partner: Values, old: Values) -> list[str]:
        """The fields that the source leaves unknown, and that no earlier import filled either."""
        before = self.form.derive(old, partner)
        unknown = [name for name in _KEPT_WHEN_UNKNOWN if name in service and is_unknown(service[name])]
        return [name for name in unknown if name not in before or before[name] != old[name]]

    def _stored(self, kind: Kind, records: Sequence[Values]) -> dict[str, Values]:
        return stored_rows(self.connection, kind, [record["id"] for record in records])

    def _write(self, kind: Kind, records: Sequence[Values], stored: dict[str, Values]) -> None:
        counts = self.report.partners if kind is Kind.PARTNER else self.report.services
        self.concerned |= write(self.connection, kind, records, stored, counts)


class _SeenIds:
    """The ids read so far, 8 bytes of digest each, so that a long file costs little memory."""

    def __init__(self) -> None:
        self._digests: set[int] = set()

    def add_all(self, outcome: Outcome) -> bool:
        """Notes the ids of a row's records; False, noting none, when one was read before."""
        texts = (f"{record.kind}\n{record.values['id']}" for record in outcome.records)
        digests = {int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) for text in texts}
        if digests & self._digests:
            return False
        self._digests |= digests
        return True


def _batches(rows: Iterator[RawRow]) -> Iterator[list[RawRow]]:
    while batch := list(islice(rows, BATCH_ROWS)):
        yield batch


def _warn_of_damage(sources: Sequence[Source], report: ImportReport) -> None:
    reason = "des octets illisibles ont été remplacés par « \ufffd » : enregistrez le fichier en UTF-8"
    for source in sources:
        if source.damaged:
            report.warn(RawRow(source.name, 0).fault("", reason))
