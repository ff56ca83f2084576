"""Names that cannot be guessed, for whatever leaves the database."""

import hashlib
import secrets


def new_id() -> str:
    """A random 128-bit id as 32 hexadecimal characters, for addresses, mails and files."""
    return secrets.token_hex(16)


def new_secret() -> str:
    """A random 256-bit secret, safe in a link or a cookie."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is stored of a secret: its SHA-256 as 64 hexadecimal characters."""
    return hashlib.sha256(secret.encode()).hexdigest()
