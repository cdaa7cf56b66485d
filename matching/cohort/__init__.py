"""Many people, few places: who gets what, exactly where that is possible, with the gap where it is not."""

from matching.cohort.problem import CohortProblem, cohort_problem
from matching.cohort.result import CohortResult, Limits
from matching.cohort.solving import solve

__all__ = ["CohortProblem", "CohortResult", "Limits", "cohort_problem", "solve"]
