"""Where to go after signing in: a page of ours, never elsewhere."""

from urllib.parse import urlsplit

HOME = "/"
_LONGEST = 500


def local_path(wanted: str) -> str:
    """``wanted`` if it can only be an address of this site, else the first page.

    Browsers take two slashes, of either sort, for another site, and skip control characters in between.
    """
    plain = wanted.isascii() and wanted.isprintable() and len(wanted) <= _LONGEST and "\\" not in wanted
    if not plain or not wanted.startswith("/") or wanted.startswith("//"):
        return HOME
    parsed = urlsplit(wanted)
    return wanted if not parsed.scheme and not parsed.netloc else HOME
