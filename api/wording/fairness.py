"""What a fairness receipt says: names of groups and measures, a gap in a sentence; never a cause."""

from types import MappingProxyType

from babel.numbers import format_decimal, format_percent

from api.i18n import N_
from api.wording import figures
from api.wording.speech import Speech
from matching.fairness import Group, Interval, Measure

_DIMENSIONS = MappingProxyType(
    {
        "sex": N_("Femmes ou non"),
        "age": N_("Âge"),
        "chantier": N_("Chantier"),
        "language": N_("Langue parlée (une personne compte dans chacune)"),
    }
)
_GROUPS = MappingProxyType(
    {
        "women": N_("Femmes"),
        "not-women": N_("Ne sont pas des femmes"),
        "unknown": N_("Non connu"),
        "without-french": N_("Sans le français"),
        "25-or-less": N_("25 ans ou moins"),
        "26-39": N_("26 à 39 ans"),
        "40-54": N_("40 à 54 ans"),
        "55-or-more": N_("55 ans ou plus"),
    }
)
_MEASURES = MappingProxyType(
    {
        Measure.SURE: N_("Besoins qu’un service prend sûrement"),
        Measure.COVERED: N_("Besoins qu’un service prend, sûrement ou peut-être"),
        Measure.OPTIONS: N_("Partenaires possibles par besoin"),
        Measure.KILOMETRES: N_("Distance du premier service proposé"),
        Measure.SCORE: N_("Score du premier service proposé"),
    }
)
_SHARES = (Measure.SURE, Measure.COVERED)


def dimension_name(speech: Speech, dimension: str) -> str:
    """What people are grouped by."""
    return speech.say(_DIMENSIONS[dimension])


def group_name(speech: Speech, group: Group) -> str:
    """What a group is called; a language by its name."""
    dimension, code = group
    if dimension == "language" and code not in _GROUPS:
        return figures.language(speech, code)
    return speech.say(_GROUPS[code]) if code in _GROUPS else code


def measure_name(speech: Speech, measure: Measure) -> str:
    """What is measured."""
    return speech.say(_MEASURES[measure])


def amount(speech: Speech, measure: Measure, value: float) -> str:
    """A figure with its unit; a share as a percentage."""
    if measure in _SHARES:
        return str(format_percent(value, format="0 %", locale=speech.locale))
    pattern = "0.00" if measure is Measure.SCORE else "0.0"
    said = str(format_decimal(value, format=pattern, locale=speech.locale))
    return f"{said}\u00a0km" if measure is Measure.KILOMETRES else said


def gap(speech: Speech, name: str, measure: Measure, own: float, found: Interval) -> str:
    """How a group differs from all the others, in a sentence that holds what is not sure of it."""
    return speech.say(
        "{group} : {measure} : {own}, contre {others} pour tous les autres (écart entre {low} et {high}).",
        group=name,
        measure=speech.within(measure_name(speech, measure)),
        own=amount(speech, measure, own),
        others=amount(speech, measure, own - found.value),
        low=_shift(speech, measure, found.low),
        high=_shift(speech, measure, found.high),
    )


def _shift(speech: Speech, measure: Measure, value: float) -> str:
    """A difference with its sign: of shares in points, of scores with a decimal more, for they are small."""
    if measure in _SHARES:
        said = format_decimal(100 * value, format="+0;−0", locale=speech.locale)
        return speech.say("{number} points", number=said)
    pattern = "+0.000;−0.000" if measure is Measure.SCORE else "+0.0;−0.0"
    said = str(format_decimal(value, format=pattern, locale=speech.locale))
    return f"{said}\u00a0km" if measure is Measure.KILOMETRES else said


def caution(speech: Speech) -> str:
    """What a receipt does not say."""
    return speech.say(
        "Un écart ne dit pas sa cause : les besoins, les quartiers et ce que l’on sait de chacun diffèrent aussi. "
        "Sexe, nationalité et origine n’entrent dans aucun score. Chaque personne compte une fois ; intervalles à 95 %"
        ", ceux des écarts pour toutes les comparaisons à la fois. Les groupes de moins de dix personnes, et ceux qui "
        "les feraient deviner, sont cachés. Un écart que rien ne signale peut exister : petits groupes, grande marge."
    )
