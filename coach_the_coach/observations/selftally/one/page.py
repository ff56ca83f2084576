"""The page of one tally of one's own session."""

from typing import Any

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.live import parts as live
from coach_the_coach.observations.selftally.one import parts
from coach_the_coach.observations.selftally.one.state import TallyState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState

row = TallyState.tally


@rx.page(
    route=routes.SELF_TALLY,
    title=_("My tally · Coach the Coach"),
    on_load=[FrameState.arrive, TallyState.load],
)
def tally_page() -> rx.Component:
    """Count, finish, look at it, share it or not."""
    waiting = live.without_network(
        ui.skeleton(6, name=_("Fetching the tally")), notes=False, watched=_("My tally")
    )
    return frame(
        here(
            rx.match(
                TallyState.stage,
                ("ready", _ready()),
                ("watch", parts.counting()),
                ("upload", _upload()),
                ("speaker", _speaker()),
                ("code", _code()),
                ("result", _result()),
                ("gone", nothing_here()),
                waiting,
            ),
            waiting=waiting,
            keeps=True,
        )
    )


def _heading(*, action: rx.Component | None = None) -> rx.Component:
    """What it is called, what for, and whose eyes it is for."""
    return ui.page_heading(
        row.about,
        about=rx.fragment(
            row.purpose_word,
            " · ",
            ui.moment(row.opened.words, at=row.opened.at, exact=row.opened.exact),
            rx.cond(row.is_mine, "", rx.fragment(" · ", _("by"), " ", row.coach)),
        ),
        back=ui.back_link(_("My tallies"), routes.SELF_TALLIES),
        action=action,
    )


def _private() -> rx.Component:
    """Who sees it, said wherever it is shown."""
    return rx.cond(
        row.is_mine,
        rx.cond(
            row.shared_with != "",
            ui.callout(
                _("You share this with"), " ", row.shared_with, ". ", _("It is never evidence.")
            ),
            ui.callout(
                _(
                    "Yours alone: no leader and no administrator can open it. It is never "
                    "evidence: nothing counts it."
                )
            ),
        ),
        ui.callout(
            row.coach,
            " ",
            _(
                "shares this with you and can take it back. It is never evidence: "
                "nothing counts it."
            ),
        ),
    )


def _ready() -> rx.Component:
    """Before the clock starts: what each button is for."""
    return ui.stack(
        _heading(),
        _private(),
        ui.actions(
            ui.button(_("Start the clock"), weight="primary", on_click=TallyState.start),
            parts.deleting(),
        ),
        ui.section(
            row.buttons_word,
            parts.by_buttons(parts.meanings),
            about=_("Tap once for each turn of yours, by its main code."),
        ),
        gap="between",
    )


def _upload() -> rx.Component:
    """The words of the session, as a file."""
    return ui.stack(_heading(), _private(), _file(), parts.deleting(), gap="between")


def _file() -> rx.Component:
    return ui.native_form(
        ui.file_field(
            _("Transcript file"),
            "file",
            accept=".vtt,.srt,.txt",
            hint=_(
                "As Zoom, Teams or Otter save it, or any text with a name before each turn, "
                "like “Ann: What next?”. At most 5 MB: .vtt, .srt or .txt."
            ),
            problem=TallyState.problems["file"],
        ),
        ui.quiet(
            _(
                "Only you see its words. They are deleted after {days} days; your codes stay."
            ).format(days=TallyState.days)
        ),
        ui.actions(ui.button(_("Bring it in"), weight="primary", submit=True)),
        action=f"/tallies/{row.public_id}/transcript",
        with_file=True,
    )


def _speaker() -> rx.Component:
    """Who of those who speak one is."""
    words = TallyState.words
    named = ui.state_form(
        ui.radio_cards(
            _("Who are you in this file?"),
            "speaker",
            words.speakers,
            value=words.speaker,
            hint=_("Only your own turns are coded."),
            problem=TallyState.problems["speaker"],
        ),
        rx.cond(
            words.coded > 0,
            ui.callout(
                _("Choosing somebody else takes off the codes you gave so far: {n}.").format(
                    n=words.coded
                )
            ),
        ),
        ui.actions(ui.button(_("Go on"), weight="primary", submit=True), parts.deleting()),
        on_submit=TallyState.choose_speaker,
    )
    nameless = ui.empty(
        _("This file does not say who speaks"),
        _("You can still code it: give a code to your own turns and pass over the others."),
        action=ui.button(
            _("Go on without names"),
            weight="primary",
            on_click=TallyState.choose_speaker({"speaker": ""}),
        ),
    )
    return ui.stack(_heading(), rx.cond(words.named, named, nameless), gap="between")


def _code() -> rx.Component:
    """The desk, and the file beneath it."""
    return ui.stack(
        _heading(action=ui.button(_("Finish"), weight="primary", on_click=TallyState.finish)),
        parts.desk(),
        ui.disclosure(
            _("About this file"),
            ui.stack(
                ui.facts(
                    (_("File"), TallyState.words.file_name),
                    (_("Words deleted"), _moment(row.words_go)),
                ),
                ui.actions(
                    ui.button(_("Choose again who you are"), on_click=TallyState.choose_again),
                    parts.deleting(),
                ),
                gap="near",
            ),
        ),
        gap="between",
    )


def _result() -> rx.Component:
    """What came out; for its maker also what they can do with it."""
    return ui.stack(
        _heading(action=rx.cond(row.is_mine, parts.again())),
        _private(),
        parts.came_out(),
        rx.cond(row.is_mine, rx.fragment(parts.sharing(), _about())),
        gap="between",
    )


def _about() -> rx.Component:
    """How it was counted, the way to count on, and the way to be rid of it."""
    return ui.section(
        _("About this tally"),
        rx.cond(
            row.is_live,
            ui.facts(
                (_("Counted with"), row.buttons_word),
                (_("Lasted"), ui.figures(row.lasted)),
                (_("On this device"), parts.kept_mark()),
            ),
            ui.facts(
                (_("Counted with"), row.buttons_word),
                (
                    _("Words of the transcript"),
                    rx.cond(
                        row.has_words,
                        rx.fragment(_("deleted"), " ", _moment(row.words_go)),
                        rx.fragment(_("were deleted"), " ", _moment(row.words_gone)),
                    ),
                ),
            ),
        ),
        ui.actions(
            rx.cond(row.can_go_on, ui.button(_("Go on counting"), on_click=TallyState.go_on)),
            parts.deleting(),
        ),
    )


def _moment(moment: Any) -> rx.Component:
    return ui.moment(moment.words, at=moment.at, exact=moment.exact)
