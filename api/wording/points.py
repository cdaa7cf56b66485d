"""Who does a step, in words."""

from api.i18n import Message, say
from network_data.tables import StepBy


def step_by(by: StepBy | None) -> Message:
    """Who does it; whoever it is, the person herself where nobody was said."""
    if by is StepBy.ADVISOR:
        return say("qui l’accompagne")
    if by is StepBy.OTHER:
        return say("quelqu’un d’autre")
    return say("elle-même")
