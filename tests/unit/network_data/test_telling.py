"""Which names tell a sensitive barrier, and to whom they tell nothing new."""

import pytest

from network_data.vocabulary import BARRIERS
from network_data.vocabulary.telling import gives_away


@pytest.mark.parametrize(
    "name",
    [
        "CSAPA des Lilas",
        "Csapa",
        "Consultation d’addictologie de l’hôpital",
        "Service pénitentiaire d’insertion",
        "Conseillère SPIP",
        "Hôpital psychiatrique de jour",
        "Psychologues du 19e",
        "Aide aux victimes 75",
        "Point-justice de Pantin",
        "Centre de planning familial",
        "Les Prisons en débat",
    ],
)
def test_a_name_that_tells_a_sensitive_barrier_is_seen_however_it_is_written(name: str) -> None:
    assert gives_away(name, known=())
    assert gives_away(name, known={"acces-logement"})


@pytest.mark.parametrize(
    "name", ["", "Convergence Rejoué", "Mission locale", "CCAS de Pantin", "Espace Gemmail", "Emmaüs"]
)
def test_an_ordinary_name_tells_nothing(name: str) -> None:
    assert not gives_away(name, known=())


def test_a_name_tells_nothing_new_to_whoever_knows_a_barrier_that_explains_it() -> None:
    assert not gives_away("CSAPA des Lilas", known={"addictions"})
    assert not gives_away("CIDFF", known={"violences-conflit"})
    assert gives_away("CSAPA et CMP", known={"addictions"})


def test_every_word_by_which_a_sensitive_barrier_finds_services_tells_it() -> None:
    sensitive = [barrier for barrier in BARRIERS.values() if barrier.sensitive]
    words = [(word, one.code) for one in sensitive for word in (*one.keywords, *one.specialist_networks)]
    assert [word for word, _ in words if not gives_away(f"Association {word} du Nord", known=())] == []
    assert {one.code for one in sensitive} == {code for _, code in words}
