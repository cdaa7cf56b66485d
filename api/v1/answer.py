"""The answer to a match, as software reads it: suggestions for every barrier, and one plan."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

Status = Literal["met", "unknown", "not_met"]


class CriterionAnswer(BaseModel):
    """One condition of a service before this person."""

    criterion: str
    status: Status
    reason: str = Field(description="La réponse, en une phrase.")
    ask: str | None = Field(description="La question à poser ensuite ; null quand tout est su.")
    reason_code: str
    ask_code: str | None
    datum_on: date = Field(description="La date de l’information du service sur laquelle la réponse repose.")


class Eligibility(BaseModel):
    """Every condition, and the worst of the answers."""

    status: Status
    criteria: list[CriterionAnswer]


class TrackRecordAnswer(BaseModel):
    """What a service did with past requests for this barrier, and what to expect from that."""

    asked: int = Field(description="Demandes dont on sait si elles ont eu une réponse en soixante jours.")
    answered: int
    pending: int = Field(description="Demandes trop récentes pour en juger.")
    usual_days: int | None = Field(description="L’attente médiane, en jours, des demandes répondues.")
    accepted: int
    decided: int = Field(description="Réponses qui disaient oui ou non.")
    started: int | None = Field(description="Ce qui a commencé : montré à partir de trois, jamais compté.")
    followed: int | None = Field(description="Sur tant de demandes acceptées dont on sait la suite.")
    elsewhere: int = Field(description="Demandes pour d’autres freins, qui comptent à moitié.")
    since: date | None
    expected_answer: float | None = Field(description="La chance d’une réponse, ramenée vers celle du réseau.")
    expected_days: float | None = Field(description="L’attente moyenne, un silence comptant pour soixante jours.")
    expected_acceptance: float | None
    answer_between: list[float] | None = Field(
        description="Neuf chances sur dix que la chance d’une réponse soit entre les deux."
    )
    sentences: list[str]


class SuggestionAnswer(BaseModel):
    """A service proposed for a barrier, and why."""

    service_id: str
    service: str
    partner_id: str = Field(description="Où s’adresser : la porte (SIAO, MDPH...) quand on n’entre pas directement.")
    partner: str
    score: float
    components: dict[str, float] = Field(
        description="Leur somme est le score ; une composante sans donnée est absente."
    )
    channel: Literal["exact", "fallback", "keyword"]
    evidence: str = Field(description="Ce qui montre que le service répond à ce frein.")
    distance_km: float | None
    access_path: Literal["direct", "sector", "siao", "cdaph", "medical", "commission", "prescriber", "unknown"]
    through: str | None = Field(description="Ce qu’il y a derrière la porte, quand il y en a une.")
    eligibility: Eligibility
    explanation: str
    track_record: TrackRecordAnswer | None = Field(
        default=None, description="Null derrière une porte, et tant que le réseau n’a reçu aucune demande."
    )


class UncoveredAnswer(BaseModel):
    """A barrier that nobody in the network can take today."""

    barrier: str
    reason: str
    reason_code: Literal["no-service", "nobody-eligible", "all-refused"]
    services: int = Field(description="Combien de services y répondent, mais pas pour cette personne.")
    criterion: str | None = Field(description="La condition qui en écarte le plus.")


class BarrierAnswer(BaseModel):
    """The suggestions for one barrier, best first."""

    code: str
    covered: bool
    suggestions: list[SuggestionAnswer]


class StepAnswer(BaseModel):
    """One step of the plan."""

    barrier: str
    wave: int = Field(description="1 : maintenant, 2 : ensuite, 3 et plus : plus tard.")
    service_id: str
    alternative_service_id: str | None = Field(description="Le meilleur service chez un autre partenaire.")
    also: list[str] = Field(description="D’autres services à solliciter en même temps.")
    open_now: str | None = Field(description="Ce qui peut s’ouvrir dès aujourd’hui.")
    because: str
    partner_id: str
    partner: str
    pinned: bool = Field(description="Choisi d’avance, par la personne ou avec elle.")
    after: list[str] = Field(description="Les freins derrière lesquels celui-ci a été mis, par choix.")
    postponed: bool = Field(description="Plus tard seulement pour ne pas multiplier les premiers rendez-vous.")
    travel_minutes: int | None = Field(
        description="Le trajet aller, estimé d’après la distance ; null sans trajet ou sans distance."
    )


class FollowedAnswer(BaseModel):
    """A barrier that someone follows already: the plan adds no step to it."""

    barrier: str
    followed_by: str


class PlanAnswer(BaseModel):
    """One plan for all the barriers."""

    objective: float
    optimal: bool
    partners: int
    new_partners: int = Field(description="Combien ne connaissent pas encore la personne.")
    steps: list[StepAnswer]
    uncovered: list[UncoveredAnswer]
    followed: list[FollowedAnswer]


class ResultIds(BaseModel):
    """What it takes to compute the same result again."""

    result_id: str
    network_version: str
    rules_version: str


class SuggestionsAnswer(ResultIds):
    """Suggestions for every barrier."""

    barriers: list[BarrierAnswer]


class OutcomeAnswer(BaseModel):
    """What one answer to a question would do to the suggestions."""

    opens: int = Field(description="Pistes de plus parmi les proposées, écartées aujourd’hui.")
    closes: int = Field(description="Pistes proposées aujourd’hui qu’elle écarterait.")
    settles: int = Field(description="Pistes sur lesquelles il ne resterait rien à vérifier.")
    covers: list[str] = Field(description="Freins qui y gagneraient leur première piste.")
    uncovers: list[str] = Field(description="Freins qui y perdraient leur seule piste.")
    rises: dict[str, float] = Field(description="De combien monterait le meilleur score, par frein.")


class QuestionAnswer(BaseModel):
    """A question worth asking; to a service when one is named, else to the person."""

    ask_code: str
    question: str
    service_id: str | None
    gain: float = Field(description="Ce qu’elle rapporterait en moyenne (docs/matching.md).")
    yes: OutcomeAnswer
    no: OutcomeAnswer
    sentences: list[str]


class PlanOnlyAnswer(ResultIds):
    """The plan alone, and the questions to ask, those whose answer would open most first."""

    plan: PlanAnswer
    questions: list[QuestionAnswer]


class MatchAnswer(ResultIds):
    """Suggestions for every barrier, and the plan."""

    barriers: list[BarrierAnswer]
    plan: PlanAnswer
