"""``maillage serve``: serves the application on this machine."""

import errno
import socket
from contextlib import suppress

import typer
import uvicorn
from fastapi import FastAPI

from api.access_log import configure_logs
from api.addresses import LOOPBACK, THIS_MACHINE
from api.app import create_app
from api.cli.failures import CommandError, spoken_language
from api.cli.opening import ready_database
from api.cli.workers import FORKS, Workers
from api.clock import Clock
from api.garbage import collect_seldom
from api.i18n import say
from api.mail.terms import mail_terms
from api.security.installation import check_accounts, check_fiction, check_host, check_secrets
from api.security.provider.terms import provider_terms
from api.services.catalogues import Catalogues
from api.services.readings import keep_readings
from api.settings import Settings
from network_data.database import transaction

_LONGEST_QUEUE = 2048
_CATALOGUES = Catalogues()
"""Filled before workers part, where they share its memory; empty in one that is started afresh."""


def serve_configured(host: str, port: int, workers: int) -> None:
    """Serves the configured database until interrupted.

    Raises:
        CommandError: the port or the address is not to be had.
        UnsafeInstallationError: what is set would leave people unprotected.
    """
    settings = Settings()
    check_host(host, settings)
    with ready_database(settings) as engine:
        check_secrets(settings)
        provider_terms(settings)
        mail_terms(settings)
        check_accounts(engine, settings)
        check_fiction(engine, settings)
        with transaction(engine, writes=True) as session:
            keep_readings(session)
        if workers > 1 and FORKS:
            with transaction(engine) as session:
                _CATALOGUES.current(session, Clock().today())
    listening = listen(port, host)
    announce(port, host)
    if workers > 1:
        _serve_with_workers(listening, workers)
    else:
        serve_application(settings, listening)


def listen(port: int, host: str = LOOPBACK) -> socket.socket:
    """A socket bound to ``port`` at ``host``.

    Raises:
        CommandError: the port is taken, or is reserved for the system.
    """
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise CommandError(
                say("Le port {port} est déjà pris. Choisissez-en un autre avec --port.", port=port)
            ) from None
        if error.errno == errno.EACCES:
            raise CommandError(
                say("Le port {port} est réservé au système. Choisissez-en un au-dessus de 1023.", port=port)
            ) from None
        raise
    listening.listen(_LONGEST_QUEUE)
    return listening


def announce(port: int, host: str = LOOPBACK) -> None:
    """Says where the application is, on standard error: standard output may be read by a program."""
    if host in THIS_MACHINE:
        told = say(
            "Maillage est servi sur http://{host}:{port}, pour cette machine seulement. Ctrl+C pour arrêter.",
            host=LOOPBACK,
            port=port,
        )
    else:
        told = say(
            "Maillage écoute sur {host}:{port} et attend un serveur HTTPS devant lui. Ctrl+C pour arrêter.",
            host=host,
            port=port,
        )
    typer.echo(told.said(spoken_language()), err=True)


def serve_application(settings: Settings, listening: socket.socket) -> None:
    """Serves in this process until interrupted."""
    configure_logs(settings.log_format)
    collect_seldom()
    # Interrupting is how one stops it: no failure to speak of.
    with suppress(KeyboardInterrupt):
        uvicorn.Server(_config(create_app(settings, clocks=True))).run(sockets=[listening])


def application() -> FastAPI:
    """The application of one worker, from the environment it inherits."""
    settings = Settings()
    configure_logs(settings.log_format)
    collect_seldom()
    return create_app(settings, clocks=True, catalogues=_CATALOGUES)


def _serve_with_workers(listening: socket.socket, workers: int) -> None:
    config = _config(f"{application.__module__}:{application.__name__}", factory=True, workers=workers)
    Workers(config, sockets=[listening]).run()


def _config(application: FastAPI | str, *, factory: bool = False, workers: int = 1) -> uvicorn.Config:
    """Uvicorn's own access log would write addresses, which may hold a pseudonym: ours writes routes.

    Nor does it read what proxies say: the application does, of those that the settings trust.
    """
    return uvicorn.Config(
        application,
        factory=factory,
        workers=workers,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
    )
