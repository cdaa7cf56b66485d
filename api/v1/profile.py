"""What may be told of a person to have them matched: the body of ``POST /api/v1/match``, the file of ``--profile``."""

from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from api.errors import Fault, InvalidRequestError
from api.i18n import say
from api.v1.bodies import read_json
from api.v1.codes import BarrierCode, HalfDay, LanguageCode, PaperCode, PublicCode
from api.v1.days import Day
from api.validation import refuse
from matching.profile import HeldPaper, Location, Need, Profile

_OLDEST = 120
_FARTHEST_KM = 20_000

Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Id = Annotated[str, Field(min_length=1, max_length=200)]
Commune = Annotated[str, Field(pattern=r"^(\d{2}|2[AB])\d{3}$")]
PlaceCode = Annotated[str, Field(pattern=r"^((\d{2}|2[AB])\d{3}|\d{2}|2[AB]|9[78]\d)$")]


class _Form(BaseModel):
    """Strict: a field that is not expected is refused, and "3" is not 3."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class NeedForm(_Form):
    """A barrier that the person carries."""

    code: BarrierCode
    severity: int = Field(default=2, ge=1, le=3, description="1 léger, 2 marqué, 3 sévère.")
    priority: bool = Field(default=False, description="La personne l’a mis en premier.")
    assessed_on: Day | None = None
    followed_by: Id | None = Field(default=None, description="Qui le suit déjà ; le plan n’y ajoute pas d’étape.")


class LocationForm(_Form):
    """Where the person is: coordinates (WGS84), an INSEE commune code, or both."""

    latitude: Latitude | None = None
    longitude: Longitude | None = None
    code_insee: Commune | None = None

    @model_validator(mode="after")
    def _is_a_place(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise refuse(say("Il manque une coordonnée."), say("Donnez « latitude » et « longitude » ensemble."))
        if self.latitude is None and self.code_insee is None:
            raise refuse(
                say("Aucun lieu n’est donné."),
                say("Donnez « latitude » et « longitude », ou « code_insee », ou retirez « location »."),
            )
        return self


class PaperForm(_Form):
    """A paper in the person's hands."""

    code: PaperCode
    until: Day | None = None


def _each_once(needs: list[NeedForm]) -> list[NeedForm]:
    codes = [need.code for need in needs]
    twice = next((code for rank, code in enumerate(codes) if code in codes[:rank]), None)
    if twice is not None:
        raise refuse(say("Le frein « {code} » est donné plusieurs fois.", code=twice), say("Gardez-le une seule fois."))
    return needs


class ProfileForm(_Form):
    """A person to match. Only ``barriers`` is required: everything absent is unknown, never "no"."""

    barriers: Annotated[list[NeedForm], Field(min_length=1, max_length=100), AfterValidator(_each_once)]
    location: LocationForm | None = None
    birth_year: int | None = Field(default=None, ge=1900, le=2100)
    publics: Annotated[dict[PublicCode, bool], Field(max_length=50)] = Field(
        default_factory=dict, description="Absent : inconnu."
    )
    languages: Annotated[list[LanguageCode], Field(max_length=50)] | None = Field(
        default=None, description="Codes ISO 639-3 ; complet s’il est donné."
    )
    papers: Annotated[list[PaperForm], Field(max_length=100)] | None = Field(
        default=None, description="Complet s’il est donné."
    )
    requested_papers: Annotated[list[PaperCode], Field(max_length=100)] = Field(
        default_factory=list, description="Demandées, pas encore reçues."
    )
    needs_women_only: bool | None = None
    secret_address: bool = Field(default=False, description="Le lieu de la personne n’est alors pas utilisé.")
    step_free_access: bool | None = None
    with_animal: bool | None = Field(default=None, description="Ne se sépare pas de son animal.")
    avoided_places: Annotated[list[PlaceCode], Field(max_length=200)] = Field(
        default_factory=list,
        description="Codes INSEE de communes ou de départements où la personne ne doit pas, ou n’ose pas, aller.",
    )
    max_distance_km: Annotated[float, Field(gt=0, le=_FARTHEST_KM, allow_inf_nan=False)] | None = None
    remote_ok: bool | None = None
    phone: bool | None = None
    reads: bool | None = Field(default=None, description="Lit et écrit le français sans aide.")
    can_pay: bool | None = None
    available: Annotated[list[HalfDay], Field(max_length=50)] | None = Field(
        default=None, description="Demi-journées libres ; complet s’il est donné."
    )
    known_partners: Annotated[list[Id], Field(max_length=1000)] = Field(default_factory=list)
    excluded_partners: Annotated[list[Id], Field(max_length=1000)] = Field(
        default_factory=list, description="Partenaires que la personne a refusés : son choix, sans motif."
    )
    secular_only: bool | None = Field(
        default=None, description="La personne demande des partenaires sans lien avec une religion."
    )
    per_barrier: int = Field(default=5, ge=1, le=20, description="Combien de suggestions par frein.")
    on: Day | None = Field(default=None, description="Le jour de la question ; aujourd’hui par défaut.")

    def profile(self, today: date) -> Profile:
        """The profile that the engine judges.

        Raises:
            InvalidRequestError: the year of birth makes no sense on the day of the question.
        """
        on = self.on or today
        if self.birth_year is not None and not 0 <= on.year - self.birth_year <= _OLDEST:
            raise InvalidRequestError(_INVALID, (Fault("birth_year", *_BIRTH_YEAR),))
        return Profile(
            needs=tuple(
                Need(need.code, need.severity, need.priority, need.assessed_on, need.followed_by)
                for need in self.barriers
            ),
            on=on,
            location=self._place(),
            birth_year=self.birth_year,
            publics=self.publics,
            languages=None if self.languages is None else frozenset(self.languages),
            papers=None if self.papers is None else tuple(HeldPaper(held.code, held.until) for held in self.papers),
            requested_papers=frozenset(self.requested_papers),
            needs_women_only=self.needs_women_only,
            secret_address=self.secret_address,
            step_free_access=self.step_free_access,
            with_animal=self.with_animal,
            avoided_places=tuple(self.avoided_places),
            max_distance_km=self.max_distance_km,
            remote_ok=self.remote_ok,
            phone=self.phone,
            reads=self.reads,
            can_pay=self.can_pay,
            available=None if self.available is None else frozenset(self.available),
            known_partners=frozenset(self.known_partners),
            excluded_partners=frozenset(self.excluded_partners),
            secular_only=self.secular_only,
            per_barrier=self.per_barrier,
        )

    def _place(self) -> Location | None:
        """Like a stored person's: none at all when their address is secret."""
        if self.location is None or self.secret_address:
            return None
        return Location(self.location.latitude, self.location.longitude, self.location.code_insee)


_BIRTH_YEAR = (
    say("L’année de naissance ne convient pas au jour de la question."),
    say("Donnez une année sur quatre chiffres, ou retirez le champ si elle est inconnue."),
)


def read_profile(body: bytes) -> ProfileForm:
    """The form in a JSON text.

    Raises:
        NotJsonError: the text is not JSON.
        InvalidRequestError: fields are missing, unknown or out of bounds; every one of them is told.
    """
    return read_json(ProfileForm, body, _UNREADABLE, _INVALID)


_UNREADABLE = say("Le profil n’est pas du JSON lisible. Vérifiez les guillemets, les virgules et l’encodage UTF-8.")
_INVALID = say("Le profil contient des champs à corriger. Rien n’a été gardé.")
