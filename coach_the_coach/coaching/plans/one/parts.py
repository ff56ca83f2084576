"""The plan of a call and its debrief, to be written and to be read."""

from typing import Any, Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.plans.objective.rules import EXAMPLES
from coach_the_coach.coaching.plans.one.rows import Answers
from coach_the_coach.coaching.plans.one.state import CallState
from coach_the_coach.coaching.plans.rules import DEBRIEF_MINUTES, LENGTHS, PLAN_MINUTES
from coach_the_coach.foundation.words import _
from coach_the_coach.ui.tokens import Content, Words

AS_TYPED: Final = {"whiteSpace": "pre-wrap", "overflowWrap": "anywhere"}
"""Lines stay where somebody broke them."""

_call = CallState.call


def plan() -> rx.Component:
    """The plan: a form before the call, its words after it."""
    writes = _call.may_plan & (~_call.is_planned | (CallState.changing == "plan"))
    form = rx.cond(_call.is_rep, _plan_form(by_rep=True), _plan_form(by_rep=False))
    return ui.section(_("Plan"), rx.cond(writes, form, _plan_words()))


def debrief() -> rx.Component:
    """The debrief once the call has begun: the rep first, whoever coaches second."""
    return rx.cond(
        _call.has_begun & ~_call.is_dropped,
        ui.section(
            _("Debrief"),
            _rep_part(),
            rx.cond(_call.rep_said, _coach_part()),
            about=_time(
                rx.cond(_call.after != "", _call.after, ""),
                _("{least} to {most} minutes, best within the hour.").format(
                    least=DEBRIEF_MINUTES[0], most=DEBRIEF_MINUTES[1]
                ),
            ),
        ),
    )


def dropping() -> rx.Component:
    """The way to say that the call does not take place."""
    return rx.cond(
        _call.may_drop,
        ui.dialog(
            _("Drop this call?"),
            ui.actions(
                ui.closing(
                    ui.button(
                        _("Drop it"), weight="danger", on_click=CallState.drop(_call.public_id)
                    )
                ),
                ui.closing(ui.button(_("Keep it"))),
            ),
            about=_("For a call that does not take place. It is counted apart."),
            opener=ui.button(_("It does not take place"), weight="bare", align_self="flex-start"),
        ),
    )


def _time(said: Any, else_said: str) -> rx.Component:
    return rx.cond(said, said, else_said)


def _plan_form(*, by_rep: bool) -> rx.Component:
    """Four questions, quickly answered; an objective that is none comes back with examples."""
    return ui.state_form(
        _own_id(),
        ui.quiet(
            _("{least} to {most} minutes, together.").format(
                least=PLAN_MINUTES[0], most=PLAN_MINUTES[1]
            )
        ),
        _text(
            "objective",
            _("What will have moved when the call is over?"),
            _call.objective,
            hint=_("A milestone that this call can reach."),
            optional=by_rep,
        ),
        rx.cond(CallState.problems["objective"], _examples()),
        _text(
            "questions",
            _("Questions to ask"),
            _call.questions,
            hint=_("One in a line."),
            optional=by_rep,
        ),
        _text("information", _("What you need to find out"), _call.information, optional=by_rep),
        _text("risk", _("What might go wrong"), _call.risk, optional=by_rep),
        _text("risk_answer", _("And what you do then"), _call.risk_answer, optional=by_rep),
        ui.actions(
            ui.button(_("Keep the plan"), weight="primary", submit=True, busy=CallState.busy)
        ),
        ui.quiet(
            _("You may leave parts open. It is planned once {name} has gone through it.").format(
                name=_call.coach_first_name
            )
        )
        if by_rep
        else rx.fragment(),
        on_submit=CallState.keep_plan,
        key="plan-" + _call.public_id,
    )


def _examples() -> rx.Component:
    """Three milestones to go by."""
    return ui.callout(ui.paragraph(_("For example:")), ui.bullets(EXAMPLES))


