"""The pieces of the page of a signed observation, in the order in which one reads them."""

from typing import Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.results.evidence import parts as drawn
from coach_the_coach.observations.results.rows import ResultRow, ViewRow
from coach_the_coach.observations.results.state import ResultState
from coach_the_coach.observations.rubric.rules import LEVELS
from coach_the_coach.observations.rules import Aim
from coach_the_coach.observations.timeline.changes.parts import changes
from coach_the_coach.shell import routes
from coach_the_coach.ui.tokens import Content

PAUSE: Final = 800
"""Milliseconds without a key after which the answer is kept.

Source: docs/method.md#text-lengths.
"""

row = ResultState.result
head = ResultState.result.header
seen = ResultState.evidence
is_talked = (
    (row.handing.mark == "done")
    | (row.handing.mark == "underway")
    | (row.answer.acknowledged.words != "")
)
"""Whether the talk about it has begun; what is not written yet is no gap before that."""


def versions() -> rx.Component:
    """Which version this is, and where the others are."""
    return rx.fragment(
        rx.cond(
            row.newer_link != "",
            ui.callout(
                _("A corrected version has taken the place of this one."),
                tone="accent",
                action=ui.link_button(_("Open it"), row.newer_link),
            ),
        ),
        rx.cond(
            row.older_link != "",
            ui.callout(
                _("This corrects an earlier version:"),
                " ",
                head.amend_reason,
                action=ui.link_button(_("See the earlier one"), row.older_link),
            ),
        ),
        rx.cond(
            row.correction_link != "",
            ui.callout(
                _("You have begun a correction and not signed it yet."),
                tone="accent",
                action=ui.link_button(_("Go on"), row.correction_link),
            ),
        ),
    )


def one_thing() -> rx.Component:
    """The ONE thing to work on, what was promised, when somebody watches again, the way on."""
    came = row.handing
    return ui.section(
        rx.cond(came.note != "", _("Suggested for the talk"), _("The one thing to work on")),
        ui.card(
            rx.cond(
                came.one_thing != "",
                rx.el.p(came.one_thing, class_name="heading"),
                ui.quiet(_("You choose it together in your talk.")),
            ),
            rx.cond(came.note != "", ui.quiet(came.note)),
            _agreed(),
        ),
        rx.cond(
            came.stands != "",
            ui.row(
                rx.el.span(
                    rx.match(
                        came.mark,
                        ("done", ui.badge(came.stands, "done")),
                        ("underway", ui.badge(came.stands, "underway")),
                        ui.badge(came.stands, "waiting"),
                    )
                ),
                rx.cond(came.action != "", ui.link_button(came.action, came.link)),
                apart=True,
            ),
        ),
        _scored_by_two(),
    )


def _scored_by_two() -> rx.Component:
    """The way to having another score it as well, and to what waits while one does."""
    can_ask = head.is_mine & (head.aim == Aim.CERTIFICATION.value) & ~is_talked
    return rx.cond(
        head.is_blind,
        ui.link(_("What waits for whom"), routes.DOUBLE),
        rx.cond(can_ask, ui.link(_("Have another observer score it as well"), routes.DOUBLE)),
    )


def _agreed() -> rx.Component:
    """What was promised and when somebody watches again; what is missing only from the talk on."""
    came = row.handing
    again = came.watch_again
    has_promise, has_day = came.agreed != "", again.words != ""
    promise = rx.el.div(
        rx.el.dt(_("Promised")),
        rx.el.dd(rx.cond(has_promise, came.agreed, _("Nothing written"))),
    )
    day = rx.el.div(
        rx.el.dt(_("Watch again")),
        rx.el.dd(
            rx.cond(
                has_day,
                ui.moment(again.exact, at=again.at, exact=again.words),
                _("No day set"),
            )
        ),
    )
    return rx.cond(
        is_talked | has_promise | has_day,
        rx.el.dl(
            rx.cond(is_talked | has_promise, promise),
            rx.cond(is_talked | has_day, day),
            class_name="facts",
        ),
    )


