"""Random staffing problems of any size, tight enough that every level has something to decide."""

from collections import Counter
from dataclasses import replace
from random import Random

from matching.staffing.problem import (
    DOMAINS,
    Accompaniment,
    Cell,
    Chantier,
    Officer,
    Settings,
    StaffingProblem,
    Tolerances,
)
from matching.staffing.slots import WORKING_HALF_DAYS, Slot, every_week

WEEKS = 4


def town(seed: int, officers: int, chantiers: int, *, weeks: int = WEEKS, supply: float = 0.95) -> StaffingProblem:
    """A town of chantiers whose demand is about what its officers have to give, divided by ``supply``."""
    random = Random(f"{seed}.{officers}.{chantiers}")
    places = {f"c{number:02}": (random.random(), random.random()) for number in range(chantiers)}
    people = tuple(_officer(random, number, list(places), weeks) for number in range(officers))
    given = sum(officer.half_days * officer.field_share * weeks for officer in people)
    sizes = {name: random.uniform(0.5, 1.8) for name in places}
    share = given / supply / sum(sizes.values())
    return StaffingProblem(
        officers=people,
        chantiers=tuple(_chantier(random, name, size * share) for name, size in sizes.items()),
        weeks=weeks,
        travel={
            (one, other): round(10 + 50 * abs(complex(*at) - complex(*to)))
            for one, at in places.items()
            for other, to in places.items()
            if one < other
        },
        running=_running(random, people, list(places), weeks),
        settings=Settings(),
    )


