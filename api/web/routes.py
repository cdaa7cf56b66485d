"""All the pages, as one router; the API's documentation does not list them."""

from fastapi import APIRouter

from api.web import (
    accompaniment,
    chantiers,
    choices,
    coverage,
    exits,
    fairness,
    home,
    keys,
    lone_people,
    mail_page,
    partner_reception,
    partner_settings,
    partners,
    people,
    relays,
    sharing_places,
    solicited,
    to_do,
    trail,
    why,
)
from api.web.account import choosing_password, digest_mail, own_account, provider, signing_in
from api.web.administration import accounts, places, webhooks
from api.web.administration import home as administration
from api.web.concertation import notes, overview, steps
from api.web.concertation import page as follow_up
from api.web.entry import arriving, assessing, handing_over, importing, leaving, naming, referring, situating
from api.web.meetings import page as meetings
from api.web.papers import person as papers
from api.web.papers import queue as paper_queue
from api.web.partner_door import pages as partner_door
from api.web.points import note as social_note
from api.web.points import page as points
from api.web.referrals import agreements, contacts, listing, page, preparing, sequels, withdrawn
from api.web.requests import asking, one, passing, queue
from api.web.sheet import page as sheet
from api.web.sheet import sharing
from api.web.teams import page as teams
from api.web.teams import permanences, setting_up
from api.web.week import appointments
from api.web.week import page as week

router = APIRouter(include_in_schema=False)
for module in (
    home,
    chantiers,
    people,
    why,
    choices,
    accompaniment,
    relays,
    lone_people,
    sheet,
    sharing,
    exits,
    papers,
    paper_queue,
    points,
    social_note,
    to_do,
    week,
    appointments,
    follow_up,
    meetings,
    notes,
    steps,
    overview,
    asking,
    queue,
    passing,
    one,
    listing,
    preparing,
    page,
    sequels,
    contacts,
    agreements,
    withdrawn,
    arriving,
    importing,
    assessing,
    naming,
    situating,
    referring,
    handing_over,
    leaving,
    solicited,
    partner_reception,
    partner_settings,
    partners,
    administration,
    accounts,
    places,
    coverage,
    fairness,
    sharing_places,
    teams,
    permanences,
    setting_up,
    keys,
    webhooks,
    trail,
    mail_page,
    partner_door,
    signing_in,
    provider,
    digest_mail,
    own_account,
    choosing_password,
):
    router.include_router(module.router)
