"""What the README says is so: its commands run, its variables are taken, its people are there."""

import re
import shlex
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from coach_the_coach.demo import COMPANY_NAME, SEED, Size
from coach_the_coach.demo.people import roster
from coach_the_coach.identity.access import Role
from coach_the_coach.imports.formats.people import HEADINGS
from coach_the_coach.settings import settings_from
from tests.serving import ROOT, coach

README: Final = (ROOT / "README.md").read_text("utf-8")

MOST_OF_A_PICTURE: Final = 300_000
"""Bytes that whoever opens the README has to fetch."""

TODAY: Final = date(2026, 5, 13)
"""A day to have the demo company on."""

ASIDE: Final = ("Database: ", "you <you@example.com>", "The link lets them choose a password. ")
"""How lines begin that are said beside what a command prints."""

TALK: Final = """\
WEBVTT

00:00:01.000 --> 00:00:04.000
Mara Lind: What did you see?

00:00:06.000 --> 00:00:09.000
Ivo Renn: They went quiet.
"""

PEOPLE: Final = """\
email,given_name,family_name,role,title,manager_email,time_zone
vera@example.com,Vera,Stone,leader,VP Sales,,Europe/Berlin
mo@example.com,Mo,Reyes,manager,Sales Manager,vera@example.com,Europe/Berlin
"""


def commands() -> list[str]:
    """Every command of the README's shell blocks, each on one line."""
    blocks: list[str] = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    return "".join(blocks).replace("\\\n", "").splitlines()


