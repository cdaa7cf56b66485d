"""Finds, in a syntax tree, the uses of people's tables that could read or change them."""

import ast
from collections.abc import Iterator

from sqlmodel import SQLModel

from network_data.tables import people

PEOPLE_TABLES = frozenset(
    name
    for name, kind in vars(people).items()
    if isinstance(kind, type) and issubclass(kind, SQLModel) and kind is not SQLModel
)
_TABLE_MODULES = {"network_data.tables", "network_data.tables.people"}


def people_tables_used(tree: ast.Module) -> list[str]:
    """The uses of people's tables other than as a type in an annotation, as ``name at line n``."""
    names = dict(_people_names(tree))
    annotations = {id(node) for part in _annotations(tree) for node in ast.walk(part)}
    whole = [f"tables as a whole at line {line}" for line in _whole_module_imports(tree)]
    return whole + [
        f"{names[node.id]} at line {node.lineno}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in names and id(node) not in annotations
    ]


def _people_names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in _TABLE_MODULES:
            yield from ((each.asname or each.name, each.name) for each in node.names if each.name in PEOPLE_TABLES)


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
