"""The state of the account page."""

from coach_the_coach.account import actions, queries
from coach_the_coach.account.grants.queries import own_grants
from coach_the_coach.account.grants.rows import OwnGrantRow
from coach_the_coach.account.rows import AccountRow, SignInRow
from coach_the_coach.foundation import clock
from coach_the_coach.foundation.errors import Invalid
from coach_the_coach.foundation.words import _
from coach_the_coach.identity.access import Permission
from coach_the_coach.identity.door import RoomState
from coach_the_coach.identity.marks import handler
from coach_the_coach.notices.mail import actions as mail_actions
from coach_the_coach.notices.mail.queries import own_mail
from coach_the_coach.notices.mail.rows import MailRow


class AccountState(RoomState):
    """One's own account."""

    account: AccountRow = AccountRow()
    sign_ins: list[SignInRow] = []
    mail: MailRow = MailRow()
    grants: list[OwnGrantRow] = []

    @handler(Permission.SELF)
    async def load(self):
        """Show who one is, which letters one has, and where one is signed in."""
        self.problems = {}
        self.account = await self._read(queries.own_account)
        self.grants = await self._read(own_grants, at=clock.now())
        self.mail = await self._read(own_mail)
        self.sign_ins = await self._read(queries.own_sign_ins, at=clock.now())

    @handler(Permission.SELF)
    async def choose_zone(self, zone: str):
        """Show times in another zone."""
        await self._call(actions.choose_time_zone, zone=zone, at=clock.now())
        self.account = await self._read(queries.own_account)
        self._say(_("Times are shown in this zone from now on."))

    @handler(Permission.SELF)
    async def switch_mail(self, is_on: bool):
        """Have letters, or none."""
        await self._call(mail_actions.switch_mail, is_on=is_on)
        self.mail = await self._read(own_mail)
        self._say(_("You get e-mails from now on.") if is_on else _("You get no more e-mails."))

    @handler(Permission.SELF)
    async def keep_quiet_hours(self, form: dict[str, str]):
        """Keep the hours in which no letter comes, or say what is wrong with them."""
        start, end = form.get("quiet_from", ""), form.get("quiet_until", "")
        weekends = form.get("quiet_weekends") == "on"
        try:
            await self._call(
                mail_actions.choose_quiet_hours, start=start, end=end, weekends=weekends
            )
        except Invalid as error:
            self.problems = error.problems
            return
        self.problems = {}
        self.mail = await self._read(own_mail)
        self._say(_("Your quiet hours are kept."))
