"""Sees whether someone else changed a file while its form was open, what they changed, and keeps both hands' work."""

from dataclasses import dataclass

from api.web.entry.sending import Answers


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that is no longer as the page had shown it; None is nothing noted. ``mine``: what the author wants."""

    name: str
    before: str | None
    now: str | None
    mine: str | None

    @property
    def is_disputed(self) -> bool:
        """Whether the author changed this fact too, otherwise."""
        return self.mine not in (self.before, self.now)


def changes(seen: Answers, now: Answers, mine: Answers) -> list[Change]:
    """What others changed since ``seen``; nothing when the author wants just what there is now."""
    if dict(mine) == dict(now):
        return []
    return [
        Change(name, seen.get(name), now.get(name), mine.get(name))
        for name in sorted({*seen, *now})
        if seen.get(name) != now.get(name)
    ]


def merged(seen: Answers, now: Answers, mine: Answers) -> dict[str, str]:
    """What the author changed, over what there is now."""
    chosen = {name: (now if mine.get(name) == seen.get(name) else mine).get(name) for name in {*seen, *now, *mine}}
    return {name: value for name, value in chosen.items() if value is not None}
