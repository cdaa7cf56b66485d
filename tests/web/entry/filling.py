"""Filling in the forms that describe a person, as a browser does."""

import html
import json
import re

from httpx2 import Response

from tests.web.people.working import Worker


def shown(page: Response) -> dict[str, str]:
    """The hidden fields of a page's own form."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return {name: html.unescape(value) for name, value in found}


def filled(page: Response) -> dict[str, str]:
    """What the browser would send of the page as it stands."""
    hidden = shown(page)
    seen: dict[str, str] = json.loads(hidden.get("vu", "{}"))
    return hidden | seen


def written(who: Worker, form: str, **fields: str) -> Response:
    """Opens a form, changes some fields, sends it; an empty field is left out."""
    answers = filled(who.surfer.open(form)) | {name.replace("__", "-"): value for name, value in fields.items()}
    return who.surfer.client.post(form, data={name: value for name, value in answers.items() if value})
