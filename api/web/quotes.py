"""Quotes a partner's own words, as much of them as a card holds."""

import re

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-Ý])|\n")
_LONGEST = 180


def first_sentence(text: str) -> str:
    """The first sentence, without its full stop; cut after a whole word when it is long, which "…" shows."""
    sentence = _SENTENCE_END.split(text.strip(), maxsplit=1)[0].strip().rstrip(".")
    if len(sentence) <= _LONGEST:
        return sentence
    return sentence[:_LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
