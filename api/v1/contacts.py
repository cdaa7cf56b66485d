"""Contacts over the API: that one talked with a partner or with a person, or tried to."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Self

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from api.referring import CurrentContactDesk
from api.security.keys import Permission
from api.security.permissions import needs
from api.services.contacts import Said
from api.services.referrals import reach_of, reach_to_write
from api.v1.bodies import Posted, described_body, posted
from api.v1.idempotency import CurrentOnce
from api.v1.moments import Moment
from api.v1.network import PathId
from api.v1.paging import AskedPage, Page
from api.v1.problems import problems
from api.v1.referral_forms import Id, Note
from api.v1.referrals import created
from api.v1.repeated import EACH_ONCE
from network_data.repositories.contacts import ReadContact
from network_data.tables import LoggedContact, Way, Whom

router = APIRouter(tags=["referrals"], dependencies=[needs(Permission.REFERRALS), EACH_ONCE])


class ContactForm(BaseModel):
    """A contact to log."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    whom: Whom = Field(description="« partner » ou « person ».")
    way: Way = Field(default=Way.CALL, description="« call », « meeting » ou « message ».")
    reached: bool = Field(default=True, description="Faux : un essai, sans réponse.")
    at: Moment | None = Field(default=None, description="Quand cela a eu lieu ; maintenant par défaut.")
    referral_id: Id | None = Field(default=None, description="L’orientation dont on a parlé.")
    partner_id: Id | None = Field(default=None, description="Le partenaire, quand aucune orientation ne le dit.")
    note: Note | None = None

    def said(self) -> Said:
        """The contact that is told of."""
        return Said(**self.model_dump())


class ContactDocument(BaseModel):
    """A contact."""

    id: str
    person_id: str
    whom: Whom
    way: Way
    reached: bool
    at: datetime
    recorded_at: datetime
    recorded_by: str
    referral_id: str | None
    partner_id: str | None
    note: str | None = Field(description="null aussi quand elle n’est pas à lire pour qui demande.")

    @classmethod
    def of(cls, read: ReadContact) -> Self:
        """The document of a contact."""
        return cls.told(read.contact, read.note)

    @classmethod
    def told(cls, contact: LoggedContact, note: str | None) -> Self:
        """The document of a contact whose words are ``note``."""
        return cls(**contact.model_dump(exclude={"note_sealed"}), note=note)


@router.post(
    "/persons/{person_id}/contacts",
    status_code=HTTPStatus.CREATED,
    responses=created(),
    openapi_extra=described_body(ContactForm),
)
def log_contact(
    person_id: PathId,
    asked: Annotated[Posted[ContactForm], Depends(posted(ContactForm))],
    desk: CurrentContactDesk,
    once: CurrentOnce,
) -> ContactDocument:
    """Note un appel, une rencontre ou un message : avec un partenaire, ou avec la personne."""
    reach = reach_to_write(desk.log.reaches, person_id)
    return once.answer(
        person_id,
        asked.text,
        ContactDocument,
        lambda: ContactDocument.told(desk.note(reach, asked.form.said()), asked.form.note),
    )


@router.get("/persons/{person_id}/contacts", responses=problems(401, 403, 404, 422, 429))
def list_contacts(person_id: PathId, desk: CurrentContactDesk, paging: AskedPage) -> Page[ContactDocument]:
    """Les contacts notés autour d’une personne, le dernier d’abord."""
    contacts = desk.log.of_person(reach_of(desk.log.reaches, person_id))
    return paging.of(paging.part(contacts), len(contacts), ContactDocument.of)
