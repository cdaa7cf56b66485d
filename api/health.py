"""Whether the service lives and can answer, for whatever watches over it."""

from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel

from api.services.readiness import check_ready
from api.v1.problems import problems

router = APIRouter(prefix="/health", tags=["operation"])


class Health(BaseModel):
    """All is well."""

    status: Literal["ok"] = "ok"


@router.get("/live", responses=problems())
def live() -> Health:
    """Le service tourne."""
    return Health()


@router.get("/ready", responses=problems(503))
def ready(request: Request) -> Health:
    """Le service peut répondre : la base de données répond et elle est à jour."""
    check_ready(request.app.state.engine)
    return Health()
