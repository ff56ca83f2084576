"""How an appeal stands, and the forms of whoever takes part in it."""

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
                hint=_("The result may go up or down. What was scored first is kept."),
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
                found.rescores,
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


def naming() -> rx.Component:
    """Who decides, and who scores again."""
    found, problems = AppealState.found, AppealState.problems
    scorers = rx.fragment(
        *(
            ui.select(label, name, found.observers, blank=_("Choose one"), problem=problems[name])
            for label, name in (
                (_("Scores it again"), "first"),
                (_("And the second"), "second"),
            )
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
        rx.cond(found.rescores, scorers),
        ui.button(_("Name them"), weight="primary", submit=True),
        on_submit=AppealState.name(found.review_id),
    )
    return rx.cond(found.may_name, ui.section(_("Who hears it"), form))


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
