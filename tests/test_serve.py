"""`coach` from a terminal: what it refuses in one line, and the server it starts."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import ssl
import stat
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from coach_the_coach.cli import pages
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.csp import hashes_file
from coach_the_coach.records.retention.actions import LETS_GO
from tests.serving import ROOT, Served, coach, serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real program on a fresh database."""
    with serving(tmp_path_factory.mktemp("served") / "data") as served:
        yield served


def test_a_taken_port_is_told_in_one_line(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        run = coach("serve", "--port", str(port), COACH_DATA=str(tmp_path))

    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == (
        f"Port {port} of 127.0.0.1 is taken; choose another, such as --port {port % 60000 + 100} "
        f"(make run PORT={port % 60000 + 100}).\n"
    )


def test_an_unwritable_folder_is_told_in_one_line(tmp_path: Path):
    file = tmp_path / "file"
    file.touch()

    run = coach("migrate", COACH_DATA=str(file / "data"))

    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == f"The folder {file}/data cannot be written to: Not a directory.\n"


def test_a_wrong_setting_is_told_in_one_line():
    run = coach("serve", COACH_PORT="many")

    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "COACH_PORT must be a whole number from 1 to 65535, not 'many'.\n"


def test_a_database_that_is_away_is_told_in_one_line_without_its_password(tmp_path: Path):
    run = coach(
        "migrate",
        COACH_DATA=str(tmp_path),
        DATABASE_URL="postgresql://coach:tell-nobody@127.0.0.1:1/coach",
    )

    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("The database cannot be used: ")
    assert run.stderr.count("\n") == 1
    assert "tell-nobody" not in run.stderr


def _answer(served: Served, path: str, **headers: str) -> httpx.Response:
    return httpx.get(served.url + path, headers=headers)


def test_the_server_says_where_it_is_once_it_answers(served: Served):
    assert served.said[-1] == f"Coach the Coach is at {served.url}"
    assert _answer(served, "/ping").status_code == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_pages_answer_under_both_names(served: Served, host: str):
    name = f"{host}:{served.port}"

    found = {
        path: _answer(served, path, Host=name).status_code for path in ("/", "/signin", "/nowhere")
    }

    assert found == {"/": 200, "/signin": 200, "/nowhere": 404}


def test_a_page_may_run_only_scripts_of_the_build(served: Served):
    policy = _answer(served, "/signin").headers["Content-Security-Policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))

    assert "unsafe" not in scripts
    assert scripts.count("'sha256-") >= 3


@contextmanager
def _knocking(served: Served, origin: str | None) -> Iterator[int]:
    """The status that a browser's request for a socket gets; the socket is open in the block."""
    lines = [
        "GET /_event/?EIO=4&transport=websocket&token=x HTTP/1.1",
        f"Host: 127.0.0.1:{served.port}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        *([f"Origin: {origin}"] if origin else []),
    ]
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        yield int(connection.recv(1024).split()[1])


def test_a_foreign_page_gets_no_socket(served: Served):
    found = []
    for origin in (served.url, f"http://localhost:{served.port}", "https://evil.test", None):
        with _knocking(served, origin) as status:
            found.append(status)

    assert found == [101, 403, 403, 403]


def test_a_second_start_builds_nothing_and_what_is_kept_is_its_owners(
    served: Served, tmp_path: Path
):
    with serving(tmp_path / "data") as second:
        assert second.said == [f"Coach the Coach is at {second.url}"]
        assert served.process.poll() is None
        assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


KILLED = "Killing worker-1"
"""What is said of a worker that was not waited for any longer."""


def _is_at_rest(data: Path) -> bool:
    """Whether the round of the start, which falls due at once, is done."""
    with closing(sqlite3.connect(data / "coach.db")) as database:
        kept = database.execute("SELECT done_at FROM job WHERE kind = ?", (LETS_GO,))
        return any(done_at is not None for (done_at,) in kept)


def _said_since(served: Served) -> str:
    """What an ended server said after it said where it is."""
    assert served.process.stdout is not None
    return served.process.stdout.read()


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_the_server_ends_by_itself_though_a_page_is_open(tmp_path: Path, sent: signal.Signals):
    with serving(tmp_path / "data") as served, _knocking(served, served.url) as status:
        assert status == 101
        while not _is_at_rest(tmp_path / "data"):
            time.sleep(0.05)

        assert served.stop(sent) == 0

        assert KILLED not in _said_since(served)


def test_a_worker_that_does_not_end_is_killed(tmp_path: Path):
    with serving(tmp_path / "data") as served:
        main = served.process.pid
        for child in Path(f"/proc/{main}/task/{main}/children").read_text().split():
            if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text():
                os.kill(int(child), signal.SIGSTOP)

        assert served.stop() == 0

        assert KILLED in _said_since(served)


def test_with_a_certificate_it_speaks_https_itself(tmp_path: Path):
    cert, key = _certificate(tmp_path)
    trusting = ssl.create_default_context(cafile=str(cert))

    with serving(tmp_path / "data", COACH_TLS_CERT=str(cert), COACH_TLS_KEY=str(key)) as served:
        address = f"https://127.0.0.1:{served.port}"
        assert served.said == [f"Coach the Coach is at {address}"]
        answer = httpx.get(f"{address}/signin", verify=trusting)
        assert answer.status_code == 200
        assert answer.headers["strict-transport-security"] == "max-age=63072000"


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    today = clock.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    files = folder / "cert.pem", folder / "key.pem"
    files[0].write_bytes(made.public_bytes(Encoding.PEM))
    files[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return files


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Sources with pages built of them."""
    for name in (
        "coach_the_coach/page.py",
        "assets/logo.svg",
        "reflex.lock/bun.lock",
        "rxconfig.py",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("one")
    (tmp_path / ".web/build/client").mkdir(parents=True)
    (tmp_path / ".web/build/client/index.html").touch()
    (tmp_path / ".web/build/fingerprint").write_text(pages.fingerprint(tmp_path))
    return tmp_path


def test_pages_of_todays_sources_are_not_built_again(repository: Path):
    (repository / "coach_the_coach/__pycache__").mkdir()
    (repository / "coach_the_coach/__pycache__/page.pyc").touch()
    (repository / "README.md").touch()

    assert not pages.is_stale(repository)


@pytest.mark.parametrize(
    "name", ["coach_the_coach/page.py", "assets/logo.svg", "reflex.lock/bun.lock", "rxconfig.py"]
)
def test_pages_of_other_sources_are_built_again(repository: Path, name: str):
    (repository / name).write_text("two")

    assert pages.is_stale(repository)


def test_pages_are_built_again_when_a_source_came_went_or_moved(repository: Path):
    (repository / "assets/new.svg").write_text("one")
    assert pages.is_stale(repository)

    (repository / "assets/new.svg").unlink()
    assert not pages.is_stale(repository)

    (repository / "assets/logo.svg").rename(repository / "assets/other.svg")
    assert pages.is_stale(repository)


def test_which_scripts_the_pages_may_run_is_written_down_where_it_was_lost(repository: Path):
    client = repository / ".web/build/client"
    said: list[str] = []

    pages.ensure_built(repository, said.append)

    assert json.loads(hashes_file(client).read_text()) == {"index.html": []}
    assert said == [], "and nothing was built"


def test_pages_that_are_gone_are_built_again(repository: Path):
    shutil.rmtree(repository / ".web/build/client")

    assert pages.is_stale(repository)


def test_the_lock_file_forgets_where_packages_came_from(tmp_path: Path):
    lock = tmp_path / "bun.lock"
    lock.write_text(
        '    "ws": ["ws@8.1.0", "https://mirror.test/ws-8.tgz", {}, "sha512-A"],\n'
        '    "a": ["@b/a@1.0.0", "", {}, "sha512-B"],\n'
    )

    pages.forget_addresses(lock)

    assert lock.read_text() == (
        '    "ws": ["ws@8.1.0", "", {}, "sha512-A"],\n'
        '    "a": ["@b/a@1.0.0", "", {}, "sha512-B"],\n'
    )


def test_what_is_committed_of_the_packages_stays_as_it_is_however_reflex_writes_it(tmp_path: Path):
    committed = (ROOT / "reflex.lock" / "package.json").read_text("utf-8")
    named = tmp_path / "package.json"
    named.write_text(json.dumps(json.loads(committed)), "utf-8")

    pages.spread_out(named)

    assert named.read_text("utf-8") == committed


def test_the_committed_lock_holds_no_address():
    for file in (ROOT / "reflex.lock").iterdir():
        assert "://" not in file.read_text(), file.name


def _named(data: Path, *more: str) -> str:
    """What is said on the side of the database in a folder."""
    return " ".join([f"Database: {data}/coach.db", *more]) + "\n"


def test_the_demo_company_is_loaded_once_and_its_passwords_are_shown_again(tmp_path: Path):
    data = tmp_path / "data"

    first = coach("demo", COACH_DATA=str(data))
    second = coach("demo", COACH_DATA=str(data))

    kept = data / "demo-people.json"
    people = json.loads(kept.read_text("utf-8"))["people"]
    assert (first.returncode, first.stderr) == (0, _named(data, "(made just now)"))
    assert all(person["password"] in first.stdout for person in people)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr == (
        f"{_named(data)}The demo company is only ever loaded into an empty database.\n"
    )


def test_the_server_shows_the_demo_people_at_every_start(tmp_path: Path):
    data = tmp_path / "data"
    with serving(data, "--demo"):
        kept = (data / "demo-people.json").read_text("utf-8")

    with serving(data, "--demo") as again:
        assert again.process.stdout is not None
        people = json.loads(kept)["people"]
        shown = [again.process.stdout.readline() for _ in range(len(people) * 2 + 2)]

    assert (data / "demo-people.json").read_text("utf-8") == kept
    assert all(any(person["password"] in line for line in shown) for person in people)


def test_people_come_in_from_a_file_or_its_faults_are_told(tmp_path: Path):
    file = tmp_path / "people.csv"
    file.write_text("name\nLena\n")

    run = coach("import-people", str(file), COACH_DATA=str(tmp_path / "data"))

    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr


def test_what_a_file_of_people_would_do_is_said_and_not_done(tmp_path: Path):
    file = tmp_path / "people.csv"
    file.write_text("email,given_name,family_name,role\nlena@example.com,Lena,Leader,admin\n")

    runs = [
        coach("import-people", str(file), *more, COACH_DATA=str(tmp_path / "data"))
        for more in (["--dry-run"], ["--dry-run"], [])
    ]

    done = (
        "1 person added, 0 changed, 0 as before\nLine 2: Lena Leader (New): becomes Administrator\n"
    )
    would = f"Nothing is changed. This is what the file would do:\n{done}"
    assert [(run.returncode, run.stdout) for run in runs] == [(0, would), (0, would), (0, done)]


def test_a_reviewed_rubric_comes_in_and_a_second_time_changes_nothing(tmp_path: Path):
    file = ROOT / "coach_the_coach/observations/rubric/rubric-1.1.toml"

    runs = [coach("rubric", "import", str(file), COACH_DATA=str(tmp_path)) for _ in range(2)]

    told = [_named(tmp_path, "(made just now)"), _named(tmp_path)]
    assert [(run.returncode, run.stderr) for run in runs] == [(0, line) for line in told]
    assert runs[0].stdout == runs[1].stdout


TALK = """WEBVTT

00:00:00.000 --> 00:00:06.000
Mo Manager: How did the call go?

00:00:06.500 --> 00:00:10.000
Rae Rep: Well enough.
"""


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    file = tmp_path / "talk.vtt"
    file.write_text(TALK)
    return file


def test_a_transcript_is_measured_as_json(talk: Path):
    run = coach("transcript", str(talk), "--manager", "Mo Manager", "--json")

    found = json.loads(run.stdout)
    assert (run.returncode, run.stderr) == (0, "")
    assert found["turns"] == [
        {
            "index": 1,
            "start": 0.0,
            "end": 6.0,
            "speaker": "Mo Manager",
            "text": "How did the call go?",
        },
        {"index": 2, "start": 6.5, "end": 10.0, "speaker": "Rae Rep", "text": "Well enough."},
    ]
    assert found["measures"]["manager_questions"] == 1


def test_a_transcript_is_measured_in_words(talk: Path):
    run = coach("transcript", str(talk), "--manager", "Mo Manager")

    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines()[0] == "2 turns"


@pytest.mark.parametrize(
    ("arguments", "status", "line"),
    [
        (
            ["--manager", "Sol Stranger"],
            1,
            "“Sol Stranger” does not speak in this file. Speakers found: Mo Manager, Rae Rep.",
        ),
        (
            [],
            2,
            "Say who the manager is with --manager NAME. Speakers found: Mo Manager, Rae Rep.",
        ),
    ],
)
def test_a_transcript_that_cannot_be_measured_is_told_in_one_line(
    talk: Path, arguments: list[str], status: int, line: str
):
    run = coach("transcript", str(talk), *arguments)

    assert (run.returncode, run.stdout, run.stderr) == (status, "", f"{line}\n")


def test_a_file_that_is_not_there_is_told_in_one_line(tmp_path: Path):
    run = coach("transcript", str(tmp_path / "none.vtt"), "--manager", "Mo")

    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == f"{tmp_path}/none.vtt cannot be read: No such file or directory.\n"
