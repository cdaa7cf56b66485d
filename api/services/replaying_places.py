"""Computes a kept proposal of places again, and says whether it is identical, or what changed meanwhile."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import ValidationError

from api.errors import InvalidRequestError
from api.i18n import say
from api.services.cohort_answer import ANSWER, POSED_PLACES, POSED_SHARE, SHARE, CohortAnswer, PosedPlaces, PosedShare
from api.services.replaying import Verdict, Versions, changed_weights, former_weights
from api.services.results import engine_version
from api.services.sharing import Shared, share_places
from api.services.weighing import default_weights, rules_version
from matching.catalogue import Catalogue
from matching.weights import Weights
from network_data.repositories.shared_places import KeptSharing
from network_data.vocabulary import BARRIERS

Gone = Mapping[tuple[int, int], str | None]
"""Where each need goes, by person and position: a service, or None."""


@dataclass(frozen=True, slots=True)
class ReplayedSharing:
    """A proposal beside the same question asked of today's network, rules and engine; it names nobody.

    ``gained``: needs that get a service today and did not; ``lost``: the other way round; ``moved``: those that go
    elsewhere. ``same_problem``: whether what the engine was asked is the same to the last bit, weights of then put
    back. ``same_with_former_weights``: whether the answer is; None where those weights mean nothing to this version.
    """

    result_id: str
    verdict: Verdict
    gained: int
    lost: int
    moved: int
    network: Versions
    rules: Versions
    engine: Versions
    weights: Mapping[str, tuple[Any, Any]]
    same_problem: bool | None
    same_with_former_weights: bool | None


def replay_places(kept: KeptSharing, catalogue: Catalogue) -> ReplayedSharing:
    """The proposal computed again, for the day it was asked.

    Raises:
        InvalidRequestError: it has no answer, or people it was about were erased since.
    """
    sharing = kept.sharing
    if sharing.answer is None:
        raise InvalidRequestError(say("Ce calcul n’a pas de réponse à comparer."))
    gone = sharing.people - len(kept.shares)
    if gone:
        raise InvalidRequestError(
            say(
                "Cette proposition ne peut plus être recalculée : {number} des personnes dont elle parlait ont été "
                "effacées depuis, et leur part avec elles.",
                number=gone,
            )
        )
    now = default_weights()
    versions = {
        "network": Versions(sharing.network_version, catalogue.version),
        "rules": Versions(sharing.rules_version, rules_version(now)),
        "engine": Versions(sharing.engine_version, engine_version()),
    }
    weights = changed_weights(sharing.weights, asdict(now))
    asked = _read(kept)
    if asked is None:
        return ReplayedSharing(sharing.id, Verdict.UNREADABLE, 0, 0, 0, **versions, weights=weights, same_problem=None,
                               same_with_former_weights=None)  # fmt: skip
    today = asked.again(catalogue, now)
    former = former_weights(sharing.weights)
    before = today if former == now else None if former is None else asked.again(catalogue, former)
    same_problem = None if before is None else before.answer.problem_digest == asked.answer.problem_digest
    same_before = None if before is None else before.answer.digest == asked.answer.digest
    verdict = Verdict.IDENTICAL if today.answer.digest == asked.answer.digest else Verdict.DIFFERENT
    if same_problem and same_before is False and not versions["engine"].changed:
        verdict = Verdict.DEFECT
    then_to, now_to = asked.gone, _gone(today)
    return ReplayedSharing(
        sharing.id,
        verdict,
        gained=sum(then_to.get(need) is None and service is not None for need, service in now_to.items()),
        lost=sum(service is not None and now_to.get(need) is None for need, service in then_to.items()),
        moved=sum(
            None not in (service, now_to.get(need)) and service != now_to[need] for need, service in then_to.items()
        ),
        **versions,
        weights=weights,
        same_problem=same_problem,
        same_with_former_weights=same_before,
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    posed: PosedPlaces
    people: tuple[PosedShare, ...]
    answer: CohortAnswer
    gone: Gone

    def again(self, catalogue: Catalogue, weights: Weights) -> Shared:
        found = share_places(catalogue, weights, self.posed, self.people)
        assert found is not None, "nobody stops it"
        return found


def _read(kept: KeptSharing) -> _Asked | None:
    """What was kept, or None where it means nothing to this version."""
    try:
        posed = POSED_PLACES.validate_python(kept.sharing.problem)
        answer = ANSWER.validate_python(kept.sharing.answer)
        people = tuple(POSED_SHARE.validate_python(share.problem) for share in kept.shares)
        shares = tuple(SHARE.validate_python(share.answer) for share in kept.shares)
    except ValidationError:
        return None
    if not all(need.barrier in BARRIERS for each in people for need in each.profile.needs):
        return None
    return _Asked(posed, people, answer, _gone(Shared(answer, shares)))


def _gone(found: Shared) -> Gone:
    return {
        (person, number): line.service_id
        for person, share in enumerate(found.shares)
        for number, line in enumerate(share.lines)
    }
