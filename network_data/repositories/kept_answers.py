"""Answers kept under a request's ``Idempotency-Key``: asked again, it is answered again and nothing is done twice."""

import hmac
import json
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlmodel import Session, col, delete

from network_data.asker import Asker
from network_data.sealing import Sealer
from network_data.tables import KeptAnswer

ANSWERS = "kept-answer"
"""What they are sealed for: they tell of people."""
KEPT_FOR = timedelta(days=2)


class ReusedKeyError(ValueError):
    """The key has served for another request."""


class KeptAnswers:
    """The answers given to ``asker``, as they are kept at ``now``.

    The caller has found the person for the asker again, and has other changes to them wait: the second of two equal
    requests finds the answer of the first.
    """

    def __init__(self, asker: Asker, session: Session, now: datetime, sealer: Sealer) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._sealer = sealer

    def find(self, key: str, request: bytes) -> dict[str, Any] | None:
        """What the same request was answered under this key; None when the key is new.

        Raises:
            ReusedKeyError: it was another request.
        """
        kept = self._session.get(KeptAnswer, (self._asker.id, _digest(key.encode())))
        if kept is None or self._now - kept.at > KEPT_FOR:
            return None
        if not hmac.compare_digest(kept.request, _digest(request)):
            raise ReusedKeyError
        answer: dict[str, Any] = json.loads(self._sealer.open(kept.answer_sealed)["answer"] or "{}")
        return answer

    def keep(self, key: str, request: bytes, person_id: str | None, answer: str) -> None:
        """Keeps an answer, about a person or nobody; those of the days before go."""
        self._session.exec(delete(KeptAnswer).where(col(KeptAnswer.at) < self._now - KEPT_FOR))
        self._session.merge(
            KeptAnswer(
                asked_by=self._asker.id,
                key=_digest(key.encode()),
                person_id=person_id,
                request=_digest(request),
                answer_sealed=self._sealer.seal({"answer": answer}),
                at=self._now,
            )
        )
        self._session.flush()


def forget_answers(session: Session) -> None:
    """Lets every kept answer go: the key that opens them is being replaced."""
    session.exec(delete(KeptAnswer))


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()
