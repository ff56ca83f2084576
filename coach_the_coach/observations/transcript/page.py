"""The page on which a transcript is brought in and coded."""

from typing import Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.booking.parts import talk_time
from coach_the_coach.observations.booking.state import BookingState
from coach_the_coach.observations.tally.rules import BUTTONS, Buttons, code_word, side_of
from coach_the_coach.observations.transcript import parts
from coach_the_coach.observations.transcript.rows import TurnRow
from coach_the_coach.observations.transcript.state import TranscriptState
from coach_the_coach.shell import routes
from coach_the_coach.shell.frame import frame, here, nothing_here
from coach_the_coach.shell.state import FrameState
from coach_the_coach.ui.action import Weight

BENCH: Final = {
    "display": "grid",
    "gap": "32px 48px",
    "gridTemplateColumns": "minmax(0, 1fr)",
    "alignItems": "start",
    parts.WIDE: {"gridTemplateColumns": "minmax(0, 1fr) 400px"},
}
LIST: Final = {
    "display": "grid",
    "margin": "0",
    "padding": "0",
    "listStyle": "none",
    parts.WIDE: {"maxHeight": "max(360px, calc(100vh - 300px))", "overflowY": "auto"},
}
TURN: Final = {
    "display": "grid",
    "gridTemplateColumns": "44px minmax(0, 1fr) auto",
    "alignItems": "start",
    "gap": "0 8px",
    "width": "100%",
    "padding": "8px",
    "border": "0",
    "borderRadius": "8px",
    "background": "transparent",
    "color": "inherit",
    "font": "inherit",
    "fontSize": "13px",
    "lineHeight": "20px",
    "textAlign": "left",
}
PRESSED: Final = {
    "cursor": "pointer",
    "&:hover": {"background": "var(--sunken)"},
    "&[aria-current=true]": {"background": "var(--accent-wash)"},
}
BEGUN: Final = {"padding": "12px 8px 4px"}
CLAMPED: Final = {
    "display": "-webkit-box",
    "WebkitLineClamp": "3",
    "WebkitBoxOrient": "vertical",
    "overflow": "hidden",
    "overflowWrap": "anywhere",
}


@rx.page(
    route=routes.TRANSCRIPT,
    title=_("Transcript · Coach the Coach"),
    on_load=[FrameState.arrive, TranscriptState.load, BookingState.load],
)
def transcript_page() -> rx.Component:
    """Bring a file in, say who is who, code turn by turn, go on to rating."""
    waiting = ui.skeleton(6, name=_("Fetching the transcript"))
    return frame(
        here(
            rx.fragment(
                # Where nothing is, the page's only heading says so.
                rx.cond(TranscriptState.stage != "gone", _heading()),
                rx.match(
                    TranscriptState.stage,
                    ("upload", _upload_form(_("Bring it in"))),
                    ("manager", _manager_choice()),
                    ("code", rx.fragment(_refused(), parts.how_much(), _bench(), _about_file())),
                    ("done", _done()),
                    ("deleted", rx.fragment(_refused(), _deleted())),
                    ("gone", nothing_here()),
                    waiting,
                ),
            ),
            waiting=waiting,
            keeps=True,
        )
    )


def _heading() -> rx.Component:
    """Whose session it is, and the way on."""
    one, followed = TranscriptState.observation, TranscriptState.followed
    return ui.page_heading(
        _("Transcript"),
        about=rx.cond(
            one.public_id != "",
            rx.fragment(
                _("{observed} with {coached}").format(observed=one.observed, coached=one.coached),
                " · ",
                ui.moment(one.held.words, at=one.held.at, exact=one.held.exact),
                rx.cond(
                    followed.text != "",
                    rx.fragment(
                        rx.el.br(), _("The ONE thing since last time: "), rx.el.b(followed.text)
                    ),
                ),
            ),
            "",
        ),
        action=_next(),
    )


def _next() -> rx.Component:
    """The one thing to do next."""
    return rx.fragment(
        rx.match(
            TranscriptState.stage,
            (
                "code",
                ui.button(_("Finish coding"), weight="primary", on_click=TranscriptState.finish),
            ),
            ("deleted", _on()),
            rx.fragment(),
        )
    )


