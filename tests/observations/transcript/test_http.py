"""A file comes in only by its own route, into one's own draft, and a bad one says what is wrong."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import Session, col, select, update

from coach_the_coach.foundation import store
from coach_the_coach.foundation.jobs import Job
from coach_the_coach.observations.formats.rules import MAX_BYTES
from coach_the_coach.observations.tables import (
    Observation,
    Status,
    Transcript,
    TranscriptTurn,
    TurnCode,
)
from coach_the_coach.observations.transcript.http import MAX_BODY
from coach_the_coach.observations.transcript.state import sealed, unsealed
from tests.cast import NOW
from tests.observations.transcript.conftest import TALK
from tests.observations.transcript.opened import (
    OURS,
    drafts,
    number_of,
    send,
    signed_in,
    upload,
)

BAD = Path(__file__).parents[2] / "data" / "transcripts" / "bad"


@pytest.fixture
def draft(database_url: str) -> Iterator[str]:
    """The public id of Lena's draft."""
    with drafts(database_url) as (public_id,):
        yield public_id


@pytest.fixture
def lena(draft: str) -> str:
    """The secret of Lena's sign-in."""
    return signed_in("lena")


def kept(session: Session) -> tuple[int, int, int]:
    """How many transcripts, turns and codes there are."""
    tables = (Transcript, TranscriptTurn, TurnCode)
    found = [len(session.exec(select(table)).all()) for table in tables]
    return found[0], found[1], found[2]


def in_the_database() -> tuple[int, int, int]:
    """The same, read by another connection."""
    with store.reading() as session:
        return kept(session)


def refused(location: str, secret: str, public_id: str) -> str:
    """The sentence that the page will show to the one who sent the file."""
    asked = parse_qs(urlsplit(location).query)
    return unsealed(secret, public_id, asked["refused"][0])


def test_a_file_is_kept_and_the_browser_goes_back_to_the_page(draft: str, lena: str):
    answer = upload(draft, lena, TALK.encode())

    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/observations/{draft}/transcript",
    )
    assert in_the_database() == (1, 5, 0)
    with store.reading() as session:
        transcript = session.exec(select(Transcript)).one()
        assert (transcript.delete_after - transcript.uploaded_at).days == 30
        assert session.exec(select(Job.due_at)).all() == [transcript.delete_after]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ("unreadable_time.vtt", "Line "),
        ("no_header.vtt", "Line 1: a WebVTT file begins with the word WEBVTT."),
        ("empty.txt", "This file is empty."),
        ("no_names.txt", "No line says who is speaking."),
    ],
)
def test_a_bad_file_gets_the_line_and_the_reason_and_loses_nothing(
    draft: str, lena: str, file: str, sentence: str
):
    upload(draft, lena, TALK.encode())

    answer = upload(draft, lena, (BAD / file).read_bytes(), file)

    assert answer.status_code == 303
    assert refused(answer.headers["location"], lena, draft).startswith(sentence)
    assert in_the_database() == (1, 5, 0)


def test_no_file_at_all_is_said_to_be_missing(draft: str, lena: str):
    for sent in (
        {"files": {"file": ("", b"")}},
        {"data": {"file": "words"}},
        {"files": {"another": ("talk.vtt", TALK.encode())}},
    ):
        answer = send(draft, lena, **sent)
        assert answer.status_code == 303, sent
        assert refused(answer.headers["location"], lena, draft) == "Choose a file first."
    assert in_the_database() == (0, 0, 0)


def test_a_file_that_is_too_large_is_not_kept_in_memory_and_gets_a_sentence(draft: str, lena: str):
    for size in (MAX_BYTES + 1, MAX_BODY + 1, 2 * MAX_BODY):
        answer = upload(draft, lena, b"a" * size)
        assert answer.status_code == 303
        assert refused(answer.headers["location"], lena, draft) == "This file is larger than 5 MB."
    assert in_the_database() == (0, 0, 0)


