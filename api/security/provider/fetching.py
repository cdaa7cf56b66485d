"""Asks the provider over HTTP: a few seconds, a bounded answer, no redirect followed."""

import http.client
import time
from collections.abc import Mapping
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from api.security.provider.terms import stays_here, travels_safely

TIMEOUT_SECONDS = 5.0
"""For each exchange on the wire; the whole answer may take twice as long."""
LONGEST_BYTES = 512 * 1024
_CHUNK = 16 * 1024


class ProviderUnavailableError(RuntimeError):
    """The provider does not answer, or not as the protocol has it."""


class RefusedByProviderError(RuntimeError):
    """The provider answered, and what it says lets nobody in."""


def fetch(url: str, form: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None) -> bytes:
    """What ``url`` answers, to a GET or to the POST of ``form``.

    Raises:
        ProviderUnavailableError: no answer in time, one too long, an error of theirs, or an address that is not safe.
        RefusedByProviderError: it says that the error is ours (400 to 499).
    """
    if not travels_safely(url):
        raise ProviderUnavailableError
    sent = urlencode(form).encode() if form is not None else None
    told = {"accept": "application/json", "user-agent": "maillage", **(headers or {})}
    request = Request(url, data=sent, headers=told)  # noqa: S310 - the scheme is checked above
    try:
        with _opener(url).open(request, timeout=TIMEOUT_SECONDS) as response:
            return _read(response)
    except HTTPError as error:
        error.close()
        refused = 400 <= error.code < 500 and form is not None
        raise (RefusedByProviderError if refused else ProviderUnavailableError) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise ProviderUnavailableError from error


def _read(response: http.client.HTTPResponse) -> bytes:
    deadline, read = time.monotonic() + TIMEOUT_SECONDS, bytearray()
    while chunk := response.read1(_CHUNK):
        read += chunk
        if len(read) > LONGEST_BYTES or time.monotonic() > deadline:
            raise ProviderUnavailableError
    return bytes(read)


def _opener(url: str) -> OpenerDirector:
    """Speaks HTTP and HTTPS and nothing else; without a handler for them, redirects are errors."""
    opener = OpenerDirector()
    handlers = [HTTPHandler(), HTTPSHandler(), HTTPDefaultErrorHandler(), HTTPErrorProcessor()]
    for handler in handlers if stays_here(url) else [ProxyHandler(), *handlers]:
        opener.add_handler(handler)
    return opener
