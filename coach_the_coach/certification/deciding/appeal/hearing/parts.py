"""How an appeal stands, and the forms of whoever takes part in it."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.deciding.appeal.hearing.state import AppealState
from coach_the_coach.certification.deciding.rules import (
    LONGEST_APPEAL,
    MOST_WORDS,
    Heard,
    heard_word,
)
from coach_the_coach.foundation.words import _
from coach_the_coach.shell.frame import confirm_first


def appealing() -> rx.Component:
    """The one page on which the candidate says why."""
    found, problems = AppealState.found, AppealState.problems
    form = ui.state_form(
        ui.text_area(
            _("Why you see it otherwise"),
            "words",
            hint=_("One page. Whoever decides it reads it, and nobody else."),
            problem=problems["words"],
            max_length=LONGEST_APPEAL,
        ),
        rx.cond(
            ui.count(found.sessions) > 0,
            ui.select(
                _("A session that two others score again, blind"),
                "session",
                found.sessions,
                blank=_("None"),
                optional=True,
                hint=_(
                    "From its transcript. The result may go up or down, and counts with the "
                    "decision. What was scored first is kept."
                ),
                problem=problems["session"],
            ),
        ),
        ui.button(_("Appeal"), weight="primary", submit=True),
        on_submit=AppealState.make(found.review_id),
    )
    about = ui.quiet(
        _("Until"),
        " ",
        found.until,
        _(". Somebody who took no part decides it within ten working days."),
    )
    return rx.cond(
        found.is_own & ~found.is_made,
        rx.cond(found.why_not != "", ui.callout(found.why_not), ui.stack(about, form)),
    )


def as_it_stands() -> rx.Component:
    """What was written, who decides, whom it waits for, and what came of it."""
    found = AppealState.found
    made = ui.quiet(
        _("Made"),
        " ",
        ui.moment(found.asked.words, at=found.asked.at, exact=found.asked.exact, within=True),
    )
    return rx.cond(
        found.is_made,
        ui.section(
            rx.cond(found.outcome != "", found.outcome, _("Under way")),
            made,
            ui.facts(
                (_("Decides"), rx.cond(found.decider != "", found.decider, _("Nobody yet"))),
                (_("To be decided by"), found.due),
            ),
            rx.cond(
                (found.decider == "") & ~found.may_name,
                ui.quiet(
                    _("Somebody who leads, or an administrator, names who took no part in it.")
                ),
            ),
            rx.cond(found.words != "", ui.quote(found.words)),
            rx.cond(
                found.is_left,
                ui.quiet(_("There is no transcript of the session, so nobody scores it again.")),
            ),
            rx.cond(
                found.rescores & ~found.is_left,
                ui.stack(
                    ui.quiet(_("A session is scored again by two who took no part.")),
                    ui.lines(rx.foreach(found.scorers, lambda name: ui.paragraph(name))),
                    rx.cond(
                        ui.count(found.waits_for) > 0,
                        ui.quiet(_("It waits for them to sign.")),
                    ),
                ),
            ),
            rx.cond(found.reason != "", ui.quote(found.reason)),
            rx.cond(
                found.new_id != "",
                ui.link(_("The decision goes on here"), "/decisions/" + found.new_id),
            ),
        ),
    )


def side_by_side() -> rx.Component:
    """What counted beside what the two gave who scored it again."""
    both = AppealState.found.both
    table = ui.data_table(
        _("Level by dimension, before and again"),
        [
            ui.Column(_("Dimension"), lambda one: one.name),
            ui.Column(_("Each before"), lambda one: one.before_each),
            ui.Column(_("Before"), lambda one: one.before, number=True),
            ui.Column(_("Each again"), lambda one: one.again_each),
            ui.Column(_("Again"), lambda one: one.again, number=True),
        ],
        both.levels,
        empty=ui.empty(_("No levels"), _("Nothing is rated in a session for this.")),
    )
    return rx.cond(
        AppealState.found.is_open,
        ui.section(
            _("Scored again"),
            rx.cond(
                both.again_total != "",
                ui.stats(
                    ui.stat(_("Before"), both.before_total, of=_("of 4"), meaning=both.before_by),
                    ui.stat(_("Again"), both.again_total, of=_("of 4"), meaning=both.again_by),
                ),
            ),
            table,
            _signs(_("Stop signs before"), both.before_signs),
            _signs(_("Stop signs again"), both.again_signs),
            about=_(
                "What the two gave counts with the decision, whether it is more or less. "
                "What was scored first is kept."
            ),
        ),
    )


def _signs(title: str, signs: Any) -> rx.Component:
    return rx.cond(ui.count(signs) > 0, ui.stack(ui.paragraph(title), ui.bullets(signs)))


def naming() -> rx.Component:
    """Who decides, and who scores again."""
    found, problems = AppealState.found, AppealState.problems
    left = ui.quiet(
        _(
            "No transcript of it is kept here. Those who score it again bring one in; where there "
            "is none, choose nobody for it."
        )
    )
    form = ui.state_form(
        ui.select(
            _("Who decides the appeal"),
            "decider",
            found.deciders,
            blank=_("Choose one"),
            hint=_("Somebody who neither scored nor signed, and does not lead them directly."),
            problem=problems["decider"],
        ),
        rx.cond(found.may_leave, left),
        rx.cond(
            found.rescores,
            rx.cond(found.may_leave, _scorers(optional=True), _scorers(optional=False)),
        ),
        ui.button(_("Name them"), weight="primary", submit=True),
        on_submit=AppealState.name(found.review_id),
    )
    return rx.cond(found.may_name, ui.section(_("Who hears it"), form))


def _scorers(*, optional: bool) -> rx.Component:
    """Choosing the two who score it again."""
    return rx.fragment(
        *(
            ui.select(
                label,
                name,
                AppealState.found.observers,
                blank=_("Choose one"),
                optional=optional,
                problem=AppealState.problems[name],
            )
            for label, name in (
                (_("Scores it again"), "first"),
                (_("And the second"), "second"),
            )
        )
    )


def deciding() -> rx.Component:
    """The form of whoever decides it."""
    found, problems = AppealState.found, AppealState.problems
    meanings = {
        Heard.UPHELD: _("The refusal stays as it is."),
        Heard.ALLOWED: _("My yes takes its place, and the other signature is asked for."),
    }
    form = ui.state_form(
        ui.radio_cards(
            _("What comes of it"),
            "outcome",
            [ui.Option(one.value, heard_word(one), meanings[one]) for one in Heard],
            problem=problems["outcome"],
        ),
        ui.text_area(
            _("Why"),
            "reason",
            hint=_("The candidate reads it."),
            problem=problems["reason"],
            max_length=MOST_WORDS,
        ),
        ui.button(_("Decide"), weight="primary", submit=True),
        on_submit=AppealState.decide(found.review_id),
    )
    back = "/decisions/" + found.review_id + "/appeal"
    confirm = confirm_first(_("To decide, confirm first that it is you."), back)
    return rx.cond(
        found.may_decide,
        ui.section(
            _("Your decision"),
            rx.cond(found.must_confirm_first, confirm, form),
            about=ui.link(_("What was refused, and what counted"), "/decisions/" + found.review_id),
        ),
    )
