"""Where chantiers' software may be told, from the settings."""

from api.addresses import networks_of
from api.settings import Settings
from api.webhooks.destinations import Rules


def webhook_rules(settings: Settings) -> Rules:
    """By HTTPS, to what is open to everybody; in the demonstration, only where the settings say."""
    networks = networks_of(settings.webhook_networks or "")
    return Rules(networks, plain=settings.demonstration, abroad=not settings.demonstration)
