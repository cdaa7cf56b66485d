"""The demonstration served on a free port, and someone in front of it with a real browser."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from urllib.parse import urlsplit

import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, StorageState
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.api.serving import application

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
STRICT = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'"
"""The strictest policy that the pages must live with: no script, no inline style, nothing from elsewhere."""
MOST_TABS = 300
_HEIGHT = 900
ADVISOR = "Camille Verrier"
"""The tests' own advisor, who accompanies everybody."""


@contextmanager
def served(database_url: str, make: Callable[[str, str], ASGIApp] = lambda url, _: application(url)) -> Iterator[str]:
    """The address of the application over a database, on a free port of this machine.

    ``make``: builds it from the address of its database, and its own.
    """
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        # Listening before the server runs: whoever comes first waits in the queue, nobody has to poll.
        listening.listen()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(_StrictPolicy(make(database_url, address)), log_config=None))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield address
        server.should_exit = True
        thread.join()


def follow(pressed: Locator) -> None:
    """Presses what leads to another page, and waits until that page stands.

    A click alone comes back while the old page is still there: what is read next, or opened, might be the old page's.
    """
    with pressed.page.expect_event("load"):
        pressed.click()


@dataclass
class Reader:
    """Someone with a page open. ``troubles``: what their browser complained of; ``hosts``: whom it asked."""

    address: str
    page: Page
    troubles: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    @classmethod
    @contextmanager
    def at(
        cls,
        browser: Browser,
        address: str,
        width: int = 1280,
        *,
        script: bool = True,
        touch: bool = False,
        who: str = ADVISOR,
        came_in: StorageState | None = None,
    ) -> Iterator["Reader"]:
        """The one called ``who`` before a screen so wide; at the end nothing may have gone wrong.

        ``came_in``: what the browser of someone who came in already keeps of it; they are not asked again.
        """
        context = browser.new_context(
            viewport={"width": width, "height": _HEIGHT},
            java_script_enabled=script,
            has_touch=touch,
            is_mobile=touch,
            storage_state=came_in,
        )
        reader = cls(address, context.new_page())
        reader._watch()
        if came_in is None:
            reader.come_in(who)
        yield reader
        context.close()
        assert reader.troubles == []
        assert reader.hosts <= {urlsplit(address).netloc}

    def open(self, path: str) -> Page:
        """Opens a page by its address."""
        self.page.goto(self.address + path)
        return self.page

    def narrow(self, width: int) -> None:
        """Goes on before a screen so wide: what is opened next is laid out for it."""
        self.page.set_viewport_size({"width": width, "height": _HEIGHT})

    def tab_to(self, wanted: Locator) -> None:
        """Presses Tab until ``wanted`` has the focus, and it shows."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if wanted.and_(self.page.locator(":focus-visible")).count():
                return
        raise AssertionError(f"Tab never reaches {wanted}")

    def enter(self) -> None:
        """Presses Enter on what leads to another page, and waits until that page stands."""
        with self.page.expect_event("load"):
            self.page.keyboard.press("Enter")

    def come_in(self, who: str = ADVISOR) -> None:
        """Becomes someone of the demonstration, at a click."""
        follow(self.open("/connexion").get_by_role("button", name=who))
        assert self.page.url == self.address + "/"

    def _watch(self) -> None:
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("request", self._on_request)

    def _on_console(self, message: ConsoleMessage) -> None:
        expected = "Failed to load resource: the server responded with a status of 4"
        if message.type in ("error", "warning") and not message.text.startswith(expected):
            self.troubles.append(message.text)

    def _on_request(self, request: Request) -> None:
        self.hosts.add(urlsplit(request.url).netloc)


class _StrictPolicy:
    """Sends every answer under the strict policy."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def strictly(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"content-security-policy", STRICT.encode())]
            await send(message)

        await self._app(scope, receive, strictly)
