"""The clocks of a referral, written again from their text: one walks from day to day and counts.

Holidays are the published dates (service-public.fr), not computed.
"""

from datetime import date, timedelta

MOVING = {
    2025: ("04-21", "05-29", "06-09"),
    2026: ("04-06", "05-14", "05-25"),
    2027: ("03-29", "05-06", "05-17"),
    2028: ("04-17", "05-25", "06-05"),
    2029: ("04-02", "05-10", "05-21"),
}
"""Easter Monday, Ascension, Whit Monday."""
EVERY_YEAR = ("01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25")
OFF = {date.fromisoformat(f"{year}-{day}") for year, moving in MOVING.items() for day in (*EVERY_YEAR, *moving)}
TEXT = """
prepared, orientation, without agreement: 30 no-agreement
sent, orientation: 2 or urgent 1 no-answer
sent, orientation: 5 or urgent 2 still-no-answer
sent, orientation: 14 or urgent 3 silence
waitlisted, orientation, since review: 30 again waiting-list
accepted, orientation: 7 no-date
scheduled, since appointment: 2 outcome
in_progress: 90 review
completed: 7 after-a-week
completed: 90 after-three-months
sent, dossier, on check: dossier-check
waitlisted, dossier, on check: dossier-check
accepted, dossier, on check: dossier-check
in_progress, dossier, on check: dossier-check
"""


def told(facts: dict[str, object], today: date) -> list[tuple[date, str, int]]:
    """Day, clock and occurrence of everything due by ``today``, found by looking at each day in turn."""
    found: list[tuple[date, str, int]] = []
    for line in TEXT.strip().splitlines():
        where, _, what = line.partition(": ")
        state, *conditions = where.split(", ")
        if state == facts["state"] and _holds(conditions, facts):
            found.extend(_walk(conditions, what.split(), facts, today))
    return sorted(found)


def _holds(conditions: list[str], facts: dict[str, object]) -> bool:
    kinds = [each for each in conditions if each in {"orientation", "dossier"}]
    if kinds and facts["kind"] not in kinds:
        return False
    return not ("without agreement" in conditions and facts["agreed"])


def _walk(conditions: list[str], what: list[str], facts: dict[str, object], today: date) -> list[tuple[date, str, int]]:
    code = what[-1]
    if "on check" in conditions:
        check = facts["check_on"]
        return [(check, code, 1)] if isinstance(check, date) and check <= today else []
    wanted = int(what[what.index("urgent") + 1]) if "urgent" in what and facts["urgent"] else int(what[0])
    start, found = facts["since"], []
    if "since appointment" in conditions:
        start = facts["appointment_on"]
    if "since review" in conditions and facts["review_on"] is not None:
        start = facts["review_on"]
        assert isinstance(start, date)
        if start > today:
            return []
        found.append((start, code, 1))
    if not isinstance(start, date):
        return []
    day, passed = start, 0
    while day < today:
        day += timedelta(days=1)
        if day.isoweekday() in {6, 7} or day in OFF:
            continue
        passed += 1
        if passed == wanted:
            found.append((day, code, len(found) + 1))
            passed = 0
            if "again" not in what:
                break
    return found
