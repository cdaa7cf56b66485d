"""The schema's history, shipped in the package: brings any database from where it stands to where the code is."""

from network_data.migrations.runner import (
    BrokenReferencesError,
    NewerDatabaseError,
    check,
    downgrade,
    is_current,
    upgrade,
)

__all__ = ["BrokenReferencesError", "NewerDatabaseError", "check", "downgrade", "is_current", "upgrade"]
