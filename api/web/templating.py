"""Renders the pages: Jinja2 templates whose sentences are written in French and looked up like all others."""

from functools import cache, partial

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from api.i18n import translations
from api.web.labels import LABELS
from api.web.language import PAGES_LOCALE, page_wording
from api.web.links import partner_href, web_href
from api.web.opening_hours import weekly_hours
from api.web.phones import phone_href, spoken_phone
from api.web.pictures.wording import figure
from api.web.quotes import first_sentence
from api.web.reader import Reader
from api.web.score_picture import score_picture, score_rows
from api.web.typography import french_spaces, sentence, within
from api.wording.roles import ROLES
from network_data.civil_time import day_of, local_time
from network_data.vocabulary import BARRIERS, DOMAINS, REQUEST_STATES, half_day_mask


def render(template: str, reader: Reader | None = None, **context: object) -> str:
    """The page ``template`` for ``reader``; a name that the context lacks is an error, not a blank."""
    return _environment().get_template(template).render(reader=reader or Reader(), **context)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("api.web"),
        autoescape=select_autoescape(),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        finalize=french_spaces,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_gettext_translations(translations(PAGES_LOCALE), newstyle=True)  # type: ignore[attr-defined]  # by the extension
    wording = page_wording()
    environment.globals.update(
        wording=wording,
        barriers=BARRIERS,
        domains=DOMAINS,
        request_states=REQUEST_STATES,
        labels=LABELS,
        half_day_mask=half_day_mask,
        score_picture=partial(score_picture, wording),
        score_rows=partial(score_rows, wording),
        weekly_hours=weekly_hours,
    )
    environment.filters.update(
        day_of=day_of,
        exact_day=wording.exact_day,
        figure=partial(figure, decimals=2),
        tenths=partial(figure, decimals=1),
        first_sentence=first_sentence,
        local_time=local_time,
        partner_href=partner_href,
        phone_href=phone_href,
        role_name=lambda role: ROLES[role].said(translations(PAGES_LOCALE)),
        sentence=sentence,
        short_name=wording.short_barrier,
        spoken_phone=spoken_phone,
        web_href=web_href,
        within=within,
    )
    return environment
