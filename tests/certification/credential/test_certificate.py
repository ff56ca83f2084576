"""The certificate on paper: one page, whatever the name, and made without a network."""

import os
import socket
import subprocess
import sys
import threading
from datetime import date
from html import unescape
from pathlib import Path

import pytest

import coach_the_coach
from coach_the_coach.certification.credential.certificate.rules import (
    HERE,
    Certificate,
    Signed,
    number_words,
    pdf_of,
)
from tests.certification.credential.pdf import letters, pages, title

NAMES = {
    "plain": "Mo Manager",
    "one word": "Mo",
    "long": "Maximiliana Wilhelmina Konstantinopolitanska-Habsburg van den Oudenhoven-Lothringen",
    "longest": f"{'W' * 80} {'M' * 80}",
    "from right to left": "دانة الفارسي",
    "hebrew": "דניאל כהן",
    "with marks": "Nguyễn Thị Ánh Łukasz",
    "greek and cyrillic": "Ελένη Шостакович",
    "a command": '#import "@preview/evil:1.0.0": *',
    "markup": "*b* _i_ $x$ [c] `d` \\ <l> @r // c",
    "a function": '#read("/etc/passwd") #sys.inputs',
    "quotes and lines": 'A "B" \n\t C {d}',
}


def certificate(name: str, *, address: str = "", signed: int = 2) -> Certificate:
    by = [Signed("Lena Leader", "Leader, Sales North"), Signed("Sage #emph[x]", "Specialist")]
    return Certificate(
        name=name,
        path="Certified Coach",
        level=2,
        awarded_on=date(2026, 3, 2),
        valid_until=date(2027, 9, 2),
        signed=by[:signed],
        public_id="a1b2c3d4e5f6" + "0" * 20,
        issuer="Coach the Coach at coach.example.com",
        address=address,
    )


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_it_is_one_tagged_page_with_the_name_on_it(name: str):
    made = pdf_of(certificate(name))

    assert made.startswith(b"%PDF-1.7")
    assert pages(made) == 1
    assert b"/Marked true" in made
    assert b"/StructTreeRoot" in made
    assert unescape(title(made)) == f"Certificate of {name}: Certified Coach"
    assert {*name} - {*" \n\t"} <= letters(made)


@pytest.mark.parametrize("name", ["M\0o", "M\x1b[31mo", "山田 太郎", "Mo 👩‍👩‍👧", "M\uffffo"])
def test_a_name_with_letters_that_no_font_here_has_is_a_page_all_the_same(name: str):
    made = pdf_of(certificate(name))
    assert pages(made) == 1


@pytest.mark.parametrize("signed", [0, 1, 2])
@pytest.mark.parametrize("address", ["", f"https://coach.example.com/verify/{'a' * 32}"])
def test_whoever_signed_and_the_code_stand_on_the_same_page(signed: int, address: str):
    made = pdf_of(certificate("Mo Manager", address=address, signed=signed))
    assert pages(made) == 1
    assert (b"/URI" in made) is bool(address)


def test_the_number_is_read_out_in_fours():
    assert number_words("a1b2c3d4e5f6" + "0" * 20) == "A1B2 C3D4 E5F6"


MAKE = """
from tests.certification.credential.test_certificate import NAMES, certificate
from coach_the_coach.certification.credential.certificate.rules import pdf_of
for name in NAMES.values():
    pdf_of(certificate(name))
print("made")
"""


def test_nobody_is_asked_over_the_network_to_make_it():
    """Whatever would go out goes to a server of ours first, which hears nothing."""
    heard: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.2)
    done = threading.Event()

    def listen() -> None:
        while not done.is_set():
            try:
                connection, _address = server.accept()
            except TimeoutError:
                continue
            heard.append(connection.recv(100))
            connection.close()

    thread = threading.Thread(target=listen)
    thread.start()
    proxy = f"http://127.0.0.1:{server.getsockname()[1]}"
    names = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
    root = Path(coach_the_coach.__file__).parent.parent
    environment = {**os.environ, **dict.fromkeys(names, proxy), "PYTHONPATH": str(root)}  # noqa: TID251 - the machine's, for a program of its own
    try:
        ran = subprocess.run(
            [sys.executable, "-c", MAKE], env=environment, capture_output=True, text=True
        )
    finally:
        done.set()
        thread.join()
        server.close()
    assert (ran.stdout, heard) == ("made\n", [])


def test_its_design_names_no_other_file():
    design = (HERE / "certificate.typ").read_text()
    assert not {"#import", "#include", "read(", "@preview", "eval("} & {
        word for word in ("#import", "#include", "read(", "@preview", "eval(") if word in design
    }
