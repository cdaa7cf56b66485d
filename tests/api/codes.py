"""Every code that the engine can emit, read from its source."""

import ast
import inspect
from collections.abc import Iterator

from matching.criteria import admission, meeting, person, place, wishes
from network_data.vocabulary import GATES

_EMITTERS = {"met", "not_met", "unknown"}
_THEMES = (admission, meeting, person, place, wishes)


def emitted_reasons() -> set[str]:
    """The reason codes of every criterion."""
    return {f"{_text(call.args[0])}-{_text(call.args[1])}" for call in _calls()}


def emitted_questions() -> set[str]:
    """The question codes, those of gates once for each gate."""
    asked = (call.args[2] for call in _calls() if _name(call) == "unknown")
    return {f"ask-{code}" for node in asked for code in _codes(node)}


def emitted_criteria() -> set[str]:
    """The names of the criteria."""
    return {_text(call.args[0]) for call in _calls()}


def excluding_criteria() -> set[str]:
    """The names of the criteria that can be not met."""
    return {_text(call.args[0]) for call in _calls() if _name(call) == "not_met"}


def _calls() -> Iterator[ast.Call]:
    for theme in _THEMES:
        for node in ast.walk(ast.parse(inspect.getsource(theme))):
            if isinstance(node, ast.Call) and _name(node) in _EMITTERS:
                yield node


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _text(node: ast.expr) -> str:
    assert isinstance(node, ast.Constant)
    assert isinstance(node.value, str)
    return node.value


def _codes(node: ast.expr) -> list[str]:
    """A plain code, or the one made with a gate's own."""
    if isinstance(node, ast.JoinedStr):
        assert ast.unparse(node) == "f'gate-{gate.code}'"
        return [f"gate-{code}" for code in GATES]
    return [_text(node)]