def conversation() -> rx.Component:
    """What went well, and both views side by side, or the one there is."""
    both_or_one = rx.cond(
        row.own_name != "",
        _("Both views"),
        rx.cond(
            head.is_mine,
            _("What you saw"),
            rx.fragment(_("What"), " ", head.observer, " ", _("saw")),
        ),
    )
    return ui.section(
        rx.cond(row.is_scored, both_or_one, _("What was seen")),
        rx.cond(
            row.strengths != "",
            ui.stack(
                ui.heading(_("What went well"), level=3),
                ui.paragraph(row.strengths),
                rx.cond(
                    row.highest != "",
                    ui.quiet(_("Rated highest:"), " ", row.highest),
                ),
                gap="tight",
            ),
        ),
        rx.cond(
            ui.count(row.ticks) > 0,
            ui.stack(
                ui.heading(_("Habits that were seen"), level=3), ui.bullets(row.ticks), gap="tight"
            ),
        ),
        rx.cond(
            row.is_scored,
            both_views(row),
            ui.quiet(_("Nothing is rated in a session for this.")),
        ),
    )


def both_views(whole: ResultRow) -> rx.Component:
    """The two views side by side, dimension by dimension, with the gap and what each rests on."""
    return ui.comparison(
        whole.comparison,
        [whole.levels[place] for place in range(LEVELS)],
        whole.views,
        own=whole.own_name,
        seen=whole.seen_name,
        detail=lambda view: _grounds(view, whole),
    )


def answer() -> rx.Component:
    """The answer of the one observed, kept as it is typed and then sent."""
    given = row.answer
    writes = head.is_about_me & (row.newer_link == "") & (given.acknowledged.words == "")
    whole = ui.section(
        rx.cond(head.is_about_me, _("Your answer"), _("The answer")),
        rx.cond(
            given.answered.words != "",
            ui.quote(
                given.text,
                source=rx.fragment(
                    head.observed,
                    ", ",
                    ui.moment(
                        given.answered.words, at=given.answered.at, exact=given.answered.exact
                    ),
                ),
            ),
            rx.cond(
                writes,
                _writing(),
                ui.quiet(_("No answer was written.")),
            ),
        ),
    )
    return rx.cond((given.answered.words != "") | writes | is_talked, whole)


def evidence() -> rx.Component:
    """What was counted, how the time went, and what was noted."""
    return ui.section(
        _("The evidence"),
        drawn.share(seen.share),
        drawn.figures(seen.measures),
        rx.cond(
            ui.count(seen.timeline.bars) > 0,
            _part(
                _("Over the time"),
                drawn.timeline(seen.timeline),
                ui.link(_("Open the timeline"), f"/observations/{head.public_id}/timeline"),
            ),
        ),
        changes(ResultState.changes),
        ui.halves(
            rx.fragment(_part(_("What was heard"), drawn.counts(seen.counts)), _noted()),
            rx.fragment(_talk(), _kinds(), _score()),
        ),
    )


def _talk() -> rx.Component:
    """Who talked how much, where a transcript was read."""
    return rx.cond(
        (ui.count(seen.talk) > 0) | (seen.talk_note != ""),
        _part(
            _("Who talked"),
            rx.cond(ui.count(seen.talk) > 0, drawn.figures(seen.talk)),
            rx.cond(seen.talk_note != "", ui.quiet(seen.talk_note)),
        ),
    )


def _kinds() -> rx.Component:
    """Which kinds of talk it was, where that was asked."""
    return rx.cond(
        ui.count(seen.kinds) > 0,
        _part(_("Kinds of talk"), drawn.kinds(seen.kinds_sentence, seen.kinds)),
    )


def _score() -> rx.Component:
    """The mean of the levels, what it rests on, and what caps it."""
    return _part(
        _("The score"),
        rx.cond(
            row.is_scored,
            ui.stack(ui.lead(row.score), ui.quiet(row.score_basis), gap="tight"),
            ui.quiet(_("There is none for a session like this.")),
        ),
        rx.cond(
            ui.count(row.stop_signs) > 0,
            ui.stack(
                ui.quiet(_("Stop signs that were seen:")),
                ui.bullets(row.stop_signs),
                gap="tight",
            ),
        ),
    )


