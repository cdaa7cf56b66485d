"""The commands and what each takes. Each loads what it needs when it runs: asking for help must not wait."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.audit_commands import audit
from api.cli.cohort_commands import cohort
from api.cli.french import FrenchCommand, FrenchGroup
from api.cli.key_commands import key
from api.cli.mail_commands import mail
from api.cli.people_commands import people
from api.cli.place_commands import chantier, territory
from api.cli.secrets_commands import secrets
from api.cli.staff_commands import staff
from api.cli.user_commands import user
from api.cli.webhook_commands import webhook
from api.cli.weight_commands import weights

app = typer.Typer(
    name="maillage",
    cls=FrenchGroup,
    help="Trouve des partenaires pour les freins d’une personne, et en fait un plan.",
    epilog="Réglages : variables MAILLAGE_* ou fichier .env. Tout est expliqué dans README.md et docs/.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
database = typer.Typer(
    cls=FrenchGroup, help="Prépare et vérifie la base de données.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(database, name="db")
app.add_typer(audit, name="audit")
app.add_typer(territory, name="territory")
app.add_typer(chantier, name="chantier")
app.add_typer(user, name="user")
app.add_typer(key, name="key")
app.add_typer(people, name="people")
app.add_typer(mail, name="mail")
app.add_typer(webhook, name="webhook")
app.add_typer(secrets, name="secrets")
app.add_typer(weights, name="weights")
app.add_typer(staff, name="staff")
app.add_typer(cohort, name="cohort")

Json = Annotated[bool, typer.Option("--json", help="Écrit du JSON, comme l’API.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Le port à écouter.")]
Who = Annotated[str | None, typer.Argument(metavar="QUI", help="Le pseudonyme de la personne, par exemple P-0417.")]
ProfileFile = Annotated[
    str | None, typer.Option("--profile", metavar="FICHIER", help="Un profil en JSON ; - pour l’entrée standard.")
]


@app.command(cls=FrenchCommand)
def demo(
    *,
    serve: Annotated[
        bool, typer.Option("--serve/--no-serve", help="Sert la démonstration, ou la prépare seulement.")
    ] = True,
    reset: Annotated[
        bool, typer.Option("--reset", help="Efface la démonstration et la recrée à la date du jour.")
    ] = False,
    port: Port = 8000,
    json: Json = False,
) -> None:
    """Prépare un réseau fictif dans var/demo.sqlite et le sert sur cette machine."""
    from api.cli.demonstration import run

    run(serve=serve, reset=reset, port=port, json=json)


@app.command(cls=FrenchCommand)
def serve(
    host: Annotated[
        str, typer.Option(help="L’adresse à écouter ; une autre que cette machine demande HTTPS.")
    ] = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Le nombre de processus.")] = 1,
) -> None:
    """Sert la base de données réglée (MAILLAGE_DATABASE_URL)."""
    from api.cli.serving import serve_configured

    serve_configured(host, port, workers)


@database.command(cls=FrenchCommand)
def upgrade() -> None:
    """Crée la base de données, ou la met à jour sans rien perdre."""
    from api.cli.migrating import upgrade_database

    upgrade_database()


@database.command(cls=FrenchCommand)
def check() -> None:
    """Dit si la base de données est à jour."""
    from api.cli.migrating import check_database

    check_database()


@app.command("import", cls=FrenchCommand)
def import_(
    format_name: Annotated[str, typer.Argument(metavar="FORMAT", help="data-inclusion, finess... ou people.")],
    files: Annotated[
        list[Path], typer.Argument(metavar="FICHIER...", help="Les fichiers à lire, dans n’importe quel ordre.")
    ],
    *,
    territory: Annotated[
        str | None, typer.Option(metavar="CODE", help="Le territoire des nouveaux partenaires.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Lit et rend compte sans rien enregistrer.")] = False,
    json: Json = False,
) -> None:
    """Importe des partenaires et leurs services : une ligne refusée n’arrête jamais les autres.

    « people » entre les personnes d’un chantier qui commence : toutes, ou aucune.
    """
    from api.cli.importing import run

    run(format_name, files, territory, dry_run=dry_run, json=json)


@app.command(cls=FrenchCommand)
def suggest(who: Who = None, *, profile: ProfileFile = None, json: Json = False) -> None:
    """Propose des services pour chacun des freins d’une personne."""
    from api.cli.asking import suggest_for

    suggest_for(who, profile, json=json)


@app.command(cls=FrenchCommand)
def plan(who: Who = None, *, profile: ProfileFile = None, json: Json = False) -> None:
    """Fait un plan pour tous les freins d’une personne."""
    from api.cli.asking import plan_for

    plan_for(who, profile, json=json)


@app.command(cls=FrenchCommand)
def why(
    who: Annotated[str | None, typer.Argument(metavar="QUI", help="Le pseudonyme ; à omettre avec --profile.")] = None,
    service_id: Annotated[str | None, typer.Argument(metavar="SERVICE", help="L’identifiant du service.")] = None,
    *,
    profile: ProfileFile = None,
    json: Json = False,
) -> None:
    """Dit pourquoi un service est proposé à une personne, ou pourquoi il ne l’est pas."""
    from api.cli.asking import explain_why

    # With a profile there is no pseudonym: the only word is the service.
    person, service = (who, service_id) if profile is None else (None, service_id or who)
    explain_why(person, service, profile, json=json)


@app.command(cls=FrenchCommand)
def replay(
    result_id: Annotated[str, typer.Argument(metavar="RÉSULTAT", help="L’identifiant du résultat, que donne le plan.")],
    *,
    json: Json = False,
) -> None:
    """Calcule de nouveau un résultat gardé, et dit s’il est identique ou ce qui diffère."""
    from api.cli.replaying import replay as replay_result

    replay_result(result_id, json=json)


@app.command(cls=FrenchCommand)
def coverage(
    territory: Annotated[
        str | None, typer.Argument(metavar="TERRITOIRE", help="Le code du territoire ; à omettre s’il n’y en a qu’un.")
    ] = None,
    *,
    without: Annotated[
        list[str] | None, typer.Option(metavar="PARTENAIRE", help="Un partenaire imaginé perdu ; peut se répéter.")
    ] = None,
    shareable: Annotated[
        bool, typer.Option("--shareable", help="À diffuser hors du programme : cache les nombres de un à quatre.")
    ] = False,
    json: Json = False,
) -> None:
    """Dit ce qui manque au réseau : besoins sans personne, partenaires uniques, partenaires à chercher."""
    from api.cli.coverage import tell

    tell(territory, without or (), shareable=shareable, json=json)


@app.command(cls=FrenchCommand)
def due(*, json: Json = False) -> None:
    """Fait ce que demandent les délais des orientations : rappels, alertes, fins sans réponse ; une fois chacun."""
    from api.cli.due import run

    run(json=json)


@app.command(cls=FrenchCommand)
def fairness(
    territory: Annotated[
        str | None, typer.Argument(metavar="TERRITOIRE", help="Le code du territoire ; à omettre s’il n’y en a qu’un.")
    ] = None,
    *,
    json: Json = False,
) -> None:
    """Dit si des groupes de personnes se voient proposer moins que les autres, avec ce qui n’en est pas sûr."""
    from api.cli.fairness import tell

    tell(territory, json=json)


def main() -> None:
    """Runs the command line."""
    app()
