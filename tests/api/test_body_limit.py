"""A message that is too long is refused before it is in memory, whatever it says of its own length."""

import asyncio
from typing import Any

import pytest
from starlette.types import Message

from api.body_limit import MAX_BODY_BYTES
from tests.api.serving import application

CHUNK = b" " * 10_000

Headers = list[tuple[bytes, bytes]]


@pytest.fixture(scope="session")
def key(key_headers: dict[str, str]) -> Headers:
    """What says who asks, as it travels."""
    return [(name.lower().encode(), value.encode()) for name, value in key_headers.items()]


def post(url: str, headers: Headers, chunks: int) -> tuple[int, bytes, int]:
    """Sends ``chunks`` chunks one by one; gives the status, the answer, and how many chunks were read."""
    sent: list[Message] = []
    read = 0

    async def receive() -> Message:
        nonlocal read
        read += 1
        return {"type": "http.request", "body": CHUNK, "more_body": read < chunks}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "path": "/api/v1/match",
        "raw_path": b"/api/v1/match",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json"), *headers],
    }
    app = application(url)
    asyncio.run(app(scope, receive, send))
    app.state.engine.dispose()
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent), read


@pytest.mark.parametrize(
    "headers",
    [[], [(b"transfer-encoding", b"chunked")], [(b"content-length", b"12")], [(b"content-length", b"beaucoup")]],
    ids=["no length", "chunked", "a length that lies", "a length that is not one"],
)
def test_reading_stops_at_the_limit(demonstration_url: str, key: Headers, headers: Headers) -> None:
    status, said, read = post(demonstration_url, key + headers, chunks=1_000)
    assert status == 413
    assert b"Message trop long" in said
    assert read * len(CHUNK) <= MAX_BODY_BYTES + len(CHUNK)


def test_a_declared_length_beyond_the_limit_is_refused_unread(demonstration_url: str, key: Headers) -> None:
    declared = [(b"content-length", str(MAX_BODY_BYTES + 1).encode())]
    status, said, read = post(demonstration_url, key + declared, chunks=1)
    assert (status, read) == (413, 0)
    assert b"/api/docs#problem-too-large" in said


def test_a_message_at_the_limit_is_read_whole(demonstration_url: str, key: Headers) -> None:
    chunks = MAX_BODY_BYTES // len(CHUNK)
    status, said, read = post(demonstration_url, key, chunks)
    assert (status, read) == (400, chunks)
    assert b"JSON" in said
