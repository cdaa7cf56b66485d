"""Fifty clients in five processes who all want the same last places, at the same moment."""

import multiprocessing
import threading
from collections.abc import Callable
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from typing import Any

from tests.api.referring import Caller, Programme
from tests.api.served.server import READY

PROCESSES, CLIENTS_EACH = 5, 10
CLIENTS = PROCESSES * CLIENTS_EACH
PATIENCE_S = 120
"""Longer than any run takes: a client that died must not keep the others waiting for ever."""

Part = Callable[[Caller, str, Callable[[], object]], list[Any]]
"""What one client does about one person; what it calls last waits until every client is there."""


def together(url: str, people: list[str], part: Part, who: str = "advisor") -> list[list[Any]]:
    """What each of the clients was answered, all of them having started from the same line."""
    # Children of a process that has no thread: a fork of the tests' own could stay locked for ever.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([READY])
    line, answers = context.Barrier(CLIENTS), context.Queue()
    shares = [people[start : start + CLIENTS_EACH] for start in range(0, CLIENTS, CLIENTS_EACH)]
    processes = [context.Process(target=_share, args=(url, share, part, line, answers, who)) for share in shares]
    for process in processes:
        process.start()
    found = [answers.get(timeout=PATIENCE_S) for _ in range(CLIENTS)]
    for process in processes:
        process.join(PATIENCE_S)
    return found


def _share(url: str, people: list[str], part: Part, line: Barrier, answers: "Queue[list[Any]]", who: str) -> None:
    programme = Programme(url, built=True)
    clients = [threading.Thread(target=_client, args=(programme, one, part, line, answers, who)) for one in people]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    programme.close()


def _client(
    programme: Programme, person: str, part: Part, line: Barrier, answers: "Queue[list[Any]]", who: str
) -> None:
    with programme.asking(who) as caller:
        try:
            answers.put(part(caller, person, lambda: line.wait(PATIENCE_S)))
        except BaseException as error:
            line.abort()
            answers.put([repr(error)])
            raise
