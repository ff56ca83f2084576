"""The rhythm of the house: how often one sits together, and how often skills are assessed."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.cadence.policy.rules import (
    Assessment,
    Preset,
    assessment_meaning,
    assessment_word,
    preset_meaning,
    preset_word,
)
from coach_the_coach.cadence.policy.state import HouseRhythmState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, ready
from coach_the_coach.shell.state import FrameState


@rx.page(
    route=routes.CADENCE,
    title=_("Rhythm of the house · Coach the Coach"),
    on_load=[FrameState.arrive, HouseRhythmState.load],
)
def cadence_page() -> rx.Component:
    """Which rhythm holds where nothing else is agreed."""
    return frame(
        ui.page_heading(
            _("Rhythm of the house"),
            about=_(
                "How often everybody who coaches sits down with each of their own. A coach can "
                "agree on another rhythm with one of them, and says why."
            ),
        ),
        ready(
            HouseRhythmState.loaded,
            rx.fragment(_standing(), _form()),
            waiting=ui.skeleton(5, name=_("Fetching the rhythm")),
        ),
        narrow=True,
    )


def _standing() -> rx.Component:
    """Whether it was chosen, by whom and since when."""
    house = HouseRhythmState.house
    return rx.cond(
        house.is_own,
        ui.callout(
            rx.cond(house.by != "", rx.fragment(_("Set by"), " ", house.by, ", "), _("Set") + " "),
            ui.moment(house.since.words, at=house.since.at, exact=house.since.exact),
            ".",
        ),
        ui.callout(_("As proposed. Nobody has changed it.")),
    )


def _form() -> rx.Component:
    """One of three rhythms, one of three assessments, and the hours of a week."""
    presets = [ui.Option(one, preset_word(one), preset_meaning(one)) for one in Preset]
    cycles = [ui.Option(one, assessment_word(one), assessment_meaning(one)) for one in Assessment]
    return ui.state_form(
        ui.radio_cards(
            _("How often one sits together"),
            "preset",
            presets,
            value=HouseRhythmState.house.preset,
            problem=HouseRhythmState.problems["preset"],
            arranged="column",
        ),
        ui.radio_cards(
            _("How often skills are assessed"),
            "assessment",
            cycles,
            value=HouseRhythmState.house.assessment,
            problem=HouseRhythmState.problems["assessment"],
            arranged="column",
        ),
        ui.text_field(
            _("Contracted hours a week"),
            "hours",
            value=HouseRhythmState.house.hours,
            hint=_("The share of coaching is reckoned with them."),
            problem=HouseRhythmState.problems["hours"],
            short=True,
            input_mode="numeric",
            max_length=2,
        ),
        ui.button(_("Keep"), weight="primary", submit=True),
        on_submit=HouseRhythmState.keep,
        key=rx.Var.create(HouseRhythmState.version).to(str),
    )
