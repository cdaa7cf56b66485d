"""Every query about a person goes through the one repository that knows who is asking."""

import ast

import pytest

from tests.architecture.people_queries import PEOPLE_TABLES, people_tables_used
from tests.architecture.source import modules

MAY_TOUCH_PEOPLE = (
    "network_data/repositories/people.py",
    "network_data/tables/",
    "network_data/demo/",  # writes fictitious people into a new database
)
MAY_WRITE_SQL = ("network_data/database.py", "network_data/migrations/")


def test_the_tables_about_people_are_known() -> None:
    assert {"Person", "Need", "HeldPaper", "Referent"} <= PEOPLE_TABLES


def test_no_query_on_people_is_written_outside_their_repository() -> None:
    outside = [module for module in modules() if not module.name.startswith(MAY_TOUCH_PEOPLE)]
    found = {module.name: people_tables_used(module.tree) for module in outside}
    assert {name: uses for name, uses in found.items() if uses} == {}


@pytest.mark.parametrize(
    "source",
    [
        "from network_data.tables import Person\nselect(Person)",
        "from network_data.tables.people import Need as N\nsession.get(N, 1)",
        "from network_data.tables import Referent\nx = Referent.person_id",
        "from network_data.tables import HeldPaper\nx = [HeldPaper]",
        "import network_data.tables\nselect(network_data.tables.Person)",
        "from network_data import tables",
        "from network_data.tables import people",
    ],
)
def test_a_query_on_people_is_seen_however_it_is_written(source: str) -> None:
    assert people_tables_used(ast.parse(source))


def test_naming_a_persons_type_is_no_query() -> None:
    source = "from network_data.tables import Person\ndef age(person: Person, others: list[Person]) -> Person: ..."
    assert people_tables_used(ast.parse(source)) == []


def test_sql_is_never_written_by_hand_where_it_could_name_people() -> None:
    raw = {("sqlalchemy", "text"), ("sqlmodel", "text"), ("sqlalchemy.sql", "text")}
    outside = [module for module in modules() if not module.name.startswith(MAY_WRITE_SQL)]
    assert [module.name for module in outside if raw.intersection(module.imported())] == []
    assert [module.name for module in outside if "exec_driver_sql" in module.text] == []
