"""The one family of refusals. Their text may be shown to the person as it stands."""

from collections.abc import Mapping

from coach_the_coach.foundation.words import _


class Refusal(Exception):
    """Something the person asked for that is not done; `str()` of it is a sentence for them."""

    status = 400
    """HTTP status of the same refusal on a route."""

    @property
    def text(self) -> str:
        """The sentence to show."""
        return str(self)


class NotSignedIn(Refusal):
    """Nobody is signed in, or the sign-in has ended."""

    status = 401

    def __init__(self, text: str | None = None) -> None:
        """Say `text`, or ask to sign in."""
        super().__init__(text or _("Please sign in."))


class NotFound(Refusal):
    """It does not exist, or this person may not know that it does."""

    status = 404

    def __init__(self, text: str | None = None) -> None:
        """Say `text`, or that nothing is here."""
        super().__init__(text or _("There is nothing here that you can see."))


class NotPermitted(Refusal):
    """They may see it and may not do this to it."""

    status = 403

    def __init__(self, text: str | None = None) -> None:
        """Say `text`, or that it is not theirs to do."""
        super().__init__(text or _("This is not yours to do."))


class NotFresh(NotPermitted):
    """They may, once they have shown anew who they are."""

    def __init__(self, text: str | None = None) -> None:
        """Say `text`, or ask to sign in once more."""
        super().__init__(text or _("Please confirm that it is you, then do it once more."))


class Invalid(Refusal):
    """What was given does not hold together."""

    status = 422

    def __init__(self, problems: Mapping[str, str]) -> None:
        """Keep `problems`: field name to a sentence, ready to be shown beside the field."""
        self.problems = dict(problems)
        super().__init__(" ".join(self.problems.values()))


class Conflict(Refusal):
    """Somebody else, or another device, was first."""

    status = 409

    def __init__(self, text: str | None = None) -> None:
        """Say `text`, or that it changed meanwhile."""
        super().__init__(text or _("This changed meanwhile. Look again, then try once more."))
