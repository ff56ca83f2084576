"""What a browser is told it may do with our answers: security headers and the content policy."""

import re
from base64 import b64encode
from functools import lru_cache
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


def page_hashes(page: Path) -> tuple[str, ...]:
    """The hashes of a built page, read anew when the page was built anew; none when it is gone."""
    try:
        return _hashes_at(page, page.stat().st_mtime_ns)
    except OSError:
        return ()


@lru_cache(maxsize=512)
def _hashes_at(page: Path, _mtime_ns: int) -> tuple[str, ...]:
    return inline_script_hashes(page.read_bytes())
