"""All of the JSON API, as one router."""

from fastapi import APIRouter

from api.v1 import coverage, fairness, match, network, persons, why

PREFIX = "/api/v1"

router = APIRouter(prefix=PREFIX)
for module in (match, persons, why, network, coverage, fairness):
    router.include_router(module.router)
