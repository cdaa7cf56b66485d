from pathlib import Path

import pytest

from api.settings import Settings
from tests.cli.running import run, stopped


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("LOG_FORMAT", "xml", "Choisissez parmi : plain, json."),
        ("LANGUAGE", "de", "Choisissez parmi : fr, en."),
        ("DATABASE_URL", "mysql://admin:secret@h/d", "« postgresql://utilisateur@serveur/base »"),
        ("DATABASE_URL", "n’importe quoi", "« sqlite:///chemin »"),
        ("DEMONSTRATION", "peut-être", "Ce n’est ni vrai ni faux."),
    ],
)
def test_a_setting_that_makes_no_sense_is_named_and_never_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(f"MAILLAGE_{name}", value)
    told = stopped("plan", "P-0417")
    assert f"MAILLAGE_{name} : " in told
    assert said in told
    assert value not in told


def test_a_database_that_does_not_answer_is_told_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_DATABASE_URL", "postgresql://admin:secret@127.0.0.1:1/d")
    for command in (("plan", "P-0417"), ("db", "upgrade"), ("db", "check")):
        told = stopped(*command)
        assert told.startswith("La base de données ne répond pas.")
        assert "secret" not in told


def test_a_file_that_is_not_a_database_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("notes.txt").write_text("Ceci n’est pas une base de données." * 100, encoding="utf-8")
    monkeypatch.setenv("MAILLAGE_DATABASE_URL", "sqlite:///notes.txt")
    assert stopped("plan", "P-0417").startswith("La base de données ne répond pas.")


def test_settings_may_stand_in_a_file(elsewhere: Path) -> None:
    Path(".env").write_text("MAILLAGE_LANGUAGE=en\n", encoding="utf-8")
    assert "does not exist yet" in stopped("plan", "P-0417")


def test_a_database_s_address_is_not_shown_with_the_settings() -> None:
    assert "hush" not in repr(Settings(database_url="postgresql://admin:hush@h/d"))


def test_the_database_is_created_then_up_to_date(elsewhere: Path) -> None:
    assert run("db", "upgrade").exit_code == 0
    assert (elsewhere / "var" / "maillage.sqlite").exists()
    assert run("db", "check").stdout == "La base de données est à jour.\n"
    assert run("db", "upgrade").exit_code == 0


def test_a_database_without_its_migrations_says_what_to_run(elsewhere: Path) -> None:
    (elsewhere / "var").mkdir()
    (elsewhere / "var" / "maillage.sqlite").touch()
    for command in (("db", "check"), ("plan", "P-0417"), ("serve",)):
        assert stopped(*command) == "La base de données n’est pas à jour. Lancez « maillage db upgrade »."
