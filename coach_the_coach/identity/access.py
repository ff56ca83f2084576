"""Who may do what: roles, permissions, and the person acting in one call. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from coach_the_coach.foundation.errors import NotFresh, NotPermitted
from coach_the_coach.foundation.words import _


class Role(StrEnum):
    """What a grant makes of a person, within the reach of its root."""

    ADMIN = "admin"
    LEADER = "leader"
    SPECIALIST = "specialist"
    MANAGER = "manager"
    REP = "rep"
    CERTIFIER = "certifier"
    GUEST = "guest"


class Way(StrEnum):
    """How somebody came in."""

    PASSWORD = "password"  # noqa: S105 - the name of a way, and no password
    INVITATION = "invitation"
    PROVIDER = "provider"


FRESH: Final = timedelta(minutes=5)
"""How long ago somebody may have shown who they are, for acts that weigh much.

Source: docs/method.md#sign-in.
"""


NOBODYS: Final = "erased.invalid"
"""Where the addresses are of those who were erased: nobody's, and never can be."""


class Permission(StrEnum):
    """One thing a person may do, written `noun:verb`; rooms ask for these and never for roles."""

    SELF = "self:use"
    """Whatever concerns only the person signed in: every role has it."""

    PERSON_SEE = "person:see"
    """Know that a person is there: name, title, place in the organisation."""

    PERSON_IMPORT = "person:import"
    """Bring people and reporting lines in from a file, and invite them."""

    TARGET_WRITE = "target:write"
    """Set what mix of talks the organisation wants."""

    RUBRIC_WRITE = "rubric:write"
    """Bring in a version of the rubric."""

    GRANT_WRITE = "grant:write"
    """Give roles and stand-ins, end them, and let guests in."""

    AUDIT_READ = "audit:read"
    """Search the audit log, as far as it concerns an administrator."""

    OBSERVATION_WRITE = "observation:write"
    """Observe somebody in reach who coaches."""

    OBSERVATION_CERTIFY = "observation:certify"
    """Observe for certification: a grant of its own kind, limited in time."""

    OBSERVATION_NOTICE = "observation:notice"
    """Know that an observation took place, when, and by whom; nothing of what it says."""

    OBSERVATION_DECIDE = "observation:decide"
    """Read certification observations whole, as one who decides on them."""

    COACHING_HOLD = "coaching:hold"
    """Coach those in reach; being observed doing it."""

    COACHING_READ = "coaching:read"
    """Read the log, plans and cycles of those who report directly to one."""

    COACHING_SIGN = "coaching:sign"
    """Sign what those who report directly to one have written: rules of interruption, plans."""

    COACHING_COUNT = "coaching:count"
    """Know how often and how long somebody in reach coaches, and none of its words."""

    AWARD_SEE = "award:see"
    """Know who is certified and until when, and nothing of how it was judged."""

    CADENCE_WRITE = "cadence:write"
    """Set the house's rhythm, which calls are significant, and how many make a pulse."""


_SPECIALIST = {
    Permission.PERSON_SEE,
    Permission.OBSERVATION_WRITE,
    Permission.COACHING_COUNT,
    Permission.AWARD_SEE,
}

PERMISSIONS: Final[Mapping[Role, frozenset[Permission]]] = {
    Role.ADMIN: frozenset(
        {
            Permission.SELF,
            Permission.PERSON_SEE,
            Permission.PERSON_IMPORT,
            Permission.GRANT_WRITE,
            Permission.RUBRIC_WRITE,
            Permission.TARGET_WRITE,
            Permission.CADENCE_WRITE,
            Permission.AUDIT_READ,
            Permission.AWARD_SEE,
        }
    ),
    Role.LEADER: frozenset(
        {
            Permission.SELF,
            *_SPECIALIST,
            Permission.OBSERVATION_NOTICE,
            Permission.OBSERVATION_DECIDE,
            Permission.COACHING_HOLD,
            Permission.COACHING_READ,
            Permission.COACHING_SIGN,
        }
    ),
    Role.SPECIALIST: frozenset({Permission.SELF, *_SPECIALIST}),
    Role.MANAGER: frozenset({Permission.SELF, Permission.PERSON_SEE, Permission.COACHING_HOLD}),
    Role.REP: frozenset({Permission.SELF}),
    Role.CERTIFIER: frozenset({Permission.SELF, Permission.OBSERVATION_CERTIFY}),
    # Over nobody: a guest observes the sessions that somebody has agreed on with them.
    Role.GUEST: frozenset({Permission.SELF, Permission.OBSERVATION_WRITE}),
}
"""What each role may do within its reach. Source: docs/access.md."""

