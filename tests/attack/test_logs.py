"""What a server at its most talkative writes down: no secret, and no word of anybody."""

from pathlib import Path
from typing import Final
from uuid import uuid4

import httpx
import pytest

from coach_the_coach.foundation import clock, store
from coach_the_coach.foundation.logs import MAX_LOGGED
from tests.attack.planted import MARK, PASSWORD, plant
from tests.attack.siege import at_home
from tests.attack.wire import HYDRATE, Call, socket
from tests.bench.program import coach_served
from tests.conftest import databases_of

TALKATIVE: Final = "import logging\n\nlogging.basicConfig(level=logging.DEBUG)\n"
"""What has the server write everything down; Python runs it at the start."""

FORGED: Final = "forged\r\nCRITICAL: all is well"
"""Two lines that would look like two records."""

CALENDAR: Final = f"""\
BEGIN:VCALENDAR
BEGIN:VEVENT
UID:{MARK}uid
SUMMARY:{MARK}summary
DTSTART:20260310T100000Z
DURATION:PT30M
END:VEVENT
BEGIN:VEVENT
UID:{MARK}odd
DTSTART;TZID={MARK}zone:00010101T000000
DURATION:PT30M
END:VEVENT
END:VCALENDAR
""".encode()
"""A calendar in which nothing is for a log."""


@pytest.fixture
def log(capfd: pytest.CaptureFixture[str], tmp_path: Path, request: pytest.FixtureRequest):
    """Everything a server writes while somebody signs in, works, and others knock."""
    (tmp_path / "python").mkdir()
    (tmp_path / "python" / "sitecustomize.py").write_text(TALKATIVE)
    url = databases_of("sqlite", request.config).fresh()
    store.open_at(url)
    with store.transaction() as session:
        planted = plant(session, clock.now())
    token, invitation = str(uuid4()), f"{MARK}invitation"
    more = {"REFLEX_LOG_LEVEL": "debug", "LOGLEVEL": "debug"}
    with coach_served(tmp_path / "data", url, python=tmp_path / "python", **more) as port:
        here = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=here, headers={"Origin": here}) as client:
            form = {"email": "lena@example.com", "password": PASSWORD, "next": "/"}
            signed_in = client.post("/auth/sign-in", data=form)
            secret = client.cookies["sid"]
            wrong = {"invitation": invitation, "password": f"{MARK}wrong password of fifteen"}
            client.post("/auth/accept", data=wrong)
            client.get(f"/welcome?invitation={invitation}&token={token}")
            client.get(f"/mail/off/{planted.off}")
            read = client.get(f"/calendar/{planted.feed}.ics")
            asked = client.get("/pulse/link", params={"secret": planted.pulse})
            answers = dict.fromkeys(("rating", "thinking", "one_thing", "hard"), "5")
            answered = [
                client.post("/pulse/link", data={"secret": planted.pulse} | answers)
                for _twice in range(2)
            ]
            brought = client.post("/files/calendar", files={"calendar": ("a.ics", CALENDAR)})
        assert [one.status_code for one in (read, asked, brought)] == [200, 200, 303]
        assert [one.status_code for one in answered] == [200, 404]
        assert signed_in.status_code == 303
        with socket(port, secret, token=token) as page:
            page.call([Call(HYDRATE), *at_home(planted)])
            page.call([Call(f"state.{FORGED}", {"text": f"{MARK}payload"})])
            page.call([Call("x" * 100_000, {"text": f"{MARK}payload"})])
            page.send(f'42/_event,["event","{MARK}broken"]')
            page.send('42/_event,["client_error",{"message":"a\\r\\nCRITICAL: all is well"}]')
            page.call([])
        with socket(port, None, token=token):
            pass
        another = {"password": f"{MARK}password of hers from now on"}
        with httpx.Client(
            base_url=here, headers={"Origin": here}, cookies={"sid": secret}
        ) as client:
            short = client.post("/auth/password", data={"password": f"{MARK}short"})
            changed = client.post("/auth/password", data=another)
        assert (short.status_code, changed.headers["location"]) == (303, "/account/password")
    store.open_at(None)
    said = capfd.readouterr()
    secrets = [
        secret,
        token,
        invitation,
        planted.off,
        planted.feed,
        planted.pulse,
        planted.lenas,
        PASSWORD,
        changed.cookies["sid"],
    ]
    return said.out + said.err, secrets


def test_the_log_holds_no_token_no_secret_and_no_word_of_anybody(log: tuple[str, list[str]]):
    text, secrets = log

    assert "DEBUG" in text, "it was told to write everything"
    assert [one for one in secrets if one in text] == []
    assert [line for line in text.splitlines() if MARK in line] == []
    assert max(map(len, text.splitlines())) < MAX_LOGGED + 500
    assert not any(line.startswith("CRITICAL: all is well") for line in text.splitlines())
