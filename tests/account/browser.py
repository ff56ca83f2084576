"""A browser at the routes of the entry, and the people who use it."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import httpx
from sqlmodel import col, select
from starlette.applications import Starlette
from starlette.routing import Route

from coach_the_coach.account.entry.http import routes
from coach_the_coach.foundation import clock, store
from coach_the_coach.identity import invitations, sign_in
from coach_the_coach.identity.tables import Account, Person, SignIn

ORIGIN = "http://testserver"
PASSWORD = "a sentence nobody else says"


@dataclass
class Browser:
    """Posts forms as a page of ours would, and keeps the cookies it is given."""

    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)
    routes: list[Route] = field(default_factory=lambda: routes)

    def post(
        self,
        path: str,
        *,
        origin: str | None = ORIGIN,
        headers: Any = None,
        **form: str,
    ) -> httpx.Response:
        """The answer to a form; a redirect is not followed."""
        return asyncio.run(self._post(path, origin, headers=headers, data=form))

    def send(self, path: str, body: bytes, kind: str) -> httpx.Response:
        """The answer to any body."""
        headers = {"content-type": kind}
        return asyncio.run(self._post(path, ORIGIN, content=body, headers=headers))

    async def _post(
        self, path: str, origin: str | None, *, headers: Any = None, **body: Any
    ) -> httpx.Response:
        sent = {"user-agent": "Mozilla/5.0 (X11; Linux) Firefox/150.0"} | (headers or {})
        if origin is not None:
            sent["origin"] = origin
        app = httpx.ASGITransport(Starlette(routes=self.routes))
        async with httpx.AsyncClient(
            transport=app, base_url=ORIGIN, cookies=self.cookies, headers=sent
        ) as client:
            answer = await client.post(path, **body)
            self.cookies = client.cookies
            return answer

    def sign_in(self, who: str = "mo", password: str = PASSWORD, **form: str) -> httpx.Response:
        """Somebody of the cast signs in here."""
        return self.post("/auth/sign-in", email=f"{who}@example.com", password=password, **form)

    @property
    def secret(self) -> str | None:
        """What the sign-in cookie holds."""
        return self.cookies.get("sid")


def signed_in(secret: str | None) -> str | None:
    """Whose sign-in is behind a cookie; None for nobody's."""
    with store.reading() as session:
        one = sign_in.sign_in_of(session, secret, clock.now())
        return session.get_one(Person, one.person_id).email.split("@")[0] if one else None


def in_force() -> list[str]:
    """Who is signed in, once for each sign-in."""
    with store.reading() as session:
        found = session.exec(
            select(Person.email)
            .join(SignIn, col(SignIn.person_id) == col(Person.id))
            .where(col(SignIn.ended_at).is_(None))
            .order_by(col(SignIn.id))
        ).all()
        return [email.split("@")[0] for email in found]


def id_of(who: str) -> int:
    """The inner id of somebody of the cast."""
    with store.reading() as session:
        email = f"{who}@example.com"
        return session.exec(select(Person.id).where(Person.email == email)).one() or 0


def invitation(who: str) -> str:
    """The secret of a new invitation."""
    with store.transaction() as session:
        return invitations.invite(session, id_of(who), clock.now())


def has_account(who: str) -> bool:
    """Whether somebody has a password."""
    with store.reading() as session:
        return session.get(Account, id_of(who)) is not None
