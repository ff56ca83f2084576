"""67 real conversations: the experts' codes, entered turn by turn, give exactly their counts."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from sqlmodel import select

from coach_the_coach.foundation import clock, store
from coach_the_coach.identity.door import act, look
from coach_the_coach.observations.tables import TurnCode
from coach_the_coach.observations.tally.rules import MIN_TAPS, Tally, ask_share
from coach_the_coach.observations.transcript.actions import choose_manager, code_turn
from coach_the_coach.observations.transcript.queries import (
    measures_of_transcript,
    moments_of_transcript,
    tally_of_transcript,
)
from tests.conftest import databases_of
from tests.observations.transcript.opened import drafts, number_of, signed_in, upload

FILES = 67


def code_of(main: str, question_kind: str) -> str:
    """The button for what the experts found to be the main thing of a turn; empty for no tap."""
    if main == "question":
        return question_kind
    return {"reflection": "back", "therapist_input": "direct"}.get(main, "")


@pytest.fixture
def labels(annomi: Path) -> pd.DataFrame:
    """The experts' codes, a row for each turn of the helper."""
    return pd.read_csv(annomi / "labels.csv", keep_default_na=False)


@pytest.fixture
def observed(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """The public ids of as many drafts of Lena's as there are files, in an SQLite file."""
    with drafts(databases_of("sqlite", request.config).fresh(), FILES) as names:
        yield names


def counted(experts: pd.DataFrame) -> Tally:
    """The counts, made with pandas and nothing of ours."""

    def of(condition: str) -> int:
        return len(experts.query(condition))

    return Tally(
        open=of("main == 'question' and question_kind == 'open'"),
        closed=of("main == 'question' and question_kind == 'closed'"),
        back=of("main == 'reflection'"),
        direct=of("main == 'therapist_input'"),
    )


def test_every_real_conversation_gives_the_counts_of_its_experts(
    annomi: Path, labels: pd.DataFrame, observed: list[str]
):
    lena = signed_in("lena")
    files = sorted(annomi.glob("*.vtt"))
    assert len(files) == FILES
    shares = 0
    for file, public_id in zip(files, observed, strict=True):
        assert upload(public_id, lena, file.read_bytes(), file.name).status_code == 303
        act(lena, choose_manager, public_id=public_id, speaker="therapist")
        experts = labels.query("file == @file.name")
        for row in experts.to_dict("records"):
            if code := code_of(row["main"], row["question_kind"]):
                index = int(row["turn"])
                act(lena, code_turn, public_id=public_id, index=index, code=code, at=clock.now())

        number = number_of(public_id)
        with store.reading() as session:
            tally = tally_of_transcript(session, number)
            given = session.exec(
                select(TurnCode.turn_index).where(TurnCode.observation_id == number)
            ).all()
        expected = counted(experts)
        assert tally == expected, file.name
        assert len(given) == len(experts.query("main != 'other'")), file.name
        asks, tells = expected.open + expected.closed + expected.back, expected.direct
        enough = asks + tells >= MIN_TAPS
        share = Fraction(asks, asks + tells) if enough else None
        assert ask_share(tally) == share, file.name
        shares += enough
        assert len(look(lena, moments_of_transcript, public_id=public_id)) == tally.taps
        assert look(lena, measures_of_transcript, public_id=public_id).manager_turns == len(
            experts
        ), file.name
    assert shares == 30


def test_the_same_words_without_times_measure_no_time(annomi: Path, observed: list[str]):
    lena, public_id = signed_in("lena"), observed[0]
    lines = [line for line in (annomi / "000.vtt").read_text().splitlines() if "<v " in line]
    plain = "\n".join(
        line.removeprefix("<v ").removesuffix("</v>").replace(">", ": ", 1) for line in lines
    )
    upload(public_id, lena, plain.encode(), "000.txt")
    act(lena, choose_manager, public_id=public_id, speaker="therapist")

    found = look(lena, measures_of_transcript, public_id=public_id)

    assert found.talk_share is None
    assert found.longest_stretch_seconds is None
    assert found.questions_per_ten_minutes is None
    assert found.word_share is not None
    act(lena, code_turn, public_id=public_id, index=1, code="open", at=clock.now())
    assert look(lena, moments_of_transcript, public_id=public_id) == []
