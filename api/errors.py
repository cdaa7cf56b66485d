"""What can go wrong for whoever asks, told the same way over HTTP, on the pages and on the command line.

- ``ProblemError``: root; a status, a kind, a title, and a sentence that says what to do.
    - ``UnauthenticatedError`` (401), ``ForbiddenError`` (403): ``StaleFormError``
    - ``NotFoundError`` (404), ``MethodNotAllowedError`` (405), ``TransitionError`` (409)
    - ``NotJsonError``, ``WrongHostError`` (400), ``ChangedMeanwhileError`` (412)
    - ``TooLargeError`` (413), ``WrongContentTypeError`` (415)
    - ``GuardError``, ``ReusedIdempotencyKeyError`` (422)
    - ``InvalidRequestError`` (422): one ``Fault`` for each field to correct
    - ``TooManyRequestsError`` (429): in how long to ask again
    - ``NotReadyError``, ``BusyError`` (503), ``UnexpectedError`` (500)

No text of a problem ever repeats what was sent, save a code that the vocabulary does not know.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from typing import ClassVar

from pydantic import BaseModel, Field

from api.i18n import Message, say


@dataclass(frozen=True, slots=True)
class Fault:
    """One field to correct: where it is, what is wrong with it, what to do."""

    field: str
    problem: Message
    remedy: Message


class ProblemError(Exception):
    """Something that the asker is told in full sentences."""

    status: ClassVar[int]
    kind: ClassVar[str]
    title: ClassVar[Message]

    def __init__(self, detail: Message, faults: Sequence[Fault] = ()) -> None:
        super().__init__(detail.text)
        self.detail = detail
        self.faults = tuple(faults)

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers that HTTP wants beside the status."""
        return {}

    @property
    def members(self) -> Mapping[str, object]:
        """What this kind of problem tells software besides: codes, in lists or alone."""
        return {}


class UnauthenticatedError(ProblemError):
    """Nobody we know is asking."""

    status = 401
    kind = "unauthenticated"
    title = say("Identification nécessaire")

    @property
    def headers(self) -> Mapping[str, str]:
        """How to say who one is."""
        return {"www-authenticate": "Bearer"}


class ForbiddenError(ProblemError):
    """We know who asks, and this is not for their role or their key."""

    status = 403
    kind = "forbidden"
    title = say("Accès non prévu pour votre rôle")


class StaleFormError(ForbiddenError):
    """The form was not written for this browser, or was left open since its session ended."""

    kind = "stale-form"
    title = say("Formulaire à recharger")


class SecondFactorNeededError(ForbiddenError):
    """They administer, and came in with a password alone."""

    kind = "second-factor-needed"
    title = say("Code de téléphone à activer d’abord")


class NotFoundError(ProblemError):
    """What is asked for does not exist, or is not the asker's to see."""

    status = 404
    kind = "not-found"
    title = say("Introuvable")


class MethodNotAllowedError(ProblemError):
    """The address exists; what is asked of it does not."""

    status = 405
    kind = "method-not-allowed"
    title = say("Opération impossible à cette adresse")


class NotJsonError(ProblemError):
    """The body cannot be read as JSON."""

    status = 400
    kind = "not-json"
    title = say("Le message n’est pas du JSON")


class WrongHostError(ProblemError):
    """The name in the address is not one of ours."""

    status = 400
    kind = "wrong-host"
    title = say("Adresse qui n’est pas celle du service")


class TransitionError(ProblemError):
    """A referral does not move that way from where it stands."""

    status = 409
    kind = "transition"
    title = say("Étape impossible à partir de l’état actuel")

    def __init__(self, detail: Message, allowed: Sequence[str]) -> None:
        super().__init__(detail)
        self._allowed = list(allowed)

    @property
    def members(self) -> Mapping[str, object]:
        """The states that may follow."""
        return {"allowed": self._allowed}


class ChangedMeanwhileError(ProblemError):
    """Somebody has changed what the asker had read; nothing was done."""

    status = 412
    kind = "changed-meanwhile"
    title = say("Modifié entre-temps")

    def __init__(self, tag: str, changes: Sequence[Mapping[str, object]]) -> None:
        super().__init__(
            say(
                "Quelqu’un a modifié ce dossier depuis que vous l’avez lu ; rien n’a été enregistré. Voyez ce qui a "
                "changé, puis renvoyez votre demande avec le nouvel « ETag »."
            )
        )
        self._tag = tag
        self._changes = list(changes)

    @property
    def headers(self) -> Mapping[str, str]:
        """The tag of how it is now."""
        return {"etag": self._tag}

    @property
    def members(self) -> Mapping[str, object]:
        """The tag of how it is now, and what was written since the version that was read, where that is known."""
        return {"etag": self._tag, "changes": self._changes}


