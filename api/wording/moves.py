"""What changed since a plan was kept, one sentence per barrier."""

from types import MappingProxyType

from api.i18n import N_
from api.wording import criteria, figures, steps
from api.wording.speech import Speech
from matching.replanning import Move, Reason

_SENTENCES = MappingProxyType(
    {
        Reason.NEW_NEED: N_("Nouveau dans le plan."),
        Reason.GONE_NEED: N_("N’est plus dans le plan : levé, mis de côté, ou suivi par un référent."),
        Reason.CLOSED: N_("Le service prévu n’est plus dans le réseau."),
        Reason.OTHER_WORK: N_("Le service prévu ne répond plus à ce frein."),
        Reason.CRITERION: N_("Le service prévu ne va plus : {criteria}"),
        Reason.DECIDED: N_("Par choix, depuis."),
        Reason.BETTER: N_("Un autre convient mieux : le plan vaut {gain} de plus, changement compté."),
        Reason.FACES: N_("Le garder demanderait plus de nouveaux visages que voulu."),
        Reason.LATER: N_("Le même service, plus tard : {wave}."),
        Reason.EARLIER: N_("Le même service, plus tôt : {wave}."),
    }
)


def reason(speech: Speech, move: Move) -> str:
    """Why a step is no longer what it was."""
    told = [criteria.reason(speech, criterion) for criterion in move.criteria]
    return speech.say(
        _SENTENCES[move.reason],
        criteria=" ".join(told),
        gain=figures.score(speech, move.gain),
        wave=steps.wave(speech, move.after.wave) if move.after else "",
    )
