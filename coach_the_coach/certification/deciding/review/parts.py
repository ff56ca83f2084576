"""What counted, who sits in a decision, and the forms of whoever takes part."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.deciding.review.rows import CountedRow, SeatRow
from coach_the_coach.certification.deciding.review.state import DecisionState
from coach_the_coach.certification.deciding.rules import MOST_WORDS
from coach_the_coach.foundation.words import _
from coach_the_coach.shell.frame import confirm_first


def how_it_stands() -> rx.Component:
    """The state in a word, and when it was asked for."""
    found = DecisionState.found
    return ui.row(
        ui.badge(found.stands, found.mark),
        ui.quiet(
            _("Asked for"),
            " ",
            ui.moment(found.asked.words, at=found.asked.at, exact=found.asked.exact, within=True),
        ),
    )


def refusal() -> rx.Component:
    """What a refusal says: what is not met, what was seen, what would meet it, and when."""
    found = DecisionState.found
    one = found.refusal
    appealing = rx.cond(
        found.may_appeal,
        ui.stack(
            ui.quiet(
                _("If you disagree, you can appeal until"),
                " ",
                found.appeal_until,
                _(". Somebody who took no part decides."),
            ),
            ui.actions(ui.link_button(_("Appeal"), "/decisions/" + found.public_id + "/appeal")),
        ),
    )
    return rx.cond(
        one.criterion != "",
        ui.section(
            _("Not yet"),
            ui.facts((_("What is not met"), one.criterion), (_("Signed by"), one.name)),
            rx.cond(one.evidence != "", _said(_("What was seen"), one.evidence)),
            rx.cond(one.would_meet != "", _said(_("What would meet it"), one.would_meet)),
            ui.paragraph(_("It can be asked for again from"), " ", one.again_on, "."),
            appealing,
            rx.cond(
                found.has_appeal,
                ui.link(_("The appeal"), "/decisions/" + found.public_id + "/appeal"),
            ),
        ),
    )


def what_counted() -> rx.Component:
    """Each requirement with what counted on the day it was asked for."""
    return rx.cond(
        ui.count(DecisionState.found.lines) > 0,
        ui.section(
            _("What counted"),
            ui.lines(rx.foreach(DecisionState.found.lines, _line)),
            about=_("As of the day on which it was asked for."),
        ),
    )


def seats() -> rx.Component:
    """Who signs, and what they said."""
    return ui.section(_("Who signs"), ui.lines(rx.foreach(DecisionState.found.seats, _seat)))


def signing() -> rx.Component:
    """Yes, or not yet with all that a refusal says."""
    found = DecisionState.found
    back = "/decisions/" + found.public_id
    form = ui.state_form(
        ui.radio_cards(
            _("What do you say?"),
            "said",
            [
                ui.Option("agree", _("Yes"), _("It is all there, and I stand for it.")),
                ui.Option("not-yet", _("Not yet"), _("I say what is missing, and until when.")),
            ],
            value=DecisionState.saying,
            problem=DecisionState.problems["said"],
            on_change=DecisionState.choose,
        ),
        rx.cond(DecisionState.saying == "not-yet", _not_yet()),
        ui.button(_("Sign"), weight="primary", submit=True),
        on_submit=DecisionState.sign(found.public_id),
    )
    confirm = confirm_first(_("To sign, confirm first that it is you."), back)
    return rx.fragment(
        rx.cond(found.why_not != "", ui.callout(found.why_not)),
        rx.cond(
            found.may_sign,
            ui.section(
                _("Your signature"),
                rx.cond(found.must_confirm_first, confirm, form),
                about=_("Signed it stays as it is. Two different people sign."),
            ),
        ),
        rx.cond(
            found.may_take_back,
            ui.actions(
                ui.button(_("Take it back"), on_click=DecisionState.take_back(found.public_id))
            ),
        ),
    )


def _not_yet() -> rx.Component:
    found, problems = DecisionState.found, DecisionState.problems
    return rx.fragment(
        ui.select(
            _("What is not met yet"),
            "criterion",
            found.criteria,
            blank=_("Choose one"),
            problem=problems["criterion"],
        ),
        ui.text_area(
            _("What you saw"),
            "evidence",
            hint=_("They read it. Say what is there, not how they are."),
            problem=problems["evidence"],
            max_length=MOST_WORDS,
        ),
        ui.text_area(
            _("What would meet it"),
            "would_meet",
            problem=problems["would_meet"],
            max_length=MOST_WORDS,
        ),
        ui.date_field(
            _("It can be asked for again from"),
            "try_again_on",
            problem=problems["try_again_on"],
            min=found.least,
            max=found.most,
        ),
    )


def _line(one: CountedRow) -> rx.Component:
    return ui.stack(
        ui.row(
            ui.paragraph(one.text),
            ui.badge(
                rx.cond(one.is_missing, _("No longer met"), one.counted),
                rx.cond(one.is_missing, "attention", "done"),
            ),
            apart=True,
        ),
        rx.foreach(one.scores, lambda said: ui.quiet(said)),
        rx.cond(one.words != "", ui.quote(one.words)),
        gap="near",
    )


def _seat(one: SeatRow) -> rx.Component:
    found = DecisionState.found
    words = rx.cond(one.said != "", one.said, rx.cond(one.name != "", _("Asked"), _("Nobody yet")))
    form = ui.state_form(
        ui.select(
            _("Who is to sign"),
            "person",
            one.people,
            blank=_("Choose one"),
            id="person-" + one.seat,
            problem=rx.cond(DecisionState.naming == one.seat, DecisionState.problems["person"], ""),
        ),
        ui.button(_("Name them"), submit=True),
        on_submit=DecisionState.name(found.public_id, one.seat),
    )
    return ui.stack(
        ui.row(
            ui.stack(ui.paragraph(rx.cond(one.name != "", one.name, one.word)), gap="tight"),
            ui.badge(words, one.mark),
            apart=True,
        ),
        rx.cond(one.name != "", ui.quiet(one.word)),
        rx.cond(one.until != "", ui.quiet(_("Sees this decision until"), " ", one.until)),
        rx.cond(
            one.when.words != "",
            ui.quiet(ui.moment(one.when.words, at=one.when.at, exact=one.when.exact)),
        ),
        rx.cond(
            one.may_name,
            rx.cond(one.name != "", ui.disclosure(_("Name somebody else"), form), form),
        ),
        gap="near",
    )


def _said(head: str, words: rx.Var | str) -> rx.Component:
    return ui.stack(ui.quiet(head), ui.quote(words), gap="tight")
