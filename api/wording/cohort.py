"""What a proposal of places says: why a need waits, what one more place would bring, what fairness costs."""

from types import MappingProxyType

from babel.numbers import format_percent

from api.i18n import N_
from api.wording.speech import Speech

_WAITS = MappingProxyType(
    {
        "no-service": N_("Aucun service du réseau ne peut répondre à ce besoin."),
        "no-quota": N_("Aucune place n’a été accordée pour ce besoin."),
        "full": N_("Toutes les places vont à plus urgent, à moins bien servi, ou à qui elles conviennent mieux."),
        "appointments": N_("Elle rencontrerait plus de nouveaux visages qu’elle ne peut, ou que vous ne permettez."),
        "new-face": N_("Une place de plus demanderait un interlocuteur de plus, pour trop peu."),
        "no-gain": N_("Ce qui reste de places apporterait trop peu pour ce besoin."),
    }
)


def waits(speech: Speech, reason: str, sought: str | None = None) -> str:
    """Why a need waits, and where it would have gone."""
    why = speech.say(_WAITS[reason])
    if sought is None:
        return why
    return speech.say("{why} Le mieux aurait été : {service}.", why=why, service=sought)


def one_more(speech: Speech, service: str, served: int, urgent: int, moved: int) -> str:
    """What one more place for a service would bring."""
    moves = speech.count("{number} besoin irait ailleurs", "{number} besoins iraient ailleurs", moved)
    if served <= 0:
        return speech.say(
            "Une place de plus pour {service} : {moves}, pour un partage plus juste ou plus adapté.",
            service=service,
            moves=moves,
        )
    more = speech.count("{number} besoin servi de plus", "{number} besoins servis de plus", served)
    if urgent > 0:
        more = speech.count("{more}, dont {number} urgent", "{more}, dont {number} urgents", urgent, more=more)
    if not moved:
        return speech.say("Une place de plus pour {service} : {more}.", service=service, more=more)
    return speech.say("Une place de plus pour {service} : {more} ; {moves}.", service=service, more=more, moves=moves)


def first_come(speech: Speech, gained: int, lost: int) -> str:
    """How the proposal differs from giving places to whoever came first."""
    if not gained and not lost:
        return speech.say("Les mêmes besoins auraient été servis à « premier arrivé, premier servi ».")
    gains = speech.count(
        "{number} besoin est servi ici et ne l’aurait pas été",
        "{number} besoins sont servis ici et ne l’auraient pas été",
        gained,
    )
    losses = speech.count(
        "{number} attend ici et aurait eu une place", "{number} attendent ici et auraient eu une place", lost
    )
    return speech.say("À « premier arrivé, premier servi » : {gains} ; {losses}.", gains=gains, losses=losses)


def fairness_price(speech: Speech, price: float) -> str:
    """What fairness costs, in words."""
    if price < 0.0005:
        return speech.say("Servir d’abord les urgences et les moins bien servis ne coûte rien à l’ensemble.")
    share = str(format_percent(price, format="0.0 %", locale=speech.locale))
    return speech.say(
        "Servir d’abord les urgences et les moins bien servis coûte {share} de la valeur d’ensemble.", share=share
    )


def group_gap(speech: Speech, name: str, share: float, others: float) -> str:
    """That a group gets less, or more, than everybody else, beyond chance."""
    return speech.say(
        "{group} : {own} des besoins servis, contre {others} pour tous les autres.",
        group=name,
        own=percent(speech, share),
        others=percent(speech, others),
    )


def bid(speech: Speech, name: str, left: int, worth_it: float) -> str:
    """How many places are left until the next sharing, and how many requests would make enough of one.

    ``worth_it``: their share of the last sharing's, 0 to 1.
    """
    if not left:
        return speech.say("{name} : plus de place.", name=name)
    places = speech.count("il reste {number} place", "il reste {number} places", left)
    tenths = round(10 * worth_it)
    if not tenths:
        return speech.say("{name} : {places}, pour moins d’une demande sur dix.", name=name, places=places)
    asked = speech.count("pour {number} demande sur dix", "pour {number} demandes sur dix", tenths)
    return speech.say("{name} : {places}, {asked}.", name=name, places=places, asked=asked)


def serves_better_later(speech: Speech, left: int) -> str:
    """That a place will probably serve someone better who is expected before the next sharing."""
    places = speech.count("Il reste {number} place", "Il reste {number} places", left)
    return speech.say(
        "{places} d’ici le prochain partage. D’après le dernier, et ce qui est attendu d’ici là, une place servira "
        "sans doute mieux un besoin plus grave, ou quelqu’un à qui ce service convient mieux. Une autre piste "
        "ferait-elle l’affaire ? C’est à vous de juger.",
        places=places,
    )


def percent(speech: Speech, share: float) -> str:
    """A share of one, as a percentage."""
    return str(format_percent(share, format="0 %", locale=speech.locale))
