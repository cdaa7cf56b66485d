"""Pictograms of the sheet, drawn for Maillage: 24 x 24, lines only, always beside their words."""

from collections.abc import Mapping
from types import MappingProxyType

from markupsafe import Markup

_PIN = "M12 21s-6.5-6.2-6.5-11a6.5 6.5 0 0 1 13 0c0 4.8-6.5 11-6.5 11z"
_WALKER = "M13.5 5.6a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.2zM12.6 8l-2 6.5 3.4 2.7 1 4.3"
_HANDSET = "M5.5 4h3.7l1.6 4.2-2 1.6a12 12 0 0 0 5.4 5.4l1.6-2 4.2 1.6v3.7"
_DOTS = "M8 12a2.6 2.6 0 1 1-5.2 0A2.6 2.6 0 0 1 8 12zM21 6a2.6 2.6 0 1 1-5.2 0A2.6 2.6 0 0 1 21 6z"
_HEADS = "M9 11.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM15.5 5.2a3.2 3.2 0 0 1 0 5.6"
_PATHS: Mapping[str, str] = MappingProxyType(
    {
        "calendar": "M4 6h16v14H4zM4 10.5h16M8.5 3.5V8M15.5 3.5V8M8 14.5h.1M12 14.5h.1M16 14.5h.1",
        "place": _PIN + "M12 12.4a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8z",
        "clock": "M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7v5l3.5 2",
        "way": _WALKER + "M10.6 14.5l-1.2 3.6L6.5 21M8 12.3l1.6-3.5 3-.8 2.3 2.7 2.6.8",
        "people": _HEADS + "M3 20v-1.5a6 6 0 0 1 12 0V20M17.5 13.3a6 6 0 0 1 3.5 5.2V20",
        "papers": "M6 3.5h8l4 4v13H6zM14 3.5v4h4M9 11.5h6M9 15.5h6",
        "words": "M4 5h16v11h-9l-4.5 4v-4H4zM8 9h8M8 12.2h5",
        "phone": _HANDSET + "c0 .9-.7 1.5-1.5 1.5A15 15 0 0 1 4 5.5C4 4.7 4.6 4 5.5 4z",
        "wait": "M7 3.5h10M7 20.5h10M8 3.5c0 5 4 5.5 4 8.5s-4 3.5-4 8.5M16 3.5c0 5-4 5.5-4 8.5s4 3.5 4 8.5",
        "share": _DOTS + "M21 18a2.6 2.6 0 1 1-5.2 0 2.6 2.6 0 0 1 5.2 0zM7.7 10.8l8.3-3.7M7.7 13.2l8.3 3.7",
        "stop": "M8.5 3.5h7l5 5v7l-5 5h-7l-5-5v-7zM9 9l6 6M15 9l-6 6",
    }
)
PICTOGRAMS = MappingProxyType(
    {
        name: Markup(  # noqa: S704 - drawn above
            '<svg xmlns="http://www.w3.org/2000/svg" class="pictogram" viewBox="0 0 24 24" width="24" height="24" '
            f'aria-hidden="true" focusable="false"><path d="{path}" fill="none" stroke="#1e5b49" stroke-width="1.8" '
            'stroke-linecap="round" stroke-linejoin="round"/></svg>'
        )
        for name, path in _PATHS.items()
    }
)
"""Each as an image by itself, which a page and a PDF both take; screen readers skip them."""
