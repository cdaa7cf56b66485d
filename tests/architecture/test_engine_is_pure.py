"""The engine reads no clock, no file, no chance, no network: the same problem always gives the same answer."""

import ast

import pytest

from tests.architecture.source import modules

MAY_IMPORT = {
    "bisect",
    "collections",
    "contextlib",
    "dataclasses",
    "datetime",
    "enum",
    "fractions",
    "functools",
    "hashlib",
    "heapq",
    "itertools",
    "json",
    "math",
    "matching",
    "networkx",
    "numpy",
    "operator",
    "ortools",
    "rapidfuzz",
    "re",
    "statistics",
    "types",
    "typing",
    "unicodedata",
}
IMPURE_ATTRIBUTES = {"now", "today", "utcnow", "random", "default_rng", "open", "read_text", "write_text"}
IMPURE_FUNCTIONS = {"open", "input", "print", "exec", "eval", "hash", "id"}


def test_the_engine_imports_only_what_computes_and_of_what_is_stored_the_vocabulary_alone() -> None:
    for module in modules("matching"):
        sources = {source for source, _ in module.imported()} - {"network_data.vocabulary"}
        assert {source.partition(".")[0] for source in sources} <= MAY_IMPORT, module.name


def test_the_engine_never_asks_the_time_reads_a_file_or_draws_lots() -> None:
    found = {module.name: impurities(module.tree) for module in modules("matching")}
    assert {name: uses for name, uses in found.items() if uses} == {}


def impurities(tree: ast.Module) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in IMPURE_ATTRIBUTES:
            found.append(f"{node.attr} at line {node.lineno}")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in IMPURE_FUNCTIONS:
            found.append(f"{node.func.id}() at line {node.lineno}")
    return found


@pytest.mark.parametrize("source", ["date.today()", "datetime.now(UTC)", "np.random.rand()", "open('x')", "hash('x')"])
def test_a_lapse_would_be_seen(source: str) -> None:
    assert impurities(ast.parse(source))
