"""What stands on a home beside what comes next: how coaching goes, and where everything is."""

import reflex as rx

from coach_the_coach import ui
from coach_the_coach.foundation.words import _
from coach_the_coach.home.state import HomeState
from coach_the_coach.shell import routes
from coach_the_coach.shell.state import FrameState
from coach_the_coach.ui.tokens import Words


def log_buttons() -> rx.Component:
    """The two things a coach does most often, for whoever coaches."""
    return rx.cond(
        FrameState.person.coaches,
        ui.actions(
            ui.link_button(_("Log a session"), routes.LOG_NEW, weight="primary"),
            ui.link_button(_("In the moment"), routes.LOG_MOMENT),
        ),
    )


def coaching() -> rx.Component:
    """What was kept, how much of the time was coaching, and who is left out."""
    panel = HomeState.panel
    left_out = rx.fragment(
        _("Not coached yet this month:"),
        " ",
        rx.Var.create(panel.left_out).to(list).join(", "),
        " ",
        panel.more,
    )
    return rx.cond(
        panel.coaches,
        ui.section(
            _("How your coaching goes"),
            ui.stats(
                ui.stat(_("Kept"), panel.kept, of=panel.kept_of),
                ui.stat(
                    _("Time spent coaching"),
                    panel.coaching,
                    of=panel.coaching_of,
                    meaning=panel.band,
                ),
            ),
            rx.cond(
                ui.count(panel.left_out) > 0,
                ui.row(
                    ui.paragraph(left_out),
                    ui.link_button(_("Book a time"), routes.WEEK_BOOK),
                    apart=True,
                ),
            ),
            about=panel.period,
            action=ui.link(_("All figures"), routes.FIGURES),
        ),
    )


def places() -> rx.Component:
    """Where everything is, in the groups in which it is done."""
    person = FrameState.person
    return rx.el.div(
        rx.cond(person.coaches, _coach(person.public_id)),
        rx.cond(person.coaches, _keep_to_it()),
        rx.cond(person.observes, _observe()),
        rx.cond(
            person.observes & ~person.coaches,
            _group(_("How coaching goes"), (_("Figures"), routes.FIGURES)),
        ),
        rx.cond(person.assigns | person.certifies, _certify()),
        rx.cond(person.administers, _set()),
        rx.cond(~person.administers, _own()),
        class_name="directory",
    )


def _coach(own_id: str) -> rx.Component:
    return _group(
        _("Coach"),
        (_("Coaching log"), routes.LOG),
        (_("This week"), routes.WEEK),
        (_("Skills and plans"), routes.SKILLS),
        (_("Customer calls"), routes.CALLS),
        (_("Practice with the team"), routes.TEAM_PRACTICE),
        (_("How I was observed"), f"/people/{own_id}"),
        (_("My tallies"), routes.SELF_TALLIES),
        (_("Learn"), routes.LEARN),
    )


def _keep_to_it() -> rx.Component:
    return _group(
        _("Keep to it"),
        (_("Figures"), routes.FIGURES),
        (_("Rhythm"), routes.RHYTHM),
        (_("Who is coached"), routes.COVERAGE),
        (_("Rules of interruption"), routes.INTERRUPTIONS),
        (_("Where my time goes"), routes.HOURS),
        (_("Ten points"), routes.SELF_AUDIT),
        (_("My paths"), routes.CERTIFICATION),
        (_("What they say"), routes.PULSE),
        (_("Past 30 days"), routes.PROOF),
        (_("My certificates"), routes.CERTIFICATES),
    )


def _observe() -> rx.Component:
    return _group(
        _("Observe"),
        (_("Observe a session"), routes.NEW_OBSERVATION),
        (_("Short look"), routes.NEW_LOOK),
        (_("Scored by two"), routes.DOUBLE),
        (_("Questions to ask"), routes.QUESTIONS),
        (_("Practise coding"), routes.PRACTICE),
    )


def _certify() -> rx.Component:
    """Paths of others, for whoever may know how they do, decides, or puts them on one."""
    person = FrameState.person
    reads = ((_("Who is certified"), routes.CERTIFIED),)
    assigns = (
        (_("Put people on a path"), routes.ASSIGN),
        (_("Can it be finished here?"), routes.FINISHING),
    )
    register = ((_("Decisions"), routes.DECISIONS), (_("All certificates"), routes.REGISTER))
    name = _("Certify")
    return rx.cond(
        person.assigns,
        rx.cond(
            person.certifies,
            _group(name, *reads, *assigns, *register),
            _group(name, *assigns, *register),
        ),
        _group(name, *reads, *register),
    )


def _set() -> rx.Component:
    return _group(
        _("Set for everybody"),
        (_("Targets"), routes.TARGETS),
        (_("Rhythm of the house"), routes.CADENCE),
        (_("Significant calls"), routes.SIGNIFICANT),
        (_("How many make a pulse"), routes.PULSE_MINIMUM),
        (_("Certification paths"), routes.PATHS),
    )


def _own() -> rx.Component:
    mine = (
        (_("Agreed with me"), routes.AGREED),
        (_("My skill"), routes.SKILLS),
        (_("My customer calls"), routes.CALLS),
        (_("My practice"), routes.TEAM_PRACTICE),
        (_("When we meet"), routes.WEEK),
        (_("My calendar"), routes.CALENDAR),
    )
    # Whoever observes has the questions among what they observe with.
    return rx.cond(
        FrameState.person.observes,
        _group(_("With me"), *mine),
        _group(_("With me"), *mine, (_("Questions to ask"), routes.QUESTIONS)),
    )


def _group(title: str, *links: tuple[str, Words]) -> rx.Component:
    """One group of places under its name."""
    return rx.el.section(
        ui.heading(title, level=2),
        rx.el.ul(*(rx.el.li(ui.link(words, href)) for words, href in links)),
        class_name="directory-group",
    )
