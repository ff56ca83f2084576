"""The state of the page on which people are put on a path."""

from collections.abc import AsyncIterator
from typing import Any

from coach_the_coach.certification.able.queries import path_options
from coach_the_coach.certification.able.rows import AbleRow, PathOption
from coach_the_coach.certification.assigning import actions, queries
from coach_the_coach.certification.assigning.rows import ChoiceLine, ChoiceRow, PreviewRow
from coach_the_coach.certification.assigning.rules import (
    MOST_PICKED,
    AssignDraft,
    Group,
    Kind,
    Whom,
    assigned_words,
    day_from,
)
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid, NotFound
from coach_the_coach.identity.access import Permission, Role
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler

ASSIGN = Permission.PATH_ASSIGN


class AssignState(RoomState):
    """A path, those who are named, and what would be done for them."""

    paths: list[PathOption] = []
    path_key: str = ""
    kind: str = str(Kind.PEOPLE)
    chosen: list[ChoiceLine] = []
    """Those picked one by one."""

    team: ChoiceLine = ChoiceLine("", "")
    role: str = str(Role.MANAGER)
    found: ChoiceRow = ChoiceRow()
    search: str = ""
    preview: PreviewRow = PreviewRow()
    able: AbleRow = AbleRow()
    due_on: str = ""
    """As the form has it; empty for the path's own day."""

    working: bool = False
    done: str = ""
    """What came of it, until something else is chosen."""

    loaded: bool = False

    _page: int = 0
    _group: str = str(Group.WILL)
    _group_page: int = 0

    @handler(ASSIGN)
    async def load(self):
        """Begin; `?path=` and `?person=` choose a path and somebody."""
        self.loaded, self.problems, self.done, self.working = False, {}, "", False
        asked = self.router.url.query_parameters
        self.paths = await self._read(path_options)
        keys = [one.value for one in self.paths]
        wanted = str(asked.get("path", ""))[:40]
        self.path_key = wanted if wanted in keys else next(iter(keys), "")
        self.kind, self.role, self.team = str(Kind.PEOPLE), str(Role.MANAGER), ChoiceLine("", "")
        self.due_on, self.search, self._page = "", "", 0
        person = str(asked.get("person", ""))[:64]
        self.chosen = await self._read(
            queries.chosen_people, chosen=[person] * bool(person), at=clock.now()
        )
        await self._find()
        await self._show()
        self.loaded = True

    @handler(ASSIGN)
    async def choose_path(self, path_key: str):
        """Choose another path; its own day comes with it."""
        keys = [one.value for one in self.paths]
        self.path_key, self.due_on = (path_key if path_key in keys else self.path_key), ""
        await self._find()
        await self._show()

    @handler(ASSIGN)
    async def choose_kind(self, kind: str):
        """Name people one by one, a team, or a role."""
        self.kind = kind if kind in list(Kind) else str(Kind.PEOPLE)
        self.search, self._page = "", 0
        await self._find()
        await self._show()

    @handler(ASSIGN)
    async def find(self, search: str):
        """Show those whose name or team holds these words."""
        self.search, self._page = str(search)[:80], 0
        await self._find()

    @handler(ASSIGN)
    async def turn(self, by: int):
        """On or back among those who can be chosen."""
        self._page = max(0, self._page + (1 if by > 0 else -1))
        await self._find()

    @handler(ASSIGN)
    async def pick(self, public_id: str):
        """Choose somebody, or the team of somebody."""
        one = next((line for line in self.found.lines if line.public_id == public_id), None)
        if one is None:
            return
        if self.kind == Kind.TEAM:
            self.team = one
        elif len(self.chosen) < MOST_PICKED and one not in self.chosen:
            self.chosen = [*self.chosen, one]
        await self._show()

    @handler(ASSIGN)
    async def drop(self, public_id: str):
        """Choose somebody no longer."""
        self.chosen = [one for one in self.chosen if one.public_id != public_id]
        await self._show()

    @handler(ASSIGN)
    async def choose_role(self, role: str):
        """Choose everyone in a role."""
        self.role = role if role in (Role.MANAGER, Role.LEADER) else str(Role.MANAGER)
        await self._show()

    @handler(ASSIGN)
    async def choose_due(self, due_on: str):
        """Choose by when they are to be through."""
        self.due_on = str(due_on)[:10]
        await self._show()

    @handler(ASSIGN)
    async def choose_group(self, group: str):
        """Show who will be put on it, who is on it, or who is left out."""
        self._group = group if group in list(Group) else str(Group.WILL)
        self._group_page = 0
        await self._preview()

    @handler(ASSIGN)
    async def turn_group(self, by: int):
        """On or back in that list."""
        self._group_page = max(0, self._group_page + (1 if by > 0 else -1))
        await self._preview()

    @handler(ASSIGN)
    async def assign(self) -> AsyncIterator[None]:
        """Put them all on the path, in one press."""
        self.working, self.problems = True, {}
        yield
        due_on = day_from(self.due_on)
        draft = AssignDraft(self.path_key, self._whom(), due_on)
        try:
            enrolled, already = await self._call(actions.assign, draft=draft, at=clock.now())
        except Invalid as refusal:
            self.problems, self.working = refusal.problems, False
            return
        except NotFound as refusal:
            self._say(refusal.text)
            self.working = False
            return
        await self._find()
        await self._show()
        self.working, self.done = False, assigned_words(enrolled, already)
        self._say(self.done)

    async def _find(self):
        """Read those who can be chosen."""
        self.found = ChoiceRow()
        given: dict[str, Any] = {"search": self.search, "page": self._page, "at": clock.now()}
        if self.kind == Kind.TEAM:
            self.found = await self._read(queries.team_heads, **given)
        elif self.kind == Kind.PEOPLE and self.path_key:
            self.found = await self._read(queries.people_to_assign, path_key=self.path_key, **given)

    async def _show(self):
        """Read what would be done, and whether it can be finished."""
        self.done, self._group, self._group_page = "", str(Group.WILL), 0
        await self._preview()
        self.able = AbleRow()
        if self.preview.will:
            self.able = await self._read(
                queries.could_finish, path_key=self.path_key, whom=self._whom(), at=clock.now()
            )

    async def _preview(self):
        try:
            self.preview = await self._read(
                queries.preview,
                path_key=self.path_key,
                whom=self._whom(),
                due_on=day_from(self.due_on),
                group=Group(self._group),
                page=self._group_page,
                at=clock.now(),
            )
        except NotFound:
            self.preview = PreviewRow()

    def _whom(self) -> Whom:
        """Those who are named."""
        return Whom(
            kind=Kind(self.kind),
            people=tuple(one.public_id for one in self.chosen),
            team=self.team.public_id,
            role=Role(self.role),
        )
