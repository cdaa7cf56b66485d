"""Dependencies that only put together what others found: they wait for nothing, and need no thread."""

from collections.abc import Awaitable, Callable
from functools import update_wrapper
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def at_once(make: Callable[P, T]) -> Callable[P, Awaitable[T]]:
    """``make``, called where the request is handled.

    FastAPI hands whatever is not a coroutine to a thread of its pool: a tenth of a millisecond each time, and a page
    has a dozen of them. What reads the database or computes must go on asking for a thread.
    """

    async def made(*args: P.args, **kwargs: P.kwargs) -> T:
        return make(*args, **kwargs)

    # FastAPI reads from the signature of what is wrapped what it is to be given.
    return update_wrapper(made, make, updated=())
