"""What the account page is made of beside its own sections: letters, and when none comes."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.account.state import AccountState
from coach_the_coach.foundation.words import _


def mail_choices() -> rx.Component:
    """Whether to have letters, and the hours in which none comes."""
    mail = AccountState.mail
    return ui.section(
        _("E-mail"),
        rx.cond(
            mail.quiet_from == "",
            ui.skeleton(1, name=_("Fetching your choices")),
            rx.fragment(
                rx.cond(
                    mail.goes, None, ui.callout(_("No mail server is set, so no e-mail goes."))
                ),
                _switch(),
                rx.cond(mail.is_on, _quiet_hours()),
            ),
        ),
        about=_(
            "What waits for you, with one link to it. A letter never holds a word or a number of "
            "an assessment, nor who gave it."
        ),
    )


def _switch() -> rx.Component:
    """Letters, or none."""
    return ui.checkbox(
        _("Send me e-mails"),
        "is_on",
        checked=AccountState.mail.is_on,
        on_change=AccountState.switch_mail,
    )


def _quiet_hours() -> rx.Component:
    """From when to when no letter comes, in the person's own zone."""
    mail, problems = AccountState.mail, AccountState.problems
    return ui.state_form(
        ui.fields(
            ui.text_field(
                _("Quiet from"),
                "quiet_from",
                value=mail.quiet_from,
                kind="time",
                problem=problems["quiet_from"],
                short=True,
            ),
            ui.text_field(
                _("Quiet until"),
                "quiet_until",
                value=mail.quiet_until,
                kind="time",
                problem=problems["quiet_until"],
                short=True,
            ),
        ),
        ui.checkbox(_("Quiet on weekends"), "quiet_weekends", checked=mail.quiet_weekends),
        ui.quiet(_("What falls into quiet hours comes at their end, in your time zone.")),
        ui.actions(ui.button(_("Keep quiet hours"), submit=True)),
        on_submit=AccountState.keep_quiet_hours,
    )
