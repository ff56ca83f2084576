"""What the account page is made of beside its own sections: roles, letters, and when none comes."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.account.rules import ZONES
from coach_the_coach.account.state import AccountState
from coach_the_coach.foundation.words import _
from coach_the_coach.shell import routes
from coach_the_coach.ui.tokens import count


def time_zone() -> rx.Component:
    """The zone in which times are shown: one of a place, or the one that somebody has."""
    return ui.select(
        _("Time zone"),
        "time_zone",
        [ui.Option(zone, zone.replace("_", " ")) for zone in ZONES],
        value=AccountState.account.time_zone,
        former=AccountState.account.other_zone,
        on_change=AccountState.choose_zone,
    )


def second_step() -> rx.Component:
    """The way to one's second factor."""
    return ui.section(
        _("Second step"),
        ui.actions(ui.link_button(_("See how it stands"), routes.SECOND)),
        about=_("A number from your phone beside your password, for when somebody learns that."),
    )


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


def own_roles() -> rx.Component:
    """What one may do here and until when, and who stands in for whom."""
    return ui.section(
        _("Your roles"),
        rx.cond(
            count(AccountState.grants) > 0,
            ui.lines(
                rx.foreach(
                    AccountState.grants,
                    lambda one: rx.el.div(
                        rx.el.div(one.what),
                        ui.quiet(one.span, rx.cond(one.why != "", " · ", ""), one.why),
                    ),
                )
            ),
            ui.quiet(_("You have no role beyond your own account.")),
        ),
        about=_("An administrator gives and ends them. You are told of each change."),
    )


def own_data() -> rx.Component:
    """Everything that is kept of oneself, as a file."""
    return ui.section(
        _("What is kept of you"),
        ui.native_form(
            ui.actions(ui.button(_("Download my data"), submit=True)), action="/account/my-data"
        ),
        about=_(
            "All that you may know, in one file, with a page that says in plain words what is "
            "in it. You are asked to confirm that it is you."
        ),
    )
