"""Understands a commune by its name, its code or its postcode, from those where the network has partners."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matching.text import fold
from network_data.exchange.places import insee_code

_CODE = re.compile(r"(?:\d{2}|2[AB])\d{3}")
_DEPARTMENT = re.compile(r"\d{2}|2[AB]|9[78]\d")


class UnknownCommuneError(ValueError):
    """Nothing here is called so."""


@dataclass(frozen=True, slots=True)
class Communes:
    """The communes of the network: the name of each by its code, and the codes by name or postcode."""

    names: Mapping[str, str]
    codes: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str | None, str | None]]) -> "Communes":
        """From codes, each with a name and a postcode as far as they are known."""
        names: dict[str, str] = {}
        codes: dict[str, set[str]] = defaultdict(set)
        for code, name, postcode in rows:
            names.setdefault(code, name or code)
            for known in (name and fold(name), postcode):
                if known:
                    codes[known].add(code)
        return cls(names, {known: frozenset(found) for known, found in codes.items()})

    def find(self, text: str) -> str:
        """The code of the commune that ``text`` names for sure.

        Raises:
            UnknownCommuneError: no commune, or several, of this name or postcode.
        """
        wanted = text.strip().upper()
        if wanted in self.names:
            return wanted
        found = self.codes.get(fold(text)) or self.codes.get(wanted) or frozenset()
        if len(found) == 1:
            return next(iter(found))
        is_code = _CODE.fullmatch(wanted) is not None
        sure = insee_code(wanted, "") if is_code and wanted.isdecimal() else None
        if found or not is_code:
            raise UnknownCommuneError
        return sure or wanted

    def places(self, text: str) -> frozenset[str]:
        """The codes of the communes and départements that ``text`` names, commas between them.

        Raises:
            UnknownCommuneError: one of them is not known for sure.
        """
        named = filter(None, (part.strip() for part in text.split(",")))
        return frozenset(part.upper() if _DEPARTMENT.fullmatch(part.upper()) else self.find(part) for part in named)

    def name(self, code: str) -> str:
        """What a commune is called; its code where nobody here says."""
        return self.names.get(code, code)
