"""What the page of one's own certificates shows."""

from dataclasses import dataclass, field
from typing import Final

from coach_the_coach.foundation.when import Moment

NO_MOMENT: Final = Moment()
"""What there is no instant or day of."""


@dataclass(frozen=True)
class ShareRow:
    """One page that one certificate is shared on."""

    link_id: str = ""
    address: str = ""
    shows: str = ""
    made: Moment = NO_MOMENT
    linkedin: str = ""


@dataclass(frozen=True)
class CertificateRow:
    """One certificate of one's own."""

    public_id: str = ""
    path: str = ""
    level: str = ""
    stands: str = ""
    mark: str = "plain"
    awarded: Moment = NO_MOMENT
    until: Moment = NO_MOMENT
    """Its last day; empty for one without an end."""

    pdf: str = ""
    """Empty for one that was revoked."""

    document: str = ""
    token: str = ""
    anew: str = ""
    """Why the files may be signed anew; empty where they are as new."""

    share_action: str = ""
    may_share: bool = True
    shares: list[ShareRow] = field(default_factory=list)
