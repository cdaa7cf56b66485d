"""The demonstration, that may be changed, before the pages of a follow-up by several."""

from tests.web.entry.conftest import app, at, pristine

__all__ = ["app", "at", "pristine"]
