"""The pages of requests: what each side reads and does there, what a slip costs, who is left to take what."""

from collections.abc import Iterator

import pytest

from tests.access.world import HERE
from tests.api.asking_officers import PROPOSED, WORDS, Requests, ask, done
from tests.api.referring import ENTRUSTED, OTHER, OWN, SENSITIVE, Caller
from tests.web.reading import Node, read


@pytest.fixture
def programme(sqlite_url: str) -> Iterator[Requests]:
    made = Requests(sqlite_url)
    yield made
    made.check()
    made.close()


@pytest.fixture
def advisor(programme: Requests) -> Iterator[Caller]:
    with programme.asking("advisor") as caller:
        yield caller


@pytest.fixture
def officer(programme: Requests) -> Iterator[Caller]:
    with programme.asking("officer") as caller:
        yield caller


def page(caller: Caller, path: str) -> Node:
    response = caller.page(path)
    assert response.status_code == 200, path
    return read(response.text)


def test_an_advisor_asks_in_three_fields_and_reads_to_whom_it_went_and_why(advisor: Caller) -> None:
    form = page(advisor, f"/personnes/{OWN}/demander?frein={OTHER}").one("main").one("form")
    named = {node.attributes["name"] for node in form.walk() if node.tag in ("select", "textarea", "input")}
    assert named == {"csrf", "frein", "question", "accord"}
    chosen = [option for option in form.all("option") if "selected" in option.attributes]
    assert [option.attributes["value"] for option in chosen] == [OTHER]
    sent = advisor.submit(f"/personnes/{OWN}/demander", frein=ENTRUSTED, question=WORDS)
    assert sent.status_code == 303
    told = page(advisor, sent.headers["location"]).one("main").text
    assert WORDS in told
    assert "Elle attend Officer : tient ce domaine à 100" in told


def test_a_slip_keeps_what_was_typed_and_leads_to_the_field(advisor: Caller) -> None:
    refused = advisor.submit(f"/personnes/{OWN}/demander", frein="", question=WORDS)
    assert refused.status_code == 422
    shown = read(refused.text).one("main")
    assert [link.attributes["href"] for link in shown.one("section", "refusal").all("a")] == ["#frein"]
    assert shown.one("textarea").text == WORDS
    field = next(node for node in shown.all("select") if node.attributes["id"] == "frein")
    assert field.attributes["aria-invalid"] == "true"
    ask(advisor)
    again = advisor.submit(f"/personnes/{OWN}/demander", frein=ENTRUSTED, question=WORDS)
    assert "déjà ouverte pour ce frein" in read(again.text).one("main").text


def test_a_question_about_a_situation_names_nobody_and_offers_every_barrier(advisor: Caller) -> None:
    form = page(advisor, "/demandes/nouvelle").one("main").one("form")
    assert len(form.all("option")) > 50
    sent = advisor.submit("/demandes/nouvelle", frein=SENSITIVE, question=WORDS, chantier=HERE)
    assert "sur une situation, sans personne" in page(advisor, sent.headers["location"]).one("main").text


def test_the_queue_shows_ones_own_first_and_leaves_to_the_team_what_waits_with_someone_away(
    programme: Requests, advisor: Caller, officer: Caller
) -> None:
    ask(advisor)
    shown = page(officer, "/demandes").one("main").text
    assert shown.index("Pour vous 1") < shown.index("À prendre dans l’équipe 0")
    with programme.asking("second") as second:
        assert "1 demande chez vos collègues" in page(second, "/demandes").one("main").text
        programme.away("officer")
        shown = page(second, "/demandes").one("main").text
        assert "À prendre dans l’équipe 1" in shown
        assert "absence jusqu’au 16/12" in shown
        assert OWN not in shown
        assert advisor.page("/demandes").text.count(OWN) == 1


