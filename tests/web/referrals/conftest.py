"""A small programme before the pages of referrals, and an advisor who reads them and sends their forms."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pytest
from httpx2 import Response

from tests.api.referring import Caller, Programme
from tests.web.reading import Node, read


@dataclass
class Reader:
    """Someone before the pages of referrals."""

    caller: Caller

    def page(self, path: str, status: int = 200) -> Node:
        """A page that must answer so."""
        answer = self.caller.page(path)
        assert answer.status_code == status, answer.text
        return read(answer.text)

    def words(self, path: str, status: int = 200) -> str:
        """The words of its main part."""
        return self.page(path, status).one("main").text

    def send(self, path: str, **fields: str | Sequence[str]) -> Response:
        """Sends a form."""
        return self.caller.submit(path, **fields)

    def told(self, path: str, **fields: str | Sequence[str]) -> str:
        """What a form that is refused is answered."""
        answer = self.send(path, **fields)
        assert answer.status_code == 422, answer.status_code
        return read(answer.text).one("main").text

    def step(self, referral: str, to: str, **fields: str) -> None:
        """Notes a step that must be possible."""
        answer = self.send(f"/orientations/{referral}/etape", vers=to, **fields)
        assert answer.status_code == 303, answer.text

    def offered(self, referral: str) -> set[str]:
        """Where the page of a referral offers to go."""
        page = self.page(f"/orientations/{referral}")
        fields: list[Mapping[str, str]] = [node.attributes for node in page.walk() if "name" in node.attributes]
        return {each["value"] for each in fields if each["name"] == "vers"}


@pytest.fixture
def programme(sqlite_url: str) -> Iterator[Programme]:
    """The programme; at the end everything stored is what the logs give."""
    made = Programme(sqlite_url)
    yield made
    made.check()
    made.close()


@pytest.fixture
def advisor(programme: Programme) -> Iterator[Reader]:
    """Who accompanies the person."""
    with programme.asking("advisor") as caller:
        yield Reader(caller)


@pytest.fixture
def officer(programme: Programme) -> Iterator[Reader]:
    """To whom one need was entrusted."""
    with programme.asking("officer") as caller:
        yield Reader(caller)
