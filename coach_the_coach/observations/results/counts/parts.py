"""A certification as leaders above see it: scores, and nothing that was said."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.results.rows import LevelRow
from coach_the_coach.observations.results.state import ResultState
from coach_the_coach.ui.tokens import Content


def counts_alone() -> rx.Component:
    """What leaders above see: scores, and nothing that was said."""
    one = ResultState.counts
    return rx.fragment(
        ui.page_heading(
            one.observed,
            about=rx.fragment(
                _("Observed by"),
                " ",
                one.observer,
                ", ",
                ui.moment(one.held.words, at=one.held.at, exact=one.held.exact),
                " · ",
                one.purpose_word,
                " · ",
                one.aim_word,
            ),
            back=ui.back_link(one.observed, one.person_link),
        ),
        ui.callout(
            _("You see scores. What was said stays with those who were there."),
        ),
        ui.section(
            _("Levels"),
            ui.lead(one.score),
            ui.quiet(one.score_basis),
            ui.data_table(
                _("Level of each dimension"),
                [
                    ui.Column(_("Dimension"), _dimension),
                    ui.Column(_("Level"), lambda level: level.level),
                ],
                one.levels,
                keep_on_phone=True,
            ),
        ),
        ui.section(
            _("Signed"),
            ui.facts(
                (_("By"), one.observer),
                (_("When"), ui.moment(one.signed.words, at=one.signed.at, exact=one.signed.exact)),
                (_("Form"), one.rubric),
            ),
        ),
    )


def _dimension(level: LevelRow) -> Content:
    return level.name
