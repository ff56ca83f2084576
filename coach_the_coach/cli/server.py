"""The server: what must be so before it starts, and the processes that answer."""

import errno
import http.client
import multiprocessing
import os
import socket
import ssl
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Final

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server
from redis import RedisError
from sqlalchemy import text as sql

from coach_the_coach.cli.stop import Stop
from coach_the_coach.foundation import health, store
from coach_the_coach.foundation.words import _
from coach_the_coach.settings import ROOT, Settings, share

APP: Final = "coach_the_coach.coach_the_coach:app"
"""What the workers load."""

KILL_AFTER_SECONDS: Final = 3
"""How long a worker may take to end. Source: docs/method.md#serving."""

ROLE: Final = sql(
    "SELECT quote_ident(app_role()), quote_ident(current_user) || "
    "CASE WHEN current_setting('server_version_num')::integer >= 160000 "
    "THEN ' WITH INHERIT FALSE, SET TRUE' ELSE '' END, quote_ident(current_user), "
    "EXISTS (SELECT FROM pg_roles WHERE rolname = app_role() "
    "AND has_table_privilege(oid, 'person', 'SELECT'))"
)
"""The restricted role, to whom it is given and how, who that is, and whether it is of any use."""

REFLEX: Final = {
    "REFLEX_CHECK_LATEST_VERSION": "false",
    "REFLEX_DIR": str(ROOT / ".reflex"),
    "REFLEX_TELEMETRY_ENABLED": "false",
}
"""Reflex asks nobody and writes nothing outside the repository."""

SERVING: Final = {
    "REFLEX_ENV_MODE": "prod",
    # Reflex' own words for a worker that serves what is already built.
    "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    "__REFLEX_SKIP_COMPILE": "true",
}
"""The workers serve the built pages and build nothing."""


def prepare_folder(folder: Path) -> None:
    """Have a folder that only its owner can read. Raises Stop when it cannot be had."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        text = _("The folder {folder} cannot be written to: {why}.")
        raise Stop(text.format(folder=folder, why=error.strerror)) from None


def guard_words() -> str:
    """What PostgreSQL does not do for the rows beneath the program; empty where it does all."""
    if store.rows_are_guarded() and store.role_is_taken():
        return ""
    with store.engine().connect() as connection:
        role, taker, user, is_there = connection.execute(ROLE).one()
    if not store.rows_are_guarded():
        told = _(
            "The database's user passes every policy, so that PostgreSQL guards no row. As another "
            "administrator of the server: ALTER ROLE {user} NOSUPERUSER NOBYPASSRLS;"
        )
    elif is_there:
        told = _(
            "The database's user could not make or take the restricted role. The rows are guarded, "
            "and the tables are its own to change. The role is there. As an administrator of the "
            "server: GRANT {role} TO {taker};"
        )
    else:
        told = _(
            "The database's user could not make or take the restricted role. The rows are guarded, "
            "and the tables are its own to change. After a restore onto another server: as its "
            "administrator CREATE ROLE {role}; GRANT {role} TO {taker}; and restore once more, for "
            "what the role may do comes with the restore. In a new database: give {user} "
            "CREATEROLE before the first start."
        )
    return told.format(role=role, taker=taker, user=user)


def check_port(host: str, port: int) -> None:
    """Raises Stop when nothing can listen at `host` and `port`."""
    try:
        family, kind, number, _name, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, number) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except socket.gaierror:
        text = _("There is no address {host} to listen at; choose another --host.")
        raise Stop(text.format(host=host)) from None
    except OSError as error:
        raise Stop(_port_problem(host, port, error)) from None


def check_redis(url: str | None) -> None:
    """Raises Stop when there is an address of Redis and it cannot be used."""
    if url is None:
        return
    line = health.RedisLine(url)
    try:
        line.ask()
    except (RedisError, OSError) as error:
        text = _("Redis cannot be used: {why}.")
        raise Stop(text.format(why=health.told(error))) from None
    finally:
        line.close()


def _port_problem(host: str, port: int, error: OSError) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            text = _(
                "Port {port} of {host} is taken; choose another, such as --port {other} "
                "(make run PORT={other})."
            )
        case errno.EACCES:
            text = _("Port {port} is not open to this user; choose one above 1023 with --port.")
        case _other:
            text = _("Nothing can listen at port {port} of {host}: {why}.")
    return text.format(host=host, port=port, other=port % 60000 + 100, why=error.strerror)


def serve(settings: Settings, ready: Callable[[], None]) -> None:
    """Answer until told to stop, and say so through `ready` once it does."""
    share(SERVING)
    os.chdir(ROOT)
    # A worker that is a copy of this process would share its open database and its locks.
    multiprocessing.set_start_method("spawn", force=True)
    server = Server(
        target=APP,
        factory=True,
        address=settings.host,
        port=settings.port,
        interface=Interfaces.ASGI,
        workers=settings.workers,
        workers_kill_timeout=KILL_AFTER_SECONDS,
        log_level=LogLevels.warning,
        ssl_cert=settings.tls[0] if settings.tls else None,
        ssl_key=settings.tls[1] if settings.tls else None,
    )
    server.on_startup(Thread(target=_announce, args=(settings, ready), daemon=True).start)
    server.serve()


def _announce(settings: Settings, ready: Callable[[], None]) -> None:
    """Ask until there is an answer, then say so."""
    while not _answers(settings):
        time.sleep(0.05)
    ready()


def _answers(settings: Settings) -> bool:
    """Whether the app, and not only its socket, answers."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - read, not bound
    if settings.tls:
        unchecked = ssl.create_default_context()
        # It is asked by another name than its certificate has, and told nothing.
        unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
        asked = http.client.HTTPSConnection(host, settings.port, timeout=5, context=unchecked)
    else:
        asked = http.client.HTTPConnection(host, settings.port, timeout=5)
    try:
        asked.request("GET", "/ping")
        return asked.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()
