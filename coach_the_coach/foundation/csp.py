"""What a browser is told it may do with our answers: security headers and the content policy."""

import json
import logging
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Final

INLINE_SCRIPT: Final = re.compile(rb"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
"""A script written into the page; React Router writes about ten into every page it builds."""

HSTS: Final = "max-age=63072000"
"""Two years of https only, once it was https. Source: docs/method.md#serving."""

HEADERS: Final = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Stricter than this, browsers send `Origin: null` with our own forms, and sign-in would fail.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""What every answer carries."""

DIRECTIVES: Final = (
    "default-src 'none'",
    "base-uri 'none'",
    "font-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "img-src 'self' data: blob:",
    "manifest-src 'self'",
    "media-src 'self'",
    "object-src 'none'",
    # Radix and Emotion write styles at run time; scripts have no such leave, nor has eval.
    "style-src 'self' 'unsafe-inline'",
    "worker-src 'self'",
)
"""The content policy but for scripts and connections."""


HASHES: Final = "scripts.json"
"""Name of the file that holds the hash of every inline script of every built page."""

_log = logging.getLogger(__name__)


def content_policy(origin: str, hashes: tuple[str, ...] = ()) -> str:
    """The policy of an answer at `origin` that holds inline scripts of these `hashes`."""
    socket = "ws" + origin.removeprefix("http")
    scripts = " ".join(("script-src 'self'", *(f"'sha256-{one}'" for one in hashes)))
    # Not every browser counts the socket of the same host as 'self'.
    return "; ".join((*DIRECTIVES, scripts, f"connect-src 'self' {socket}"))


def inline_script_hashes(html: bytes) -> tuple[str, ...]:
    """The SHA-256 of each inline script, in base64, in order and once each."""
    digests = (sha256(script).digest() for script in INLINE_SCRIPT.findall(html))
    return tuple(dict.fromkeys(b64encode(digest).decode() for digest in digests))


def write_hashes(build: Path) -> None:
    """Write down which scripts the pages of this build hold: what comes into one later is none.

    Called where they are built, and nowhere a request comes by.
    """
    pages = {
        page.relative_to(build).as_posix(): inline_script_hashes(page.read_bytes())
        for page in sorted(build.rglob("*.html"))
    }
    file = hashes_file(build)
    # A server that reads meanwhile finds the last ones whole, or these.
    beside = file.with_suffix(".new")
    beside.write_text(json.dumps(pages, indent=1), encoding="utf-8")
    beside.replace(file)


def hashes_file(build: Path) -> Path:
    """Where they are: beside the folder of which every file is sent to whoever asks."""
    return build.parent / HASHES


def has_hashes(build: Path) -> bool:
    """Whether they are there, and no page was built after them."""
    file = hashes_file(build)
    if not file.is_file():
        return False
    written = file.stat().st_mtime_ns
    return all(page.stat().st_mtime_ns <= written for page in build.rglob("*.html"))


class Hashes:
    """What was written down of a build, read once, and again when it was built anew."""

    def __init__(self, build: Path) -> None:
        self.build = build
        self._read_at = -1
        self._pages: dict[str, list[str]] = {}

    def of(self, page: Path) -> tuple[str, ...]:
        """The scripts that a page may run; none where nothing was written down of it."""
        file = hashes_file(self.build)
        try:
            written = file.stat().st_mtime_ns
            if written != self._read_at:
                self._pages = json.loads(file.read_bytes())
                self._read_at = written
        except (OSError, ValueError) as error:
            _log.error("no page can run: %s is not there or not whole: %s", file.name, error)
            self._pages, self._read_at = {}, -1
        return tuple(self._pages.get(page.relative_to(self.build).as_posix(), ()))
