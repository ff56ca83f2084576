"""The one secret of an installation, and the keys made of it, each for one purpose."""

import hashlib
import hmac
import os
import secrets
from base64 import urlsafe_b64encode
from functools import lru_cache
from pathlib import Path
from typing import Final

from cryptography.fernet import Fernet, InvalidToken

from coach_the_coach.settings import settings

FILE: Final = "secret"
"""The file in the data folder that holds the secret where COACH_SECRET does not say it."""


def file() -> Path:
    """Where the secret is kept that COACH_SECRET does not say."""
    return settings().data / FILE


def is_there() -> bool:
    """Whether there is a secret already; the first key that is asked for makes one."""
    return settings().secret is not None or file().exists()


def key(purpose: str) -> bytes:
    """32 bytes for one purpose, the same in every process and after every start."""
    here = settings()
    return hmac.digest(_secret(here.secret, here.data), purpose.encode(), hashlib.sha256)


def sealed(purpose: str, text: str) -> str:
    """`text` encrypted, so that a copy of the database does not give it away."""
    return _box(purpose).encrypt(text.encode()).decode()


def unsealed(purpose: str, kept: str) -> str | None:
    """What was `sealed`; None for what was not, or under another secret."""
    try:
        return _box(purpose).decrypt(kept.encode()).decode()
    except InvalidToken:
        return None


def _box(purpose: str) -> Fernet:
    return Fernet(urlsafe_b64encode(key(purpose)))


@lru_cache(maxsize=8)
def _secret(given: str | None, data: Path) -> bytes:
    """The secret that was given, or the one in the data folder, which is made where there is none.

    It is written beside and then linked to its name, so that nobody ever reads half of it and of
    two who make it at once one comes first.
    """
    if given is not None:
        return given.encode()
    file = data / FILE
    if not file.exists():
        data.mkdir(parents=True, exist_ok=True)
        made = data / f".{FILE}-{secrets.token_hex(8)}"
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(48))
        try:
            os.link(made, file)
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return file.read_bytes()
