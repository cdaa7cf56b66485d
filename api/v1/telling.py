"""Tells what the engine found as an answer that software reads, its sentences in the reader's language."""

from collections.abc import Sequence
from datetime import date

from api.services.match import MatchResult
from api.v1.answer import (
    BarrierAnswer,
    CriterionAnswer,
    Eligibility,
    FollowedAnswer,
    MatchAnswer,
    PlanAnswer,
    PlanOnlyAnswer,
    StepAnswer,
    SuggestionAnswer,
    SuggestionsAnswer,
    TrackRecordAnswer,
    UncoveredAnswer,
)
from api.v1.questions import tell_question
from api.wording import Wording, figures
from matching.eligibility import Criterion
from matching.learning.record import TrackRecord
from matching.network import Service
from matching.plan import Plan, Step
from matching.questions import Question
from matching.suggestions import BarrierSuggestions, Suggestion, Uncovered


def tell_match(result: MatchResult, wording: Wording) -> MatchAnswer:
    """The whole answer."""
    return MatchAnswer(**_ids(result), barriers=_barriers(result, wording), plan=_plan(result.plan, wording))


def tell_suggestions(result: MatchResult, wording: Wording) -> SuggestionsAnswer:
    """The suggestions without the plan."""
    return SuggestionsAnswer(**_ids(result), barriers=_barriers(result, wording))


def tell_plan(result: MatchResult, questions: Sequence[Question], wording: Wording) -> PlanOnlyAnswer:
    """The plan without the suggestions, and the questions to ask."""
    told = [tell_question(question, wording) for question in questions]
    return PlanOnlyAnswer(**_ids(result), plan=_plan(result.plan, wording), questions=told)


def tell_criterion(criterion: Criterion, service: Service, wording: Wording) -> CriterionAnswer:
    """One criterion of ``service``, with the date of the fact it rests on."""
    return CriterionAnswer(
        criterion=criterion.criterion,
        status=criterion.status.value,
        reason=wording.criterion(criterion),
        ask=wording.question(criterion),
        reason_code=criterion.reason,
        ask_code=criterion.ask,
        datum_on=_datum_day(criterion, service),
    )


def tell_track_record(record: TrackRecord | None, wording: Wording) -> TrackRecordAnswer | None:
    """What past requests say of a service for a barrier."""
    if record is None:
        return None
    return TrackRecordAnswer(
        asked=record.asked,
        answered=record.answered,
        pending=record.pending,
        usual_days=record.usual_days,
        accepted=record.accepted,
        decided=record.decided,
        started=record.started,
        followed=record.followed,
        elsewhere=record.elsewhere,
        since=record.since,
        expected_answer=record.estimate.answer,
        expected_days=record.estimate.days,
        expected_acceptance=record.estimate.acceptance,
        answer_between=None if record.likely is None else list(record.likely),
        sentences=wording.track_record(record),
    )


def _datum_day(criterion: Criterion, service: Service) -> date:
    checked = service.capacity.checked_on if criterion.criterion == "capacity" else None
    return checked or service.updated_on


def _ids(result: MatchResult) -> dict[str, str]:
    return {
        "result_id": result.result_id,
        "network_version": result.network_version,
        "rules_version": result.rules_version,
    }


def _barriers(result: MatchResult, wording: Wording) -> list[BarrierAnswer]:
    return [_barrier(found, wording) for found in result.barriers]


def _barrier(found: BarrierSuggestions, wording: Wording) -> BarrierAnswer:
    return BarrierAnswer(
        code=found.need.barrier,
        covered=found.uncovered is None,
        suggestions=[tell_suggestion(suggestion, wording) for suggestion in found.suggestions],
    )


def tell_suggestion(found: Suggestion, wording: Wording) -> SuggestionAnswer:
    """One suggestion."""
    return SuggestionAnswer(
        service_id=found.service.id,
        service=found.service.name,
        partner_id=found.partner_id,
        partner=found.partner,
        score=found.score,
        components=dict(found.components),
        channel=found.match.channel.value,
        evidence=wording.channel(found.match),
        distance_km=found.km,
        access_path=found.access_path.value,
        through=wording.through(found.through) if found.through else None,
        eligibility=Eligibility(
            status=found.status.value,
            criteria=[tell_criterion(criterion, found.service, wording) for criterion in found.criteria],
        ),
        explanation=wording.explanation(found),
        track_record=tell_track_record(found.track, wording),
    )


def _plan(plan: Plan, wording: Wording) -> PlanAnswer:
    return PlanAnswer(
        objective=plan.objective,
        optimal=plan.optimal,
        partners=plan.partners,
        new_partners=plan.new_partners,
        steps=[_step(step, wording) for step in plan.steps],
        uncovered=[_uncovered(found, wording) for found in plan.uncovered],
        followed=[
            FollowedAnswer(barrier=need.barrier, followed_by=need.followed_by)
            for need in plan.followed
            if need.followed_by
        ],
    )


def _step(step: Step, wording: Wording) -> StepAnswer:
    return StepAnswer(
        barrier=step.need.barrier,
        wave=step.wave,
        service_id=step.chosen.service.id,
        alternative_service_id=step.alternative.service.id if step.alternative else None,
        also=[further.service.id for further in step.also],
        open_now=wording.open_now(step),
        because=wording.because(step),
        partner_id=step.chosen.partner_id,
        partner=step.chosen.partner,
        pinned=step.pinned,
        after=list(step.after),
        postponed=step.postponed,
        travel_minutes=figures.minutes(step.trip.hours) if step.trip else None,
    )


def _uncovered(found: Uncovered, wording: Wording) -> UncoveredAnswer:
    return UncoveredAnswer(
        barrier=found.barrier,
        reason=wording.uncovered(found),
        reason_code=found.reason,
        services=found.services,
        criterion=found.criterion,
    )
