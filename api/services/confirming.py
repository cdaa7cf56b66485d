"""Confirms a proposal of places as a coordinator reviewed it: each line prepared with its place, or told why not."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.errors import Fault, InvalidRequestError
from api.i18n import say
from api.services.cohort_sight import SeenLine, SeenProposal
from api.services.preparing import Outcome, Preparation, Wish

AS_PROPOSED = ""
"""What stands for the service that was proposed."""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A line, and what became of it."""

    seen: SeenLine
    outcome: Outcome


def confirm(
    preparation: Preparation, seen: SeenProposal, kept: Mapping[str, str], hold_days: int
) -> tuple[Confirmed, ...]:
    """Prepares the lines ``kept``: by their id, the service chosen instead, or ``AS_PROPOSED``.

    Each line is prepared with its place kept back for ``hold_days``, or refused with the condition that is not met:
    one that is refused stops no other. In the order of the proposal, whoever sends them.

    Raises:
        InvalidRequestError: a line is not one of the proposal, or a service not one that could take its need.
        NotFoundError: one of the people is no longer of a territory that the asker coordinates.
    """
    lines = {each.id: each for each in seen.given if each.line.takes}
    wrong = [line_id for line_id in kept if line_id not in lines]
    wishes = []
    for line_id, each in lines.items():
        if line_id not in kept:
            continue
        service = kept[line_id] or each.line.service_id or ""
        if service != each.line.service_id and (each.discreet or service not in each.line.others):
            wrong.append(line_id)
        wishes.append((each, Wish(each.person_id, service, (each.line.barrier,), hold_days=hold_days)))
    if wrong:
        problem = say("Une ligne ne correspond plus à la proposition.")
        fault = Fault("lignes", problem, say("Revenez à la proposition et recommencez."))
        raise InvalidRequestError(say("La confirmation contient des lignes à corriger. Rien n’a été gardé."), (fault,))
    outcomes = preparation.prepare_allocated([wish for _, wish in wishes])
    return tuple(Confirmed(each, outcome) for (each, _), outcome in zip(wishes, outcomes, strict=True))
