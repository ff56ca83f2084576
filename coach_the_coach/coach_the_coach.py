"""The app: names the rooms, wires refusals, mounts the routes beside the pages."""

from functools import partial
from importlib import import_module

import reflex as rx
from starlette.applications import Starlette

from coach_the_coach.foundation.edge import Edge
from coach_the_coach.foundation.floods import keep_logs_short
from coach_the_coach.foundation.lines import lines_watched
from coach_the_coach.foundation.runner import jobs_running
from coach_the_coach.identity.guard import is_signed_in, stand_guard
from coach_the_coach.identity.marks import MARK
from coach_the_coach.shell import refusals

PAGES = (
    "shell",
    "account",
    "account.entry",
    "account.number",
    "account.welcome",
    "account.confirm",
    "account.second",
    "account.password",
    "account.ways",
    "account.trail",
    "account.audit",
    "account.invitations",
    "account.grants",
    "coaching.targets",
    "coaching.bank",
    "coaching.log",
    "coaching.log.form",
    "coaching.log.moment",
    "coaching.log.entry",
    "coaching.log.proof",
    "coaching.log.agreed",
    "coaching.plans",
    "coaching.plans.entering",
    "coaching.plans.significant",
    "coaching.plans.one",
    "coaching.practice",
    "coaching.practice.rounds",
    "coaching.cycles",
    "coaching.cycles.writing",
    "coaching.cycles.one",
    "coaching.cycles.plan",
    "coaching.cycles.plan.writing",
    "people",
    "people.person",
    "people.kinds",
    "observations",
    "observations.live",
    "observations.transcript",
    "observations.rating",
    "observations.timeline",
    "observations.reflect",
    "observations.results",
    "observations.talk",
    "observations.looks",
    "observations.looks.opening",
    "observations.practice",
    "observations.practice.round",
    "observations.selftally",
    "observations.selftally.one",
    "observations.watching",
    "observations.watching.needs",
    "observations.watching.watchers",
    "calibration.double",
    "calibration.double.one",
    "cadence.contract",
    "cadence.contract.one",
    "cadence.policy",
    "cadence.policy.mine",
    "cadence.policy.shown",
    "cadence.coverage",
    "cadence.coverage.one",
    "cadence.week",
    "cadence.week.booking",
    "cadence.calendar",
    "cadence.hours",
    "cadence.hours.agreement",
    "cadence.figures",
    "cadence.figures.one",
    "cadence.figures.definitions",
    "selfaudit",
    "selfaudit.leader",
    "certification.deciding.waiting",
    "certification.deciding.review",
    "certification.deciding.appeal.hearing",
    "certification.deciding.suspension",
    "certification.deciding.attesting",
    "pulse",
    "pulse.tickets",
    "pulse.minimum",
    "certification.learning.units",
    "certification.learning.unit",
    "certification.learning.exam",
    "certification.mine",
    "certification.mine.person",
    "certification.editing",
    "certification.editing.path",
    "certification.states",
    "certification.able",
    "certification.assigning",
    "certification.assigning.one",
    "certification.coverage",
    "certification.register",
    "certification.credential.sharing",
    "imports",
    "home",
    "home.told",
)
"""Rooms with a page, in the order of the house."""

HTTP = (
    "notices.mail",
    "account.entry",
    "account.confirm",
    "account.password",
    "account.provider",
    "account.provider.leaving",
    "observations.live",
    "observations.transcript",
    "observations.selftally.counting",
    "observations.selftally.words",
    "observations.watching",
    "cadence.calendar",
    "cadence.figures.one",
    "pulse.tickets",
    "certification.editing.file",
    "certification.register",
    "certification.credential.keys",
    "certification.credential.status",
    "certification.credential.certificate",
    "certification.credential.verify",
    "certification.credential.sharing",
    "imports",
    "records.export",
)
"""Rooms with routes beside the pages."""

ACTIONS = (
    "cadence.figures.making",
    "certification.assigning.newcomers",
    "certification.assigning.reminding",
    "certification.progress.making",
    "observations.rubric",
    "records.holds",
    "records.retention",
)
"""Rooms without a page or a route, whose jobs are done and whose acts the log has words for."""

for room in ACTIONS:
    import_module(f"coach_the_coach.{room}.actions")

for room in PAGES:
    import_module(f"coach_the_coach.{room}.page")

routes = [route for room in HTTP for route in import_module(f"coach_the_coach.{room}.http").routes]

if unmarked := [route.path for route in routes if not hasattr(route.endpoint, MARK)]:
    raise TypeError(f"routes without a mark: {unmarked}")

app = rx.App(
    stylesheets=["/styles.css"],
    html_lang="en",
    # What is said goes through the status region; a lost connection has its own line in the frame.
    toaster=None,
    app_wraps={(55, "ErrorBoundary"): lambda _stateful: refusals.boundary()},
    backend_exception_handler=refusals.answer,
    frontend_exception_handler=refusals.note_in_browser,
    api_transformer=[Starlette(routes=routes), partial(Edge, knows=is_signed_in)],
)
stand_guard(app)
app.register_lifespan_task(jobs_running)
app.register_lifespan_task(lines_watched)
app.register_lifespan_task(keep_logs_short)
