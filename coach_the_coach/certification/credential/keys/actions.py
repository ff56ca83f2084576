"""Making keys where they are missing, and new ones in the place of old ones."""

import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc.jwk import RSAKey
from sqlmodel import Session, col, select, update

from coach_the_coach.certification.credential.keys.queries import SEALED_FOR, Signing, signing
from coach_the_coach.certification.credential.keys.rules import RSA_BITS, Algorithm
from coach_the_coach.certification.credential.tables import IssuerKey
from coach_the_coach.foundation import audit, keys
from coach_the_coach.foundation.audit import About, Told
from coach_the_coach.foundation.table import insert_into
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _

MADE = audit.known("certificate-keys:make", _("made keys for certificates"), Told.ADMIN)
"""What the log calls making keys, whoever's award or command made them."""

ROTATED = audit.known(
    "certificate-keys:rotate", _("put new keys for certificates in the place of old"), Told.ADMIN
)
"""What the log calls rotating them."""


def ensure_keys(session: Session, *, at: datetime) -> list[str]:
    """Make the keys that are missing; returns their names."""
    with as_program(session):
        there = session.exec(
            select(IssuerKey.algorithm).where(col(IssuerKey.retired_at).is_(None))
        ).all()
        made = _make(session, (one for one in Algorithm if one not in there), at)
        if made:
            audit.note(session, MADE, actor_id=None, at=at, of=About(detail={"kid": made}))
    return made


def keys_to_sign(session: Session, *, at: datetime) -> Signing:
    """The keys in use, made where they are missing. Raises Conflict where they cannot be opened."""
    ensure_keys(session, at=at)
    return signing(session)


def rotate_keys(session: Session, *, at: datetime) -> list[str]:
    """Make new keys, and retire those in use; returns the names of the new ones.

    What old ones have signed verifies as before: their public halves stay. Their private halves
    are let go of, so that nobody signs with them any more.
    """
    with as_program(session):
        session.exec(
            update(IssuerKey)
            .where(col(IssuerKey.retired_at).is_(None))
            .values(retired_at=at, sealed="")
        )
        made = _make(session, Algorithm, at)
        audit.note(session, ROTATED, actor_id=None, at=at, of=About(detail={"kid": made}))
    return made


def _make(session: Session, algorithms: Iterable[Algorithm], at: datetime) -> list[str]:
    """Make a key of each kind; of two who do so at once the first one's stays."""
    made = []
    for algorithm in algorithms:
        private, public = new_key(algorithm)
        row: dict[str, Any] = {
            "kid": f"{algorithm.lower()}-{at:%Y%m%d}-{secrets.token_hex(4)}",
            "algorithm": str(algorithm),
            "public": public,
            "sealed": keys.sealed(SEALED_FOR, private),
            "made_at": at,
        }
        into = insert_into(session, IssuerKey).values(row).on_conflict_do_nothing()
        if session.exec(into).rowcount:
            made.append(row["kid"])
    return made


def new_key(algorithm: Algorithm) -> tuple[str, dict[str, Any]]:
    """A new key: its private half as PEM, its public half as JWK."""
    if algorithm is Algorithm.EDDSA:
        key = Ed25519PrivateKey.generate()
        x = urlsafe_b64encode(key.public_key().public_bytes_raw()).rstrip(b"=").decode()
        public: dict[str, Any] = {"kty": "OKP", "crv": "Ed25519", "x": x}
    else:
        key = generate_private_key(65537, RSA_BITS)
        public = {}
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    if not public:
        public = json.loads(json.dumps(RSAKey.import_key(pem).as_dict(private=False)))
        public = {name: public[name] for name in ("kty", "n", "e")}
    return pem, public
