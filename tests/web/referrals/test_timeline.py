"""Someone's months: a picture and, beneath, the same day by day."""

from datetime import date, timedelta
from xml.etree.ElementTree import fromstring

from api.web.pictures.timeline import Bar, Dot, Lane, Mark, Months, Tick, timeline_picture
from tests.api.referring import ENTRUSTED, NOW, OWN, Programme, later
from tests.web.referrals.conftest import Reader
from tests.web.referrals.test_referral_page import prepared, sent

LIST = f"/personnes/{OWN}/orientations"
TODAY = NOW.date()
SVG = "{http://www.w3.org/2000/svg}"


def told(who: Reader) -> list[str]:
    """What the table says, the latest first."""
    return [row.all("td")[0].text for row in who.page(LIST).one("tbody").all("tr")]


def drawn(who: Reader) -> list[str]:
    """The names of the lanes of the picture."""
    return [node.text for node in who.page(LIST).walk() if "timeline-name" in node.classes]


def test_nothing_is_drawn_before_anything_has_happened(advisor: Reader) -> None:
    assert "Au fil des mois" not in advisor.words(LIST)


def test_the_table_tells_what_stands_the_latest_first_and_not_what_was_undone(
    programme: Programme, advisor: Reader
) -> None:
    referral = sent(advisor)
    programme.at += timedelta(days=1)
    at = later(programme.at + timedelta(days=3))
    advisor.caller.move(referral, "scheduled", details={"scheduled_at": at})
    programme.at += timedelta(days=4)
    advisor.step(referral, "missed")
    advisor.caller.post(f"/persons/{OWN}/contacts", {"whom": "person", "reached": True})
    lines = told(advisor)
    assert "Partenaire : jour du rendez-vous" in lines
    assert lines.index("Partenaire : jour du rendez-vous") < lines.index("Partenaire : Envoyée au partenaire")
    assert any("redater" in line for line in lines)
    advisor.send(f"/orientations/{referral}/defaire")
    assert not any("redater" in line for line in told(advisor))


def test_an_officer_sees_the_months_of_what_was_entrusted_alone(advisor: Reader, officer: Reader) -> None:
    prepared(advisor)
    assert len(drawn(officer)) == 1
    assert len(drawn(advisor)) > 1


def bar(first: int, last: int, *marks: Mark) -> Bar:
    return Bar(
        TODAY - timedelta(days=first), TODAY - timedelta(days=last), "Aboutie : Quelqu’un", over=True, marks=marks
    )


def test_each_thing_stands_at_its_day_within_the_picture() -> None:
    months = Months(TODAY - timedelta(days=100), TODAY + timedelta(days=10))
    appointment = Mark(TODAY - timedelta(days=30), Dot.APPOINTMENT)
    lanes = [
        Lane(ENTRUSTED, "logement", "", (bar(60, 20, appointment),), (date(2020, 1, 1), TODAY)),
        Lane("sans rien", "sante", "aucune orientation", (), (TODAY - timedelta(days=5), TODAY)),
    ]
    root = fromstring(timeline_picture(lanes, [Tick(TODAY, reached=True)], months, TODAY))
    (box,) = root.iter(f"{SVG}rect")
    (dot,) = root.iter(f"{SVG}circle")
    left, width = float(box.attrib["x"]), float(box.attrib["width"])
    assert left < float(dot.attrib["cx"]) < left + width
    assert abs((float(dot.attrib["cx"]) - left) / width - 30 / 40) < 0.01
    across = [float(line.attrib[end]) for line in root.iter(f"{SVG}line") for end in ("x1", "x2")]
    assert min(across) >= 0
    assert max(across) <= float(root.attrib["viewBox"].split()[2])
    description = root.findtext(f"{SVG}desc")
    assert description == f"{ENTRUSTED} : Aboutie : Quelqu’un. sans rien : aucune orientation. Échanges notés : 1."
