"""Both views, the ONE thing with what each promised and the day, both signatures."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.results.parts import both_views
from coach_the_coach.observations.rules import AskedFirst, TalkStage
from coach_the_coach.observations.talk.parts import PAUSE, kept, key, said, text
from coach_the_coach.observations.talk.rows import SignatureRow
from coach_the_coach.observations.talk.rules import asked_first_word
from coach_the_coach.observations.talk.state import TalkState

row = TalkState.talk
words = TalkState.talk.words
_own = TalkState.talk.public_id


def agreed() -> rx.Component:
    """Both views, then the ONE thing, what each promised, the day, and both signatures."""
    return rx.cond(
        (row.stage == TalkStage.AGREEING) | (row.stage == TalkStage.DONE),
        rx.fragment(
            rx.cond(row.stage == TalkStage.DONE, _one_thing_read()),
            rx.cond(row.stage == TalkStage.AGREEING, _both()),
            rx.cond(
                row.stage == TalkStage.AGREEING,
                rx.cond(row.is_frozen, _one_thing_read(), _one_thing_set()),
            ),
            _signatures(),
            _asked_first(),
            rx.cond(row.stage == TalkStage.DONE, said()),
        ),
    )


def _both() -> rx.Component:
    """Both ratings with the gap; everything else they rest on is a page of its own."""
    return ui.section(
        _("Both views"),
        rx.cond(
            row.is_scored,
            both_views(TalkState.result),
            ui.quiet(_("Nothing is rated in a session for this.")),
        ),
        action=ui.link_button(_("See the evidence"), row.result_link, weight="bare"),
    )


def _one_thing_set() -> rx.Component:
    """The ONE thing, what each promised and the day, set together."""
    return ui.section(
        _("The one thing"),
        rx.cond(row.chain != "", ui.lead(row.chain)),
        rx.cond(row.may_carry, _carried()),
        rx.cond(
            row.is_carried,
            rx.fragment(),
            rx.fragment(
                text("one_thing", _("The ONE thing to work on"), hint=_suggestion()),
                rx.cond(
                    row.may_carry,
                    text("next_reason", _("Why another, before this one was seen twice?")),
                ),
            ),
        ),
        text(
            "promised",
            _("What each of you promised"),
            hint=_("Such as: two talks until Thursday; a look at one of them."),
            optional=True,
        ),
        rx.el.div(
            ui.date_field(
                _("By when shall I watch again?"),
                "watch_again_on",
                value=words.watch_again_on,
                hint=rx.fragment(_("So that"), " ", row.observer, " ", _("watches by then.")),
                problem=TalkState.problems["watch_again_on"],
                min=row.first_day,
                max=row.last_day,
                key=key("watch_again_on"),
                on_change=TalkState.keep_day(_own).debounce(PAUSE),
                on_blur=TalkState.keep_day(_own),
            ),
            kept("watch_again_on"),
        ),
    )


def _carried() -> rx.Component:
    """The ONE thing that stays, and the way to another."""
    return ui.card(
        rx.el.p(row.follows, class_name="heading"),
        rx.cond(
            row.is_carried,
            ui.row(ui.button(_("Choose another"), on_click=TalkState.choose_another(True))),
            ui.row(ui.button(_("Keep this one"), on_click=TalkState.choose_another(False))),
        ),
    )


def _suggestion() -> rx.Component:
    """What the observer suggests, taken with one press."""
    return rx.cond(
        row.suggestion != "",
        rx.fragment(
            row.observer,
            " ",
            _("suggests:"),
            " ",
            row.suggestion,
            " ",
            ui.button(_("Take it"), weight="bare", on_click=TalkState.take_suggestion(_own)),
        ),
        _("One thing, small enough to try tomorrow."),
    )


def _one_thing_read() -> rx.Component:
    """What was chosen and promised, as it stands."""
    again = row.watch_again
    nothing = _("Nothing written")
    return ui.section(
        _("The one thing to work on"),
        ui.card(
            rx.el.p(
                rx.cond(words.one_thing != "", words.one_thing, _("None was chosen")),
                class_name="heading",
            ),
            rx.cond(row.is_carried, ui.quiet(row.chain)),
            rx.cond(
                words.next_reason != "", ui.quiet(_("Chosen because:"), " ", words.next_reason)
            ),
            ui.facts(
                (_("Promised"), rx.cond(words.promised != "", words.promised, nothing)),
                (
                    _("Watch again by"),
                    rx.cond(
                        again.words != "",
                        ui.moment(again.exact, at=again.at, exact=again.words),
                        _("No day set"),
                    ),
                ),
            ),
        ),
    )


def _signatures() -> rx.Component:
    """Who has signed, and one's own signature."""
    return ui.section(
        rx.cond(row.is_signed, _("Signed by both"), _("Both sign")),
        ui.lines(rx.foreach(row.signatures, _signature)),
        rx.cond(
            row.may_sign,
            ui.actions(ui.button(_("Sign"), weight="primary", on_click=TalkState.sign)),
        ),
        rx.cond(
            row.may_take_back,
            ui.actions(ui.button(_("Take my signature back"), on_click=TalkState.take_back)),
        ),
        rx.cond(
            TalkState.seal.is_broken,
            ui.callout(TalkState.seal.words),
            ui.quiet(ui.figures(TalkState.seal.words)),
        ),
        action=rx.cond(
            row.is_signed,
            rx.fragment(),
            ui.button(_("Look again"), weight="bare", on_click=TalkState.look_again),
        ),
        about=rx.cond(
            row.is_signed,
            _("What both have signed stays as it is."),
            _("Each with their own account. After the first signature the words stay as they are."),
        ),
    )


def _signature(one: SignatureRow) -> rx.Component:
    return ui.row(
        ui.person(one.name, initials_of=one.name),
        ui.row(
            rx.cond(one.mark == "done", ui.badge(one.word, "done"), ui.badge(one.word, "waiting")),
            rx.cond(
                one.signed.words != "",
                ui.moment(one.signed.words, at=one.signed.at, exact=one.signed.exact),
            ),
        ),
        apart=True,
    )


def _asked_first() -> rx.Component:
    """One question about the observer, answered once and seen by the two alone."""
    asks = [AskedFirst.YES, AskedFirst.PARTLY, AskedFirst.NO]
    return rx.cond(
        row.may_answer,
        ui.section(
            rx.fragment(
                _("Did"), " ", row.observer, " ", _("ask you before they told you anything?")
            ),
            ui.row(
                *[
                    ui.button(
                        asked_first_word(one), on_click=TalkState.answer_asked_first(str(one))
                    )
                    for one in asks
                ]
            ),
            about=_("Only the two of you see the answer. Once given it stays."),
        ),
        rx.cond(
            row.asked_first != "",
            ui.section(
                rx.fragment(row.observer, " ", _("asked before telling")),
                ui.paragraph(row.asked_first),
                about=_("Only the two of you see this."),
            ),
        ),
    )
