"""The form of a post: contract, skills, half-days, chantiers, absences; its words, and what is wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from api.i18n import Message, say
from matching.staffing import DOMAINS
from matching.staffing.slots import WORKING_HALF_DAYS
from network_data.tables import OfficerPost, PairRule

SKILL, WORKS, GOES, BACK = "tient-", "present-", "va-", "retirer-"
MUST, NEVER = "doit", "jamais"
LONGEST_NAME = 100
MOST_HALF_DAYS, MOST_SITES = 10, 20
Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PostAnswers:
    """What a form asks to keep, as far as nothing in ``faults`` is to correct."""

    name: str = ""
    account_id: str | None = None
    half_days: int = 10
    field_share: float = 0.5
    skills: dict[str, int] = field(default_factory=dict)
    works: list[str] = field(default_factory=list)
    most_sites: int = 3
    since: date = date.min
    until: date | None = None
    rules: dict[str, bool] = field(default_factory=dict)
    over: list[int] = field(default_factory=list)
    away: tuple[date, date] | None = None
    faults: dict[str, Message] = field(default_factory=dict)

    def write_to(self, post: OfficerPost) -> None:
        """Changes a post as was asked."""
        post.name, post.account_id, post.most_sites = self.name, self.account_id, self.most_sites
        post.half_days, post.field_share = self.half_days, self.field_share
        post.skills, post.works, post.since, post.until = self.skills, self.works, self.since, self.until


def facts_of(post: OfficerPost | None, rules: Sequence[PairRule], today: date) -> dict[str, str]:
    """The fields as they are stored; of a new post, what is usual."""
    if post is None:
        usual = {"contrat": "10", "part": "50", "chantiers-au-plus": "3", "depuis": today.isoformat()}
        return usual | {f"{WORKS}{code}": "oui" for code in WORKING_HALF_DAYS}
    return {
        "nom": post.name,
        "compte": post.account_id or "",
        "contrat": str(post.half_days),
        "part": str(round(100 * post.field_share)),
        "chantiers-au-plus": str(post.most_sites),
        "depuis": post.since.isoformat(),
        "fin": post.until.isoformat() if post.until else "",
        **{f"{SKILL}{domain}": str(post.skills[domain]) for domain in DOMAINS if post.skills.get(domain)},
        **{f"{WORKS}{code}": "oui" for code in post.works},
        **{f"{GOES}{each.chantier_id}": MUST if each.required else NEVER for each in rules},
    }


def read(answers: Answers, chantiers: Sequence[str], accounts: Sequence[str]) -> PostAnswers:
    """What was sent, with what is to correct."""
    faults: dict[str, Message] = {}
    name = answers.get("nom", "").strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        faults["nom"] = say("Écrivez le nom, en {most} signes au plus.", most=LONGEST_NAME)
    account = answers.get("compte") or None
    if account is not None and account not in accounts:
        faults["compte"] = say("Choisissez un compte de la liste.")
    half_days = _number(answers, "contrat", (1, MOST_HALF_DAYS), faults)
    share = _number(answers, "part", (0, 100), faults)
    sites = _number(answers, "chantiers-au-plus", (1, MOST_SITES), faults)
    skills = {domain: _skill(answers, f"{SKILL}{domain}", faults) for domain in DOMAINS}
    if not any(skills.values()) and not any(name.startswith(SKILL) for name in faults):
        faults[f"{SKILL}{DOMAINS[0]}"] = say("Donnez au moins un domaine que ce poste tient.")
    works = [code for code in WORKING_HALF_DAYS if f"{WORKS}{code}" in answers]
    if not works:
        faults[f"{WORKS}{WORKING_HALF_DAYS[0]}"] = say("Cochez au moins une demi-journée de présence.")
    since, until = _day(answers, "depuis", faults), _day(answers, "fin", faults)
    if since is None and "depuis" not in faults:
        faults["depuis"] = say("Dites depuis quel jour.")
    if since and until and until < since:
        faults["fin"] = say("La fin vient avant le début.")
    away = _away(answers, faults)
    return PostAnswers(
        name=name,
        account_id=account,
        half_days=half_days,
        field_share=share / 100,
        skills={domain: skill for domain, skill in skills.items() if skill},
        works=works,
        most_sites=sites,
        since=since or date.min,
        until=until,
        rules={
            each: answers[f"{GOES}{each}"] == MUST
            for each in chantiers
            if answers.get(f"{GOES}{each}") in (MUST, NEVER)
        },
        over=[int(number) for each in answers if (number := each.removeprefix(BACK)) != each and number.isdecimal()],
        away=away,
        faults=faults,
    )


def _number(answers: Answers, name: str, bounds: tuple[int, int], faults: dict[str, Message]) -> int:
    text = answers.get(name, "").strip()
    if not text.isdecimal() or not bounds[0] <= int(text) <= bounds[1]:
        faults[name] = say("Donnez un nombre entier, de {least} à {most}.", least=bounds[0], most=bounds[1])
        return bounds[0]
    return int(text)


def _skill(answers: Answers, name: str, faults: dict[str, Message]) -> int:
    return _number(answers, name, (0, 100), faults) if answers.get(name, "").strip() else 0


def _day(answers: Answers, name: str, faults: dict[str, Message]) -> date | None:
    text = answers.get(name, "").strip()
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        faults[name] = say("Donnez un jour qui existe.")
        return None


def _away(answers: Answers, faults: dict[str, Message]) -> tuple[date, date] | None:
    since, until = _day(answers, "absence-du", faults), _day(answers, "absence-au", faults)
    if since is None and until is None:
        return None
    if since is None or until is None or until < since:
        faults.setdefault("absence-au", say("Donnez le premier et le dernier jour de l’absence, dans cet ordre."))
        return None
    return since, until
