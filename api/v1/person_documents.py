"""A person as software reads them: by pseudonym, with the very profile that ``POST /api/v1/match`` takes."""

from datetime import date
from typing import Self

from pydantic import BaseModel, Field

from api.v1.profile import LocationForm, NeedForm, PaperForm, ProfileForm
from matching.profile import Location, Profile
from network_data.repositories import PersonFile
from network_data.vocabulary import HALF_DAYS


class PersonSummary(BaseModel):
    """A person in a list."""

    id: str = Field(description="Pseudonyme.")
    chantier_id: str
    barriers: list[str] = Field(description="Codes des freins ouverts.")
    last_assessed_on: date | None = None

    @classmethod
    def of(cls, file: PersonFile) -> Self:
        """The summary of a person's file."""
        return cls(
            id=file.person.id,
            chantier_id=file.person.chantier_id,
            barriers=[need.barrier for need in file.needs],
            last_assessed_on=file.last_assessed_on,
        )


class ReferentDocument(BaseModel):
    """Who follows the person, on one barrier or on all."""

    organisation: str
    function: str
    barrier: str | None = None
    partner_id: str | None = None


class PersonDocument(PersonSummary):
    """A person, who follows them, and their profile: what is absent from it is unknown."""

    referents: list[ReferentDocument]
    profile: ProfileForm


def tell_person(file: PersonFile, profile: Profile) -> PersonDocument:
    """The document of a person's file."""
    referents = [ReferentDocument.model_validate(referent.model_dump()) for referent in file.referents]
    summary = PersonSummary.of(file).model_dump()
    return PersonDocument.model_construct(**summary, referents=referents, profile=form_of(profile))


def form_of(profile: Profile) -> ProfileForm:
    """The form that would give ``profile``, without its day; not validated again: it is stored already."""
    papers = profile.papers
    return ProfileForm.model_construct(
        barriers=[
            NeedForm.model_construct(
                code=need.barrier,
                severity=need.severity,
                priority=need.priority,
                assessed_on=need.assessed_on,
                followed_by=need.followed_by,
            )
            for need in profile.needs
        ],
        location=_location(profile.location),
        birth_year=profile.birth_year,
        publics=dict(profile.publics),
        languages=None if profile.languages is None else sorted(profile.languages),
        papers=None
        if papers is None
        else [PaperForm.model_construct(code=held.code, until=held.until) for held in papers],
        requested_papers=sorted(profile.requested_papers),
        needs_women_only=profile.needs_women_only,
        secret_address=profile.secret_address,
        step_free_access=profile.step_free_access,
        with_animal=profile.with_animal,
        avoided_places=list(profile.avoided_places),
        max_distance_km=profile.max_distance_km,
        remote_ok=profile.remote_ok,
        phone=profile.phone,
        reads=profile.reads,
        can_pay=profile.can_pay,
        available=None if profile.available is None else sorted(profile.available, key=HALF_DAYS.index),
        known_partners=sorted(profile.known_partners),
        excluded_partners=sorted(profile.excluded_partners),
        secular_only=profile.secular_only,
        per_barrier=profile.per_barrier,
    )


def _location(location: Location | None) -> LocationForm | None:
    if location is None:
        return None
    return LocationForm.model_construct(
        latitude=location.latitude, longitude=location.longitude, code_insee=location.insee_code
    )