def _on() -> rx.Component:
    """The way on to rating."""
    page = routes.observation(f"{TranscriptState.observation.public_id}", routes.RATE)
    return ui.link_button(_("Go on to rating"), page, weight="primary")


def _done() -> rx.Component:
    """Coding is left for now: a time for the talk, which can be skipped, and on to rating."""
    found, coded = TranscriptState.transcript, TranscriptState.coded
    of_all = _("{coded} of {all} turns").format(coded=coded, all=found.codable)
    some = _("{coded} turns").format(coded=coded)
    return ui.stack(
        ui.facts((_("Coded"), rx.cond(found.names_known, of_all, some))),
        talk_time(TranscriptState.observation.public_id),
        ui.actions(_on(), ui.button(_("Go on coding"), on_click=TranscriptState.keep_choice)),
        gap="between",
    )


def _deleted() -> rx.Component:
    """The words are gone in time; what was made of them is not."""
    found = TranscriptState.transcript
    return ui.stack(
        ui.callout(
            _("The words of this transcript were deleted, as promised."),
            " ",
            _("Your codes stay: {n}.").format(n=TranscriptState.coded),
            " ",
            ui.moment(found.deleted.words, at=found.deleted.at, exact=found.deleted.exact),
        ),
        ui.disclosure(
            _("Bring the file in again"),
            ui.callout(_("The codes you gave are dropped, and you code it anew.")),
            _upload_form(_("Bring it in"), weight="quiet"),
        ),
        gap="between",
    )


def _refused() -> rx.Component:
    """What was wrong with another file, said where it is seen: its form is folded away."""
    problem = TranscriptState.problems["file"]
    return rx.cond(problem, ui.callout(problem, tone="danger", urgent=True))


def _upload_form(words: str, weight: Weight = "primary") -> rx.Component:
    """A file to bring in; `words` stand on its button."""
    public_id = f"{TranscriptState.observation.public_id}"
    return ui.native_form(
        ui.file_field(
            _("Transcript file"),
            "file",
            accept=".vtt,.srt,.txt",
            hint=_(
                "As Zoom, Teams or Otter save it, or any text with a name before each turn, "
                "like “Ann: What next?”. At most 5 MB: .vtt, .srt or .txt."
            ),
            problem=TranscriptState.problems["file"],
        ),
        ui.quiet(
            _(
                "Nobody else sees the file. Its words are deleted after {days} days; your codes "
                "and the quotes you choose stay."
            ).format(days=TranscriptState.days)
        ),
        ui.actions(ui.button(words, weight=weight, submit=True)),
        action=routes.observation(public_id, routes.TRANSCRIPT),
        with_file=True,
    )


def _manager_choice() -> rx.Component:
    """Who of those who speak is the one observed."""
    found = TranscriptState.transcript
    return rx.cond(found.named, _named_choice(), _nameless_choice())


def _named_choice() -> rx.Component:
    """One of the speakers, with how much each says."""
    found = TranscriptState.transcript
    return ui.state_form(
        ui.radio_cards(
            _("Who is {name} in this file?").format(name=TranscriptState.observation.observed),
            "speaker",
            found.speakers,
            value=rx.cond(found.manager != "", found.manager, found.likely),
            hint=_("Only their turns are coded. You can change this until you sign."),
            problem=TranscriptState.problems["speaker"],
        ),
        rx.cond(
            TranscriptState.coded > 0,
            ui.callout(
                _("Choosing somebody else takes off the codes you gave so far: {n}.").format(
                    n=TranscriptState.coded
                )
            ),
        ),
        ui.actions(
            ui.button(_("Go on"), weight="primary", submit=True),
            rx.cond(
                found.stage == "code",
                ui.button(_("Leave it as it is"), on_click=TranscriptState.keep_choice),
            ),
        ),
        on_submit=TranscriptState.choose_manager,
    )


def _nameless_choice() -> rx.Component:
    """A file that does not say who speaks: what is lost, and how to go on."""
    return ui.empty(
        _("This file does not say who speaks"),
        _(
            "You can still code it: give a code to the manager's turns and pass over the others. "
            "How much of the time the manager talks cannot be measured."
        ),
        action=ui.button(
            _("Go on without names"),
            weight="primary",
            on_click=TranscriptState.choose_manager({"speaker": ""}),
        ),
    )


