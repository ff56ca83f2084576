"""What pages do for the screens that count: `assets/tally/device.jsx`, with every word."""

import reflex as rx

from coach_the_coach.foundation.words import _
from coach_the_coach.ui.tokens import Content, Words


class Carrier(rx.Component):
    """Sends what somebody tapped earlier in this browser, and says that it waits."""

    library = "$/public/tally/device.jsx"
    tag = "Carrier"

    person: rx.Var[str]
    """Public id of who is signed in; empty for not yet known."""

    words: rx.Var[dict[str, str]]


class SigningOut(rx.Component):
    """Round a form that signs out: asks first where something waits in this browser."""

    library = "$/public/tally/device.jsx"
    tag = "SigningOut"

    person: rx.Var[str]
    words: rx.Var[dict[str, str]]


class OnThisDevice(rx.Component):
    """For which hand a screen is laid out, and what this browser cannot do."""

    library = "$/public/tally/device.jsx"
    tag = "OnThisDevice"

    words: rx.Var[dict[str, str]]


def carrier(person: Words) -> rx.Component:
    """On every page: what this person tapped earlier in this browser is sent, and they are told."""
    waits = _("Waiting on this device to be sent: {n}. It is not lost.")
    refused = _("Cannot be kept any more: {n}. {why}")
    words = {"waits": waits, "refused": refused, "discard": _("Discard it")}
    return Carrier.create(person=person, words=words)


def signing_out(form: Content, *, person: Words) -> rx.Component:
    """`form` signs out, and asks before what waits in this browser is given up."""
    words = {
        "title": _("Not yet sent from this device: {n}"),
        "about": _("Taps and notes of yours wait here for the connection. What becomes of them?"),
        "sending": _("Sending. You are signed out as soon as all is kept."),
        "send": _("Send, then sign out"),
        "discard": _("Discard and sign out"),
        "stay": _("Stay signed in"),
    }
    return SigningOut.create(form, person=person, words=words)


def on_this_device() -> rx.Component:
    """The hand one holds the phone with, and in words what is missing on plain http."""
    words = {
        "hand": _("Which hand holds the phone?"),
        "right": _("Right"),
        "left": _("Left"),
        "awake": _(
            "Your screen may go dark meanwhile: this browser, or plain http, cannot hold it."
        ),
        "offline": _("Keep this tab open: over plain http it cannot be opened without a network."),
    }
    return OnThisDevice.create(words=words)
