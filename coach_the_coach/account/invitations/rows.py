"""What the invitations page shows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class InviteeRow:
    """Somebody who cannot sign in yet, or to whom a new link can be given."""

    public_id: str
    name: str
    email: str
    state: str
