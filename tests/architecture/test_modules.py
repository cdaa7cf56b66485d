"""What holds for every module: it is ours, it is small, it says its job, and its name means something."""

import importlib

import pytest

from tests.architecture.source import PACKAGES, ROOT, modules

MOST_LINES = 400
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
WITH_TESTS = modules(*PACKAGES, "tests")


@pytest.mark.parametrize("package", PACKAGES)
def test_the_package_that_is_imported_is_this_one(package: str) -> None:
    # Another distribution also calls its package `matching`.
    assert importlib.import_module(package).__file__ == str(ROOT / package / "__init__.py")


def test_modules_are_small_enough_to_be_read_at_once() -> None:
    assert [module.name for module in WITH_TESTS if len(module.text.splitlines()) > MOST_LINES] == []


def test_modules_are_named_after_what_they_are_about() -> None:
    assert [module.name for module in WITH_TESTS if module.path.stem in NAMES_THAT_SAY_NOTHING] == []


def test_modules_say_their_job_in_one_sentence_at_the_top() -> None:
    for module in modules():
        if module.tree.body:
            assert module.text.startswith('"""'), module.name
            assert module.text.splitlines()[0].removesuffix('"""').endswith((".", "?", ":", ",")), module.name


def test_tables_keep_their_annotations_as_types() -> None:
    # SQLModel reads them when the class is made: as text they would not make columns.
    as_text = [module.name for module in modules("network_data") if ("__future__", "annotations") in module.imported()]
    assert as_text == []
