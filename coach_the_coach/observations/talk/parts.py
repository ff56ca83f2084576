"""The pieces of a talk, in the order in which the two go through them."""

from typing import Any, Final

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.coaching.bank.parts import bank
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.booking.parts import talk_time
from coach_the_coach.observations.plan.parts import plan
from coach_the_coach.observations.plan.state import PlanState
from coach_the_coach.observations.results.parts import both_views
from coach_the_coach.observations.rules import AskedFirst, TalkStage
from coach_the_coach.observations.talk.rows import OfferRow, SignatureRow
from coach_the_coach.observations.talk.rules import LENGTHS, asked_first_word
from coach_the_coach.observations.talk.state import TalkState
from coach_the_coach.shell import routes
from coach_the_coach.ui.tokens import Content

PAUSE: Final = 500
"""Milliseconds without a key after which a text is kept. Source: a proposal."""

LEFT: Final = {"textAlign": "left", "justifyContent": "flex-start", "whiteSpace": "normal"}

row = TalkState.talk
words = TalkState.talk.words
_own = TalkState.talk.public_id
_is_before = (row.stage == TalkStage.OWN_VIEW) | (row.stage == TalkStage.QUESTIONS)


def before() -> rx.Component:
    """What comes before the talk: its time, the own view, the observer's preparation."""
    return rx.fragment(
        rx.cond(_is_before | row.went_without, _own_view()),
        rx.cond(
            row.read_alone & (row.stage == TalkStage.AGREEING),
            ui.callout(
                row.observed,
                " ",
                _("has read both views alone, for no talk had come about. You can still hold it."),
            ),
        ),
        rx.cond(
            _is_before,
            rx.fragment(talk_time(_own), _alone()),
        ),
        rx.cond(
            row.is_observer & _is_before,
            ui.disclosure(
                _("Prepare this talk"), rx.cond(ui.count(PlanState.plan.lines) > 0, plan(), bank())
            ),
        ),
    )


def questions() -> rx.Component:
    """The one observed speaks first; then one moment the observer saw; then what to try next."""
    folded = rx.cond(row.is_frozen, said(), ui.disclosure(_("What you said so far"), _asked()))
    return rx.cond(
        (row.stage == TalkStage.QUESTIONS) | (row.stage == TalkStage.AGREEING),
        # Who read both alone has not been asked yet.
        rx.cond(
            (row.stage == TalkStage.QUESTIONS) | (row.read_alone & ~row.is_frozen),
            _asked(),
            folded,
        ),
    )


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


def said() -> rx.Component:
    """What was said, as it stands."""
    told = [
        (_("What did you intend?"), words.intended),
        (_noticed(), words.noticed),
        (_("One moment that was seen"), words.moment),
        (_("What would you try next?"), words.would_try),
    ]
    return ui.section(
        _("What you said"),
        ui.facts(
            *[
                (asked, rx.cond(text != "", text, ui.quiet(_("Nothing written"))))
                for asked, text in told
            ]
        ),
    )


def _own_view() -> rx.Component:
    """How the own view stands, with the one thing to do about it."""
    rates = (row.stage == TalkStage.OWN_VIEW) & ~row.is_observer
    return rx.cond(
        row.own_view != "",
        rx.cond(
            rates,
            ui.callout(
                row.own_view,
                tone="accent",
                action=ui.link_button(
                    _("Rate yourself"),
                    rx.Var.create("/observations/") + _own + "/reflect",
                    weight="primary",
                ),
            ),
            rx.cond(
                row.may_go_on_without,
                ui.callout(
                    row.own_view,
                    " ",
                    _("Three working days have passed. You may go on, and it is marked so."),
                    action=ui.button(_("Go on without it"), on_click=TalkState.go_on_without),
                ),
                ui.quiet(row.own_view),
            ),
        ),
    )


def _alone() -> rx.Component:
    """The way out where no talk comes about, for the one observed."""
    from_then = row.alone_on
    return rx.cond(
        row.may_read_alone,
        ui.callout(
            _("Your talk has not come for five working days. You may read both views alone."),
            action=ui.button(_("Read both alone"), on_click=TalkState.read_alone),
        ),
        rx.cond(
            from_then.words != "",
            ui.quiet(
                _("If no talk comes about, you can read both views alone from"),
                " ",
                ui.moment(from_then.exact, at=from_then.at, exact=from_then.words),
                ".",
            ),
        ),
    )