def _plan_words() -> rx.Component:
    """The plan as it was written, and the way to change it while there is time."""
    some = (_call.objective != "") | (_call.questions != "")
    return rx.cond(
        some,
        ui.stack(
            ui.lead(rx.el.span(_call.objective, style=AS_TYPED)),
            ui.facts(
                (_("Questions to ask"), _typed(_call.questions)),
                (_("To find out"), _typed(_call.information)),
                (_("What might go wrong"), _typed(_call.risk)),
                (_("And then"), _typed(_call.risk_answer)),
            ),
            rx.cond(
                _call.may_plan,
                ui.actions(ui.button(_("Change the plan"), on_click=CallState.change("plan"))),
            ),
        ),
        ui.quiet(_("This call had no plan.")),
    )


def _rep_part() -> rx.Component:
    """What the rep says, which comes first."""
    writes = _call.may_say & (~_call.rep_said | (CallState.changing == "rep"))
    hint = rx.cond(
        _call.is_rep,
        _("You first. Plainly, for the two of you."),
        _("{name} first: write down what they say, or leave it to them.").format(
            name=_call.rep_first_name
        ),
    )
    form = ui.state_form(
        _own_id(),
        ui.quiet(hint),
        *_questions(_call.rep_part, optional=()),
        ui.actions(
            ui.button(_("Keep this part"), weight="primary", submit=True, busy=CallState.busy)
        ),
        on_submit=CallState.keep_rep_part,
        key="rep-" + _call.public_id,
    )
    again = rx.cond(
        _call.may_say & _call.is_rep,
        ui.actions(ui.button(_("Change my part"), on_click=CallState.change("rep"))),
    )
    words = rx.cond(
        _call.rep_said,
        ui.stack(_answers(_call.rep_part), again),
        ui.quiet(_("Nobody has looked back on it yet.")),
    )
    return ui.section(_call.rep, rx.cond(writes, form, words), level=3)


def _coach_part() -> rx.Component:
    """What whoever coaches says, after the rep."""
    writes = _call.may_answer & (~_call.coach_said | (CallState.changing == "coach"))
    form = ui.state_form(
        _own_id(),
        ui.quiet(_("What went well comes first. One thing for next time is enough.")),
        *_questions(_call.coach_part, optional=("not_well", "learned")),
        ui.actions(
            ui.button(_("Keep my part"), weight="primary", submit=True, busy=CallState.busy)
        ),
        on_submit=CallState.keep_coach_part,
        key="coach-" + _call.public_id,
    )
    again = rx.cond(
        _call.may_answer,
        ui.actions(ui.button(_("Change my part"), on_click=CallState.change("coach"))),
    )
    words = rx.cond(
        _call.coach_said,
        ui.stack(_answers(_call.coach_part), again),
        ui.quiet(_("{name} has not answered yet.").format(name=_call.coach_first_name)),
    )
    return ui.section(_call.coach, rx.cond(writes, form, words), level=3)


def _questions(answers: Any, *, optional: tuple[str, ...]) -> list[rx.Component]:
    """The four questions of a debrief."""
    asked = {
        "well": (_("What went well?"), answers.well),
        "not_well": (_("What did not?"), answers.not_well),
        "learned": (_("What did you learn?"), answers.learned),
        "next_time": (_("What will be different next time?"), answers.next_time),
    }
    return [
        _text(name, label, value, optional=name in optional)
        for name, (label, value) in asked.items()
    ]


def _answers(answers: Answers | Any) -> rx.Component:
    """One side's answers, without those that were left open."""
    return ui.stack(
        _answer(_("Went well"), answers.well),
        _answer(_("Did not"), answers.not_well),
        _answer(_("Learned"), answers.learned),
        _answer(_("Next time"), answers.next_time),
    )


def _answer(label: str, said: Any) -> rx.Component:
    return rx.cond(said != "", ui.facts((label, _typed(said))))


def _typed(words: Any) -> rx.Component:
    return rx.el.span(words, style=AS_TYPED)


def _text(
    name: str, label: str, value: Words, *, hint: Content | None = None, optional: bool = False
) -> rx.Component:
    return ui.text_area(
        label,
        name,
        value=value,
        hint=hint,
        problem=CallState.problems[name],
        optional=optional,
        max_length=LENGTHS[name],
    )


def _own_id() -> rx.Component:
    return rx.el.input(type="hidden", name="public_id", value=_call.public_id, read_only=True)
