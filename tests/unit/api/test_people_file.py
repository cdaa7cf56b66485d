"""A file of people is read whole: what each row says, and everything that is wrong, without repeating it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.services.people_import.cells import Barrier
from api.services.people_import.reading import COLUMNS, REQUIRED, TEMPLATE, ReadFile, read_people

TODAY = date(2026, 11, 23)
HEAD = ";".join(COLUMNS)
SECRET = "zqsecretqz"


def one(**cells: str) -> ReadFile:
    """The reading of one row with these cells."""
    known = {"chantier": "rejoue", "reference": "A", "conseiller": "ines", **cells}
    line = ";".join(known.get(column, "") for column in COLUMNS)
    return read_people(f"{HEAD}\n{line}\n".encode(), TODAY)


def test_the_template_is_read_as_it_says() -> None:
    read = read_people(TEMPLATE.encode("utf-8-sig"), TODAY)
    assert read.faults == ()
    (row,) = read.rows
    assert row.freins == (Barrier("domiciliation", 3, priority=True), Barrier("identite", 2))
    assert row.papiers == {"css": date(2026, 12, 31), "rib": None}
    assert (row.telephone, row.naissance, row.langues) == ("+33199000001", 1984, ("fra", "ara"))
    assert (row.arrivee, row.evalue_le, row.papiers_complets) == (date(2026, 9, 1), date(2026, 11, 15), False)


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("freins", "identit", "le plus proche est identite"),
        ("freins", "identite:4", "de 1 à 3"),
        ("freins", "identite,identite:3", "deux fois"),
        ("papiers", "cni:bientôt", "1er papier"),
        ("papiers", "rib,carte:2027-01-01", "2e papier"),
        ("papiers", "cni:3026-01-01", "vérifiez l’année"),
        ("langues", "fra,elfique", "langue n° 2"),
        ("telephone", "12", "numéro de téléphone"),
        ("mail", "ici", "adresse électronique"),
        ("naissance", "84", "quatre chiffres"),
        ("naissance", "2020", "quatre chiffres"),
        ("arrivee", "31/02/2026", "écrivez un jour"),
        ("arrivee", "2027-01-01", "à venir"),
        ("evalue_le", "2001-01-01", "trop ancien"),
        ("papiers_complets", "peut-être", "oui ou non"),
        ("adresse_secrete", "1", "oui ou non"),
        ("prenom", "x" * 101, "100 caractères"),
        ("conseiller", "", "remplissez"),
    ],
)
def test_each_fault_is_told_by_row_and_column(column: str, cell: str, said: str) -> None:
    (fault,) = one(**{column: cell}).faults
    assert (fault.row, fault.column) == (2, column)
    assert said in fault.problem


def test_all_faults_of_all_rows_are_told_at_once() -> None:
    rows = "rejoue;A;ines;;;12\n;;;;;\nrejoue;A;;;;\n;B;ines;;;\n"
    read = read_people(f"chantier;reference;conseiller;prenom;nom;telephone\n{rows}".encode(), TODAY)
    assert [(fault.row, fault.column) for fault in read.faults] == [
        (2, "telephone"),
        (4, "conseiller"),
        (4, "reference"),
        (5, "chantier"),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (HEAD.encode(), "personne"),
        (b"\x81\x8d", "lisible"),
        (b"a\x00b", "lisible"),
        (b"reference;conseiller\nA;ines", "manque"),
        (f"{HEAD};zqbidonqz\n".encode(), "modèle"),
        (f"{HEAD};nom\n".encode(), "deux fois"),
        (f"{HEAD}\n{';' * 40}x\n".encode(), "colonnes au lieu de"),
    ],
)
def test_a_file_of_another_kind_is_refused_saying_why(content: bytes, said: str) -> None:
    read = read_people(content, TODAY)
    assert read.rows == ()
    assert said in " ".join(fault.problem for fault in read.faults)
    assert "zqbidonqz" not in str(read.faults)


def test_commas_quotes_windows_letters_and_a_byte_order_mark_are_read() -> None:
    text = 'chantier,reference,conseiller,prenom,freins\r\nrejoue,A,ines,Zoé,"identite:3, domiciliation"\r\n'
    for encoding in ("utf-8", "utf-8-sig", "cp1252"):
        (row,) = read_people(text.encode(encoding), TODAY).rows
        assert (row.prenom, [each.code for each in row.freins]) == ("Zoé", ["identite", "domiciliation"])


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(st.characters(exclude_characters=';"\r\n'), max_size=30)))
def test_whatever_is_written_is_read_or_told_and_never_repeated(cells: dict[str, str]) -> None:
    read = one(**{column: f"{text}{SECRET}" for column, text in cells.items()})
    assert {fault.column for fault in read.faults} <= {*COLUMNS, ""}
    assert SECRET not in str(read.faults)
    if not read.faults:
        assert all(getattr(read.rows[0], column) for column in REQUIRED)
