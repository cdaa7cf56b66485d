"""The form of a point concerté: its fields as stored, and what they say when they are sent."""

from collections.abc import Collection
from dataclasses import dataclass, field

from api.i18n import Message, say
from api.web.entry.sending import Answers
from network_data.repositories.points import GOALS, Goal, PointWords

SAID, GOAL, ABOUT = "paroles", "but-", "frein-"
LONGEST_SAID, LONGEST_GOAL = 600, 160
"""Characters: all of it is to stand on one page."""
WHOLE = "ensemble"
NUMBERS = tuple(range(1, GOALS + 1))


@dataclass(frozen=True, slots=True)
class Talked:
    """What a form states, or what is wrong with it."""

    words: PointWords
    faults: dict[str, Message] = field(default_factory=dict)


def facts_of(words: PointWords) -> dict[str, str]:
    """The fields as they are stored."""
    facts = {SAID: words.said} if words.said else {}
    for number, goal in enumerate(words.goals, start=1):
        facts[f"{GOAL}{number}"] = goal.words
        if goal.barrier:
            facts[f"{ABOUT}{number}"] = goal.barrier
    return facts


def plain(facts: Answers) -> dict[str, str]:
    """The facts sent, with the line ends of the store, and without what stands for nothing."""
    told = {name: value.replace("\r\n", "\n") for name, value in facts.items()}
    return {name: value for name, value in told.items() if value != WHOLE}


def read(facts: Answers, carried: Collection[str]) -> Talked:
    """What was said and aimed at; ``carried``: the barriers that a goal may be about."""
    faults: dict[str, Message] = {}
    if len(facts.get(SAID, "")) > LONGEST_SAID:
        faults[SAID] = say("Gardez l’essentiel de ses paroles : {most} caractères au plus.", most=LONGEST_SAID)
    goals: list[Goal] = []
    for number in NUMBERS:
        words, about = facts.get(f"{GOAL}{number}", ""), facts.get(f"{ABOUT}{number}")
        if len(words) > LONGEST_GOAL:
            faults[f"{GOAL}{number}"] = say("Raccourcissez ce but : {most} caractères au plus.", most=LONGEST_GOAL)
        if about and about not in carried:
            faults[f"{ABOUT}{number}"] = say("Choisissez un de ses freins, ou l’ensemble.")
        if about and not words:
            faults[f"{GOAL}{number}"] = say("Dites ce but en quelques mots, ou laissez « l’ensemble ».")
        if words:
            goals.append(Goal(words, about))
    if not goals and not facts.get(SAID) and not faults:
        faults[SAID] = say("Écrivez ce qu’elle dit, ou au moins un but.")
    return Talked(PointWords(facts.get(SAID, ""), tuple(goals)), faults)
