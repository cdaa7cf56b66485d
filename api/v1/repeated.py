"""A parameter given several times is a question with several meanings: refused, rather than read as its last value."""

from collections import Counter

from fastapi import Depends, Request

from api.at_once import at_once
from api.errors import Fault, InvalidRequestError
from api.i18n import say
from api.validation import shown_code


def _each_once(request: Request) -> None:
    counts = Counter(name for name, _value in request.query_params.multi_items())
    repeated = [shown_code(name) or "" for name, count in counts.items() if count > 1]
    if repeated:
        problem, remedy = say("Ce paramètre est donné plusieurs fois."), say("Donnez-le une seule fois.")
        raise InvalidRequestError(
            say("L’adresse contient des paramètres à corriger."),
            tuple(Fault(name, problem, remedy) for name in repeated),
        )


EACH_ONCE = Depends(at_once(_each_once))
"""For routes whose parameters all take one value."""
