"""How a suspension stands, and the forms of whoever takes part in it."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.deciding.rules import MOST_WORDS, Ground, ground_word
from coach_the_coach.certification.deciding.suspension.rows import ActRow
from coach_the_coach.certification.deciding.suspension.state import SuspensionState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell.frame import confirm_first


def as_it_stands() -> rx.Component:
    """What was named, by whom, who confirmed it, and why it ended."""
    found = SuspensionState.found
    return rx.cond(
        found.is_there,
        ui.section(
            found.stands,
            ui.facts(
                (_("Ground"), found.ground),
                (_("Named by"), found.opened_by),
            ),
            ui.quiet(ui.moment(found.opened.words, at=found.opened.at, exact=found.opened.exact)),
            rx.cond(found.words != "", ui.quote(found.words)),
            ui.lines(rx.foreach(found.acts, _act)),
            rx.cond(found.ended != "", ui.paragraph(found.ended)),
        ),
        ui.section(
            _("Nothing is said against it"),
            ui.quiet(
                _(
                    "A certificate rests only for evidence that was not true, something "
                    "confidential passed on, or a stop sign, and only once two confirmed it."
                )
            ),
        ),
    )


def what_to_do() -> rx.Component:
    """What the reader may do about it now."""
    found = SuspensionState.found
    award = found.award_id
    acts = rx.fragment(
        rx.cond(found.may_confirm, _confirming()),
        rx.cond(found.may_end, _ending()),
        rx.cond(found.may_open, _opening()),
    )
    wanted = found.may_confirm | found.may_end | found.may_open
    back = "/certificates/" + award + "/suspension"
    confirm = confirm_first(_("To decide about a certificate, confirm first that it is you."), back)
    return rx.fragment(
        rx.cond(found.why_not != "", ui.callout(found.why_not)),
        rx.cond(wanted & found.must_confirm_first, confirm, acts),
        rx.cond(
            found.may_drop,
            ui.actions(
                ui.button(_("Take back what I named"), on_click=SuspensionState.drop(award))
            ),
        ),
    )


def _act(one: ActRow) -> rx.Component:
    return ui.row(
        ui.paragraph(one.name, " ", one.words),
        ui.moment(one.when.words, at=one.when.at, exact=one.when.exact),
        apart=True,
    )


def _confirming() -> rx.Component:
    award = SuspensionState.found.award_id
    return ui.section(
        _("Do you confirm it?"),
        ui.actions(
            ui.button(_("I confirm it"), weight="primary", on_click=SuspensionState.confirm(award))
        ),
        about=_("Two different people confirm it, each by what they saw themselves."),
    )


def _ending() -> rx.Component:
    award = SuspensionState.found.award_id
    problems = SuspensionState.problems
    return ui.section(
        _("What becomes of it"),
        ui.state_form(
            ui.radio_cards(
                _("Say one"),
                "act",
                [
                    ui.Option("reinstate", _("In force again")),
                    ui.Option("revoke", _("Taken back for good")),
                ],
                problem=problems["act"],
            ),
            ui.text_area(_("Why"), "reason", problem=problems["reason"], max_length=MOST_WORDS),
            ui.button(_("Sign"), weight="primary", submit=True),
            on_submit=SuspensionState.end(award),
        ),
        about=_("It takes two different people who say the same."),
    )


def _opening() -> rx.Component:
    award = SuspensionState.found.award_id
    problems = SuspensionState.problems
    grounds = [ui.Option(one.value, ground_word(one)) for one in Ground]
    form = ui.state_form(
        ui.radio_cards(_("Ground"), "ground", grounds, problem=problems["ground"]),
        ui.text_area(
            _("What was seen"),
            "words",
            hint=_("The holder reads it, and whoever is to confirm it."),
            problem=problems["words"],
            max_length=MOST_WORDS,
        ),
        ui.button(_("Name it"), submit=True),
        on_submit=SuspensionState.open_up(award),
    )
    return ui.disclosure(_("Name grounds on which it may rest"), form)
