"""Tells browsers what a page may do: load from here alone, run nothing, be framed by no one, be kept nowhere."""

from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.settings import Settings

STATIC = "/static/"
"""The only answers that may be kept: they are about nobody."""
_YEAR = 31_536_000
_NO_FEATURE = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "publickey-credentials-get",
        "screen-wake-lock",
        "usb",
        "xr-spatial-tracking",
    )
)


def content_policy(settings: Settings) -> str:
    """The Content-Security-Policy: styles and images of ours, and the map's tiles where some are configured."""
    tiles = f" {_origin(settings.tile_url)}" if settings.tile_url else ""
    return "; ".join(
        (
            "default-src 'none'",
            "style-src 'self'",
            f"img-src 'self'{tiles}",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".replace("{s}", "*")


class SecurityHeaders:
    """Puts the headers on every answer, errors and files too."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._headers = {
            "content-security-policy": content_policy(settings),
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "same-origin",
            "permissions-policy": _NO_FEATURE,
            "referrer-policy": "no-referrer",
            "x-content-type-options": "nosniff",
        }
        if settings.secure_cookies:
            self._headers["strict-transport-security"] = f"max-age={_YEAR}; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        kept = scope["path"].startswith(STATIC)

        async def protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._headers)
                if not kept:
                    headers["cache-control"] = "no-store"
            await send(message)

        await self._app(scope, receive, protected)
