"""The state of the page of one path: what was typed into it, tried, and published."""

from typing import Any

import reflex as rx

from coach_the_coach.certification.editing.file.rules import unpacked
from coach_the_coach.certification.editing.path import actions, queries, rules
from coach_the_coach.certification.editing.path.form.rules import form_of
from coach_the_coach.certification.editing.path.rows import FormRow, PathRow, TriedRow
from coach_the_coach.certification.editing.path.trying.queries import tried
from coach_the_coach.certification.editing.state import purpose
from coach_the_coach.certification.paths.rules import Seat
from coach_the_coach.foundation import clock, keys
from coach_the_coach.foundation.errors import Conflict, Invalid, NotFound
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState, secret_of_event
from coach_the_coach.identity.marks import handler
from coach_the_coach.shell import routes


class PathState(RoomState):
    """One path as it is changed in this tab; nothing of it holds before it is published."""

    path: PathRow = PathRow()
    form: FormRow = FormRow()
    reason: str = ""
    tried: TriedRow = TriedRow()
    is_changed: bool = False
    meanwhile: int = 0
    """The version that somebody else published while this one was changed; 0 for none."""

    version: int = 0
    """Grows when the fields are to show what is kept, and not what was typed."""

    loaded: bool = False
    missing: bool = False

    _draft: rules.PathDraft = rules.PathDraft()
    _source: str = ""
    """The address from which the draft was opened."""

    @handler(Permission.PATH_WRITE)
    async def load(self):
        """Show the path in the address; what was typed into it in this tab stays."""
        self.loaded = self.missing = False
        key = self._turn_to(1)
        asked = self.router.url.query_parameters
        source = f"{key} {asked.get('from', '')} {asked.get('file', '')}"
        is_kept = self.is_changed and source == self._source
        try:
            await self._open(key, str(asked.get("from", ""))[:64], is_kept=is_kept)
        except NotFound:
            self.missing = True
            return
        if not is_kept:
            self._bring_in(str(asked.get("file", "")))
        self._source = source
        self._draw()
        self.loaded = True

    @handler(Permission.PATH_WRITE)
    async def fill(self, name: str, value: str):
        """Take what was typed or chosen in one field."""
        if name == "reason":
            self.reason = str(value)[: rules.LONGEST]
            return
        self._change(rules.with_value(self._draft, str(name)[:80], str(value)), str(name))

    @handler(Permission.PATH_WRITE)
    async def tick(self, name: str, holds: bool):
        """Take whether something holds."""
        on = "on" if name == "is_licence" else "1"
        off = "" if name == "is_licence" else "0"
        said = on if holds is True else off
        self._change(rules.with_value(self._draft, str(name)[:80], said), str(name))

    @handler(Permission.PATH_WRITE)
    async def seat(self, seat: str, holds: bool):
        """Have somebody sign, or not."""
        known = {one.value for one in Seat}
        if seat in known:
            changed = rules.with_seat(self._draft, seat, holds=holds is True)
            self._change(changed, "seats")

    @handler(Permission.PATH_WRITE)
    async def add(self, listed: str, form: dict[str, Any]):
        """Ask one thing more, at the end of a list."""
        type_ = form.get("type", "") if isinstance(form, dict) else ""
        self._change(rules.with_part(self._draft, str(listed), str(type_)), str(listed))

    @handler(Permission.PATH_WRITE)
    async def remove(self, uid: int):
        """Ask one thing no longer."""
        self._change(rules.without_part(self._draft, _number(uid)))

    @handler(Permission.PATH_WRITE)
    async def shift(self, uid: int, by: int):
        """Put one thing a place further up or down."""
        self._change(rules.with_moved(self._draft, _number(uid), _number(by)))

    @handler(Permission.PATH_WRITE)
    async def try_out(self):
        """Show what the change would do, or what is wrong with it."""
        self.problems, self.tried, self.message = {}, TriedRow(), ""
        try:
            self.tried = await self._read(tried, draft=self._draft, at=clock.now())
        except Invalid as error:
            self._refuse(error)

    @handler(Permission.PATH_WRITE)
    async def publish(self):
        """Publish what was typed as a new version, or say what is in the way."""
        self.problems, opened = {}, self.path.opened
        if self.meanwhile:
            self._say(_("First look at what was published meanwhile, then carry on."))
            return None
        try:
            key = await self._call(
                actions.publish,
                draft=self._draft,
                opened=opened,
                reason=self.reason,
                at=clock.now(),
            )
        except Invalid as error:
            self._refuse(error)
            return None
        except Conflict as refusal:
            self._say(refusal.text)
            self.path = await self._read(queries.path_row, key=self._key(), at=clock.now())
            self.meanwhile = self.path.opened
            return None
        said = _("Published as version {n}. Whoever is on it keeps theirs.")
        self._say_there(said.format(n=opened + 1))
        self.is_changed = False
        if self._named(1) == key and not self.router.url.query_parameters:
            await self._open(key, "", is_kept=False)
            self._draw()
            return None
        return rx.redirect(routes.path(key))

    @handler(Permission.PATH_WRITE)
    async def carry_on(self):
        """Go on with one's own after having looked at what somebody else published."""
        self.meanwhile = 0

    @handler(Permission.PATH_WRITE)
    async def start_over(self):
        """Let go of what was typed, and show what is published."""
        asked = self.router.url.query_parameters
        self.problems = {}
        await self._open(self._named(1), str(asked.get("from", ""))[:64], is_kept=False)
        self._draw()

    async def _open(self, key: str, copied: str, *, is_kept: bool) -> None:
        """Read the path and its versions; and what is published into the fields."""
        if key == "new":
            self.path = PathRow(others=await self._read(queries.other_paths))
        elif not is_kept:
            self.path = await self._read(queries.path_row, key=key, at=clock.now())
        if is_kept:
            return
        draft = rules.blank_draft()
        if named := copied if key == "new" else key:
            path, _version = await self._read(queries.newest_path, key=named)
            draft = rules.draft_of(path)
        if key == "new" and copied:
            title = _("Copy of {title}").format(title=draft.values["title"])
            draft = rules.with_value(rules.with_value(draft, "key", ""), "title", title)
        self._draft, self.reason, self.tried = draft, "", TriedRow()
        self.is_changed, self.meanwhile = False, 0

    def _bring_in(self, sealed: str) -> None:
        """Show a path that was brought in as a file instead, as a change."""
        secret = secret_of_event()
        if not sealed or not secret or not sealed.isascii():
            return
        found = keys.unsealed(purpose(secret), sealed)
        path = unpacked(found) if found else None
        if path is not None and path.key == (self.path.key or path.key):
            self._draft, self.is_changed = rules.draft_of(path), True

    def _key(self) -> str:
        """The short name of the path that is changed."""
        return self.path.key or self._draft.values.get("key", "").strip()

    def _change(self, draft: rules.PathDraft, *fields: str) -> None:
        """Take a change; what was said of the fields it is about is said no longer."""
        if draft == self._draft:
            return
        self._draft, self.is_changed, self.tried = draft, True, TriedRow()
        gone = {*fields, *rules.LISTS}
        self.problems = {name: said for name, said in self.problems.items() if name not in gone}
        self.form = form_of(draft, is_new=not self.path.key)

    def _refuse(self, error: Invalid) -> None:
        self.problems = error.problems
        self._say(_("Not yet: see what is said beside the fields."))

    def _draw(self) -> None:
        """Show in the fields what the draft holds."""
        self.form = form_of(self._draft, is_new=not self.path.key)
        self.version += 1


def _number(given: object) -> int:
    """What a page said is a number; 0 for what is none."""
    return given if isinstance(given, int) and not isinstance(given, bool) else 0
