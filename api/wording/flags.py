"""What is to be looked at in a follow-up, in sentences."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from api.i18n import Message, say
from api.wording.short_names import SHORT_NAMES
from network_data.concertation import Flag, FlagCode

_KINDS: Mapping[FlagCode, Message] = MappingProxyType(
    {
        FlagCode.NO_REFERENT: say("sans référent pour l’ensemble"),
        FlagCode.SEVERE_ALONE: say("un frein sévère sans personne dessus"),
        FlagCode.WRONG_ORDER: say("un pas engagé avant celui dont il dépend"),
        FlagCode.STEPS_REVERSED: say("un pas prévu avant celui dont il dépend"),
        FlagCode.TWO_REFERRALS: say("deux orientations pour un même frein"),
        FlagCode.PARTNER_THRICE: say("un même partenaire sollicité trois fois"),
        FlagCode.TWO_REFERENTS: say("deux référents pour un même frein"),
        FlagCode.LEAVING_REFERENT: say("un référent qui s’arrête, sans relais"),
        FlagCode.SILENT_REFERENT: say("un référent sans nouvelles depuis soixante jours"),
        FlagCode.STALE_NEED: say("un frein pas regardé depuis six mois"),
    }
)
_NOBODY = say("Personne ne suit l’ensemble de son parcours.")
_NEVER = say("{organisation} : aucune nouvelle n’a jamais été notée.")
_SENTENCES: Mapping[FlagCode, Message] = MappingProxyType(
    {
        FlagCode.SEVERE_ALONE: say("Sévère, et personne dessus : {barriers}."),
        FlagCode.WRONG_ORDER: say("{barrier} est engagé, mais dépend de {first}, dont personne ne s’occupe."),
        FlagCode.STEPS_REVERSED: say("{barrier} est prévu avant {first}, dont il dépend : échangez les jours."),
        FlagCode.TWO_REFERRALS: say("{barrier} : {number} orientations ouvertes à la fois."),
        FlagCode.PARTNER_THRICE: say("{partner} a été sollicité {number} fois en un an."),
        FlagCode.TWO_REFERENTS: say("{barrier} : {number} référents à la fois."),
        FlagCode.LEAVING_REFERENT: say("{organisation} s’arrête dans {days} jours, et personne ne prend la suite."),
        FlagCode.SILENT_REFERENT: say("{organisation} : sans nouvelles depuis {days} jours."),
        FlagCode.STALE_NEED: say("Pas regardé depuis plus de six mois : {barriers}."),
    }
)


def flag_kind(code: FlagCode) -> Message:
    """What is to be looked at, without saying about what."""
    return _KINDS[code]


def flag_sentence(flag: Flag, organisations: Mapping[int, str], partners: Mapping[str, str]) -> Message:
    """What is to be looked at; ``organisations`` of référents by their id, ``partners`` by theirs."""
    if flag.code is FlagCode.NO_REFERENT:
        return _NOBODY
    never = flag.code is FlagCode.SILENT_REFERENT and flag.days is None
    return say(
        (_NEVER if never else _SENTENCES[flag.code]).text,
        barrier=Message(SHORT_NAMES[flag.barriers[0]]) if flag.barriers else "",
        barriers=_listed(flag.barriers),
        first=Message(SHORT_NAMES[flag.first]) if flag.first else "",
        number=len(flag.referrals or flag.referents),
        days=flag.days,
        organisation=organisations.get(flag.referents[0], "?") if flag.referents else "",
        partner=partners.get(flag.partner_id or "", "?"),
    )


def _listed(barriers: Sequence[str]) -> Message:
    """Barriers by name, one after the other."""
    names: dict[str, object] = {f"each{number}": Message(SHORT_NAMES[code]) for number, code in enumerate(barriers)}
    return Message(", ".join(f"{{{name}}}" for name in names), names)
