"""Letters are written, moved and withdrawn; they go when true, wanted and at the right hour."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlmodel import Session, select

from coach_the_coach.foundation import jobs, store
from coach_the_coach.foundation.errors import Invalid, NotFound
from coach_the_coach.foundation.ids import digest
from coach_the_coach.foundation.jobs import Job, run_due
from coach_the_coach.identity.access import Actor
from coach_the_coach.identity.tables import Person
from coach_the_coach.notices.actions import read_notices, tell
from coach_the_coach.notices.mail.actions import (
    choose_quiet_hours,
    have_no_more,
    switch_mail,
    withdraw,
    write,
)
from coach_the_coach.notices.mail.queries import own_mail
from coach_the_coach.notices.mail.rows import MailRow
from coach_the_coach.notices.mail.rules import LONGEST_KEY, STALE_AFTER, Invitation, Letter
from coach_the_coach.notices.mail.tables import MailChoice
from tests.cast import NOW, Cast, people
from tests.letters import Written, mail_goes, written  # noqa: F401 - a fixture
from tests.mailbox import Mailbox, mailbox  # noqa: F401 - a fixture

LINK = "/observations/1"


def to(session: Session, person: Person, key: str = "one", **more: object) -> None:
    """Write to somebody, by default at NOW."""
    given = {"link": LINK, "key": key, "at": NOW} | more
    write(session, person.id or 0, Letter.HANDED_OVER, **given)  # pyright: ignore[reportArgumentType] - the tests give what fits


def test_without_a_mail_server_nothing_is_written(session: Session, cast: Cast, statements):
    with statements() as sent:
        to(session, cast.mo)
        withdraw(session, key="one")

    assert (sent, written(session)) == ([], [])


@pytest.mark.usefixtures("mail_goes")
def test_a_letter_is_written_once_for_its_key_in_two_statements_and_moved_until_it_went(
    session: Session, cast: Cast, statements
):
    later = NOW + timedelta(days=2)
    with statements() as sent:
        to(session, cast.mo)
    to(session, cast.mo, due_at=later, link="/observations/2")
    to(session, cast.mia)
    to(session, cast.mia, key="other", due_at=NOW - timedelta(days=1))

    assert len(sent) == 2
    assert written(session) == [
        Written(cast.mia.id or 0, "handed_over", LINK, NOW),
        Written(cast.mia.id or 0, "handed_over", LINK, NOW),
    ]
    withdraw(session, key="one")
    assert len(written(session)) == 1
    with pytest.raises(ValueError, match="at most"):
        to(session, cast.mo, key="k" * (LONGEST_KEY + 1))


@pytest.mark.usefixtures("mail_goes")
def test_what_was_withdrawn_can_be_written_again(session: Session, cast: Cast):
    for _time in (1, 2):
        to(session, cast.mo)
        withdraw(session, key="one")
    withdraw(session, key="never written")
    to(session, cast.mo, due_at=NOW + timedelta(hours=1))

    assert [one.due_at for one in written(session)] == [NOW + timedelta(hours=1)]


def test_whoever_has_not_chosen_gets_letters_by_day(session: Session, cast: Cast, statements):
    mo = cast.actor(cast.mo)
    with statements() as sent:
        row = own_mail(session, mo)

    assert row == MailRow(
        goes=False, is_on=True, quiet_from="20:00", quiet_until="07:00", quiet_weekends=True
    )
    assert len(sent) == 1


def test_what_one_chooses_is_ones_own(session: Session, cast: Cast):
    mo = cast.actor(cast.mo)
    switch_mail(session, mo, is_on=False)
    choose_quiet_hours(session, mo, start="18:30", end="09:05", weekends=False)
    chosen = MailRow(
        goes=False, is_on=False, quiet_from="18:30", quiet_until="09:05", quiet_weekends=False
    )

    assert own_mail(session, mo) == chosen
    for other in (cast.lena, cast.mia, cast.ada):
        assert own_mail(session, cast.actor(other)).quiet_from == "20:00"
    for start, end, wrong in (
        ("", "09:00", {"quiet_from"}),
        ("18:00", "24:00", {"quiet_until"}),
        ("x", "\0", {"quiet_from", "quiet_until"}),
    ):
        with pytest.raises(Invalid) as refusal:
            choose_quiet_hours(session, mo, start=start, end=end, weekends=True)
        assert set(refusal.value.problems) == wrong
    assert own_mail(session, mo) == chosen


def test_the_token_in_a_letter_turns_off_letters_to_that_person_alone(session: Session, cast: Cast):
    for person in (cast.mo, cast.mia):
        switch_mail(session, cast.actor(person), is_on=True)
    token = session.exec(
        select(MailChoice.off_token).where(MailChoice.person_id == cast.mo.id)
    ).one()

    have_no_more(session, token=token)
    have_no_more(session, token=token)
    for made_up in ("", "x", token[:-1], f"{token}x", token.swapcase()):
        with pytest.raises(NotFound):
            have_no_more(session, token=made_up)
    session.expire_all()

    is_on = [own_mail(session, cast.actor(person)).is_on for person in (cast.mo, cast.mia)]
    assert is_on == [False, True]


@pytest.fixture
def post(database_url: str, mailbox: Mailbox) -> Iterator["Post"]:  # noqa: F811 - the fixture
    """The cast in a database of the test's own, and a mail server that is set."""
    store.open_at(database_url)
    with store.transaction() as session:
        cast = people(session)
        mo = cast.actor(cast.mo)
    yield Post(mailbox, mo)
    jobs._rests.clear()
    store.open_at(None)


