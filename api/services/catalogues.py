"""Compiles the stored network into a catalogue, once per network version, and shares it between requests."""

from threading import Lock

from sqlmodel import Session

from api.services.network_loading import load_network
from matching.catalogue import Catalogue, compile_catalogue
from matching.columns import table_of
from matching.updating import updated
from network_data.repositories import NetworkRepository


class Catalogues:
    """Holds the catalogue of the network's current version; swaps it whole when the network has changed."""

    def __init__(self) -> None:
        self._current: Catalogue | None = None
        self._compiling = Lock()

    def current(self, session: Session) -> Catalogue:
        """The catalogue of the network as ``session`` sees it. One primary-key look-up, unless it has changed."""
        repository = NetworkRepository(session)
        version = repository.version()
        if self._current is None or self._current.version != version:
            with self._compiling:
                self._current = _at(version, self._current, repository)
        return self._current


def _at(version: str, current: Catalogue | None, repository: NetworkRepository) -> Catalogue:
    """The catalogue of the stored network: the one at hand, patched if little changed, or compiled."""
    if current is None:
        return compile_catalogue(load_network(repository))
    if current.version == version:
        return current
    changed = repository.partners_changed_since(current.version)
    if changed is not None:
        part = load_network(repository, changed)
        if patched := updated(current, part.version, part.partners, table_of(part.services)):
            return patched
    return compile_catalogue(load_network(repository))