class TooLargeError(ProblemError):
    """The body is longer than we read."""

    status = 413
    kind = "too-large"
    title = say("Message trop long")


class WrongContentTypeError(ProblemError):
    """The body is declared to be something other than JSON."""

    status = 415
    kind = "wrong-content-type"
    title = say("Type de contenu non pris en charge")


class GuardError(ProblemError):
    """The referral could move that way, were a condition met."""

    status = 422
    kind = "guard"
    title = say("Condition à remplir d’abord")

    def __init__(self, detail: Message, guard: str) -> None:
        super().__init__(detail)
        self.guard = guard

    @property
    def members(self) -> Mapping[str, object]:
        """The condition, by its code."""
        return {"guard": self.guard}


class ReusedIdempotencyKeyError(ProblemError):
    """The key of a request has served for another."""

    status = 422
    kind = "idempotency-key-reused"
    title = say("Clé d’idempotence déjà utilisée")


class InvalidRequestError(ProblemError):
    """Fields are missing, unknown or out of bounds."""

    status = 422
    kind = "invalid-request"
    title = say("Demande à corriger")


class TooManyRequestsError(ProblemError):
    """The asker asks faster than we let anyone ask."""

    status = 429
    kind = "too-many-requests"
    title = say("Trop de demandes")

    def __init__(self, wait: int) -> None:
        super().__init__(say("Trop de demandes en peu de temps. Réessayez dans {wait} s.", wait=wait))
        self._wait = wait

    @property
    def headers(self) -> Mapping[str, str]:
        """In how many seconds to ask again."""
        return {"retry-after": str(self._wait)}


class UnexpectedError(ProblemError):
    """A defect of ours."""

    status = 500
    kind = "unexpected"
    title = say("Erreur inattendue")


class NotReadyError(ProblemError):
    """The service runs but cannot answer yet."""

    status = 503
    kind = "not-ready"
    title = say("Service pas encore prêt")


class BusyError(ProblemError):
    """Too many write at once, or the database is away for a moment: nothing was stored, and asking again will do."""

    status = 503
    kind = "busy"
    title = say("Trop de monde à la fois")

    def __init__(self) -> None:
        super().__init__(
            say("Rien n’a été enregistré, trop de monde écrit à la fois. Réessayez dans quelques secondes.")
        )

    @property
    def headers(self) -> Mapping[str, str]:
        """In how many seconds to ask again."""
        return {"retry-after": "3"}


PROBLEMS: tuple[type[ProblemError], ...] = (
    NotJsonError,
    UnauthenticatedError,
    ForbiddenError,
    NotFoundError,
    MethodNotAllowedError,
    TransitionError,
    ChangedMeanwhileError,
    TooLargeError,
    WrongContentTypeError,
    GuardError,
    ReusedIdempotencyKeyError,
    InvalidRequestError,
    TooManyRequestsError,
    UnexpectedError,
    NotReadyError,
    BusyError,
)
"""Every kind of problem, by status."""


class FaultDocument(BaseModel):
    """A field to correct."""

    field: str = Field(description="Chemin du champ, par exemple « barriers[0].code » ; vide pour le message entier.")
    problem: str = Field(description="Ce qui ne va pas.")
    remedy: str = Field(description="Ce qu’il faut faire.")


class ProblemDocument(BaseModel):
    """An error as RFC 9457 wants it (``application/problem+json``)."""

    type: str = Field(description="Adresse qui nomme la sorte d’erreur, stable d’une version à l’autre.")
    title: str
    status: int
    detail: str
    errors: list[FaultDocument] = Field(description="Un élément par champ à corriger ; vide sinon.")


def document(problem: ProblemError, language: NullTranslations) -> ProblemDocument:
    """The problem told in ``language``."""
    return ProblemDocument(
        type=f"/api/docs#problem-{problem.kind}",
        title=problem.title.said(language),
        status=problem.status,
        detail=problem.detail.said(language),
        errors=[
            FaultDocument(field=fault.field, problem=fault.problem.said(language), remedy=fault.remedy.said(language))
            for fault in problem.faults
        ],
    )
