"""What is said to an advisor: plain words, figures with their units, and what is only customary said to be so."""

from datetime import date

import pytest

from api.i18n import translations
from api.wording import Wording
from api.wording.criteria import REASONS
from api.wording.questions import QUESTIONS
from matching.candidates import find_candidates
from matching.channels import Channel, ChannelMatch
from matching.criteria.place import zone
from matching.plan import Step, make_plan
from matching.problem import Problem
from matching.profile import Location, Need, Profile
from matching.suggestions import explain_best
from network_data.vocabulary import AccessPath, half_day_mask
from tests.unit.matching.builders import TODAY, partner, person, problem, service

CARE = "sante--acces-aux-soins"
ADDICTIONS = "sante--addictions"
ADMINISTRATION = "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives"
SHELTER = "logement-hebergement--rechercher-une-solution-dhebergement-temporaire"

french = Wording(translations("fr"))
english = Wording(translations("en"))


@pytest.mark.parametrize(
    ("km", "said", "in_english"),
    [(0, "50 m", "50 m"), (0.44, "450 m", "450 m"), (1.24, "1,2 km", "1.2 km"), (12.4, "12 km", "12 km")],
)
def test_distances_have_the_decimals_that_help(km: float, said: str, in_english: str) -> None:
    assert french.distance(km).replace("\u00a0", " ") == said
    assert english.distance(km).replace("\u00a0", " ") == in_english


def test_a_distance_never_breaks_between_number_and_unit() -> None:
    assert french.distance(1.2) == "1,2\u00a0km"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 22), "aujourd’hui"),
        (date(2026, 11, 21), "hier"),
        (date(2026, 11, 23), "demain"),
        (date(2026, 11, 10), "il y a 12 jours"),
        (date(2026, 12, 1), "dans 9 jours"),
        (date(2026, 8, 20), "il y a 3 mois"),
        (date(2024, 11, 1), "il y a 2 ans"),
    ],
)
def test_days_are_said_as_people_say_them(day: date, said: str) -> None:
    assert french.day(day, TODAY) == said


def test_a_date_in_full_starts_the_month_as_the_french_do() -> None:
    assert french.exact_day(date(2026, 11, 1)) == "1er novembre 2026"
    assert french.exact_day(date(2026, 11, 11)) == "11 novembre 2026"
    assert english.exact_day(date(2026, 11, 1)) == "1 November 2026"


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (["tue-am"], "mardi matin"),
        (["tue-am", "tue-pm"], "mardi"),
        (["mon-am", "thu-pm"], "lundi matin, jeudi après-midi"),
        (["mon-am", "mon-pm", "tue-am", "tue-pm", "wed-am", "wed-pm"], "du lundi au mercredi"),
        (["mon-am", "tue-am", "wed-am", "fri-pm"], "du lundi au mercredi, le matin, vendredi après-midi"),
        ([], "aucune demi-journée"),
    ],
)
def test_half_days_are_gathered_into_days_and_runs_of_days(codes: list[str], said: str) -> None:
    assert french.half_days(half_day_mask(codes)) == said


def test_languages_are_named_in_the_language_of_the_reader() -> None:
    assert french.languages(["fra", "prs"]) == "français et dari"
    assert english.languages(["fra", "prs"]) == "French and Dari"


def test_a_long_list_names_five_and_counts_the_rest() -> None:
    codes = tuple(f"75{number}" for number in range(101, 121))
    elsewhere = Profile((Need("hygiene"),), TODAY, location=Location(insee_code="33063"))
    said = french.criterion(zone(elsewhere, codes))
    assert (
        said == "Accueille seulement les habitants de : Paris 1er, Paris 2e, Paris 3e, Paris 4e, Paris 5e et 15 autres."
    )


def test_a_zone_is_named_as_far_as_its_code_tells() -> None:
    elsewhere = Profile((Need("hygiene"),), TODAY, location=Location(insee_code="33063"))
    said = french.criterion(zone(elsewhere, ("75", "93066", "69383", "13055")))
    assert said.endswith(": Paris (75), commune 93066, Lyon 3e et Marseille.")


def test_waves_have_three_words() -> None:
    assert [french.wave(number) for number in (1, 2, 3, 7)] == ["maintenant", "ensuite", "plus tard", "plus tard"]


@pytest.mark.parametrize(
    ("match", "said"),
    [
        (ChannelMatch(Channel.EXACT, CARE), "Thématique « Accès aux soins »"),
        (ChannelMatch(Channel.EXACT, CARE, "cpam"), "Thématique « Accès aux soins », réseau spécialisé : CPAM"),
        (
            ChannelMatch(Channel.FALLBACK, CARE, keyword="bus dentaire"),
            "Thématique voisine « Accès aux soins », et le mot « bus dentaire » dans sa présentation",
        ),
        (ChannelMatch(Channel.KEYWORD, keyword="rib"), "Le mot « rib » figure dans sa présentation"),
    ],
)
def test_evidence_says_how_the_service_was_found(match: ChannelMatch, said: str) -> None:
    assert french.channel(match) == said


