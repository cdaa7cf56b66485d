"""What a form about a person sends: answers by field, and what the page showed when its author began to write."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

Answers = Mapping[str, str]
"""By the name of its field; what was left empty is not there."""

SEEN, ACTION, LOOK = "vu", "action", "chercher"
"""The page as it was shown; the button pressed; the button that searches and saves nothing."""
_OURS = frozenset({"csrf", SEEN, ACTION})
_ASIDE = ("cherche-", "sur-")
"""Fields that are no fact about the person: what is looked for, and how the others are meant."""
LONGEST = 300
"""Characters of an answer: no field here asks for more."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The facts stated, the facts that the page had shown, what stands beside them, and the button pressed."""

    facts: Answers
    seen: Answers
    aside: Answers
    action: str

    @property
    def is_looking(self) -> bool:
        """Whether to search before anything is saved: by its button, or with words not searched yet."""
        typed = {name: words for name, words in self.aside.items() if name.startswith("cherche-")}
        fresh = any(words != self.aside.get(f"sur-{name}") for name, words in typed.items())
        return self.action == LOOK or fresh

    @property
    def answers(self) -> Answers:
        """Everything the author typed, to show it again."""
        return {**self.facts, **self.aside}


async def sent_form(request: Request) -> Sent:
    """The form of a request."""
    form = await request.form()
    texts = {name: value.strip() for name, value in form.multi_items() if isinstance(value, str) and value.strip()}
    answers = {name: value for name, value in texts.items() if name not in _OURS}
    return Sent(
        facts={name: value for name, value in answers.items() if not name.startswith(_ASIDE)},
        seen=_seen(texts.get(SEEN, "")),
        aside={name: value for name, value in answers.items() if name.startswith(_ASIDE)},
        action=texts.get(ACTION, ""),
    )


def shown_as(facts: Answers) -> str:
    """The facts of a page, as its form carries them."""
    return json.dumps(dict(sorted(facts.items())), ensure_ascii=False)


def _seen(text: str) -> Answers:
    """What the page had shown; nothing, and so everything to read again, where that cannot be told."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


CurrentSent = Annotated[Sent, Depends(sent_form)]
