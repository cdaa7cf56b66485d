"""``maillage coverage``: what the network of a territory is missing."""

from collections.abc import Sequence

import typer
from rich.box import HORIZONTALS
from rich.table import Table
from rich.text import Text

from api.cli.opening import ready_database
from api.cli.tables import plain_console
from api.clock import now, today
from api.i18n import N_, translations
from api.security.installation import trail_secrets
from api.services.catalogues import Catalogues
from api.services.coverage import CoverageQuestion, NeedCounter
from api.settings import Settings
from api.v1.coverage_documents import CoverageDocument
from api.v1.coverage_telling import tell_coverage
from api.wording import Wording
from network_data.asker import Asker
from network_data.database import transaction
from network_data.repositories import PeopleRepository
from network_data.trail import Trail

MOST_LOSSES = 10
_COLUMNS = {
    "label": N_("Frein"),
    "needs": N_("Besoins"),
    "uncovered": N_("Sans personne"),
    "single": N_("Un seul partenaire"),
    "perhaps": N_("À vérifier"),
}


def tell(territory: str | None, without: Sequence[str], *, shareable: bool, json: bool) -> None:
    """Prints the coverage of a territory."""
    settings = Settings()
    with ready_database(settings) as engine, transaction(engine) as session:
        people = PeopleRepository(Asker.local(), session, now(), Trail(engine, trail_secrets(engine, settings)))
        counter = NeedCounter(Asker.local(), session, people, Catalogues(), today())
        found = counter.coverage(CoverageQuestion(territory, shareable, tuple(without)))
        document = tell_coverage(found, Wording(translations(settings.language)))
    if json:
        typer.echo(document.model_dump_json(indent=2))
    else:
        _Sheet(settings.language, document).print()


class _Sheet:
    """The coverage on a terminal: findings in sentences, then the barriers in a table."""

    def __init__(self, language: str, document: CoverageDocument) -> None:
        self._language = translations(language)
        self._document = document
        self._console = plain_console()

    def print(self) -> None:
        """Everything, what matters most first."""
        found = self._document
        self._section(N_("Sans personne"), [gap.sentence for gap in found.gaps])
        self._section(N_("Qui chercher d’abord"), [f"{one.sentence} : {one.benefit}." for one in found.prospects.found])
        self._section(N_("Ce qui tient à un seul partenaire"), [loss.sentence for loss in found.partners[:MOST_LOSSES]])
        self._section(N_("Portes obligées"), [loss.sentence for loss in found.gates])
        self._section(N_("Où demander des places"), [f"{one.service} ({one.partner})" for one in found.places])
        if found.without is not None:
            lost = [f"{one.label} : {one.needs}" for one in found.without.barriers] or [self._say(N_("Rien de plus."))]
            self._section(N_("Sans ces partenaires, n’auraient plus personne"), lost)
        self._barriers()

    def _section(self, title: str, lines: Sequence[str]) -> None:
        if lines:
            self._console.print(Text(f"\n{self._say(title)}", style="bold"))
            for line in lines:
                self._console.print(Text(f"- {line}"))

    def _barriers(self) -> None:
        table = Table(box=HORIZONTALS)
        for name, heading in _COLUMNS.items():
            table.add_column(self._say(heading), justify="left" if name == "label" else "right")
        for row in self._document.by["barrier"]:
            cells = [getattr(row, name) for name in _COLUMNS]
            table.add_row(*(Text("—" if cell is None else str(cell)) for cell in cells))
        self._console.print(table)

    def _say(self, sentence: str) -> str:
        return self._language.gettext(sentence)
