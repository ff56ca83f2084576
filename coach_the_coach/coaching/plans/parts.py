"""Lists of calls, how they were planned and debriefed, the team, and the pilot."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.plans.rows import CallLine
from coach_the_coach.coaching.plans.rules import DEBRIEF_MINUTES, PLAN_MINUTES, Tier
from coach_the_coach.coaching.plans.state import CallsState
from coach_the_coach.coaching.plans.whom.rows import TierLine
from coach_the_coach.coaching.plans.whom.rules import PILOT_DAYS, tier_meaning, tier_word
from coach_the_coach.foundation.words import _

TIERS = [ui.Option(str(one), tier_word(one), tier_meaning(one)) for one in Tier]


def open_calls() -> rx.Component:
    """What is to be done first: looking back, then planning."""
    open_ = CallsState.open
    nothing = (
        (ui.count(open_.to_debrief) == 0)
        & (ui.count(open_.to_plan) == 0)
        & (ui.count(open_.planned) == 0)
    )
    return rx.cond(
        nothing,
        ui.empty(
            _("No call is waiting for you."),
            _("Enter the next significant one: fifteen minutes before it are well spent."),
        ),
        ui.stack(
            _listed(_("To debrief"), open_.to_debrief),
            _listed(_("To plan"), open_.to_plan),
            _listed(_("Planned"), open_.planned),
            gap="between",
        ),
    )


def past_calls() -> rx.Component:
    """Calls that are over, newest first."""
    return rx.cond(
        ui.count(CallsState.past) > 0,
        ui.section(
            _("Past"),
            ui.lines(rx.foreach(CallsState.past, call_line)),
            ui.turner(CallsState.paging, CallsState.turn),
        ),
    )


def coverage(row: Any) -> rx.Component:
    """How many significant calls of the past 30 days were planned and debriefed, in sentences."""
    return ui.section(
        _("Past 30 days"),
        rx.cond(
            row.whole != "",
            ui.stack(
                ui.paragraph(row.whole, "."),
                ui.bullets(row.by_tier),
                rx.cond(row.dropped != "", ui.quiet(row.dropped, ".")),
            ),
            ui.quiet(_("No significant call yet.")),
        ),
    )


def pilot() -> rx.Component:
    """Thirty days with one rep: how they go, or how to begin."""
    row = CallsState.pilot
    running = ui.card(
        ui.stack(
            ui.heading(_("Thirty days with {name}").format(name=row.name), level=3),
            ui.paragraph(row.day, ". ", row.streak),
            rx.cond(
                row.is_mine,
                ui.dialog(
                    _("End the thirty days?"),
                    ui.actions(
                        ui.closing(
                            ui.button(
                                _("End them"),
                                weight="danger",
                                on_click=CallsState.end_pilot(row.public_id),
                            )
                        ),
                        ui.closing(ui.button(_("Go on"))),
                    ),
                    about=_("Calls, plans and debriefs stay as they are."),
                    opener=ui.button(_("End early"), weight="bare", align_self="flex-start"),
                ),
            ),
        )
    )
    return rx.cond(row.public_id != "", running, rx.cond(CallsState.coaches, _begin()))


def team() -> rx.Component:
    """With whom to plan first, and where each one stands."""
    row = CallsState.team
    return ui.section(
        _("With whom first"),
        rx.cond(
            ui.count(row.first) > 0,
            ui.lines(rx.foreach(row.first, _first)),
            ui.quiet(_("Nobody stands out. The new and those who build up come first.")),
        ),
        ui.disclosure(_("Where each one stands"), rx.foreach(row.reps, _standing)),
        about=_("You cannot be at every call. Only you and your leader read this."),
    )


def call_line(line: CallLine) -> rx.Component:
    """One call, and what is next for the reader."""
    return ui.row(
        ui.stack(
            ui.link(line.deal, line.link),
            ui.quiet(
                line.other,
                " · ",
                ui.moment(line.when.words, at=line.when.at, exact=line.when.exact),
                rx.cond(line.reason != "", rx.fragment(" · ", line.reason)),
            ),
            ui.badge(line.state, line.mark),
            gap="tight",
        ),
        rx.cond(
            line.action != "",
            ui.link_button(
                rx.fragment(line.action, ui.unseen(rx.fragment(": ", line.deal))), line.link
            ),
        ),
        apart=True,
    )


def _listed(title: str, lines: Any) -> rx.Component:
    return rx.cond(ui.count(lines) > 0, ui.section(title, ui.lines(rx.foreach(lines, call_line))))


def _begin() -> rx.Component:
    """Beginning with the one who gains most."""
    return ui.disclosure(
        _("Begin {days} days with one person").format(days=PILOT_DAYS),
        ui.state_form(
            ui.quiet(
                _(
                    "{plan} minutes before each significant call, {least} to {most} after it. "
                    "Begin with the newest, or with the one who gains most."
                ).format(plan=PLAN_MINUTES[1], least=DEBRIEF_MINUTES[0], most=DEBRIEF_MINUTES[1])
            ),
            rx.el.div(_rep_select()),
            ui.actions(ui.button(_("Begin"), submit=True)),
            on_submit=CallsState.begin_pilot,
        ),
    )


def _rep_select() -> rx.Component:
    """The team by name."""
    control = rx.el.select(
        rx.el.option(_("Choose"), value=""),
        rx.foreach(CallsState.team.reps, lambda one: rx.el.option(one.name, value=one.public_id)),
        name="rep",
        required=True,
        class_name="control",
        **ui.described("rep", ""),
    )
    return ui.field(_("With whom"), control, id="rep")


def _first(one: TierLine) -> rx.Component:
    """Somebody who comes first, and the way to plan a call with them."""
    return ui.row(
        ui.person(one.name, initials_of=one.name, role=one.why),
        ui.link_button(
            rx.fragment(_("Enter a call"), ui.unseen(rx.fragment(" ", _("of"), " ", one.name))),
            one.link,
        ),
        apart=True,
    )


def _standing(one: TierLine) -> rx.Component:
    """Where one rep stands; until somebody says, as proposed."""
    return ui.select(
        one.name,
        "tier",
        TIERS,
        value=one.tier,
        id="tier-" + one.public_id,
        optional=True,
        hint=rx.cond(one.is_said, "", _("As proposed.")),
        on_change=lambda tier: CallsState.set_tier(one.public_id, tier),
    )
