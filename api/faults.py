"""What is wrong with a value and what to do, for each error that Pydantic can find in what we are sent."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from api.i18n import N_, Message

Told = tuple[Message, Message]
"""A problem and its remedy."""
Teller = Callable[[Mapping[str, Any]], Told]
"""Tells an error from its context: the limits of the field, never the value sent."""


def _telling(problem: str, remedy: str, *limits: str) -> Teller:
    """A problem and its remedy, both filled with the ``limits`` named, as Pydantic gives them."""

    def tell(context: Mapping[str, Any]) -> Told:
        values = {limit: _plain(context[limit]) for limit in limits}
        return Message(problem, values), Message(remedy, values)

    return tell


def _plain(limit: object) -> object:
    """A limit as people write it: ``90`` rather than ``90.0``, and choices without Pydantic's English."""
    if isinstance(limit, str):
        return limit.replace(" or ", ", ").replace("'", "")
    return int(limit) if isinstance(limit, float) and limit.is_integer() else limit


_SEE_DOCS = N_("Vérifiez ce champ dans /api/docs.")
_AT_LEAST = N_("Éléments attendus, au moins : {min_length}.")
_AT_MOST = N_("Éléments attendus, au plus : {max_length}.")
_AT_LEAST_LONG = N_("Longueur attendue, au moins : {min_length}.")
_AT_MOST_LONG = N_("Longueur attendue, au plus : {max_length}.")
_NUMBER = _telling(N_("Ce n’est pas un nombre."), N_("Donnez un nombre, sans guillemets."))
_WHOLE = _telling(N_("Ce n’est pas un nombre entier."), N_("Donnez un nombre entier, sans guillemets."))
_DAY = _telling(N_("Ce n’est pas une date."), N_("Écrivez la date AAAA-MM-JJ, par exemple « 2026-11-22 »."))
_TEXT = _telling(N_("Ce n’est pas un texte."), N_("Donnez un texte entre guillemets."))
_BOOLEAN = _telling(N_("Ce n’est ni vrai ni faux."), N_("Donnez true ou false, ou retirez le champ si c’est inconnu."))
_LIST = _telling(N_("Ce n’est pas une liste."), N_("Donnez une liste, entre crochets."))
_OBJECT = _telling(N_("Ce n’est pas un objet JSON."), N_("Donnez des champs nommés, entre accolades."))
_CHOICE = _telling(N_("Cette valeur n’est pas acceptée."), N_("Choisissez parmi : {expected}."), "expected")
_ANYTHING_ELSE = _telling(N_("Cette valeur n’est pas acceptée."), _SEE_DOCS)

_TELLERS: Mapping[str, Teller] = MappingProxyType(
    {
        "missing": _telling(N_("Ce champ manque."), N_("Ajoutez-le.")),
        "model_type": _OBJECT,
        "model_attributes_type": _OBJECT,
        "dict_type": _OBJECT,
        "list_type": _LIST,
        "tuple_type": _LIST,
        "frozen_set_type": _LIST,
        "set_type": _LIST,
        "string_type": _TEXT,
        "bool_type": _BOOLEAN,
        "bool_parsing": _BOOLEAN,
        "float_type": _NUMBER,
        "float_parsing": _NUMBER,
        "finite_number": _telling(N_("Ce nombre n’est pas fini."), N_("Donnez un nombre ordinaire.")),
        "int_type": _WHOLE,
        "int_from_float": _WHOLE,
        "int_parsing": _WHOLE,
        "int_parsing_size": _WHOLE,
        "date_type": _DAY,
        "date_parsing": _DAY,
        "date_from_datetime_parsing": _DAY,
        "date_from_datetime_inexact": _DAY,
        "enum": _CHOICE,
        "literal_error": _CHOICE,
        "greater_than": _telling(N_("Ce nombre est trop petit."), N_("Donnez un nombre supérieur à {gt}."), "gt"),
        "greater_than_equal": _telling(N_("Ce nombre est trop petit."), N_("Donnez au moins {ge}."), "ge"),
        "less_than": _telling(N_("Ce nombre est trop grand."), N_("Donnez un nombre inférieur à {lt}."), "lt"),
        "less_than_equal": _telling(N_("Ce nombre est trop grand."), N_("Donnez au plus {le}."), "le"),
        "too_short": _telling(N_("Cette liste est trop courte."), _AT_LEAST, "min_length"),
        "too_long": _telling(N_("Cette liste est trop longue."), _AT_MOST, "max_length"),
        "string_too_short": _telling(N_("Ce texte est trop court."), _AT_LEAST_LONG, "min_length"),
        "string_too_long": _telling(N_("Ce texte est trop long."), _AT_MOST_LONG, "max_length"),
        "string_pattern_mismatch": _telling(N_("Ce texte n’a pas la forme attendue."), _SEE_DOCS),
    }
)


def tell_error(kind: str, context: Mapping[str, Any]) -> Told:
    """The problem and remedy of an error of Pydantic's ``kind`` with its ``context``."""
    return _TELLERS.get(kind, _ANYTHING_ELSE)(context)
