"""The parts of the page of one tally: counting by hand or by turn, and what came out."""

from typing import Any, Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.live import parts as live
from coach_the_coach.observations.results.evidence import parts as drawn
from coach_the_coach.observations.selftally.one.state import TallyState
from coach_the_coach.observations.tally.rules import (
    BUTTONS,
    Buttons,
    code_meaning,
    code_word,
    side_of,
)
from coach_the_coach.observations.transcript import parts as coding
from coach_the_coach.shell import routes
from coach_the_coach.shell.state import FrameState

row = TallyState.tally

DESK: Final = {"display": "grid", "gap": "16px", "gridTemplateColumns": "minmax(0, 1fr)"}
PAIRS: Final = coding.CODES | {"gridTemplateColumns": "repeat(2, minmax(0, 1fr))"}
COLUMNS: Final = {Buttons.FOUR: PAIRS, Buttons.NINE: coding.CODES}


def counting() -> rx.Component:
    """The tally; nothing else is on the screen."""
    return by_buttons(_tally)


def kept_mark() -> rx.Component:
    """Whether all that was tapped on this device is kept; what comes late changes the result."""
    return live.kept_mark(
        _address(),
        TallyState.live,
        owner=FrameState.person.public_id,
        on_kept=TallyState.refresh,
    )


def meanings(buttons: Buttons) -> rx.Component:
    """What each button is for."""
    return ui.facts(
        *(
            (ui.tag(code_word(code, buttons), side_of(code).value), code_meaning(code))
            for code in BUTTONS[buttons]
        )
    )


def by_buttons(drawing: Any) -> rx.Component:
    """What is drawn for the number of buttons of this tally."""
    return rx.cond(row.buttons == str(Buttons.FOUR), drawing(Buttons.FOUR), drawing(Buttons.NINE))


def desk() -> rx.Component:
    """The turn being coded, a button for each code, and the end."""
    found = TallyState.desk
    return rx.el.section(
        coding.progress(found.coded, found.focus.clock, of=TallyState.words.codable),
        coding.turn_in_focus(found.focus),
        rx.el.div(by_buttons(_code_buttons), _moves(), style=coding.PAD),
        ui.disclosure(
            _("Codes and keys"),
            by_buttons(meanings),
            ui.quiet(_("One code for a turn, by its number. Greetings and dates get none.")),
            ui.checkbox(
                _("Use single keys"),
                "keys",
                checked=TallyState.keys_on,
                on_change=TallyState.use_keys,
            ),
        ),
        coding.KeysPress.create(active=TallyState.keys_on),
        aria_label=_("Code this turn"),
        style=DESK,
    )


def came_out() -> rx.Component:
    """The share with its interval, the strip over the time, the counts."""
    return ui.section(
        _("What came out"),
        drawn.share(row.share),
        rx.cond(ui.count(row.measures) > 0, drawn.figures(row.measures)),
        rx.cond(ui.count(row.strip) > 0, _strip()),
        ui.stack(
            ui.heading(_("Counts"), level=3),
            drawn.counts(row.counts),
            gap="near",
        ),
    )


def sharing() -> rx.Component:
    """With whom it is shared, and the way back; or with whom it could be."""
    return ui.section(
        _("Share it"),
        rx.cond(row.shared_with != "", _shared(), _share_form()),
        about=_(
            "With one person at most. They see what you call it, its purpose and day, the share, "
            "the counts and the strip; never the words of a transcript."
        ),
    )


def deleting() -> rx.Component:
    """The way to be rid of all of it."""
    return ui.dialog(
        _("Delete this tally?"),
        ui.actions(
            ui.closing(ui.button(_("Delete"), weight="danger", on_click=TallyState.delete)),
            ui.closing(ui.button(_("Keep it"))),
        ),
        about=_("Taps, codes, words and result are deleted for good. Nobody can bring them back."),
        opener=ui.button(_("Delete"), weight="bare"),
    )


def _tally(buttons: Buttons) -> rx.Component:
    return live.tally(
        _address(),
        TallyState.live,
        owner=FrameState.person.public_id,
        watched=row.about,
        beside=_("Only you see this"),
        on_stop=TallyState.stop,
        buttons=buttons,
        notes=False,
    )


def _address() -> str:
    """Where the taps of this tally are sent."""
    return f"/tallies/{row.public_id}/taps"


def _code_buttons(buttons: Buttons) -> rx.Component:
    found = TallyState.desk
    drawn_buttons = [
        coding.code_button(
            code,
            f"{place}",
            word=code_word(code, buttons),
            given=found.code,
            on_click=TallyState.code(found.focus.index, str(code)),
        )
        for place, code in enumerate(BUTTONS[buttons], start=1)
    ]
    return rx.el.div(*drawn_buttons, role="group", aria_label=_("Codes"), style=COLUMNS[buttons])


def _moves() -> rx.Component:
    """Back, on without a code, and taking a code off."""
    index = TallyState.desk.focus.index
    return coding.moves(
        back=TallyState.move(index, "previous"),
        on=TallyState.move(index, "next"),
        uncode=TallyState.uncode(index),
        has_code=TallyState.desk.code != "",
    )


def _strip() -> rx.Component:
    """Asks and tells from the beginning to the end, and the same as a table."""
    return ui.stack(
        rx.el.figure(
            rx.el.figcaption(row.strip_sentence),
            drawn.bars(row.strip),
            rx.el.div(
                rx.el.span(_("Beginning")),
                rx.el.span(rx.cond(row.lasted != "", row.lasted, _("End"))),
                class_name="over-time-ends figures",
            ),
            class_name="chart",
        ),
        ui.disclosure(
            _("As a table"),
            ui.data_table(
                _("Asks and tells in equal parts of the session"),
                [
                    ui.Column(_("Part"), lambda bar: ui.figures(bar.minute)),
                    ui.Column(_("Asks"), lambda bar: ui.figures(bar.asks), number=True),
                    ui.Column(_("Tells"), lambda bar: ui.figures(bar.tells), number=True),
                ],
                row.strip,
                keep_on_phone=True,
            ),
        ),
    )


def _shared() -> rx.Component:
    return ui.row(
        rx.el.span(
            _("Shared with"),
            " ",
            rx.el.b(row.shared_with),
            " · ",
            ui.moment(row.shared.words, at=row.shared.at, exact=row.shared.exact),
        ),
        ui.button(_("Take it back"), on_click=TallyState.take_back),
        apart=True,
    )


def _share_form() -> rx.Component:
    return rx.cond(
        ui.count(TallyState.leaders) > 0,
        ui.state_form(
            ui.select(
                _("With one of those who lead you"),
                "leader",
                TallyState.leaders,
                blank=_("Nobody"),
                problem=TallyState.problems["leader"],
            ),
            ui.quiet(
                _(
                    "Nothing is sent to them: they find it under “My tallies” until you take "
                    "it back."
                )
            ),
            ui.actions(ui.button(_("Share it"), submit=True)),
            on_submit=TallyState.share,
        ),
        ui.quiet(_("Nobody leads you today, so there is nobody to share it with.")),
    )


def again() -> rx.Component:
    """The next one, asked as this one was."""
    return ui.link_button(
        _("Count another session"), f"{routes.SELF_TALLIES}?again=1", weight="primary"
    )