def plan_of(question: Problem) -> dict[str, Step]:
    return {step.need.barrier: step for step in make_plan(find_candidates(question)).steps}


def test_an_explanation_gives_the_evidence_then_what_speaks_for_the_service() -> None:
    near = service("near-1", CARE, fees="gratuit", zone=("france",))
    found = explain_best(find_candidates(problem(person("acces-soins"), [near])))[0].suggestions[0]
    said = french.explanation(found).replace("\u00a0", " ")
    assert said == "Thématique « Accès aux soins ». À 350 m ; gratuit ; à vérifier : public accueilli."


def test_a_step_says_what_blocks_it_and_whether_that_is_only_customary() -> None:
    offers = [
        service("a-1", ADMINISTRATION, description="Domiciliation."),
        service("b-1", ADMINISTRATION, description="Titre de séjour."),
        service("c-1", ADMINISTRATION, description="Carte d'identité."),
    ]
    steps = plan_of(problem(person("domiciliation", "identite", "droit-au-sejour"), offers))
    assert french.because(steps["domiciliation"]) == "C’est la seule piste du réseau aujourd’hui."
    assert french.because(steps["identite"]).endswith(
        "L’étape « dépôt de la demande » attend d’abord : « Domiciliation »."
    )
    told = french.because(steps["droit-au-sejour"])
    assert "attend d’abord : « Identité » (usage courant, à vérifier)." in told
    assert english.because(steps["identite"]).endswith(
        "The step “submitting the application” first needs: “Administrative address”."
    )


def test_a_step_says_that_the_partner_is_known_or_shared() -> None:
    both = [service("one-1", CARE, ADDICTIONS), service("two-1", CARE), service("two-2", ADDICTIONS)]
    shared = plan_of(problem(person("acces-soins", "addictions"), both))
    assert french.because(shared["acces-soins"]).startswith("Ce partenaire répond aussi à : « Addictions ».")
    known = plan_of(problem(person("acces-soins", known_partners=frozenset({"two"})), both))
    assert french.because(known["acces-soins"]) == "Ce partenaire la connaît déjà."


def test_steps_to_take_together_and_in_a_preferred_order_are_told() -> None:
    offers = [service("one-1", CARE), service("two-1", ADDICTIONS), service("three-1", "sante--sante-mentale")]
    steps = plan_of(problem(person("addictions", "sante-mentale", "couverture-sante", "acces-soins"), offers))
    assert "À mener avec : « Addictions » (usage courant, à vérifier)." in french.because(steps["sante-mentale"])
    assert "Plus simple après : « Couverture santé » (usage courant, à vérifier)." in french.because(
        steps["acces-soins"]
    )


def test_what_lies_behind_a_gate_is_named_and_counted() -> None:
    kinds = {1: "CHRS", 2: "CHRS", 3: "Résidence sociale"}
    shelters = [
        service(f"chrs{number}-1", SHELTER, name=kind, access_path=AccessPath.SIAO) for number, kind in kinds.items()
    ]
    keepers = [partner(f"chrs{number}", name=f"CHRS n° {number}") for number in range(1, 4)]
    found = explain_best(find_candidates(problem(person("sans-hebergement"), shelters, keepers)))[0].suggestions[0]
    assert found.through is not None
    assert french.through(found.through) == "CHRS et Résidence sociale (3 services), derrière le SIAO"
    alone = explain_best(find_candidates(problem(person("sans-hebergement"), shelters[:1], keepers)))[0].suggestions[0]
    assert alone.through is not None
    assert french.through(alone.through) == "CHRS n° 1, derrière le SIAO"


def test_a_barrier_without_a_solution_says_what_to_do_or_which_condition_is_in_the_way() -> None:
    nobody = explain_best(find_candidates(problem(person("hygiene"), [])))[0].uncovered
    assert nobody is not None
    assert french.uncovered(nobody).endswith("parlez-en à vos chargés de partenariat.")
    reserved = [service(f"s{number}-1", CARE, age_max=25, zone=("france",)) for number in range(3)]
    excluded = explain_best(find_candidates(problem(person("acces-soins", birth_year=1970), reserved)))[0].uncovered
    assert excluded is not None
    assert french.uncovered(excluded) == (
        "3 services y répondent mais aucun ne peut accueillir cette personne aujourd’hui ; "
        "en cause le plus souvent : âge. Cherchez avec vos chargés de partenariat un service pour son âge."
    )


def test_nothing_said_shames_or_blames() -> None:
    said = " ".join([*REASONS.values(), *QUESTIONS.values()]).lower()
    assert not [word for word in ("échec", "défaillant", "refus", "problème", "incapable", "faute") if word in said]
