"""Papers over the API: said all at once, read back with when to renew them; what a key may say and know of."""

from collections.abc import Iterator

import pytest

from tests.access.world import KEY
from tests.api.referring import OWN, Programme

PAPERS = f"/persons/{OWN}/papers"


@pytest.fixture
def programme(sqlite_url: str) -> Iterator[Programme]:
    made = Programme(sqlite_url)
    yield made
    made.close()


@pytest.mark.parametrize("kind", ["advisor", KEY])
def test_what_is_said_is_read_back_with_when_to_renew_it(programme: Programme, kind: str) -> None:
    said = {"held": [{"code": "css", "until": "2026-12-24"}, {"code": "rib"}], "requested": ["cni"], "complete": True}
    with programme.asking(kind) as caller:
        put = caller.put(PAPERS, said)
        assert put.status_code == 200, put.text
        assert put.json() == caller.get(PAPERS).json() == caller.put(PAPERS, said).json()
        profile = caller.get(f"/persons/{OWN}").json()["profile"]
    told = {each["code"]: each for each in put.json()["papers"]}
    assert [each["code"] for each in put.json()["papers"]] == ["css", "cni", "rib"]
    assert (told["css"]["stage"], told["css"]["begin_on"], told["css"]["late_on"]) == (
        "begin",
        "2026-10-24",
        "2026-11-24",
    )
    assert (told["cni"]["held"], told["cni"]["requested_on"]) == (False, "2026-11-22")
    assert {each["code"] for each in profile["papers"]} == {"css", "rib"}


def test_a_key_neither_reads_nor_removes_what_tells_a_sensitive_need(programme: Programme) -> None:
    with programme.asking("advisor") as advisor:
        advisor.put(PAPERS, {"held": [{"code": "casier-b3"}, {"code": "cni"}], "complete": True})
        with programme.asking(KEY) as key:
            assert [each["code"] for each in key.get(PAPERS).json()["papers"]] == ["cni"]
            assert key.put(PAPERS, {"held": [], "complete": True}).status_code == 200
            refused = key.put(PAPERS, {"held": [{"code": "casier-b3"}], "complete": True})
            assert refused.status_code == 403
        assert [each["code"] for each in advisor.get(PAPERS).json()["papers"]] == ["casier-b3"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"held": [{"code": "css"}, {"code": "css"}], "complete": True},
        {"held": [{"code": "css", "until": "demain"}], "complete": True},
        {"held": [{"code": "css", "until": "9999-12-31"}], "complete": True},
        {"held": [{"code": "carte-bleue"}], "complete": True},
        {"held": [], "complete": "oui"},
        {"held": [], "complete": True, "lost": []},
    ],
)
def test_a_body_to_correct_changes_nothing(programme: Programme, body: dict[str, object]) -> None:
    with programme.asking(KEY) as key:
        refused = key.put(PAPERS, body)
        assert refused.status_code == 422
        assert refused.headers["content-type"] == "application/problem+json"
        assert key.get(PAPERS).json()["papers"] == []
