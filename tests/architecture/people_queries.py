"""Finds, in a syntax tree, the uses of people's tables that could read or change them."""

import ast
from collections.abc import Iterator

from sqlmodel import SQLModel

from network_data.tables import (
    cohorts,
    concertation,
    exits,
    mail,
    meetings,
    papers,
    people,
    plans,
    points,
    referrals,
    requests,
    webhooks,
)

PEOPLE_TABLES = frozenset(
    name
    for name, kind in (
        vars(cohorts)
        | vars(concertation)
        | vars(exits)
        | vars(mail)
        | vars(meetings)
        | vars(papers)
        | vars(people)
        | vars(plans)
        | vars(points)
        | vars(referrals)
        | vars(requests)
        | vars(webhooks)
    ).items()
    if isinstance(kind, type) and issubclass(kind, SQLModel) and kind is not SQLModel
)
LINKED_TABLES = frozenset({"Grant", "PersonIdentity", "AuditSubject"})
"""What leads to a person: who may see them, what they are called, what the trail calls them."""
_TABLE_MODULES = {
    f"network_data.tables{module}"
    for module in (
        "",
        ".cohorts",
        ".concertation",
        ".exits",
        ".mail",
        ".meetings",
        ".papers",
        ".people",
        ".plans",
        ".points",
        ".referrals",
        ".requests",
        ".webhooks",
        ".accounts",
        ".audit",
    )
}


def people_tables_used(tree: ast.Module) -> list[str]:
    """The uses of people's tables other than as a type in an annotation, as ``name at line n``."""
    return _uses(tree, PEOPLE_TABLES, set())


def linked_tables_used(tree: ast.Module) -> list[str]:
    """The same of what leads to a person; making a grant to hand to its repository is no query."""
    return _uses(tree, LINKED_TABLES, {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)})


def _uses(tree: ast.Module, tables: frozenset[str], harmless: set[int]) -> list[str]:
    names = {alias: name for alias, name in _table_names(tree) if name in tables}
    harmless |= {id(node) for part in _annotations(tree) for node in ast.walk(part)}
    whole = [f"tables as a whole at line {line}" for line in _whole_module_imports(tree)]
    return whole + [
        f"{names[node.id]} at line {node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in names and id(node) not in harmless
    ]


def _table_names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in _TABLE_MODULES:
            yield from ((each.asname or each.name, each.name) for each in node.names)


def _whole_module_imports(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (node.lineno for each in node.names if each.name in _TABLE_MODULES)
        elif isinstance(node, ast.ImportFrom):
            yield from (node.lineno for each in node.names if f"{node.module}.{each.name}" in _TABLE_MODULES)


def _annotations(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        for field in ("annotation", "returns"):
            annotation = getattr(node, field, None)
            if isinstance(annotation, ast.expr):
                yield annotation
