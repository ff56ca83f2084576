"""The demo company as a whole: who is there, that it repeats, and that it keeps the rules."""

import re
from collections import Counter, defaultdict
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any, Final

import pytest
from sqlmodel import Session, col, select

from coach_the_coach import demo, schema
from coach_the_coach.coaching.rules import Kind, kind_mix
from coach_the_coach.coaching.tables import CoachingSession
from coach_the_coach.demo import Case
from coach_the_coach.evidence.rules import EvidenceKind
from coach_the_coach.foundation import jobs, store
from coach_the_coach.foundation.errors import Conflict
from coach_the_coach.identity.access import Role
from coach_the_coach.identity.passwords import matches
from coach_the_coach.identity.queries import actor_named
from coach_the_coach.identity.sign_in import account_of
from coach_the_coach.identity.tables import Account, Person, ReportingLine
from coach_the_coach.notices.tables import Notice
from coach_the_coach.observations.rating.rules import problems_before_signing
from coach_the_coach.observations.rubric.rules import for_purpose, stored_rubric
from coach_the_coach.observations.rules import Seen, Source
from coach_the_coach.observations.seal.queries import is_intact
from coach_the_coach.observations.tables import (
    KindAnswer,
    Note,
    Observation,
    ObservationBody,
    Outcome,
    Reply,
    Rubric,
    SelfRating,
    Status,
    Talk,
    Tap,
    Transcript,
    TranscriptTurn,
    TurnCode,
)
from coach_the_coach.observations.tally.rules import TapMark, kept_codes, tally_of
from coach_the_coach.observations.watching.tables import Watching
from tests.conftest import databases_of
from tests.demo import reading
from tests.demo.conftest import AT, Loaded, reading_at

KEYS: Final = {"credential", "issuer_key", "audit_entry", "audit_detail"}
"""Tables of what is signed with keys that were just made, and of their making."""

RANDOM: Final = {
    "account.password_hash",
    "award.public_id",
    "award.status_index",
    "pulse_said.id",
    "review.public_id",
    "co_signature.public_id",
    "co_signature.commitment",
    "co_signature_body.salt",
    "appeal.public_id",
    "appeal_body.salt",
    "blind_scoring.public_id",
}
"""What is another each time, so that nobody guesses it: passwords, numbers, names and salts."""

NAMED_AT_RANDOM: Final = ("/decisions/%", "/double/%")
"""Where a notice leads whose address is."""


