"""How long before its end each paper is to be renewed."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

from pydantic import model_validator

from network_data.vocabulary.loading import Entry, raw_text, rows
from network_data.vocabulary.papers import PAPERS


class LeadStatus(StrEnum):
    """Where the months come from."""

    ASSUMED = "hypothese"
    """The vocabulary's own source, still to be confirmed."""
    TO_SET = "a-regler"
    """Nobody has said it: the programme's to set."""


class Lead(Entry):
    """The months before its end at which one is reminded of a paper, the earliest first; none: nobody is."""

    months: tuple[int, ...]
    status: LeadStatus

    @model_validator(mode="after")
    def _falls(self) -> "Lead":
        if any(month < 1 for month in self.months) or any(one <= after for one, after in pairwise(self.months)):
            raise ValueError(f"The months before an end come in falling order, from 1 up: not {self.months}.")
        return self


class _Row(Lead):
    paper: str


_FILE = "paper_leads"
PAPER_CLOCK = "paper-end"
"""The code of the clock that is about a paper."""
_DEFAULT = Lead.model_validate(tomllib.loads(raw_text(_FILE))["default"])
_ROWS = {row.paper: row for row in map(_Row.model_validate, rows(_FILE, "lead"))}
if unknown := _ROWS.keys() - PAPERS.keys():
    raise ValueError(f"{_FILE}.toml names papers that papers.toml does not: {', '.join(sorted(unknown))}.")
PAPER_LEADS: Mapping[str, Lead] = MappingProxyType({code: _ROWS.get(code, _DEFAULT) for code in PAPERS})
"""Of every paper."""