class Post:
    """Writes letters and has them carried, and says what arrived."""

    def __init__(self, box: Mailbox, mo: Actor) -> None:
        self.box, self.mo = box, mo

    def write(self, key: str = "one", letter: Letter = Letter.HANDED_OVER, **more: object) -> None:
        """Have a letter sent to Mo."""
        given = {"link": LINK, "key": key, "at": NOW} | more
        with store.transaction() as session:
            write(session, self.mo.person_id, letter, **given)  # pyright: ignore[reportArgumentType] - the tests give what fits

    @property
    def arrived(self) -> list[str]:
        """To whom letters have come, and what about."""
        return [f"{one['To'].addresses[0].addr_spec}: {one['Subject']}" for one in self.box.letters]

    def job(self) -> Job:
        """The one job there is."""
        with store.reading() as session:
            return session.exec(select(Job)).one()


ARRIVED = "mo@example.com: An observation is handed over to you"


def test_a_letter_goes_with_its_link_and_the_way_to_have_no_more(post: Post):
    post.write()

    assert [run_due(NOW), run_due(NOW + timedelta(days=9))] == [1, 0]
    assert post.arrived == [ARRIVED]
    with store.reading() as session:
        token = session.exec(select(MailChoice.off_token)).one()
    plain = next(iter(post.box.letters[0].iter_parts()))
    assert isinstance(plain, EmailMessage)
    assert plain.get_content().replace("\r\n", "\n") == (
        "You were observed, and the observation is signed. The next step is yours.\n\n"
        "Open it:\nhttp://127.0.0.1:3000/observations/1\n\n"
        "-- \nYou get this from Coach the Coach at http://127.0.0.1:3000.\n"
        f"No more e-mails:\nhttp://127.0.0.1:3000/mail/off/{token}\n"
    )
    assert post.box.ids == [f"<{digest('letter:one')[:32]}@example.com>"]


def test_in_quiet_hours_it_waits_for_their_end_as_they_are_when_it_would_go(post: Post):
    night = NOW + timedelta(hours=12)
    post.write(due_at=night)

    assert run_due(night) == 0
    assert post.job().due_at == NOW + timedelta(hours=21)
    with store.transaction() as session:
        choose_quiet_hours(session, post.mo, start="00:00", end="12:00", weekends=True)
    assert run_due(NOW + timedelta(hours=21)) == 0
    assert post.arrived == []
    assert run_due(NOW + timedelta(hours=26)) == 1
    assert post.arrived == [ARRIVED]


def test_what_is_not_wanted_or_not_true_any_more_does_not_go(post: Post):
    mo = post.mo.person_id
    post.write("read")
    post.write("stale", link="/other", until=NOW - timedelta(seconds=1))
    with store.transaction() as session:
        tell(session, mo, "Lena has observed you.", link=LINK, at=NOW)
        read_notices(session, post.mo, at=NOW)

    assert (run_due(NOW), post.arrived) == (2, [])
    post.write("off", link="/off")
    with store.transaction() as session:
        switch_mail(session, post.mo, is_on=False)
    assert (run_due(NOW), post.arrived) == (1, [])
    with store.transaction() as session:
        switch_mail(session, post.mo, is_on=True)
        session.get_one(Person, mo).ends_on = (NOW - timedelta(days=1)).date()
    post.write("left", link="/left")
    assert (run_due(NOW), post.arrived) == (1, [])


def test_a_reminder_and_an_invitation_go_though_the_notice_was_read(post: Post):
    mo = post.mo.person_id
    with store.transaction() as session:
        tell(session, mo, "Lena has observed you.", link=LINK, at=NOW)
        read_notices(session, post.mo, at=NOW)
    post.write("remind", Letter.RATE_YOURSELF)
    post.write(
        "invite", Letter.WATCHING_AGREED, invitation=Invitation("REQUEST", "BEGIN:VCALENDAR")
    )

    assert run_due(NOW) == 2
    assert len(post.arrived) == 2
    assert [part.get_content_type() for part in post.box.letters[1].iter_parts()][2:] == [
        "text/calendar"
    ]


def test_a_letter_the_server_does_not_take_is_tried_again_until_it_is_no_news(
    post: Post, caplog: pytest.LogCaptureFixture
):
    post.box.refusals = {"mo@example.com": "451 later"}
    post.write()
    at, tries = NOW, 0
    while (one := post.job()).done_at is None:
        at = max(one.lease_until or at, one.due_at, at) + timedelta(seconds=1)
        run_due(at)
        tries += 1

    assert NOW + STALE_AFTER < at < NOW + STALE_AFTER + timedelta(days=3)
    assert (one.failure, post.arrived) == ("SMTPRecipientRefused 451", [])
    assert tries > 10
    assert "mo@example.com" not in caplog.text


def test_a_letter_that_is_refused_is_given_up_and_it_is_kept_why(
    post: Post, caplog: pytest.LogCaptureFixture
):
    post.box.refusals = {"mo@example.com": "550 no such user"}
    post.write()

    assert run_due(NOW) == 0
    post.box.refusals = {}
    assert (run_due(NOW + timedelta(days=1)), post.arrived) == (0, [])
    assert (post.job().failure, post.job().done_at) == ("SMTPRecipientRefused 550", NOW)
    assert len(caplog.records) == 1
