"""The people of a chantier from A to Z, for those who may know their names."""

import re

from tests.web.entry.filling import written
from tests.web.people.conftest import Workers

LIST = "/chantiers/rejoue"


def test_names_are_listed_by_family_whatever_their_accents(at: Workers) -> None:
    ines = at("conseil-rejoue")
    written(ines, "/personnes/P-0417/identite", prenom="Zoé", nom="Éboué")
    page = ines.surfer.open(f"{LIST}?ordre=nom").text
    names = [name.strip() for name in re.findall(r'class="person-name"[^>]*>([^<]*)', page)]
    families = [name.split()[-1] for name in names if not name.startswith("P-")]
    at_e = families.index("Éboué")
    others = families[:at_e] + families[at_e + 1 :]
    assert others == sorted(others)
    assert families[at_e - 1] < "Eboue" < families[at_e + 1]


def test_the_order_is_offered_to_nobody_who_knows_no_name(at: Workers) -> None:
    assert "par nom" in at("conseil-rejoue").reads(LIST)
    assert "par nom" not in at("coordination").reads(LIST)
