"""Compiles the stored network into a catalogue, once per network version, and shares it between requests."""

from dataclasses import dataclass
from datetime import date
from threading import Lock

from sqlmodel import Session

from api.services.network_loading import load_network, load_requests
from matching.catalogue import Catalogue, compile_catalogue
from matching.columns import table_of
from matching.updating import updated, with_requests
from network_data.repositories import NetworkRepository


@dataclass(frozen=True, slots=True)
class _Held:
    """A catalogue, and the day before which it knows all that was asked of partners."""

    catalogue: Catalogue
    until: date

    def serves(self, version: str, on: date) -> bool:
        return self.catalogue.version == version and self.until >= on


class Catalogues:
    """Holds the catalogue of the network's current version; swaps it whole when the network or the day has changed.

    What partners did counts from the next day on: what is learned of them does not change in the course of a day.
    """

    def __init__(self) -> None:
        self._held: _Held | None = None
        self._compiling = Lock()

    def current(self, session: Session, on: date) -> Catalogue:
        """The catalogue of the network as ``session`` sees it, with all that was asked of it before ``on``.

        One primary-key look-up, unless the network has changed or another day begun.
        """
        repository = NetworkRepository(session)
        version = repository.version()
        held = self._held
        if held is None or not held.serves(version, on):
            with self._compiling:
                held = self._held = _at(version, on, self._held, session)
        return held.catalogue


def _at(version: str, on: date, held: _Held | None, session: Session) -> _Held:
    """The catalogue of the stored network on a day: the one at hand, patched if little changed, or compiled."""
    if held is not None and held.serves(version, on):
        return held
    known = None if held is None else _patched(version, held.catalogue, NetworkRepository(session))
    if held is None or known is None:
        network = load_network(NetworkRepository(session), requests=load_requests(session, on))
        return _Held(compile_catalogue(network), on)
    if held.until >= on:
        return _Held(known, held.until)
    return _Held(with_requests(known, load_requests(session, on)), on)


def _patched(version: str, current: Catalogue, repository: NetworkRepository) -> Catalogue | None:
    """The catalogue at hand as the network is now; None when it is to be compiled whole."""
    if current.version == version:
        return current
    changed = repository.partners_changed_since(current.version)
    if changed is None:
        return None
    part = load_network(repository, changed)
    return updated(current, part.version, part.partners, table_of(part.services))
