"""One-press logging: « J’ai téléphoné », « Je les ai rencontrés », with the partner or with the person."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.errors import NotFoundError
from api.i18n import say
from api.services.contacts import Said
from api.services.referrals import reach_to_write
from api.web.referrals.addresses import person_address, referral_address
from api.web.referrals.desk import CurrentDesk
from network_data.tables import Way, Whom

router = APIRouter()

LONGEST_NOTE = 2000


MISSED = "absent"
"""What the button says when nobody answered."""
_WAYS = {"appel": Way.CALL, "rencontre": Way.MEETING}
"""What the buttons say that tell how by themselves."""


class ContactForm(BaseModel):
    """What the buttons send: how one was in contact, with whom, whether they talked, and a few words if any."""

    comment: str = Field(default=Way.CALL.value, max_length=20)
    avec: str = Field(default=Whom.PARTNER.value, max_length=20)
    resultat: str = Field(default="", max_length=20)
    mots: str = Field(default="", max_length=LONGEST_NOTE)

    def said(self, whom: Whom, referral_id: str | None = None) -> Said:
        """The contact; what is neither a call nor a meeting is a message."""
        way = _WAYS.get(self.resultat) or (Way(self.comment) if self.comment in set(Way) else Way.MESSAGE)
        return Said(whom, way, self.resultat != MISSED, referral_id=referral_id, note=self.mots.strip() or None)


async def _sent(form: Annotated[ContactForm, Form()]) -> ContactForm:
    """The form, read before a transaction waits for it."""
    return form


FormOfContact = Annotated[ContactForm, Depends(_sent)]


@router.post("/orientations/{referral_id}/contact")
def about_referral(form: FormOfContact, desk: CurrentDesk, referral_id: str) -> Response:
    """Logs a contact about a referral, with the partner or with the person."""
    file = desk.referrals.open(referral_id)
    whom = Whom.PERSON if form.avec == Whom.PERSON else Whom.PARTNER
    desk.contacts.note(file.reach, form.said(whom, referral_id))
    return RedirectResponse(referral_address(referral_id) + "#journal", 303)


@router.post("/personnes/{person_id}/contacts")
def with_person(form: FormOfContact, desk: CurrentDesk, person_id: str) -> Response:
    """Logs a contact with the person herself."""
    reach = reach_to_write(desk.book.reaches, person_id)
    desk.contacts.note(reach, form.said(Whom.PERSON))
    return RedirectResponse(person_address(person_id), 303)


@router.post("/contacts/{contact_id}/defaire")
def take_back(desk: CurrentDesk, contact_id: str) -> Response:
    """Takes back a contact noted by mistake, within a day."""
    contact = desk.contacts.log.undo(contact_id)
    if contact is None:
        raise NotFoundError(say("Ce contact n’existe pas, ou ne peut plus être retiré."))
    where = referral_address(contact.referral_id) if contact.referral_id else person_address(contact.person_id)
    return RedirectResponse(where, 303)
