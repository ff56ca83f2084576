"""The keys that sign, and those that are published."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from joserfc.jwk import RSAKey
from sqlmodel import Session, col, select

from coach_the_coach.certification.credential.keys.rules import Algorithm, PublicKey
from coach_the_coach.certification.credential.tables import IssuerKey
from coach_the_coach.foundation import keys
from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.foundation.viewer import as_program
from coach_the_coach.foundation.words import _

SEALED_FOR = "issuer keys"
"""The purpose that private keys are sealed for."""


@dataclass(frozen=True)
class Signing:
    """Both keys in use, by name, open."""

    rsa_kid: str
    rsa: RSAKey
    ed_kid: str
    ed: Ed25519PrivateKey


def published(session: Session) -> list[PublicKey]:
    """The public half of every key there ever was, in the order they were made."""
    with as_program(session):
        found = session.exec(
            select(IssuerKey).order_by(col(IssuerKey.made_at), col(IssuerKey.kid))
        ).all()
    return [
        PublicKey(one.kid, Algorithm(one.algorithm), one.public, one.made_at, one.retired_at)
        for one in found
    ]


def jwks(session: Session, did: str) -> dict[str, dict[str, object]]:
    """The public keys as JWK, by their whole name."""
    return {one.name(did): one.jwk for one in published(session)}


def signing(session: Session) -> Signing:
    """The keys in use. Raises Conflict where there are none that this secret opens."""
    with as_program(session):
        found = session.exec(select(IssuerKey).where(col(IssuerKey.retired_at).is_(None))).all()
    kept = {one.algorithm: one for one in found}
    opened = {algorithm: keys.unsealed(SEALED_FOR, one.sealed) for algorithm, one in kept.items()}
    rsa, ed = opened.get(Algorithm.RS256), opened.get(Algorithm.EDDSA)
    ed_key = load_pem_private_key(ed.encode(), None) if ed else None
    if rsa is None or not isinstance(ed_key, Ed25519PrivateKey):
        raise Conflict(
            _(
                "The keys for certificates cannot be opened with the secret of this installation. "
                "Somebody who looks after it runs coach keys rotate."
            )
        )
    return Signing(
        rsa_kid=kept[Algorithm.RS256].kid,
        rsa=RSAKey.import_key(rsa),
        ed_kid=kept[Algorithm.EDDSA].kid,
        ed=ed_key,
    )