def _noted() -> rx.Component:
    """The notes of whoever watched."""
    return rx.cond(
        ui.count(ResultState.notes) > 0,
        _part(
            _("Noted while watching"),
            ui.quiet(_("Only the two of you see these notes.")),
            drawn.noted(ResultState.notes),
        ),
    )


def signature() -> rx.Component:
    """Who signed it, when, with which form, and the way to correct it."""
    return ui.section(
        _("Signed"),
        ui.facts(
            (_("By"), head.observer),
            (_("When"), ui.moment(head.signed.words, at=head.signed.at, exact=head.signed.exact)),
            (_("Form"), head.rubric),
            (_("Seal"), _seal()),
        ),
        rx.cond(head.is_mine & (row.newer_link == "") & (row.correction_link == ""), _correct()),
        about=_("What is signed stays as it is. The seal shows if anything was changed."),
    )


def _seal() -> rx.Component:
    """A quiet line while it holds; one that does not is not to be overlooked."""
    seal = ResultState.seal
    return rx.cond(seal.is_broken, ui.callout(seal.words), ui.figures(seal.words))


def _part(title: str, *children: Content) -> rx.Component:
    """A titled part of the evidence."""
    return rx.el.div(
        ui.section(title, *children, level=3), style={"paddingTop": "12px", "minWidth": "0"}
    )


def _grounds(view: ViewRow, whole: ResultRow) -> rx.Component:
    """Both levels in words, and the quote or the moment they rest on where one was written down."""
    return rx.fragment(
        ui.halves(
            rx.cond(view.own_word != "", _level(whole.own_name, view.own_word, view.own_anchor)),
            _level(whole.seen_name, view.seen_word, view.seen_anchor),
        ),
        rx.cond(view.absent != "", ui.quiet(view.absent)),
        rx.cond(
            view.quote != "",
            ui.quote(view.quote, source=view.clock),
            rx.cond(view.clock != "", ui.quiet(_("Seen at"), " ", ui.figures(view.clock))),
        ),
    )


def _level(name: Content, word: Content, anchor: Content) -> rx.Component:
    """Whose view, the level's word and what it looks like."""
    return rx.el.p(ui.quiet(name, ": "), word, rx.el.br(), ui.quiet(anchor))


def _writing() -> rx.Component:
    """The field for the answer: it keeps itself, and is seen by nobody before it is sent."""
    return ui.state_form(
        ui.text_area(
            _("What do you make of it?"),
            "answer",
            value=row.answer.text,
            hint=_("Kept as you write. It is read by the others only once you send it."),
            problem=ResultState.problems["answer"],
            optional=True,
            on_change=ResultState.keep_answer(head.public_id).debounce(PAUSE),
            on_blur=ResultState.keep_answer(head.public_id),
        ),
        ui.row(
            ui.button(_("Send answer"), submit=True),
            rx.el.span(ResultState.kept, class_name="quiet", role="status"),
        ),
        on_submit=ResultState.send_answer,
    )


def _correct() -> rx.Component:
    """A correction is a new version with a reason."""
    return ui.row(
        ui.dialog(
            _("Correct this observation"),
            ui.state_form(
                ui.text_area(
                    _("Why?"),
                    "reason",
                    hint=_("Both of you will see the reason."),
                    problem=ResultState.problems["reason"],
                ),
                ui.actions(
                    ui.button(_("Begin the correction"), weight="primary", submit=True),
                    ui.closing(ui.button(_("Leave it"))),
                ),
                on_submit=ResultState.correct,
            ),
            about=_("A new version begins with the same ratings. This one stays and is linked."),
            opener=ui.button(_("Correct this…")),
            open=ResultState.correcting,
            on_open_change=ResultState.ask_reason,
        )
    )