def made(*arguments: str) -> str:
    """What make would run."""
    run = subprocess.run(
        ["make", "-n", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return run.stdout


def run_coach(line: str, data: Path) -> str:
    """What `coach` prints for a line of the README, with its files in a folder of the test's."""
    _program, *given = shlex.split(line)
    here = [str(data / one) if (data / one).is_file() else one for one in given]
    run = coach(*here, COACH_DATA=str(data / "data"))
    assert run.returncode == 0, run.stderr
    # Beside what is printed stands only on which database it was done, and for whom.
    assert all(line.startswith(ASIDE) for line in run.stderr.splitlines()), run.stderr
    return run.stdout


def is_served(_line: str, _data: Path) -> None:
    assert "coach serve --demo" in made("run")
    assert '--port "3100"' in made("run", "PORT=3100")


def is_tested(_line: str, _data: Path) -> None:
    assert "pytest" in made("test")


def is_helped(line: str, data: Path) -> None:
    assert "transcript" in run_coach(line, data)


def is_measured(line: str, data: Path) -> None:
    (data / "talk.vtt").write_text(TALK)

    assert '"turns"' in run_coach(line, data)


def is_brought_in(line: str, data: Path) -> None:
    (data / "people.csv").write_text(PEOPLE)

    assert run_coach(line, data)


def is_administrator(line: str, data: Path) -> None:
    assert "/welcome?invitation=" in run_coach(line, data)


def is_verified(line: str, data: Path) -> None:
    run_coach(".venv/bin/coach create-admin you@example.com", data)

    assert run_coach(line, data).startswith("The log is as it was written")


def is_for_real(line: str, _data: Path) -> None:
    given = dict(one.split("=", 1) for one in shlex.split(line) if "=" in one)
    taken = settings_from(given)

    assert line.endswith(".venv/bin/coach serve")
    assert (taken.workers, taken.host, taken.secure) == (4, "0.0.0.0", True)
    assert taken.public_url == "https://coach.example.com"
    assert taken.database_url == "postgresql+psycopg://coach@db/coach"
    assert taken.redis_url == "redis://cache:6379/0"


def is_for_single_sign_on(line: str, _data: Path) -> None:
    given = dict(one.split("=", 1) for one in shlex.split(line) if "=" in one)
    [claim] = re.findall(r"`(OIDC_EMPLOYEE_CLAIM=\w+)`", README)
    [roles] = re.findall(r'`OIDC_ROLES="(.+?)"`', README)
    more = {**dict([claim.split("=")]), "OIDC_ROLES": roles}
    taken = settings_from({**given, **more}).provider

    assert line.endswith(".venv/bin/coach serve")
    assert taken is not None
    assert taken.employee_claim == "employee_number"
    assert [one.role for one in taken.roles] == ["leader", "admin"]


def is_for_a_phone(line: str, data: Path) -> None:
    given = dict(one.split("=", 1) for one in shlex.split(line) if "=" in one)
    for name in ("cert.pem", "key.pem"):
        (data / name).touch()
    files = {name: str(data / given[name]) for name in ("COACH_TLS_CERT", "COACH_TLS_KEY")}
    taken = settings_from({**given, **files, "COACH_HOST": given["HOST"]})

    assert '--host "0.0.0.0"' in made("run", "HOST=0.0.0.0")
    assert (taken.secure, taken.proxy_hops, taken.host) == (True, 0, "0.0.0.0")
    [plain] = re.findall(r"`(COACH_PUBLIC_URL=http://\S+) make run", README)
    assert not settings_from({"COACH_HOST": "0.0.0.0", **dict([plain.split("=")])}).secure


PROOFS: Final[dict[str, Callable[[str, Path], None]]] = {
    "make run": is_served,
    "make test": is_tested,
    ".venv/bin/coach --help": is_helped,
    '.venv/bin/coach transcript talk.vtt --manager "Mara Lind" --json': is_measured,
    ".venv/bin/coach import-people people.csv": is_brought_in,
    ".venv/bin/coach create-admin you@example.com": is_administrator,
    ".venv/bin/coach audit verify": is_verified,
    "DATABASE_URL=postgresql://coach@db/coach REDIS_URL=redis://cache:6379/0 COACH_WORKERS=4 "
    "COACH_PUBLIC_URL=https://coach.example.com COACH_HOST=0.0.0.0 "
    ".venv/bin/coach serve": is_for_real,
    "OIDC_ISSUER=https://login.example.com OIDC_CLIENT_ID=coach OIDC_CLIENT_SECRET=... "
    ".venv/bin/coach serve": is_for_single_sign_on,
    "COACH_PUBLIC_URL=https://192.168.1.20:3000 COACH_TLS_CERT=cert.pem COACH_TLS_KEY=key.pem "
    "make run HOST=0.0.0.0": is_for_a_phone,
}
"""Every command of the README, and what shows that it does what the README says."""


def test_every_command_of_the_readme_has_its_proof():
    assert sorted(commands()) == sorted(PROOFS)


@pytest.mark.parametrize("line", PROOFS)
def test_a_command_of_the_readme_does_what_it_says(line: str, tmp_path: Path):
    PROOFS[line](line, tmp_path)


def test_make_help_lists_the_rest():
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)

    for target in ("install", "run", "test", "check", "bench"):
        assert f"make {target} " in told.stdout


def test_the_columns_of_a_file_of_people_are_those_that_are_read():
    [listed] = re.findall(r"with the columns (.+?):", README, re.DOTALL)

    assert sorted(listed.replace("\n", " ").split(", ")) == sorted(set(HEADINGS.values()))


ROLES: Final = {
    "vice president": Role.LEADER,
    "manager": Role.MANAGER,
    "chief revenue officer": Role.LEADER,
    "coaching specialist": Role.SPECIALIST,
    "administrator": Role.ADMIN,
    "rep": Role.REP,
}
"""What the tour calls people, and what that is here."""


def test_the_people_of_the_tour_are_in_the_demo_in_these_roles():
    everybody = roster(Size(), SEED, TODAY).members
    held = {member.name: member.role for member in everybody}

    tour = re.findall(r"^- \*\*(.+?), (.+?)\.\*\*", README, re.MULTILINE)

    assert {name: held.get(name) for name, _word in tour} == {
        name: ROLES[word] for name, word in tour
    }
    assert [ROLES[word] for _name, word in tour] == list(ROLES.values())


def test_what_the_tour_names_is_a_text_of_a_page():
    tour = README.partition("## A tour by role")[2].partition("## On the command line")[0]
    named = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", tour.replace("\n  ", " "))
    source = "".join(one.read_text("utf-8") for one in (ROOT / "coach_the_coach").rglob("*.py"))

    assert len(named) > 20
    assert [name for name in named if f'_("{name}")' not in source] == []


def test_the_demo_company_is_as_large_as_the_readme_says():
    size = Size()

    assert f"{COMPANY_NAME}: a chief revenue officer, three vice presidents" in README
    assert "twelve managers, ninety\nreps, and 120 days" in README
    assert (size.leaders, size.managers, size.reps, size.days) == (3, 12, 90, 120)


def test_every_file_the_readme_names_is_there():
    named = re.findall(r"\]\(([^)#:]+)\)", README)

    assert [name for name in named if not (ROOT / name).exists()] == []
    assert (ROOT / "docs/picture.png").stat().st_size < MOST_OF_A_PICTURE
