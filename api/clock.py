"""The one clock of the product: everything else is told what day it is."""

from datetime import date


def today() -> date:
    """The day it is where this runs."""
    return date.today()  # noqa: DTZ011 - a day of the calendar, as the people here live it
