"""The state of the page on which a customer call is entered."""

from collections.abc import AsyncIterator

import reflex as rx

from coach_the_coach.coaching.plans.actions import plan_call
from coach_the_coach.coaching.plans.entering.queries import entry
from coach_the_coach.coaching.plans.entering.rows import EntryRow
from coach_the_coach.coaching.plans.rules import CallDraft, instant, number_in
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid, NotFound, NotPermitted
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.shell import routes


class CallEntryState(RoomState):
    """A call about to be entered."""

    loaded: bool = False
    row: EntryRow = EntryRow()
    busy: bool = False

    @handler(Permission.SELF)
    async def load(self) -> AsyncIterator[None]:
        """Show the form; `?of=` has somebody chosen."""
        self.loaded, self.busy, self.problems = False, False, {}
        yield
        asked = str(self.router.url.query_parameters.get("of", ""))[:64]
        self.row = await self._read(entry, person=asked, at=clock.now())
        self.loaded = True

    @handler(Permission.SELF)
    async def enter(self, form: dict[str, str]) -> AsyncIterator[rx.event.EventSpec | None]:
        """Enter the call and go on to its plan, or say what is wrong with it."""
        self.busy = True
        yield None
        draft = CallDraft(
            rep_id=form.get("rep_id", "")[:64],
            deal=form.get("deal", ""),
            call_at=instant(form.get("call_at", ""), self.row.zone),
            minutes=number_in(form.get("minutes", "")),
            reason=form.get("reason", "")[:200],
        )
        try:
            made = await self._call(
                plan_call, public_id=self.row.public_id, draft=draft, at=clock.now()
            )
        except Invalid as refusal:
            self.problems = refusal.problems
            yield rx.set_focus(next(iter(refusal.problems)))
        except (NotFound, NotPermitted) as refusal:
            self._say(refusal.text)
        else:
            self.problems = {}
            # The back key leads to where one came from, and not to a form that is done.
            yield rx.redirect(routes.customer_call(made), replace=True)
        finally:
            self.busy = False
