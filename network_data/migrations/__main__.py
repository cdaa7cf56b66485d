"""Writes the next migration from what the tables have that the migrations do not yet: ``python -m`` with a message."""

import sys

from alembic import command

from network_data.database import open_engine
from network_data.migrations.runner import config_of, migrating, scripts, upgrade


def main(message: str) -> None:
    """Compares the tables with a new database brought up to date, and writes the difference as a revision."""
    engine = open_engine("sqlite://")
    upgrade(engine)
    number = 1 + sum(1 for _ in scripts().walk_revisions())
    with migrating(engine) as connection:
        command.revision(config_of(connection), message=message, autogenerate=True, rev_id=f"{number:04}")


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "Change the tables")
