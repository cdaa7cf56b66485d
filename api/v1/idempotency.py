"""Honours ``Idempotency-Key``: the same request sent again under one key does nothing twice, and is answered alike."""

import json
from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import Depends, Header, Request
from pydantic import BaseModel

from api.at_once import at_once
from api.dependencies import CurrentAsker, Now, Transaction
from api.errors import ReusedIdempotencyKeyError
from api.i18n import say
from api.v1.network import PLAIN_TEXT
from network_data.repositories.kept_answers import ANSWERS, KeptAnswers, ReusedKeyError
from network_data.sealing import Sealer

Document = TypeVar("Document", bound=BaseModel)

IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=200,
        pattern=PLAIN_TEXT,
        description="Envoyée deux fois avec la même clé, la même demande n’est faite qu’une fois (pendant deux jours).",
    ),
]


class Once:
    """Does what a request asks unless it was done under its key."""

    def __init__(self, key: str | None, answers: KeptAnswers, address: str) -> None:
        self._key = key
        self._answers = answers
        self._address = address

    def answer(self, person_id: str | None, body: bytes, kind: type[Document], do: Callable[[], Document]) -> Document:
        """What ``do`` gives, or what it gave when it was asked before.

        The caller has found the person for the asker (None: it is about nobody), and has other changes to them wait.

        Raises:
            ReusedIdempotencyKeyError: the key has served for another request.
        """
        if self._key is None:
            return do()
        request = self._address.encode() + b"\n" + body
        try:
            kept = self._answers.find(self._key, request)
        except ReusedKeyError as error:
            told = say("Cette clé a déjà servi pour une autre demande. Prenez-en une nouvelle.")
            raise ReusedIdempotencyKeyError(told) from error
        if kept is not None:
            return kind.model_validate(kept)
        done = do()
        self._answers.keep(self._key, request, person_id, json.dumps(done.model_dump(mode="json")))
        return done


def once(
    request: Request,
    asker: CurrentAsker,
    session: Transaction,
    now: Now,
    idempotency_key: IdempotencyKey = None,
) -> Once:
    """What this request does, once."""
    sealer = Sealer(request.app.state.settings.secrets, ANSWERS)
    return Once(idempotency_key, KeptAnswers(asker, session, now, sealer), request.url.path)


CurrentOnce = Annotated[Once, Depends(at_once(once))]
