"""Each thing to be signed for, with what was signed, and the form to do it."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.deciding.attesting.rows import AskedRow, SignedRow
from coach_the_coach.certification.deciding.attesting.rules import LONGEST_REASON, LONGEST_WHY
from coach_the_coach.certification.deciding.attesting.state import AttestState
from coach_the_coach.foundation.words import _


def things_to_sign() -> rx.Component:
    """All of them, or that there are none."""
    found = AttestState.found
    return rx.cond(
        ui.count(found.asked) > 0,
        ui.lines(rx.foreach(found.asked, _asked)),
        ui.empty(
            _("Nothing is to be signed for"),
            _("What their paths ask is measured, or they are on no path."),
        ),
    )


def _asked(one: AskedRow) -> rx.Component:
    name = one.path_key + "-" + one.key
    problem = rx.Var.create(AttestState.problems).to(dict)["reason-" + name]
    form = ui.state_form(
        ui.text_area(
            _("Why you sign for it"),
            "reason",
            id="reason-" + name,
            hint=_("They read it. Say what you saw yourself."),
            problem=problem,
            max_length=LONGEST_REASON,
        ),
        ui.button(_("Sign"), submit=True),
        on_submit=AttestState.sign(AttestState.found.person_id, one.path_key, one.key),
    )
    return ui.stack(
        ui.row(
            ui.paragraph(one.text),
            ui.badge(
                rx.cond(one.is_signed, _("Signed"), _("Not signed yet")),
                rx.cond(one.is_signed, "done", "waiting"),
            ),
            apart=True,
        ),
        ui.quiet(one.path, ". ", one.who),
        rx.foreach(one.signed, _signed),
        rx.cond(one.may_sign, form),
        gap="inside",
    )


def _signed(one: SignedRow) -> rx.Component:
    problem = rx.Var.create(AttestState.problems).to(dict)["why-" + one.public_id]
    back = ui.disclosure(
        _("Take it back"),
        ui.state_form(
            ui.text_area(
                _("Why"),
                "why",
                id="why-" + one.public_id,
                problem=problem,
                max_length=LONGEST_WHY,
            ),
            ui.button(_("Take it back"), submit=True),
            on_submit=AttestState.withdraw(AttestState.found.person_id, one.public_id),
        ),
    )
    return ui.stack(
        ui.quiet(_("Signed by"), " ", one.by, ", ", one.on),
        rx.cond(one.reason != "", ui.quote(one.reason)),
        rx.cond(one.is_mine, back),
        gap="near",
    )