def test_an_officer_starts_from_the_engines_three_replaces_one_and_uses_their_own_words(
    programme: Requests, advisor: Caller, officer: Caller
) -> None:
    request = ask(advisor)["id"]
    assert officer.submit(f"/demandes/{request}/etape", vers="taken").status_code == 303
    shown = page(officer, f"/demandes/{request}?q=Autre").one("main")
    first = next(node for node in shown.all("select") if node.attributes["id"] == "service_1")
    options = {option.attributes["value"]: "selected" in option.attributes for option in first.all("option")}
    assert options["service"]
    assert "elsewhere" in options
    empty = officer.submit(f"/demandes/{request}/pistes", service_1="elsewhere", mots_1=" ")
    assert (empty.status_code, "quelques mots de vous" in empty.text) == (422, True)
    words = {"service_1": "elsewhere", "mots_1": "Demandez Sonia.", "service_2": "service", "mots_2": "Plus près."}
    assert officer.submit(f"/demandes/{request}/pistes", **words).status_code == 303
    cards = page(advisor, f"/demandes/{request}").one("main").all("li", "request-card")
    assert [card.one("h3").text for card in cards] == ["elsewhere", "Service"]
    assert "Demandez Sonia." in cards[0].text


def test_the_advisor_chooses_or_says_what_else_and_closes(advisor: Caller, officer: Caller) -> None:
    request = ask(advisor)["id"]
    done(officer, request, "taken")
    done(officer, request, "proposed", services=PROPOSED)
    assert advisor.submit(f"/demandes/{request}/etape", vers="other_route").status_code == 422
    other = advisor.submit(f"/demandes/{request}/etape", vers="other_route", mot="Plutôt une colocation.")
    assert other.status_code == 303
    assert "Plutôt une colocation." in page(officer, f"/demandes/{request}").one("main").text
    undone = advisor.submit(f"/demandes/{request}/defaire")
    assert undone.status_code == 303
    assert advisor.submit(f"/demandes/{request}/etape", vers="chosen", service="service").status_code == 303
    assert officer.submit(f"/demandes/{request}/etape", vers="handed_back").status_code == 303
    closed = advisor.submit(f"/demandes/{request}/etape", vers="closed", raison="answered")
    assert closed.status_code == 303
    assert "Cette demande est close." in page(advisor, f"/demandes/{request}").one("main").text


def test_everything_that_someone_has_is_passed_on_at_once_and_seen_to_be_taken(
    programme: Requests, advisor: Caller, officer: Caller
) -> None:
    requests = [ask(advisor, programme.someone(number))["id"] for number in range(3)]
    done(officer, requests[0], "taken")
    same = officer.submit("/demandes/relais", de="officer", a="officer")
    assert same.status_code == 422
    assert officer.submit("/demandes/relais", de="officer", a="second").status_code == 303
    with programme.asking("second") as second:
        assert second.submit(f"/demandes/{requests[0]}/etape", vers="taken").status_code == 303
    with programme.asking("coordinator") as coordinator:
        rows = page(coordinator, "/demandes/relais").one("main").one("tbody").all("tr")
        assert [row.all("td")[-1].text for row in rows] == ["pas encore", "pas encore", "oui"]
        assert {row.all("td")[1].text for row in rows} == {"Second"}
        assert "P-000" not in coordinator.page("/demandes/relais").text


def test_passed_on_at_best_each_goes_to_whoever_has_room_and_the_rest_to_the_common_queue(
    programme: Requests, advisor: Caller, officer: Caller
) -> None:
    for number in range(10):
        ask(advisor, programme.someone(number))
    assert officer.submit("/demandes/relais", de="officer", a="best").status_code == 303
    held = [each["officer"] for each in officer.get("/requests?size=50").json()["items"]]
    assert (held.count("second"), held.count(None), held.count("officer")) == (8, 2, 0)


def test_a_partner_with_too_much_before_them_comes_after_others(
    programme: Requests, advisor: Caller, officer: Caller
) -> None:
    state = programme.app.state
    state.settings = state.settings.model_copy(update={"most_open_per_partner": 2})
    for number in (1, 2):
        advisor.sent(programme.someone(number))
    request = ask(advisor)["id"]
    done(officer, request, "taken")
    told = page(officer, f"/demandes/{request}").one("main").text
    assert "Partenaire : déjà 2 orientations en attente chez eux." in told
    done(officer, request, "proposed", services=PROPOSED)
    assert "c’est beaucoup, pensez à un autre" in page(officer, f"/demandes/{request}").one("main").text


