"""The ten points to be answered, and what they came to."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.selfaudit.rows import AskedRow, AuditRow, DifferenceRow, PointRow
from coach_the_coach.selfaudit.rules import LONGEST_NOTE
from coach_the_coach.selfaudit.state import SelfAuditState


def ten_points() -> rx.Component:
    """Each point with what was found and two answers; once sent, what they came to.

    What was sent last stays above until the next are sent, and folded once it was talked through.
    """
    audit, past = SelfAuditState.audit, SelfAuditState.past
    earlier = rx.cond(
        SelfAuditState.compared.talked.at != "",
        ui.disclosure(_("What was sent last, and talked through"), _sent_ten(past)),
        _sent_ten(past),
    )
    return rx.cond(
        audit.sent.at != "",
        _sent_ten(audit),
        ui.stack(rx.cond(past.public_id != "", earlier), _asked(), gap="between"),
    )


def those_led() -> rx.Component:
    """The managers one leads, each with how far both are."""
    return rx.cond(
        ui.count(SelfAuditState.people) > 0,
        ui.section(
            _("How you see those you lead"),
            ui.lines(rx.foreach(SelfAuditState.people, _led)),
            about=_("The same ten points. What differs is talked through and never averaged."),
        ),
    )


def _sent_ten(audit: AuditRow) -> rx.Component:
    """Ten points that were sent: what they come to, how the other sees it, and each of them."""
    return rx.fragment(_result(audit), _gaps(audit), _compared(audit), _answered(audit))


def _asked() -> rx.Component:
    """The points with their answers, and sending them."""
    problem = SelfAuditState.problems["points"]
    late = ui.quiet(
        _("They can be sent until"),
        " ",
        SelfAuditState.audit.until,
        _("; after that they are the start of the next."),
    )
    points = ui.stack(
        rx.cond(SelfAuditState.audit.whose != "", ui.callout(SelfAuditState.audit.whose)),
        rx.cond(SelfAuditState.audit.until != "", late),
        ui.lines(rx.foreach(SelfAuditState.audit.points, _point)),
        rx.cond(problem, rx.el.p(problem, role="alert", class_name="problem")),
        ui.row(
            ui.quiet(SelfAuditState.audit.left),
            ui.button(
                _("Send"),
                weight="primary",
                on_click=SelfAuditState.send(SelfAuditState.audit.about_id),
            ),
            apart=True,
        ),
        ui.quiet(_("Once sent they stay as they are, and your counterpart can compare.")),
        gap="between",
    )
    return ui.section(SelfAuditState.audit.quarter, points)


def _point(one: PointRow) -> rx.Component:
    """One point: the sentence, what was found, yes or no, and a note."""
    name = rx.Var.create(one.point).to(str)
    about = SelfAuditState.audit.about_id
    choices = ui.yes_no(
        rx.fragment(name, ". ", one.text),
        "point-" + name,
        value=one.answer,
        hint=rx.cond(one.found != "", _found(one)),
        on_change=lambda said: SelfAuditState.answer(about, one.point, said),
    )
    problem = rx.Var.create(SelfAuditState.problems).to(dict)["note-" + name]
    return ui.stack(
        choices,
        rx.cond(
            one.answer != "",
            ui.field(
                _("What shows it, if you like"),
                rx.el.input(
                    name="note-" + name,
                    default_value=one.note,
                    max_length=LONGEST_NOTE,
                    class_name="control",
                    on_blur=lambda text: SelfAuditState.note(about, one.point, text),
                    **ui.described("note-" + name, problem),
                ),
                id="note-" + name,
                problem=problem,
            ),
        ),
    )


def _found(one: PointRow) -> rx.Component:
    """What was found, and how it stands to a yes, with room to the answers beneath it."""
    return rx.el.span(
        ui.badge(one.stands, one.mark),
        " ",
        one.found,
        display="block",
        padding_block="var(--step-1) var(--step-2)",
    )


def _result(audit: AuditRow) -> rx.Component:
    """What they came to, where it is shown."""
    return ui.section(
        _("What they come to"),
        rx.cond(
            audit.verdict != "",
            rx.fragment(ui.lead(audit.verdict), ui.paragraph(audit.yeses)),
            ui.paragraph(
                _(
                    "Your answers are kept. In your first 60 days as a coach the program says "
                    "nothing about the whole: start with one No and take it up with your leader."
                )
            ),
        ),
        rx.cond(audit.stated != "", ui.quiet(audit.stated)),
        ui.quiet(
            audit.quarter,
            ". ",
            _("Sent"),
            " ",
            ui.moment(audit.sent.words, at=audit.sent.at, exact=audit.sent.exact),
        ),
    )


def _gaps(audit: AuditRow) -> rx.Component:
    """What to close, and what to look at again."""
    return rx.cond(
        ui.count(audit.gaps) > 0,
        ui.section(_("The gaps"), ui.lines(rx.foreach(audit.gaps, _sent))),
    )


def _compared(audit: AuditRow) -> rx.Component:
    """Where the two differ, one beneath the other."""
    both = SelfAuditState.compared
    talked = rx.cond(
        both.talked.at != "",
        ui.quiet(_("Talked through"), " ", both.talked.words),
        ui.button(
            _("We talked it through"),
            on_click=SelfAuditState.talk_through(audit.about_id, both.audit_id),
        ),
    )
    return ui.section(
        rx.cond(audit.is_own, _("How my leader sees it"), _("How both see it")),
        rx.cond(
            both.waits_for != "",
            ui.paragraph(
                rx.cond(both.is_over, _("Not answered by"), _("Not answered yet by")),
                " ",
                both.waits_for,
                ".",
            ),
            ui.stack(
                ui.paragraph(both.same),
                ui.lines(rx.foreach(both.differences, _difference)),
                talked,
                gap="between",
            ),
        ),
    )


def _difference(one: DifferenceRow) -> rx.Component:
    """A point on which the two said something else."""
    return ui.stack(
        ui.paragraph(rx.Var.create(one.point).to(str), ". ", one.text),
        ui.facts((_("Manager"), one.own), (_("Leader"), one.other)),
        gap="near",
    )


def _answered(audit: AuditRow) -> rx.Component:
    """The ten as they were sent."""
    return ui.disclosure(
        _("The ten points as you answered them"),
        ui.lines(rx.foreach(audit.points, _sent)),
    )


def _sent(one: PointRow) -> rx.Component:
    """One point as it was sent."""
    return ui.stack(
        ui.paragraph(rx.Var.create(one.point).to(str), ". ", one.text),
        ui.row(
            ui.badge(
                rx.cond(one.answer == "yes", _("Yes"), _("No")),
                rx.cond(one.answer == "yes", "done", "attention"),
            ),
            rx.cond(one.found != "", ui.quiet(one.stands, ": ", one.found)),
        ),
        rx.cond(one.note != "", ui.quiet(one.note)),
        gap="near",
    )


def _led(one: AskedRow) -> rx.Component:
    """One manager, and the way to answer about them."""
    return ui.row(
        ui.person(one.name, initials_of=one.name, role=one.own + " · " + one.mine),
        ui.link_button(
            rx.fragment(one.action, ui.unseen(rx.fragment(": ", one.name))),
            "/self-audit/" + one.public_id,
        ),
        apart=True,
    )