def test_a_body_whose_length_is_not_told_is_capped_as_well(draft: str, lena: str):
    async def parts():
        """A body in parts, as a program may send it."""
        for _part in range(2 * MAX_BODY // 100_000):
            yield b"a" * 100_000

    headers = {
        "Origin": "http://testserver",
        "Content-Type": "multipart/form-data; boundary=x",
    }
    answer = send(draft, lena, content=parts(), headers=headers)

    assert refused(answer.headers["location"], lena, draft) == "This file is larger than 5 MB."


def test_what_is_no_form_is_refused(draft: str, lena: str):
    headers = {"Origin": "http://testserver", "Content-Type": "multipart/form-data; boundary=x"}
    assert send(draft, lena, content=b"nonsense", headers=headers).status_code in (303, 400)
    assert send(draft, lena, json={"file": "words"}).status_code == 303
    assert in_the_database() == (0, 0, 0)


@pytest.mark.parametrize(
    ("person", "status"), [("odd", 404), ("cleo", 404), ("mo", 403), ("rae", 403), ("ada", 403)]
)
def test_nobody_brings_a_file_into_anothers_draft(draft: str, person: str, status: int):
    answer = upload(draft, signed_in(person), TALK.encode())
    assert answer.status_code == status
    assert in_the_database() == (0, 0, 0)


def test_who_is_not_signed_in_is_asked_to_sign_in(draft: str):
    came_from = f"{OURS}/observations/{draft}/transcript"
    page = {"Origin": OURS, "Accept": "text/html", "Referer": came_from}
    answer = send(draft, None, files={"file": ("talk.vtt", TALK.encode())}, headers=page)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"/signin?next=/observations/{draft}/transcript",
    )
    assert in_the_database() == (0, 0, 0)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null"},
        {},
    ],
)
def test_a_page_of_another_site_brings_nothing_in(draft: str, lena: str, headers: dict[str, str]):
    answer = send(draft, lena, files={"file": ("talk.vtt", TALK.encode())}, headers=headers)
    assert answer.status_code == 403
    assert in_the_database() == (0, 0, 0)


def test_a_signed_observation_takes_no_file_and_says_why(draft: str, lena: str):
    upload(draft, lena, TALK.encode())
    with store.transaction() as session:
        session.exec(
            update(Observation)
            .where(col(Observation.id) == number_of(draft))
            .values(status=Status.SIGNED, signed_at=NOW)
        )

    answer = upload(draft, lena, b"Ann: Another.", "notes.txt")

    sentence = "This observation is signed and cannot be changed."
    assert refused(answer.headers["location"], lena, draft) == sentence
    assert in_the_database() == (1, 5, 0)


def test_a_correction_takes_no_file_and_none_is_read(draft: str, lena: str):
    upload(draft, lena, TALK.encode())
    number = number_of(draft)
    with store.transaction() as session:
        session.exec(
            update(Observation)
            .where(col(Observation.id) == number)
            .values(status=Status.SIGNED, signed_at=NOW)
        )
        older = session.get_one(Observation, number)
        same = older.model_dump(exclude={"id", "public_id", "status", "signed_at", "supersedes_id"})
        newer = Observation(**same, supersedes_id=number)
        session.add(newer)
        public_id = newer.public_id

    # What is no transcript gets the same answer: it was never looked at.
    answer = upload(public_id, lena, b"", "empty.txt")

    sentence = "A correction keeps the counts of the version it corrects."
    assert refused(answer.headers["location"], lena, public_id) == sentence
    assert in_the_database() == (1, 5, 0)


def test_only_the_sign_in_that_sent_the_file_is_told_what_was_wrong():
    address = sealed("lena's secret", "draft", "Line 3: this is wrong.")
    [kept] = parse_qs(address)["refused"]

    assert unsealed("lena's secret", "draft", kept) == "Line 3: this is wrong."
    assert unsealed("mo's secret", "draft", kept) == ""
    assert unsealed("lena's secret", "another", kept) == ""
    assert unsealed("lena's secret", "draft", "Call this number.") == ""
    assert unsealed("lena's secret", "draft", "é\ud800") == ""
    assert unsealed(None, "draft", kept) == ""
    assert "wrong" not in address
