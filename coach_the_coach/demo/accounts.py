"""Who of the demo company can sign in, with a passphrase made at random for this database."""

import secrets
from datetime import datetime
from typing import Final

from sqlmodel import Session

from coach_the_coach.demo import cast
from coach_the_coach.demo.cast import Part
from coach_the_coach.demo.company import DemoPerson
from coach_the_coach.demo.people import Member, Roster
from coach_the_coach.demo.wording import words_in
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Role, role_word
from coach_the_coach.identity.sign_in import set_password

WORDS: Final = words_in("passphrases.txt")
"""Words of a passphrase: short, plain, and not easily taken for one another."""

WORDS_IN_ONE: Final = 4
"""Words of a passphrase; with the number behind them, some 37 bits, against a slow hash."""


def add_accounts(
    session: Session, roster: Roster, people: dict[str, int], at: datetime
) -> tuple[DemoPerson, ...]:
    """Let the people of the tour sign in; returns them in the order they are best met."""
    return tuple(
        _account(session, member, finds, people, at) for member, finds in _visitors(roster)
    )


def passphrase() -> str:
    """A new passphrase, as in `maple-otter-window-cedar-47`."""
    # No word twice: two that take turns would be refused as too easily guessed.
    words = secrets.SystemRandom().sample(WORDS, WORDS_IN_ONE)
    return "-".join((*words, str(10 + secrets.randbelow(90))))


def _visitors(roster: Roster) -> list[tuple[Member, str]]:
    parts: list[tuple[Part, str]] = [
        (cast.NEUTRAL, _("A certificate to decide about, an appeal, and a half-rated draft")),
        (
            cast.IMPROVING,
            _("Four months from telling to asking, and a certificate that is not there yet"),
        ),
        (cast.CHECK, _("A talk that is booked: almost only asking, little help")),
        (cast.SMALL, _("A certificate to print and to share, and the next path under way")),
        (cast.STALLED, _("Nobody has watched for months, and nothing was talked over")),
        (cast.SEVERE, _("The leader of the stalled manager; rates lower than others do")),
        (cast.DRIFTING, _("Rated like the others once, and higher every month")),
        (cast.CRO, _("All three regions, and an observation of a VP coaching a manager")),
        (
            cast.SPECIALIST,
            _("A session to score as the second of two, and a corrected observation"),
        ),
        (cast.ADMINISTRATOR, _("People, imports and rubrics, and no assessment of anybody")),
    ]
    visitors = [(roster.named(part), finds) for part, finds in parts]
    text = _("What a rep sees; changed teams eight weeks ago")
    return [*visitors, (roster.moved, text)]


def _account(
    session: Session, member: Member, finds: str, people: dict[str, int], at: datetime
) -> DemoPerson:
    password = passphrase()
    set_password(session, people[member.public_id], password, at)
    role = role_word(member.role) if member.role in (Role.REP, Role.ADMIN) else member.title
    return DemoPerson(
        name=member.name, role=role, email=member.email, password=password, finds=finds
    )