def test_the_card_tells_when_the_partner_was_last_talked_with_wherever_it_was_noted(
    programme: Requests, advisor: Caller, officer: Caller
) -> None:
    referral = advisor.sent(programme.someone(1))
    request = ask(advisor)["id"]
    done(officer, request, "taken")
    done(officer, request, "proposed", services=PROPOSED)

    def card() -> str:
        return page(officer, f"/demandes/{request}").one("main").all("li", "request-card")[0].text

    assert "Aucun appel noté" in card()
    advisor.submit(f"/orientations/{referral}/contact", resultat="absent")
    assert "Aucun appel noté" in card()
    advisor.submit(f"/orientations/{referral}/contact", resultat="appel")
    assert "Dernier appel noté : aujourd’hui" in card()


def test_what_is_known_of_each_partner_is_read_before_proposing(advisor: Caller, officer: Caller) -> None:
    request = ask(advisor)["id"]
    done(officer, request, "taken")
    known = page(officer, f"/demandes/{request}").one("main").all("li", "request-known")
    assert known
    assert "Partenaire" in known[0].text
    assert "Aucun appel noté" in known[0].text
    assert "Rien en attente chez eux" in known[0].text


def test_after_the_call_its_result_comes_first_and_handing_back_is_next(advisor: Caller, officer: Caller) -> None:
    advisor.submit(f"/personnes/{OWN}/identite", prenom="Zoé", telephone="0140375099")
    request = ask(advisor, identity_agreed=True)["id"]
    done(officer, request, "taken")
    done(officer, request, "proposed", services=PROPOSED)
    at = f"/demandes/{request}"
    told = {"service": "service", "resultat": "scheduled", "quand": "2026-11-26T10:00", "accord": "true"}
    assert officer.submit(f"{at}/appel", **told, accord_fin="2027-02-01").status_code == 303
    main = page(officer, at).one("main")
    assert "Zoé" in main.text
    assert "01 40 37 50 99" in main.text.replace("\u00a0", " ")
    outcome = main.one("section", "request-outcome")
    assert outcome.one("h2").text == "Rendez-vous fixé"
    assert "26 novembre 2026 à 10 h" in outcome.text
    assert outcome.one("a").attributes["href"].startswith("/orientations/")
    assert not [fold for fold in main.all("details", "request-call") if "open" in fold.attributes]
    headings = [heading.text for heading in main.all("h2")]
    assert headings.index("Rendre la demande") < headings.index("Les pistes proposées")
    assert "26 novembre 2026 à 10 h" in page(advisor, at).one("section", "request-outcome").text
    assert "Zoé" not in page(advisor, "/demandes").one("main").text


def test_a_coordinator_reads_numbers_alone(programme: Requests, advisor: Caller) -> None:
    request = ask(advisor, barrier=SENSITIVE)["id"]
    with programme.asking("coordinator") as coordinator:
        for path in ("/demandes", f"/demandes/{request}"):
            shown = coordinator.page(path).text
            assert WORDS not in shown
            assert OWN not in shown
            assert "Addictions" not in shown


def test_a_step_on_a_request_that_moved_meanwhile_is_not_made_and_its_words_are_kept(
    advisor: Caller, officer: Caller
) -> None:
    request = ask(advisor)["id"]
    form = page(advisor, f"/demandes/{request}").one("main").all("form")[-1]
    (old,) = [node.attributes["value"] for node in form.all("input") if node.attributes["name"] == "version"]
    assert officer.submit(f"/demandes/{request}/etape", vers="taken", version=old).status_code == 303
    late = advisor.submit(f"/demandes/{request}/etape", vers="closed", raison="mistake", mot="Je la ferme", version=old)
    assert late.status_code == 422
    alert = read(late.text).one("main").one("section", "meanwhile").text
    assert "Demande prise" in alert
    assert "Je la ferme" in alert
    assert advisor.get(f"/requests/{request}").json()["state"] == "taken"
    for path, typed in (("pistes", "mots_1"), ("appel", "mot")):
        refused = officer.submit(f"/demandes/{request}/{path}", version=old, **{typed: "Demandez Sonia"})
        assert "Demandez Sonia" in read(refused.text).one("main").one("section", "meanwhile").text
    for path in ("passer", "defaire"):
        assert officer.submit(f"/demandes/{request}/{path}", version=old).status_code == 422
    assert advisor.get(f"/requests/{request}").json()["state"] == "taken"