def _asked() -> rx.Component:
    """The questions, in their order, as fields that keep themselves."""
    return ui.section(
        rx.fragment(row.observed, " ", _("speaks first")),
        _text("intended", _("What did you intend?")),
        _text("noticed", _noticed()),
        rx.cond(
            TalkState.is_moment_next,
            rx.fragment(
                _text(
                    "moment",
                    _("Here is one moment I saw"),
                    hint=rx.fragment(row.observer, " ", _("tells it, as it was, and stops.")),
                    optional=True,
                ),
                _offers(),
            ),
        ),
        _text("would_try", _("What would you try next?")),
        rx.cond(
            row.stage == TalkStage.QUESTIONS,
            ui.actions(
                ui.button(_("Show both views"), weight="primary", on_click=TalkState.show_both)
            ),
        ),
        about=_(
            "Whoever has the screen types. What is written keeps itself, and both can read it."
        ),
        action=ui.button(_("Look again"), weight="bare", on_click=TalkState.look_again),
    )


def _noticed() -> rx.Component:
    """The question about the one who was coached."""
    return rx.fragment(_("What did you notice in"), " ", row.coached, "?")


def _offers() -> rx.Component:
    """The observer's own quotes, moments and notes, taken with one press."""
    return rx.cond(
        ui.count(TalkState.offers) > 0,
        ui.disclosure(
            _("Take it from what you noted"),
            rx.el.ul(
                rx.foreach(TalkState.offers, _offer),
                class_name="plain",
                style={"maxHeight": "320px", "overflowY": "auto"},
            ),
        ),
    )


def _offer(offer: OfferRow) -> rx.Component:
    return rx.el.li(
        ui.button(
            rx.el.span(
                rx.cond(offer.clock != "", ui.quiet(ui.figures(offer.clock), " ")), offer.text
            ),
            weight="bare",
            wide=True,
            style=LEFT,
            on_click=TalkState.tell_moment(_own, offer.key),
        )
    )


def _both() -> rx.Component:
    """Both ratings with the gap; everything else they rest on is a page of its own."""
    link = rx.Var.create("/observations/") + _own
    return ui.section(
        _("Both views"),
        rx.cond(
            row.is_scored,
            both_views(TalkState.result),
            ui.quiet(_("Nothing is rated in a session for this.")),
        ),
        action=ui.link_button(_("See the evidence"), link, weight="bare"),
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
                _text("one_thing", _("The ONE thing to work on"), hint=_suggestion()),
                rx.cond(
                    row.may_carry,
                    _text("next_reason", _("Why another, before this one was seen twice?")),
                ),
            ),
        ),
        _text(
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
                key=_key("watch_again_on"),
                on_change=TalkState.keep_day(_own).debounce(PAUSE),
                on_blur=TalkState.keep_day(_own),
            ),
            _kept("watch_again_on"),
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
        _("Both sign"),
        ui.lines(rx.foreach(row.signatures, _signature)),
        rx.cond(
            row.may_sign,
            ui.actions(ui.button(_("Sign"), weight="primary", on_click=TalkState.sign)),
        ),
        rx.cond(
            row.may_take_back,
            ui.actions(ui.button(_("Take my signature back"), on_click=TalkState.take_back)),
        ),
        rx.cond(row.seal != "", ui.quiet(_("Seal"), " ", ui.figures(row.seal))),
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


def results_link() -> rx.Component:
    """The way to everything that was seen, once it is open."""
    link = rx.Var.create(routes.observation("")) + _own
    return ui.link_button(_("See both views and the evidence"), link)


def _text(
    name: str, label: Content, *, hint: Content | None = None, optional: Any = False
) -> rx.Component:
    """A text that keeps itself while it is written."""
    return rx.el.div(
        ui.text_area(
            label,
            name,
            value=getattr(words, name),
            hint=hint,
            problem=TalkState.problems[name],
            optional=optional,
            max_length=LENGTHS[name],
            key=_key(name),
            on_change=TalkState.keep_words(_own, name).debounce(PAUSE),
            on_blur=TalkState.keep_words(_own, name),
        ),
        _kept(name),
        max_width="640px",
    )


def _key(name: str) -> Any:
    """What makes a field begin anew after each reading."""
    return rx.Var.create(f"{name}-") + rx.Var.create(TalkState.reading).to(str)


def _kept(field: str) -> rx.Component:
    """When a field was last kept; nothing before it was."""
    return rx.el.p(ui.quiet(TalkState.kept[field]), min_height="20px", role="status")