def dump(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in the order of its key, but for the passwords and certificates.

    A certificate has a number, a place in the lists, salts and keys at random, or it would be none.
    What was said in a pulse is named at random, at each release anew: it is in the order of itself.
    """
    rows: dict[str, list[tuple[Any, ...]]] = {}
    with reading_at(url) as session:
        for table in schema.metadata.sorted_tables:
            if table.name in KEYS:
                continue
            columns = [
                column for column in table.columns if f"{table.name}.{column.name}" not in RANDOM
            ]
            keys = [key for key in table.primary_key.columns if key in columns] or columns
            statement = select(*columns).order_by(*keys)
            if table.name == "evidence":
                statement = statement.where(table.c.kind != EvidenceKind.AWARD)
            if table.name == "notice":
                statement = statement.where(
                    *(~table.c.link.like(address) for address in NAMED_AT_RANDOM)
                )
            rows[table.name] = [tuple(row) for row in session.connection().execute(statement)]
    return rows


def test_one_cro_three_vps_twelve_managers_ninety_reps_and_two_who_help(found: Session):
    counts = {role: len(reading.in_role(found, role)) for role in Role}

    assert counts == {
        Role.LEADER: 4,
        Role.MANAGER: 12,
        Role.REP: 90,
        Role.SPECIALIST: 1,
        Role.ADMIN: 1,
        Role.CERTIFIER: 5,
        Role.GUEST: 0,
    }


def test_everybody_has_a_name_of_their_own_a_title_a_team_and_a_zone(found: Session):
    people = found.exec(select(Person)).all()

    assert len({person.given_name for person in people}) == len(people) == 108
    assert all(person.title and person.team and person.starts_on for person in people)
    assert all(person.email.endswith("@alderquay.example") for person in people)
    assert len({person.time_zone for person in people}) >= 8
    assert {person.region for person in people} == {"", "Europe", "Americas", "Asia Pacific"}


def test_each_vp_leads_four_managers_and_each_manager_a_team(found: Session):
    today = AT.date()
    managers = {person.id for person in reading.in_role(found, Role.MANAGER)}
    below = [
        reading.reports_on(found, leader, today) for leader in reading.in_role(found, Role.LEADER)
    ]
    teams = [
        len(reading.reports_on(found, manager, today))
        for manager in reading.in_role(found, Role.MANAGER)
    ]

    assert sorted(len(team & managers) for team in below) == [0, 4, 4, 4]
    assert sorted(teams) == [4, 7, 7, 7, 7, 7, 7, 8, 8, 8, 8, 12]


def test_the_history_covers_120_days_and_nothing_but_plans_is_in_the_future(found: Session):
    planned = select(Watching.coaching_session_id).where(
        col(Watching.coaching_session_id).is_not(None)
    )
    past = col(CoachingSession.id).not_in(planned)
    held = found.exec(select(CoachingSession.held_at).where(past)).all()
    assert found.exec(select(CoachingSession.id).where(~past)).all() != []
    signed = found.exec(select(Observation.signed_at)).all()
    talked = found.exec(select(Talk.observed_signed_at)).all()
    told = found.exec(select(Notice.at)).all()

    assert 110 <= (AT - min(held)).days <= 121
    assert 120 <= len(held) <= 200
    assert max(one for one in (*held, *signed, *talked, *told) if one) < AT


def test_nobody_watches_or_is_watched_before_their_first_day_or_on_a_weekend(found: Session):
    people = reading.people_by_id(found)
    for held in found.exec(select(CoachingSession)).all():
        day = held.held_at.date()
        first_days = [people[key].starts_on or date.max for key in (held.coach_id, held.coached_id)]
        assert max(first_days) <= day
    starts = found.exec(select(CoachingSession.held_at)).all()
    # Monday morning in Sydney is Sunday evening in UTC.
    assert not any(start.weekday() == 5 for start in starts)


@pytest.fixture
def other_url(request: pytest.FixtureRequest, loaded: Loaded) -> str:
    """Another database of the same kind, with every table and no row."""
    kind = "sqlite" if loaded.url.startswith("sqlite") else "postgres"
    return databases_of(kind, request.config).fresh()


def load_at(url: str, *, seed: int = 7) -> demo.DemoCompany:
    """The demo company, loaded into the database at `url`."""
    store.open_at(url)
    try:
        return demo.load(AT, seed=seed)
    finally:
        store.open_at(None)


def test_the_same_seed_and_time_give_the_same_company_but_for_the_passwords(
    loaded: Loaded, other_url: str
):
    first, second = loaded.company, load_at(other_url)

    assert dump(other_url) == dump(loaded.url)
    assert second.cases == first.cases
    assert [one.email for one in second.people] == [one.email for one in first.people]
    assert {one.password for one in second.people}.isdisjoint(one.password for one in first.people)


def test_another_seed_gives_the_same_cast_among_other_people(loaded: Loaded, other_url: str):
    load_at(other_url, seed=8)

    names = []
    for url in (loaded.url, other_url):
        with reading_at(url) as session:
            managers = {person.name for person in reading.in_role(session, Role.MANAGER)}
            reps = {person.name for person in reading.in_role(session, Role.REP)}
        names.append((managers, reps))
    assert names[0][0] == names[1][0]
    assert names[0][1] != names[1][1]


def test_it_is_refused_where_anybody_is_already(database_url: str):
    store.open_at(database_url)
    with store.transaction() as session:
        session.add(Person(email="ada@admin.example", given_name="Ada", family_name="Admin"))
    before = dump(database_url)

    with pytest.raises(Conflict) as refusal:
        load_at(database_url)

    assert refusal.value.text == "The demo company is only ever loaded into an empty database."
    assert dump(database_url) == before


def test_each_session_is_with_somebody_who_answered_to_the_coach_on_that_day(found: Session):
    people = reading.people_by_id(found)
    for held in found.exec(select(CoachingSession)).all():
        team = reading.reports_on(found, people[held.coach_id], held.held_at.date())
        assert held.coached_id in team, (people[held.coach_id].name, held.held_at)


def test_no_words_name_anybody_but_the_two_of_the_session(found: Session):
    people = reading.people_by_id(found)
    given = {person.given_name: person.id for person in people.values()}
    drafts = reading.drafts(found)
    texts: dict[int, list[str]] = {
        key: [
            *(one.quote for one in draft.ratings),
            draft.strengths,
            draft.one_thing,
            draft.agreed,
        ]
        for key, draft in drafts.items()
    }
    for note in found.exec(select(Note)).all():
        texts[note.observation_id].append(note.text)
    for turn in found.exec(select(TranscriptTurn)).all():
        texts[turn.observation_id] += [turn.text, turn.speaker]
    for reply in found.exec(select(Reply)).all():
        texts[reply.observation_id].append(reply.answer)
    two = {
        one.id: {held.coach_id, held.coached_id}
        for person in people.values()
        for one, held in reading.watched(found, person)
    }
    for key, said in texts.items():
        words = set(re.findall(r"[\w-]+", " ".join(said)))
        named = {given[word] for word in words & given.keys()}
        assert named <= two[key]
        assert not any("{" in text for text in said)


def test_every_signed_observation_satisfies_the_rooms_own_rules(found: Session):
    drafts = reading.drafts(found)
    rubric = stored_rubric(found.exec(select(Rubric)).one().content)
    signed = 0
    for person in reading.people_by_id(found).values():
        for one, held in reading.watched(found, person):
            if one.status is Status.SIGNED:
                draft, signed = drafts[one.id or 0], signed + 1
                form = for_purpose(rubric, held.purpose)
                problems = problems_before_signing(draft, form, purpose=held.purpose)
                assert problems == {}, (person.name, held.held_at)
    assert signed >= 120


def test_every_outcome_is_what_the_rooms_rules_make_of_taps_and_codes(found: Session):
    drafts = reading.drafts(found)
    taps: dict[int, list[TapMark]] = {}
    for tap in found.exec(select(Tap)).all():
        mark = TapMark(tap.id, tap.at, tap.code, tap.undoes)
        taps.setdefault(tap.observation_id, []).append(mark)
    codes: dict[int, list[Any]] = {}
    for coded in found.exec(select(TurnCode)).all():
        codes.setdefault(coded.observation_id, []).append(coded.code)
    kinds: dict[int, list[Kind]] = {}
    for answer in found.exec(select(KindAnswer)).all():
        kinds.setdefault(answer.observation_id, []).append(answer.kind)
    for outcome in found.exec(select(Outcome)).all():
        key = outcome.observation_id
        tally = tally_of(kept_codes(taps[key]) if key in taps else codes[key])
        levels = [level for level in drafts[key].levels.values() if level is not None]
        assert outcome.strip is None or [
            sum(side) for side in zip(*outcome.strip, strict=True)
        ] == [tally.asks, tally.tells]
        assert outcome == Outcome(
            observation_id=key,
            strip=outcome.strip,
            in_runs=False,
            tally=asdict(tally),
            kinds={str(kind): n for kind, n in kind_mix(kinds.get(key, [])).counts.items()},
            asks=tally.asks,
            tells=tally.tells,
            levels_sum=sum(levels),
            levels_count=len(levels),
            stop_signs=len(drafts[key].stop_signs),
        )


def test_every_seal_holds(found: Session):
    signed = found.exec(select(Observation).where(Observation.status == Status.SIGNED)).all()
    actors = {key: actor_named(found, key, AT) for key in {one.observer_id for one in signed}}

    assert all(is_intact(found, actors[one.observer_id], public_id=one.public_id) for one in signed)


def test_some_taps_were_slips_that_were_taken_back(found: Session):
    taps = found.exec(select(Tap)).all()
    undone = [tap.undoes for tap in taps if tap.undoes]

    assert 10 < len(undone) < len(taps) / 20
    assert set(undone) < {tap.id for tap in taps}


def test_most_is_for_development_and_some_for_certification(found: Session):
    aims = Counter(str(aim) for aim in found.exec(select(Observation.aim)).all())

    assert aims["certification"] == 17
    assert aims["development"] > 6 * aims["certification"]


def test_words_of_transcripts_are_there_for_thirty_days_and_then_their_codes_alone(found: Session):
    transcripts = found.exec(select(Transcript)).all()
    with_words = set(found.exec(select(TranscriptTurn.observation_id)).all())
    coded = set(found.exec(select(TurnCode.observation_id)).all())
    queue = {job.key: (job.kind, job.due_at) for job in found.exec(select(jobs.Job)).all()}

    assert with_words == {one.observation_id for one in transcripts if one.deleted_at is None}
    assert len(with_words) == 7
    assert coded == {one.observation_id for one in transcripts}
    assert all(one.delete_after - one.uploaded_at == timedelta(days=30) for one in transcripts)
    assert all((one.delete_after > AT) == (one.deleted_at is None) for one in transcripts)
    assert queue == {
        f"delete-transcript:{one.observation_id}": ("delete-transcript", one.delete_after)
        for one in transcripts
        if one.deleted_at is None
    }


def test_a_transcript_codes_turns_of_the_one_observed_and_no_others(found: Session):
    rows = found.exec(
        select(TranscriptTurn.speaker, Transcript.manager_speaker)
        .join(TurnCode, col(TurnCode.observation_id) == col(TranscriptTurn.observation_id))
        .join(Transcript, col(Transcript.observation_id) == col(TranscriptTurn.observation_id))
        .where(TurnCode.turn_index == TranscriptTurn.index)
    ).all()

    assert len(rows) > 100
    assert all(speaker == manager for speaker, manager in rows)


def test_live_observations_have_a_clock_and_those_from_transcripts_have_none(found: Session):
    for one in found.exec(select(Observation)).all():
        assert (one.started_at is not None) == (one.source is Source.LIVE)
        assert (one.stopped_at is not None) == (one.source is Source.LIVE)


def test_eleven_people_can_sign_in_with_the_passphrases_they_were_given(
    company: demo.DemoCompany, found: Session
):
    names = {person.email: person.name for person in found.exec(select(Person)).all()}
    accounts = len(found.exec(select(Account)).all())
    with store.engine().connect() as connection, Session(connection) as session:
        for person in company.people:
            assert names[person.email] == person.name
            assert len(person.password) >= 15
            account = account_of(session, email=person.email, at=AT)
            assert account is not None
            assert matches(person.password, account.password_hash)
        session.rollback()

    assert len(company.people) == accounts == 11


def test_the_line_of_the_day_is_kept_with_what_was_signed(
    found: Session, company: demo.DemoCompany
):
    priya = reading.person_named(found, company.cases[Case.IMPROVING].name)

    lines = [one.line_of_day for one, _held in reading.watched(found, priya)]

    ids = {person.name: person.public_id for person in found.exec(select(Person)).all()}
    assert lines == [[ids["Henrik Dahlgren"], ids["Marguerite Osei"]]] * len(lines)


def test_own_levels_are_there_for_all_that_have_come_so_far(found: Session):
    rated = set(found.exec(select(SelfRating.observation_id)).all())
    replies = found.exec(select(Reply)).all()

    assert rated == {reply.observation_id for reply in replies}
    assert all(reply.self_rated_at for reply in replies)
    answered = [reply for reply in replies if reply.answer]
    assert 0.6 < len(answered) / len(replies) < 0.9
    assert all(reply.answered_at for reply in answered)


def test_every_talk_that_was_held_is_signed_by_both_and_sealed(found: Session):
    for talk in found.exec(select(Talk)).all():
        held = talk.opened_at is not None
        assert (talk.observer_signed_at is not None) is held
        assert (talk.observed_signed_at is not None) is held
        assert (talk.sha256 is not None) is held
        assert (talk.shown_at is not None) is held


def test_a_one_thing_stays_until_it_was_seen_twice(found: Session):
    seen: dict[int, int] = defaultdict(int)
    rows = found.exec(
        select(Observation, ObservationBody, Talk)
        .join(ObservationBody, col(ObservationBody.observation_id) == col(Observation.id))
        .join(
            Talk,
            (col(Talk.coaching_session_id) == col(Observation.coaching_session_id))
            & (col(Talk.observer_id) == col(Observation.observer_id)),
        )
        .where(col(Talk.sha256).is_not(None), col(Observation.supersedes_id).is_(None))
        .order_by(col(Talk.observed_signed_at))
    ).all()
    for observation, body, talk in rows:
        if observation.followed_id is None:
            assert (body.seen, talk.follows_id) == (None, None)
            continue
        seen[observation.followed_id] += body.seen is Seen.SEEN
        learned = seen[observation.followed_id] == 2
        assert talk.follows_id == (None if learned else observation.followed_id)
    assert set(seen.values()) == {0, 1, 2}


def test_exactly_one_line_has_ended(found: Session, company: demo.DemoCompany):
    ended = found.exec(select(ReportingLine).where(col(ReportingLine.ends_on).is_not(None))).all()
    people = reading.people_by_id(found)

    assert [people[line.person_id].name for line in ended] == [company.cases[Case.MOVED].name]
