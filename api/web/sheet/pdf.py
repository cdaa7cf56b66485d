"""Typesets the papers given to a person as PDF, with Typst: tagged, without network, nothing kept."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from typst import Compiler, Fonts

from api.web.sheet.pictograms import PICTOGRAMS
from api.wording.sheet import SheetText

ACCESSIBLE: Literal["ua-1"] = "ua-1"
"""PDF/UA: read aloud in its order and its languages."""


def sheet_pdf(text: SheetText, now: datetime) -> bytes:
    """The sheet on A4."""
    return _typeset("sheet.typ", asdict(text), now)


def _typeset(template: str, facts: Mapping[str, Any], now: datetime) -> bytes:
    told = json.dumps({**facts, "pictograms": dict(PICTOGRAMS)}, ensure_ascii=False)
    source = (files("api.web.sheet") / template).read_bytes()
    # One compiler each time: what one person's sheet says is not left in another's.
    made = Compiler(source, font_paths=_fonts(), sys_inputs={"sheet": told}).compile(
        format="pdf", pdf_standards=ACCESSIBLE, timestamp=int(now.timestamp())
    )
    assert isinstance(made, bytes), "one PDF is asked for"
    return made


@cache
def _fonts() -> Fonts:
    """The fonts of this machine, and those that Typst brings."""
    return Fonts()