def thin_town(seed: int, officers: int, chantiers: int, *, weeks: int = WEEKS) -> StaffingProblem:
    """Few officers for many chantiers, who could cover all that is asked, if each went to the right few of them.

    What is asked is what a month drawn at random gives: every officer's whole capacity, in as many chantiers as they
    may go to. So some month leaves nothing uncovered, and whatever one leaves is short of the best.
    """
    random = Random(f"thin.{seed}.{officers}.{chantiers}")
    sites = -(-2 * chantiers // officers)
    places = [f"c{number:02}" for number in range(chantiers)]
    people = tuple(
        replace(_officer(random, number, places, weeks), reaches=None, half_days=10, works=WORKING_HALF_DAYS)
        for number in range(officers)
    )
    people = tuple(replace(each, most_sites=sites, away=frozenset()) for each in people)
    asked: dict[str, Counter[str]] = {place: Counter() for place in places}
    waiting: list[str] = []
    for officer in people:
        skills = sorted(officer.skills)
        waiting = waiting if len(waiting) >= sites else [*waiting, *random.sample(places, len(places))]
        own = list(dict.fromkeys(waiting))[:sites]
        for place in own:
            waiting.remove(place)
        for number in range(10 * weeks // 2):
            at = own[number] if number < len(own) else random.choice(own)
            asked[at][random.choices(skills, [officer.skills[each] for each in skills])[0]] += 1
    return StaffingProblem(
        officers=people,
        chantiers=tuple(Chantier(place, 10, dict(asked[place]), room=2) for place in places),
        weeks=weeks,
        running=_running(random, people, places, weeks),
    )


def _officer(random: Random, number: int, places: list[str], weeks: int) -> Officer:
    own = DOMAINS[number % len(DOMAINS)]
    skills = {own: random.choice((80, 90, 100))}
    for other in random.sample(DOMAINS, 2):
        skills.setdefault(other, random.choice((30, 50, 70)))
    half_days = random.choice((8, 10, 10))
    works = tuple(sorted(random.sample(WORKING_HALF_DAYS, half_days), key=WORKING_HALF_DAYS.index))
    reach = None if len(places) <= 5 else frozenset(random.sample(places, min(len(places), 8 + len(places) // 6)))
    week = random.randrange(weeks)
    away = frozenset(each for each in every_week(works, weeks) if each.week == week) if random.random() < 0.2 else None
    return Officer(f"o{number:02}", skills, half_days, works=works, away=away or frozenset(), reaches=reach)


def _chantier(random: Random, name: str, demand: float) -> Chantier:
    shares = [random.uniform(0.3, 1.0) for _ in DOMAINS]
    asked = {domain: round(demand * share / sum(shares)) for domain, share in zip(DOMAINS, shares, strict=True)}
    closed = random.sample(WORKING_HALF_DAYS, random.choice((0, 0, 1, 2)))
    opening = tuple(each for each in WORKING_HALF_DAYS if each not in closed)
    return Chantier(name, round(demand * 2), asked, opening, room=random.choice((1, 2, 2, 3)))


def _running(random: Random, people: tuple[Officer, ...], places: list[str], weeks: int) -> tuple[Cell, ...]:
    """Each officer in two chantiers, as a spreadsheet would: their own domain, the same half-days every week."""
    cells = []
    for officer in people:
        able = sorted(officer.reaches or places)
        chosen = random.sample(able, min(2, len(able)))
        held = random.sample(officer.works, round(officer.half_days * officer.field_share))
        for number, half_day in enumerate(held):
            domain = random.choice(sorted(officer.skills))
            cells += [
                Cell(Slot(week, WORKING_HALF_DAYS.index(half_day)), officer.id, chosen[number % len(chosen)], domain)
                for week in range(weeks)
            ]
    return tuple(sorted(cells))


def _accompanied(
    random: Random, names: list[tuple[str, str]], chantiers: tuple[Chantier, ...]
) -> tuple[Accompaniment, ...]:
    """One or two officers who accompany somebody at the same chantier, or nobody."""
    chantier = random.choice(chantiers)
    domain = random.choice(sorted(chantier.demand))
    left, found = chantier.demand[domain], []
    for officer in random.sample(sorted({officer for officer, _ in names}), random.choice((0, 0, 1, 2))):
        own = random.randint(0, left)
        left -= own
        found.append(Accompaniment(officer, chantier.id, domain, own))
    return tuple(found)


def hamlet(seed: int) -> StaffingProblem:
    """Two officers and two or three chantiers over a handful of half-days: small enough to try every month."""
    random = Random(seed)
    weeks = random.choice((1, 1, 2))
    half_days = WORKING_HALF_DAYS[: 3 if weeks == 1 else 2]
    chantiers = tuple(
        Chantier(
            f"c{number}",
            10,
            {domain: random.randint(0, 3) for domain in random.sample(DOMAINS[:2], 2)},
            opening=tuple(random.sample(half_days, random.randint(len(half_days) - 1, len(half_days)))),
            room=random.choice((1, 1, 2)),
        )
        for number in range(2)
    )
    officers = tuple(
        Officer(
            f"o{number}",
            {domain: random.choice((0, 40, 70, 100)) for domain in DOMAINS[:2]},
            half_days=len(half_days),
            field_share=random.choice((0.5, 0.75, 1.0) if weeks == 1 else (0.5, 0.75)),
            works=half_days,
            away=frozenset({Slot(0, random.randrange(len(half_days)))}) if random.random() < 0.4 else frozenset(),
            reaches=None if random.random() < 0.8 else frozenset({"c0"}),
            most_sites=random.choice((1, 2, 2)),
        )
        for number in range(2)
    )
    names = [(officer.id, chantier.id) for officer in officers for chantier in chantiers]
    cells = [
        Cell(Slot(random.randrange(weeks), random.randrange(len(half_days))), *random.choice(names), DOMAINS[0])
        for _ in range(4)
    ]
    return StaffingProblem(
        officers,
        chantiers,
        weeks,
        travel={("c0", "c1"): random.choice((10, 40))},
        required=frozenset({random.choice(names)}) if random.random() < 0.3 else frozenset(),
        forbidden=frozenset({random.choice(names)}) if random.random() < 0.3 else frozenset(),
        pins=tuple(cells[:1]) if random.random() < 0.3 else (),
        running=tuple(sorted({(cell.officer, cell.slot): cell for cell in cells[1:]}.values())),
        accompaniments=_accompanied(random, names, chantiers),
        settings=Settings(
            Tolerances(*(random.choice((0.0, 10.0, 34.0)) for _ in range(6))),
            floors={"c0": random.choice((0, 0, 30, 60))},
        ),
    )
