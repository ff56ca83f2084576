"""Who may see what, said a second time in plain Python: it shares nothing with the program's own.

People go by a short name, days are counted from the first, and everything is looked up anew.
"""

from dataclasses import dataclass, field, replace

SEE, OBSERVE, NOTICE, DECIDE, CERTIFY = "see", "observe", "notice", "decide", "certify"

MAY = {
    "admin": {SEE},
    "leader": {SEE, OBSERVE, NOTICE, DECIDE},
    "specialist": {SEE, OBSERVE},
    "manager": {SEE},
    "rep": set[str](),
    "certifier": {CERTIFY},
}
"""What each role may do to those it covers, after docs/access.md."""

EVERYBODY = "*"
"""The root of a role over the whole organisation."""


@dataclass(frozen=True)
class Held:
    """A role that somebody holds from one day to the day before another."""

    holder: str
    role: str
    root: str
    since: int
    until: int | None = None
    instead_of: str = ""
    by_hand: bool = False
    id: int = 0


@dataclass(frozen=True)
class Watched:
    """An observation: by whom, of whom, on which day, and how far it has come."""

    place: int
    public_id: str
    observer: str
    observed: str
    day: int
    certifies: bool
    signed: bool
    shown: bool

    @property
    def word(self) -> str:
        """What its observer wrote: a word that is found nowhere else."""
        return f"w{self.place}w"


@dataclass
class World:
    """Everything that happened, and the answers that follow from it."""

    today: int = 0
    manager: dict[str, str] = field(default_factory=dict)
    last_day: dict[str, int] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)
    watched: list[Watched] = field(default_factory=list)

    def above(self, who: str) -> list[str]:
        """Everybody above somebody, the nearest first."""
        line: list[str] = []
        while who := self.manager.get(who, ""):
            line.append(who)
        return line

    def is_here(self, who: str) -> bool:
        """Whether they have not left."""
        return self.last_day.get(who, self.today) >= self.today

    def lasts(self, one: Held) -> bool:
        """Whether a role has begun and not ended."""
        return one.since <= self.today and (one.until is None or one.until > self.today)

    def roles(self, who: str) -> list[Held]:
        """The roles that count today; a stand-in's while the other holds the same."""
        if not self.is_here(who):
            return []
        mine = [one for one in self.held if one.holder == who and self.lasts(one)]
        return [one for one in mine if not one.instead_of or self.stands(one)]

    def stands(self, one: Held) -> bool:
        """Whether the role that a stand-in's stands on is still there."""
        return self.is_here(one.instead_of) and any(
            base.holder == one.instead_of
            and not base.instead_of
            and (base.role, base.root) == (one.role, one.root)
            and self.lasts(base)
            for base in self.held
        )

    def may(self, who: str, what: str, whom: str) -> bool:
        """Whether somebody may do it to another."""
        return who != whom and any(
            what in MAY[one.role]
            and whom != one.instead_of
            and (one.root == EVERYBODY or one.root in self.above(whom))
            for one in self.roles(who)
        )

    def leads(self, who: str, whom: str) -> bool:
        """Whether another reports to somebody, or to the one in whose place they are."""
        for one in self.roles(who):
            place = one.instead_of or who
            covers = one.role == "leader" and one.root in (EVERYBODY, place)
            if covers and who != whom and self.manager.get(whom) == place:
                return True
        return False

    def coaches(self, who: str) -> bool:
        """Whether they coach in their own right, and are here."""
        return self.is_here(who) and any(
            one.role in {"leader", "manager"} and not one.instead_of for one in self.roles(who)
        )

    def reads(self, who: str, one: Watched) -> bool:
        """Whether they may open it: its head, if no more."""
        return who == one.observer or (
            one.signed
            and (who == one.observed or (one.certifies and self.leads(who, one.observed)))
        )

    def reads_words(self, who: str, one: Watched) -> bool:
        """Whether they may read what its observer wrote."""
        if not one.signed or who != one.observed:
            return self.reads(who, one)
        return one.shown

    def reads_scores(self, who: str, one: Watched) -> bool:
        """Whether they see its scores and no words."""
        decides = one.certifies and one.signed and self.may(who, DECIDE, one.observed)
        return decides and not self.reads(who, one)

    def knows(self, who: str, one: Watched) -> bool:
        """Whether they may know that it is there."""
        noticed = one.signed and self.may(who, NOTICE, one.observed)
        return self.reads(who, one) or noticed

    def end(self, which: Held) -> None:
        """A role ends today, with all that is held in the same place."""
        self.held = [
            replace(one, until=self.today)
            if one.id == which.id
            or (
                which.instead_of
                and (one.holder, one.instead_of) == (which.holder, which.instead_of)
            )
            else one
            for one in self.held
        ]
