"""Several processes that serve one application; where the system can, they share what was compiled before they part."""

import gc
from contextlib import suppress
from multiprocessing import get_all_start_methods, get_context
from socket import socket
from typing import Any

from uvicorn import Config
from uvicorn.supervisors import Multiprocess
from uvicorn.supervisors.multiprocess import Process

FORKS = "fork" in get_all_start_methods()
"""Whether a process may part from this one with all that it holds (Linux can, Windows cannot)."""


class Workers(Multiprocess):
    """Uvicorn's supervisor, with first workers that part from this process: its memory is theirs, without a copy.

    A worker that takes the place of another is started afresh, as uvicorn does: by then the network may be another.
    """

    def init_processes(self) -> None:
        """Starts as many workers as the configuration says."""
        if not FORKS:
            super().init_processes()
            return
        gc.collect()
        # The collector writes into what it looks at, and what a worker writes is copied for it.
        gc.freeze()
        for _ in range(self.processes_num):
            worker = _Parting(self.config, self.sockets)
            worker.start()
            self.processes.append(worker)


class _Parting(Process):
    def __init__(self, config: Config, sockets: list[socket]) -> None:
        super().__init__(config, sockets)
        # Typed as what uvicorn spawns; the two kinds of process have the same methods.
        parting: Any = get_context("fork").Process(target=self._serve, args=(sockets,))
        self.process = parting

    def _serve(self, sockets: list[socket]) -> None:
        # Interrupting is how one stops it: no failure to speak of.
        with suppress(KeyboardInterrupt):
            self.target(sockets)
