"""All of the JSON API, as one router."""

from fastapi import APIRouter

from api.v1 import (
    agreements,
    cohort,
    contacts,
    coverage,
    exits,
    fairness,
    match,
    network,
    papers,
    persons,
    referents,
    referrals,
    requests,
    staffing,
    steps,
    why,
)

PREFIX = "/api/v1"

router = APIRouter(prefix=PREFIX)
for module in (
    match,
    persons,
    referents,
    why,
    referrals,
    agreements,
    contacts,
    requests,
    papers,
    steps,
    exits,
    network,
    coverage,
    fairness,
    cohort,
    staffing,
):
    router.include_router(module.router)
