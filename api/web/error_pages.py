"""The pages of what goes wrong, in the look of the others: what happened, that nothing is lost, what to do."""

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlalchemy.exc import SQLAlchemyError

from api.web.place import Place, place_of
from api.web.templating import render as render_template
from network_data.database import transaction
from network_data.repositories import NetworkRepository

_TOLD = frozenset({404, 405, 422, 503})
"""Statuses that have their own words; any other is told as unexpected."""


def render(request: Request, status: int) -> HTMLResponse:
    """The page of ``status``; it repeats nothing of what was asked."""
    told = status if status in _TOLD else 500
    return HTMLResponse(render_template("error.html", told=told, place=_place(request)), status)


def _place(request: Request) -> Place:
    """The place, or none at all when it is the database that failed."""
    try:
        with transaction(request.app.state.engine) as session:
            return place_of(NetworkRepository(session))
    except SQLAlchemyError:
        return Place()
