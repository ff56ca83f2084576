"""What mix of talks the organisation wants: one line for each kind."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.targets.rows import AimLine
from coach_the_coach.coaching.targets.state import TargetsState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState
from coach_the_coach.ui.tokens import Words


@rx.page(
    route=routes.TARGETS,
    title=_("Targets · Coach the Coach"),
    on_load=[FrameState.arrive, TargetsState.load],
)
def targets_page() -> rx.Component:
    """The wanted mix, and the way back to what is proposed."""
    return frame(
        ui.page_heading(
            _("Targets"),
            about=_(
                "What a month of coaching should be made of. Each person's page shows their month "
                "beside it; nobody is scored by it."
            ),
        ),
        ready(
            TargetsState.loaded,
            rx.fragment(_standing(), _form()),
            waiting=ui.skeleton(5, name=_("Fetching the targets")),
        ),
        narrow=True,
    )


def _standing() -> rx.Component:
    """Whether these are the organisation's own, and since when."""
    aims = TargetsState.aims
    return rx.cond(
        aims.is_own,
        ui.callout(
            _("Set by"),
            " ",
            aims.by,
            ", ",
            ui.moment(aims.since.words, at=aims.since.at, exact=aims.since.exact),
            ".",
            action=ui.button(_("Back to as proposed"), on_click=TargetsState.take_proposal),
        ),
        ui.callout(_("As proposed. Nobody has changed them.")),
    )


def _form() -> rx.Component:
    """Two short fields for each kind, in per cent."""
    problem = TargetsState.problems["mix"]
    return ui.state_form(
        rx.foreach(TargetsState.aims.lines, _line),
        ui.quiet(
            _(
                "Opportunistic talks are counted and have no target; the shares are of all the "
                "others. An empty field is no limit."
            )
        ),
        rx.el.p(
            rx.cond(
                problem,
                rx.fragment(
                    rx.el.span(class_name="mark mark-broken", aria_hidden="true"),
                    rx.el.span(problem),
                ),
            ),
            role="alert",
            class_name="problem",
        ),
        ui.button(_("Keep"), weight="primary", submit=True),
        on_submit=TargetsState.keep,
        key=rx.Var.create(TargetsState.version).to(str),
    )


def _line(line: AimLine) -> rx.Component:
    """One kind with its two bounds."""
    kind = rx.Var.create(line.kind).to(str)
    return rx.el.fieldset(
        rx.el.legend(line.word, class_name="label"),
        ui.quiet(
            line.meaning,
            rx.cond(line.proposed != "", rx.fragment(" ", _("Proposed:"), " ", line.proposed, ".")),
        ),
        ui.fields(
            _bound(_("At least, %"), kind + "_at_least", line.at_least),
            _bound(_("At most, %"), kind + "_at_most", line.at_most),
        ),
        class_name="field",
    )


def _bound(label: str, name: rx.vars.StringVar, value: Words) -> rx.Component:
    """A short field for a percentage, which may stay empty."""
    problem = rx.Var.create(TargetsState.problems).to(dict)[name]
    control = rx.el.input(
        name=name,
        type="text",
        input_mode="numeric",
        max_length=5,
        default_value=value,
        class_name="control control-short",
        **ui.described(name, problem),
    )
    return ui.field(label, control, id=name, problem=problem)
