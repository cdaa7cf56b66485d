"""Says in two words which browser someone uses, so that they recognise their own sessions."""

_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
"""What a ``User-Agent`` holds and how people call it, the most telling first: browsers pretend to be each other."""


def device_of(user_agent: str | None) -> str:
    """``Firefox, Windows``; empty when nothing is recognised. Keeps nothing else of what was sent."""
    told = user_agent or ""
    found = (next((name for mark, name in names if mark in told), None) for names in (_BROWSERS, _SYSTEMS))
    return ", ".join(name for name in found if name)