COACHING_ROLES: Final = frozenset({Role.LEADER, Role.MANAGER})
"""Roles whose holders coach, and so can be observed."""

COACHED_ROLES: Final = COACHING_ROLES | {Role.REP}
"""Roles whose holders are coached by whoever they report to; of an administrator nobody is due."""

STOOD_IN_FOR: Final = frozenset({Role.LEADER, Role.MANAGER, Role.SPECIALIST})
"""Roles that somebody can hold in another's place. Source: docs/method.md#grants.

Certifying is one's own, and administering is given by an administrator in each case.
"""


def role_word(role: Role) -> str:
    """The role as a person says it."""
    return {
        Role.ADMIN: _("Administrator"),
        Role.LEADER: _("Leader"),
        Role.SPECIALIST: _("Coaching specialist"),
        Role.MANAGER: _("Manager"),
        Role.REP: _("Rep"),
        Role.CERTIFIER: _("Certifying observer"),
        Role.GUEST: _("Guest"),
    }[role]


@dataclass(frozen=True)
class ActorGrant:
    """A grant in force: a role over the people under `root_id`; None is everybody."""

    role: Role
    root_id: int | None
    stands_in_for_id: int | None = None
    """Whose place is taken in for a time; None for a role of one's own."""

    def allows(self, permission: Permission) -> bool:
        """Whether this grant bears the permission."""
        return permission in PERMISSIONS[self.role]


@dataclass(frozen=True)
class Actor:
    """The person signed in, for one call, with the grants in force at that instant."""

    person_id: int
    public_id: str
    name: str
    time_zone: str
    grants: tuple[ActorGrant, ...] = ()
    sign_in_id: int = 0
    seen_at: datetime | None = None
    """When the sign-in was last noted as used; None for an actor without one."""
    proved_at: datetime | None = None
    """When they last showed who they are; None for an actor without a sign-in."""

    @property
    def roles(self) -> frozenset[Role]:
        """The roles in force."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def permissions(self) -> frozenset[Permission]:
        """Every permission borne by a grant in force; whoever is signed in has `self:use`."""
        return frozenset({Permission.SELF}).union(
            *(PERMISSIONS[grant.role] for grant in self.grants)
        )

    def can(self, permission: Permission) -> bool:
        """Whether some grant in force bears the permission, whatever its reach."""
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Go on only with the permission. Raises NotPermitted."""
        if not self.can(permission):
            raise NotPermitted

    def require_fresh(self, at: datetime) -> None:
        """Go on only if they showed who they are not long before `at`. Raises NotFresh.

        An actor without a sign-in is the command line's or a test's, and has shown nothing.
        """
        if not self.is_fresh(at):
            raise NotFresh

    def is_fresh(self, at: datetime) -> bool:
        """Whether they showed who they are not long before `at`."""
        return self.proved_at is not None and self.proved_at > at - FRESH

    def roots(self, permission: Permission) -> frozenset[int | None]:
        """Whose subtrees the permission covers; None among them is the whole organisation."""
        return frozenset(grant.root_id for grant in self.covering(permission))

    def covering(self, permission: Permission) -> tuple[ActorGrant, ...]:
        """The grants that bear the permission over people; a guest's covers nobody."""
        return tuple(
            grant
            for grant in self.grants
            if grant.allows(permission) and grant.role is not Role.GUEST
        )
