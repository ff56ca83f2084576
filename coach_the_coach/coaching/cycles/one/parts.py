"""One skill: from where to where, how far, the sessions on it, and its end."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.cycles.one.rows import LadderStep, TiedSession
from coach_the_coach.coaching.cycles.one.state import CycleState
from coach_the_coach.coaching.cycles.rules import (
    LENGTHS,
    cause_meaning,
    cause_word,
    fear_word,
    ladder_meaning,
    ladder_word,
)
from coach_the_coach.coaching.rules import Cause, Fear, Ladder
from coach_the_coach.foundation.words import _

_cycle = CycleState.cycle
_id = CycleState.cycle.public_id
_is_coach = CycleState.cycle.part == "coach"


def whole() -> rx.Component:
    """Everything, for those who may read its words; what is being typed outlives a reading."""
    return ui.stack(
        _reminders(),
        _from_to(),
        _goal(),
        _ladder(),
        _sessions(),
        _cause(),
        rx.cond(_cycle.is_open, rx.cond(_is_coach, _end()), _ended()),
        gap="between",
    )


def _reminders() -> rx.Component:
    """What is due, with the one way to see to it."""
    return rx.fragment(
        rx.cond(
            _cycle.reminder != "",
            ui.callout(
                _cycle.reminder,
                tone="accent",
                action=rx.cond(
                    _cycle.log != "",
                    ui.link_button(_("Log a session"), _cycle.log, weight="primary"),
                ),
            ),
        ),
        rx.cond(_cycle.review_due != "", ui.callout(_cycle.review_due)),
    )


def _from_to() -> rx.Component:
    """Baseline, target and what will show it."""
    return ui.section(
        _("From here to there"),
        ui.facts(
            (_("Today"), _cycle.baseline),
            (_("To be"), _cycle.target),
            (_("Shown by"), _cycle.exit_evidence),
            (_("Begun"), _day(_cycle.opened)),
            (
                _("Looked at again"),
                rx.cond(_cycle.reviewed.words != "", _day(_cycle.reviewed), _("Not yet")),
            ),
        ),
        rx.cond(
            _is_coach & _cycle.is_open,
            ui.actions(
                ui.button(_("We have looked at it today"), on_click=CycleState.review(_id)),
                ui.link_button(_("Change"), _cycle.change),
            ),
        ),
    )


def _goal() -> rx.Component:
    """What the one coached wants from it; they alone write it."""
    is_theirs = (_cycle.part == "coached") & _cycle.is_open
    form = ui.state_form(
        ui.text_area(
            _("What do you want from it?"),
            "goal",
            value=_cycle.goal,
            hint=_("In your own words. Both of you read it."),
            problem=CycleState.problems["goal"],
            max_length=LENGTHS["goal"],
        ),
        ui.actions(ui.button(_("Keep"), submit=True)),
        on_submit=CycleState.keep_goal(_id),
        key="goal-" + _id,
    )
    return ui.section(
        _("In their own words"),
        rx.cond(
            is_theirs,
            form,
            rx.cond(
                _cycle.goal != "",
                ui.quote(_cycle.goal, source=_cycle.coached),
                ui.quiet(_cycle.coached_first, " ", _("has not written a goal yet.")),
            ),
        ),
    )


def _ladder() -> rx.Component:
    """The four steps: the coach places it, everybody else reads it. Drawn anew each reading."""
    options = [ui.Option(one, ladder_word(one), ladder_meaning(one)) for one in Ladder]
    return ui.section(
        _("How far it has come"),
        rx.cond(
            _is_coach & _cycle.is_open,
            ui.stack(
                ui.radio_cards(
                    ui.unseen(_("Step on the ladder")),
                    "ladder",
                    options,
                    value=_cycle.ladder,
                    on_change=CycleState.step(_id),
                ),
                key=CycleState.version,
            ),
            ui.lines(rx.foreach(_cycle.steps, _step)),
        ),
    )


def _step(one: LadderStep) -> rx.Component:
    """One step, and whether it is reached."""
    return ui.row(
        ui.stack(
            rx.cond(one.is_here, ui.lead(one.word), ui.paragraph(one.word)),
            ui.quiet(one.meaning),
            gap="tight",
        ),
        rx.cond(one.is_here, ui.badge(_("Here"), "underway")),
        apart=True,
    )


def _sessions() -> rx.Component:
    """The sessions tied to it."""
    return ui.section(
        _("Sessions on it"),
        rx.cond(
            ui.count(_cycle.sessions) > 0,
            ui.lines(rx.foreach(_cycle.sessions, _session)),
            ui.quiet(_("A session is tied to it when it is logged.")),
        ),
        rx.cond(_cycle.more != "", ui.quiet(_cycle.more)),
        about=rx.fragment(
            _cycle.session_words,
            rx.cond(ui.count(_cycle.sessions) > 0, rx.fragment(" · ", _cycle.touch)),
        ),
        action=rx.cond(
            (_cycle.log != "") & (_cycle.reminder == ""),
            ui.link_button(_("Log a session"), _cycle.log),
        ),
    )


def _session(one: TiedSession) -> rx.Component:
    return ui.row(ui.link(_day(one.on), one.link), ui.quiet(one.purpose, " · ", one.minutes))


def _cause() -> rx.Component:
    """What is in the way, what helps, and where the pattern was seen."""
    return ui.section(
        _("What is in the way"),
        ui.paragraph(_cycle.cause, rx.cond(_cycle.fear != "", rx.fragment(": ", _cycle.fear))),
        rx.cond(
            _cycle.part != "coached",
            ui.callout(rx.el.strong(_cycle.question), " ", _cycle.hint),
        ),
        rx.cond(
            ui.count(_cycle.deals) > 0,
            ui.section(_("Seen in these deals"), ui.bullets(_cycle.deals), level=3),
        ),
        rx.cond(
            _cycle.reason != "",
            ui.section(_("Why a second one"), ui.paragraph(_cycle.reason), level=3),
        ),
        rx.cond(
            _cycle.next_skill != "",
            ui.section(_("And then"), ui.paragraph(_cycle.next_skill), level=3),
        ),
    )


def _ended() -> rx.Component:
    """How it ended, and the way to the next."""
    return ui.section(
        _("How it ended"),
        ui.row(ui.badge(_cycle.outcome, _cycle.mark), ui.quiet(_day(_cycle.closed))),
        rx.cond(_cycle.seen != "", ui.quote(_cycle.seen)),
        rx.cond(
            _cycle.begin_next != "",
            ui.actions(
                ui.link_button(_("Begin the next skill"), _cycle.begin_next, weight="primary")
            ),
        ),
    )


def _end() -> rx.Component:
    """Closing it with what was seen, or with an honest no; and the next in the same step."""
    answers = [
        ui.Option("yes", _("Shown"), _("What was agreed as its end was seen.")),
        ui.Option("no", _("Not shown"), _("An honest no is worth more than a kind yes.")),
    ]
    form = ui.state_form(
        ui.radio_cards(_("Was it shown?"), "shown", answers, problem=CycleState.problems["shown"]),
        ui.text_area(
            _("What was seen?"),
            "seen",
            hint=_("And where. With not shown, you may say what was missing."),
            problem=CycleState.problems["seen"],
            max_length=LENGTHS["seen"],
        ),
        _field("skill", _("The next skill"), value=_cycle.next_skill, optional=True),
        ui.checkbox(
            _("Begin it now, in the same step"), "begins_next", on_change=CycleState.want_next
        ),
        rx.cond(CycleState.begins_next, _next()),
        ui.actions(ui.button(_("Close this skill"), submit=True, busy=CycleState.busy)),
        on_submit=CycleState.close(_id),
        key="close-" + _id,
    )
    return ui.disclosure(_("Close this skill"), form)


def _next() -> rx.Component:
    """What the next skill needs to be begun."""
    causes = [ui.Option(one, cause_word(one), cause_meaning(one)) for one in Cause]
    fears = [ui.Option(one, fear_word(one)) for one in Fear]
    return ui.stack(
        _field("baseline", _("Where does that fall short today?")),
        _field("target", _("Where is it to be?")),
        _field("exit_evidence", _("What will show that it is done?")),
        ui.radio_cards(
            _("What is in the way?"),
            "next_cause",
            causes,
            problem=CycleState.problems["next_cause"],
            on_change=CycleState.choose_next_cause,
        ),
        rx.cond(
            CycleState.next_cause == Cause.FEAR,
            ui.radio_cards(
                _("Fear of what?"), "next_fear", fears, problem=CycleState.problems["next_fear"]
            ),
        ),
        rx.cond(CycleState.problems["next_reason"], _field("reason", _("Why both at once?"))),
    )


def _field(
    name: str, label: str, *, value: rx.Var[str] | str = "", optional: bool = False
) -> rx.Component:
    """A line about the next skill."""
    return ui.text_field(
        label,
        f"next_{name}",
        value=value,
        problem=CycleState.problems[f"next_{name}"],
        max_length=LENGTHS[name],
        optional=optional,
    )


def _day(one: Any) -> rx.Component:
    return ui.moment(one.words, at=one.at, exact=one.exact)
