"""All of the JSON API, as one router."""

from fastapi import APIRouter

from api.v1 import coverage, match, network, persons

PREFIX = "/api/v1"

router = APIRouter(prefix=PREFIX)
for module in (match, persons, network, coverage):
    router.include_router(module.router)
