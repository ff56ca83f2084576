"""One action plan: what for, what is done by when, and who has signed which version."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.cycles.plan.rows import SignatureRow, StepRow
from coach_the_coach.coaching.cycles.plan.rules import NOTE_LENGTH, RESULT_LENGTH
from coach_the_coach.coaching.cycles.plan.state import PlanState
from coach_the_coach.foundation.words import _

_plan = PlanState.plan
_id = PlanState.plan.public_id
_is_coach = PlanState.plan.part == "coach"


def whole() -> rx.Component:
    """Everything, for those who may read its words; what is being typed outlives a reading."""
    return ui.stack(
        _about(),
        _steps(),
        _signing(),
        _history(),
        rx.cond(_plan.is_open, rx.cond(_is_coach, _close()), _ended()),
        gap="between",
    )


def _about() -> rx.Component:
    """The objective, and when it is looked at again."""
    return ui.section(
        _("What is to be reached"),
        ui.lead(_plan.objective),
        ui.facts(
            (_("Written"), _day(_plan.opened)),
            (_("Looked at again"), _day(_plan.review)),
            (_("Version"), _plan.version),
        ),
        rx.cond(
            _plan.review_due != "",
            ui.callout(
                _plan.review_due,
                action=rx.cond(
                    _plan.change != "", ui.link_button(_("Look at it now"), _plan.change)
                ),
            ),
        ),
        rx.cond(
            (_plan.change != "") & (_plan.review_due == ""),
            ui.actions(ui.link_button(_("Change"), _plan.change)),
        ),
    )


def _steps() -> rx.Component:
    """What is done by when; either of the two ticks. Drawn anew with each reading."""
    return ui.section(
        _("Actions and milestones"),
        ui.stack(ui.lines(rx.foreach(_plan.steps, _step)), key=PlanState.version),
        about=_plan.done_words,
    )


def _step(one: StepRow) -> rx.Component:
    """One of them: a box for the two, and words for the leader."""
    due = rx.fragment(_("Due"), " ", _day(one.due, within=True))
    done = rx.fragment(_("Done"), " ", _day(one.done, within=True))
    return ui.stack(
        rx.cond(
            _plan.may_tick,
            ui.checkbox(
                one.text,
                "step",
                checked=one.is_done,
                on_change=PlanState.tick(_id, _plan.version, one.place),
            ),
            ui.row(one.text, rx.cond(one.is_done, ui.badge(_("Done"), "done")), apart=True),
        ),
        ui.row(
            rx.cond(one.is_milestone, ui.badge(_("Milestone"))),
            ui.quiet(rx.cond(one.is_done, done, due)),
            rx.cond(one.is_late, ui.badge(_("Past its day"), "attention")),
        ),
        gap="tight",
    )


def _signing() -> rx.Component:
    """How it stands, and the signature where it is the reader's turn."""
    form = ui.state_form(
        ui.text_area(
            _("A note"),
            "note",
            hint=_("Read by the three of you, and kept beside the signature."),
            problem=PlanState.problems["note"],
            max_length=NOTE_LENGTH,
            optional=True,
        ),
        ui.actions(
            ui.button(
                rx.fragment(_("Sign version"), " ", _plan.version), weight="primary", submit=True
            )
        ),
        on_submit=PlanState.sign(_id, _plan.version),
        key="sign-" + _id,
    )
    return rx.cond(
        _plan.is_open,
        ui.section(
            _("Signatures"),
            ui.row(ui.badge(_plan.standing, _plan.mark), ui.quiet(_plan.leader_words)),
            rx.cond(_plan.may_sign, form),
            about=_("A signature is for one version. Once it is changed, it is signed anew."),
        ),
    )


def _history() -> rx.Component:
    """Every signature of every version, the newest first."""
    return rx.cond(
        ui.count(_plan.signatures) > 0,
        ui.section(_("Who has signed what"), ui.lines(rx.foreach(_plan.signatures, _signature))),
    )


def _signature(one: SignatureRow) -> rx.Component:
    """One signature."""
    return ui.stack(
        ui.row(
            rx.el.span(one.who, ", ", one.side, ", ", one.version),
            rx.cond(
                one.is_current, ui.badge(_("This version"), "done"), ui.badge(_("Before a change"))
            ),
            ui.quiet(_day(one.when)),
            apart=True,
        ),
        rx.cond(one.note != "", ui.quote(one.note)),
        gap="tight",
    )


def _close() -> rx.Component:
    """Closing it with what came of it."""
    form = ui.state_form(
        ui.text_area(
            _("What came of it?"),
            "result",
            problem=PlanState.problems["result"],
            max_length=RESULT_LENGTH,
        ),
        ui.actions(ui.button(_("Close this plan"), submit=True)),
        on_submit=PlanState.close(_id),
        key="close-" + _id,
    )
    return ui.disclosure(_("Close this plan"), form)


def _ended() -> rx.Component:
    """What came of it."""
    return ui.section(
        _("What came of it"), ui.quote(_plan.result), ui.quiet(_("Closed"), " ", _day(_plan.closed))
    )


def _day(one: Any, *, within: bool = False) -> rx.Component:
    return ui.moment(one.words, at=one.at, exact=one.exact, within=within)
