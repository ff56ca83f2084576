"""Rating what was watched. What was counted is out of sight here: it would steer the levels."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.rating import parts
from coach_the_coach.observations.rating.state import RatingState
from coach_the_coach.observations.rubric.rules import DIMENSIONS
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.RATE,
    title=_("Rate · Coach the Coach"),
    on_load=[FrameState.arrive, RatingState.load],
)
def rating_page() -> rx.Component:
    """Last time's ONE thing, eight dimensions, six habits, and signing."""
    waiting = ui.skeleton(6, name=_("Looking up where you left this rating"))
    form = ready(RatingState.loaded, _form(), waiting=waiting)
    return frame(here(rx.cond(RatingState.refused, _nothing_to_rate(), form), waiting=waiting))


def _form() -> rx.Component:
    """The whole form, drawn when its answers are known."""
    head = RatingState.form.header
    about = rx.fragment(
        _("with"),
        " ",
        head.coached,
        " · ",
        head.purpose_word,
        " · ",
        head.aim_word,
        " · ",
        ui.moment(head.held.words, at=head.held.at, exact=head.held.exact),
    )
    return ui.stack(
        ui.page_heading(
            rx.fragment(_("Rate"), " ", head.observed),
            about=about,
            back=_back(),
            action=ui.link_button(
                _("Open the timeline"), f"/observations/{head.public_id}/timeline"
            ),
        ),
        rx.cond(
            head.corrects,
            ui.callout(_("This corrects what you signed. Your reason:"), " ", head.amend_reason),
        ),
        parts.purpose(),
        rx.cond(
            RatingState.form.focus.text,
            ui.section(_("Last time's ONE thing"), parts.focus()),
        ),
        rx.cond(RatingState.form.why_not_rated, _not_rated(), _rated()),
        rx.el.section(parts.ticks(), class_name="section"),
        rx.cond(
            RatingState.form.why_not_rated,
            rx.fragment(),
            rx.el.section(parts.stop_signs(), class_name="section"),
        ),
        ui.section(_("What to take into the talk"), parts.words()),
        ui.section(_("Sign"), parts.signing()),
        gap="between",
        key=head.public_id,
    )


def _rated() -> rx.Component:
    """The eight dimensions."""
    return ui.section(
        _("What you saw"),
        parts.dimensions(),
        about=rx.fragment(
            RatingState.rated,
            " ",
            _("of"),
            f" {DIMENSIONS} ",
            _("rated. Every answer keeps itself; a dimension not seen is no weakness."),
        ),
    )


def _not_rated() -> rx.Component:
    """Why there are no dimensions."""
    marked = (RatingState.rated > 0) | (ui.count(RatingState.answers.stop_signs) > 0)
    return ui.callout(
        RatingState.form.why_not_rated,
        " ",
        _("Tick what you saw and say what worked; that is all there is to do."),
        rx.cond(
            marked,
            rx.fragment(
                " ",
                _("What you rated is kept and comes back if you change it back;"),
                " ",
                _("it is let go when you sign."),
            ),
        ),
    )


def _back() -> rx.Component:
    """Back to watching; a correction has nothing to watch any more."""
    head = RatingState.form.header
    live = routes.LIVE.partition("]")[2]
    read = routes.TRANSCRIPT.partition("]")[2]
    page = rx.cond(head.source == "live", live, read)
    return rx.cond(
        head.corrects,
        ui.back_link(_("The version you signed"), f"/observations/{head.corrects}"),
        ui.back_link(_("Back to watching"), f"/observations/{head.public_id}{page}"),
    )


def _nothing_to_rate() -> rx.Component:
    """For an observation that is signed, or that is not theirs."""
    return rx.fragment(
        ui.page_heading(_("There is nothing to rate here"), about=RatingState.refused),
        ui.actions(ui.link_button(_("Home"), routes.HOME)),
    )
