"""What was agreed with the OpenID Connect provider, from the settings: all of it, or no provider at all."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from api.addresses import THIS_MACHINE
from api.i18n import say
from api.security.installation import UnsafeInstallationError
from api.settings import Settings

RETURN_PATH = "/connexion/fournisseur/retour"
"""Where the provider sends people back to."""
AFTER_PATH = "/connexion"
"""Where it sends them once they are signed out there."""


@dataclass(frozen=True, slots=True)
class ProviderTerms:
    """Who the provider is, and who we are for it."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str
    redirect_uri: str
    after_sign_out_uri: str
    second_factor_acr: tuple[str, ...] = ()
    """What it says of a sign-in with two factors (``acr``): such a sign-in needs no code of ours to administer."""


def provider_terms(settings: Settings) -> ProviderTerms | None:
    """The terms; None when there is no provider.

    Raises:
        UnsafeInstallationError: some of the settings are missing, or something would travel without HTTPS.
    """
    secret = settings.oidc_client_secret.get_secret_value() if settings.oidc_client_secret else ""
    told = (settings.oidc_issuer or "", settings.oidc_client_id or "", secret)
    if not any(told):
        return None
    if not all(told):
        raise UnsafeInstallationError(
            say(
                "La connexion par un fournisseur d’identité est réglée à moitié : donnez ensemble "
                "MAILLAGE_OIDC_ISSUER, MAILLAGE_OIDC_CLIENT_ID et MAILLAGE_OIDC_CLIENT_SECRET, ou aucun des trois."
            )
        )
    issuer, client_id, client_secret = told
    if not travels_safely(issuer) or urlsplit(issuer).query or urlsplit(issuer).fragment:
        raise UnsafeInstallationError(
            say("MAILLAGE_OIDC_ISSUER doit être une adresse https:// : ce fournisseur dit qui entre.")
        )
    if settings.secure_cookies and not settings.public_url.startswith("https://"):
        raise UnsafeInstallationError(
            say(
                "Réglez MAILLAGE_PUBLIC_URL, en https:// : c’est là que le fournisseur d’identité renvoie ceux qui "
                "se connectent."
            )
        )
    here = settings.public_url.rstrip("/")
    return ProviderTerms(
        issuer,
        client_id,
        client_secret,
        settings.oidc_name,
        here + RETURN_PATH,
        here + AFTER_PATH,
        tuple((settings.oidc_second_factor_acr or "").split()),
    )


def travels_safely(url: str) -> bool:
    """Whether what is sent to ``url`` can be read by nobody on the way: by HTTPS, or without leaving this machine."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and stays_here(url)))


def stays_here(url: str) -> bool:
    """Whether ``url`` is on this very machine."""
    return urlsplit(url).hostname in THIS_MACHINE
