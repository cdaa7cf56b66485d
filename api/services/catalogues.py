"""Compiles the stored network into a catalogue, once per network version, and shares it between requests."""

from threading import Lock

from sqlmodel import Session

from api.services.network_loading import load_network
from matching.catalogue import Catalogue, compile_catalogue
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
                if self._current is None or self._current.version != version:
                    self._current = compile_catalogue(load_network(repository))
        return self._current
