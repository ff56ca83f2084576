"""One certificate: how it stands, its files, and where it is shared."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.certification.credential.rules import Shown
from coach_the_coach.certification.credential.sharing.rows import CertificateRow, ShareRow
from coach_the_coach.certification.credential.sharing.rules import CHOICES
from coach_the_coach.certification.credential.sharing.state import CertificatesState
from coach_the_coach.foundation.when import Moment
from coach_the_coach.foundation.words import _


def certificates() -> rx.Component:
    """All of them, or what will be here."""
    return rx.cond(
        ui.count(CertificatesState.certificates) > 0,
        ui.stack(rx.foreach(CertificatesState.certificates, _certificate), gap="between"),
        ui.empty(
            _("No certificate yet"),
            _("Once you are certified it is here: to print, to keep and to share."),
        ),
    )


def _certificate(one: CertificateRow) -> rx.Component:
    """One certificate."""
    return ui.section(
        one.path,
        ui.row(ui.badge(one.stands, one.mark), ui.quiet(one.level)),
        ui.facts(
            (_("Awarded"), _date(one.awarded)),
            (_("Valid until"), rx.cond(one.until.at != "", _date(one.until), _("No end"))),
        ),
        ui.row(
            rx.cond(one.pdf != "", ui.link_button(_("Certificate (PDF)"), one.pdf, native=True)),
            ui.native_link(_("Credential (JSON)"), one.document, download="credential.json"),
            ui.native_link(_("Credential (JWT)"), one.token, download="credential.jwt"),
        ),
        ui.quiet(
            _("The files are signed and name nobody. The certificate to print has your name on it.")
        ),
        rx.cond(
            one.anew != "",
            ui.row(
                ui.quiet(one.anew),
                ui.button(
                    rx.fragment(_("Sign them anew"), ui.unseen(rx.fragment(": ", one.path))),
                    on_click=CertificatesState.sign_anew(one.public_id),
                ),
                apart=True,
            ),
        ),
        rx.cond(ui.count(one.shares) > 0, ui.lines(rx.foreach(one.shares, _share))),
        rx.cond(one.may_share, ui.disclosure(_("Share it"), _sharing(one))),
    )


def _date(moment: Moment) -> rx.Component:
    """A day of the certificate as it stands on paper: the last one is no "Thursday"."""
    return ui.moment(moment.exact, at=moment.at, exact=moment.words)


def _day(moment: Moment) -> rx.Component:
    return ui.moment(moment.words, at=moment.at, exact=moment.exact)


def _share(one: ShareRow) -> rx.Component:
    """One page that it is shared on, and the way to end that."""
    return ui.row(
        ui.stack(
            ui.native_link(one.address, one.address),
            ui.quiet(one.shows, ". ", _("Shared"), " ", _day(one.made)),
            ui.native_link(_("Add to LinkedIn"), one.linkedin),
            gap="near",
        ),
        ui.button(
            rx.fragment(_("Stop sharing"), ui.unseen(rx.fragment(": ", one.address))),
            on_click=CertificatesState.stop(one.link_id),
        ),
        apart=True,
    )


def _sharing(one: CertificateRow) -> rx.Component:
    """What is to be shown, to be looked at first."""
    boxes = [
        ui.checkbox(word, f"show-{name}", checked=name is Shown.LEVEL, hint=meaning)
        for name, word, meaning in CHOICES
    ]
    return ui.native_form(
        ui.paragraph(
            _(
                "Whoever has the link sees that you hold it and whether it is valid, and of the "
                "following what you choose. Nobody has to sign in."
            )
        ),
        *boxes,
        ui.actions(
            ui.button(_("Make a link"), weight="primary", submit=True, name="do", value="share"),
            ui.button(_("See it as a stranger would"), submit=True, name="do", value="look"),
        ),
        ui.quiet(
            _("You can stop at any time. A file that somebody saved from it cannot be taken back.")
        ),
        action=one.share_action,
    )
