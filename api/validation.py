"""Says what Pydantic found wrong in French sentences with their remedies, and never repeats what was sent."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pydantic_core import PydanticCustomError

from api.errors import Fault
from api.faults import Told, tell_error
from api.i18n import Message, say

_CODE_LIKE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,59}")
_MOST_DIGITS = 3
_MOST_FAULTS = 100
"""More faults than anyone corrects in one go."""


def shown_code(code: str) -> str | None:
    """The code as sent, if it can only be a code: someone may have put a name or a number there by mistake."""
    digits = sum(character.isdigit() for character in code)
    return code if _CODE_LIKE.fullmatch(code) and digits <= _MOST_DIGITS else None


def faults_of(errors: Sequence[Mapping[str, Any]], *, skip: int = 0) -> tuple[Fault, ...]:
    """One fault for each of Pydantic's ``errors``; ``skip`` leaves out the first parts of their path."""
    return tuple(_fault(error, tuple(error["loc"])[skip:]) for error in errors[:_MOST_FAULTS])


def field_path(location: Iterable[str | int]) -> str:
    """The way to a field as people write it: ``barriers[0].code``."""
    path = ""
    for part in location:
        if isinstance(part, int):
            path += f"[{part}]"
        else:
            path += f".{part}" if path else part
    return path


def _fault(error: Mapping[str, Any], location: tuple[str | int, ...]) -> Fault:
    kind, context = error["type"], error.get("ctx", {})
    path = field_path(_known_part(location))
    if kind == "extra_forbidden":
        return Fault(path, say("Ce champ n’existe pas."), say("Retirez-le, ou vérifiez son nom dans /api/docs."))
    problem, remedy = context["tell"]() if "tell" in context else tell_error(kind, context)
    return Fault(path, problem, remedy)


def _known_part(location: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The path up to the first part that the sender made up and may be anything, such as a key of ``publics``."""
    parts: list[str | int] = []
    for part in location:
        if isinstance(part, str) and not shown_code(part):
            break
        parts.append(part)
    return tuple(parts)


def refuse(problem: Message, remedy: Message) -> PydanticCustomError:
    """An error in our own words among Pydantic's."""
    return refuse_later(lambda: (problem, remedy))


def refuse_later(tell: Callable[[], Told]) -> PydanticCustomError:
    """The same, put into words only if it is told: of thousands of errors, few are."""
    return PydanticCustomError("told", "refused", {"tell": tell})
