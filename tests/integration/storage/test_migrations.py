"""The migrations, on both databases."""

from network_data.migrations import check, is_current


def test_a_migrated_database_has_every_table_as_the_code_knows_it(engine):
    assert is_current(engine)
    assert check(engine) == ()
