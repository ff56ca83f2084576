"""The card that offers practice, for a page of another room."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.observations.practice.state import PracticeOfferState


def offer_card() -> rx.Component:
    """A first practice, until done or declined; it asks for itself when it is shown."""
    offer = PracticeOfferState.offer
    return rx.el.div(
        rx.cond(
            offer.is_open,
            ui.card(
                ui.heading(
                    rx.cond(
                        offer.is_before_first,
                        _("{n} minutes of practice before your first observation").format(
                            n=offer.minutes
                        ),
                        _("{n} minutes of practice").format(n=offer.minutes),
                    )
                ),
                ui.paragraph(
                    _(
                        "Code an invented talk turn by turn and rate it, then see where a "
                        "reference reads it otherwise and why. Only you see how it went."
                    )
                ),
                ui.actions(
                    ui.link_button(
                        rx.cond(offer.is_begun, _("Go on"), _("Practise now")), offer.link
                    ),
                    ui.button(
                        _("No, thank you"),
                        weight="bare",
                        on_click=PracticeOfferState.decline,
                    ),
                ),
            ),
        ),
        on_mount=PracticeOfferState.load,
    )