def _about_file() -> rx.Component:
    """What was brought in and until when it is kept; another manager, another file."""
    found = TranscriptState.transcript
    return ui.disclosure(
        _("About this file"),
        ui.stack(
            ui.facts(
                (_("File"), found.file_name),
                (_("Turns"), f"{found.turns}"),
                (
                    _("Coded as the manager"),
                    rx.cond(found.manager != "", found.manager, _("Whom you pick out")),
                ),
                (
                    _("Words deleted"),
                    ui.moment(found.deletes.words, at=found.deletes.at, exact=found.deletes.exact),
                ),
            ),
            ui.actions(
                ui.button(_("Choose another manager"), on_click=TranscriptState.choose_again)
            ),
            ui.callout(
                _("Another file takes the place of this one, and the codes you gave are dropped.")
            ),
            _upload_form(_("Replace the file"), weight="quiet"),
            gap="between",
        ),
    )


def _bench() -> rx.Component:
    """The desk for coding, with the turns of this page beside it, or beneath it on a phone."""
    return rx.fragment(
        rx.el.div(parts.desk(), _turn_list(), style=BENCH),
        parts.KeysPress.create(active=TranscriptState.keys_on),
        parts.ScrollTo.create(entry=f"turn-{TranscriptState.focus.key}"),
    )


def _turn_list() -> rx.Component:
    """The turns of this page in order, with what each was coded as."""
    return rx.el.section(
        ui.row(
            ui.heading(_("All turns")),
            rx.cond(TranscriptState.transcript.pages > 1, _pager()),
            apart=True,
            style={"flexWrap": "nowrap", "minHeight": "var(--target)"},
        ),
        rx.el.ol(
            rx.foreach(TranscriptState.turns, _turn),
            custom_attrs={"data-scrolls": ""},
            style=LIST,
        ),
        class_name="section",
    )


def _pager() -> rx.Component:
    """Pages of turns, one after the other."""
    here, pages = TranscriptState.page_number, TranscriptState.transcript.pages
    return ui.row(
        ui.button(_("Earlier"), on_click=TranscriptState.open_page(here - 1), disabled=here <= 1),
        ui.figures(_("{page} of {pages}").format(page=here, pages=pages)),
        ui.button(_("Later"), on_click=TranscriptState.open_page(here + 1), disabled=here >= pages),
        gap="near",
        style={"flexWrap": "nowrap", "whiteSpace": "nowrap"},
    )


def _turn(turn: TurnRow) -> rx.Component:
    """One turn of the list; the manager's can be pressed to be coded next."""
    return rx.el.li(
        rx.cond(
            turn.run > 0,
            rx.el.div(_("Run {n} of 4").format(n=turn.run), class_name="label", style=BEGUN),
        ),
        rx.cond(
            turn.codable,
            rx.el.button(
                _clock(turn),
                rx.el.span(turn.text, style=CLAMPED),
                _code_of(turn),
                type="button",
                aria_current=rx.cond(TranscriptState.focus.index == turn.index, "true", "false"),
                on_click=TranscriptState.focus_on(turn.index),
                style=TURN | PRESSED,
            ),
            rx.el.div(
                _clock(turn),
                rx.el.span(
                    rx.cond(turn.speaker != "", rx.el.b(turn.speaker, ": ")),
                    turn.text,
                    class_name="quiet",
                    style=CLAMPED,
                ),
                style=TURN,
            ),
        ),
        id=f"turn-{turn.key}",
    )


def _clock(turn: TurnRow) -> rx.Component:
    """When it begins, or where the file has no times its place."""
    return rx.el.span(rx.cond(turn.clock != "", turn.clock, turn.key), class_name="quiet figures")


def _code_of(turn: TurnRow) -> rx.Component:
    """The code of a turn as a tag; nothing where it has none."""
    given = TranscriptState.codes[turn.key]

    def drawn(buttons: Buttons) -> rx.Component:
        tags = [
            (str(code), ui.tag(code_word(code, buttons), side_of(code).value))
            for code in BUTTONS[buttons]
        ]
        return rx.fragment(rx.match(given, *tags, rx.fragment()))

    return parts.by_buttons(drawn)
