"""The commands of ``maillage webhook`` and what each takes."""

from typing import Annotated

import typer

from api.cli.french import FrenchCommand, FrenchGroup

webhook = typer.Typer(
    cls=FrenchGroup,
    help="Prévient les logiciels des chantiers de ce qui change.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Écrit du JSON.")]
Key = Annotated[str, typer.Argument(metavar="CLÉ", help="L’identifiant de la clé, dans la liste des clés.")]


@webhook.command(cls=FrenchCommand)
def add(
    key: Key,
    url: Annotated[str, typer.Argument(metavar="ADRESSE", help="Où le logiciel est prévenu, en https://.")],
    *,
    json: Json = False,
) -> None:
    """Fait prévenir le logiciel d’une clé à une adresse, et montre le secret, une seule fois."""
    from api.cli import webhooks

    webhooks.add(key, url, json=json)


@webhook.command("list", cls=FrenchCommand)
def list_(*, json: Json = False) -> None:
    """Liste les adresses prévenues, et combien d’annonces y sont reçues, attendent ou sont abandonnées."""
    from api.cli import webhooks

    webhooks.list_webhooks(json=json)


@webhook.command(cls=FrenchCommand)
def deliveries(key: Key, *, json: Json = False) -> None:
    """Liste les dernières annonces faites au logiciel d’une clé, sans dire de qui elles parlent."""
    from api.cli import webhooks

    webhooks.deliveries(key, json=json)


@webhook.command(cls=FrenchCommand)
def renew(key: Key, *, json: Json = False) -> None:
    """Change le secret, et montre le nouveau, une seule fois ; l’ancien signe encore une journée."""
    from api.cli import webhooks

    webhooks.renew(key, json=json)


@webhook.command(cls=FrenchCommand)
def test(key: Key) -> None:
    """Annonce un essai au logiciel d’une clé."""
    from api.cli import webhooks

    webhooks.ping(key)


@webhook.command(cls=FrenchCommand)
def remove(key: Key) -> None:
    """Ne prévient plus le logiciel d’une clé ; ce qui attendait est oublié."""
    from api.cli import webhooks

    webhooks.remove(key)


@webhook.command(cls=FrenchCommand)
def send(*, json: Json = False) -> None:
    """Envoie les annonces qui attendent ; plusieurs peuvent le faire en même temps, chacune part une fois."""
    from api.cli import webhooks

    webhooks.send_waiting(json=json)
