"""The files that a person is given, as bytes. Pure."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from coach_the_coach.foundation.words import _

DATA = "data.json"
PLAIN = "README.txt"

README = _("""This is what Coach the Coach keeps of {name} and may tell them, on {day}.

data.json holds everything, class by class. Any program that reads JSON opens it.

person                 Who you are here, who led you and whom you led, your roles.
account                How and when you signed in, and what you chose about e-mails.
notices                What the program told you.
sessions               Coaching sessions in which you took part.
observations_of_you    Observations of you that were signed. What was seen is in them once
                       both views were opened; before that, that they took place.
observations_by_you    What you wrote when you observed others, drafts too.
talks                  Talks over observations: the words that both of you may read.
looks                  Short looks at you, and those that you took.
self_tallies           Your own sessions as you counted them. Nobody else has them.
practice               Your rounds of practice. Nobody else has them.
watching               Plans to watch, as far as you know of them.
double                 That two scored a session in which you took part, and who.
coaching               Sessions in the coaching log, next steps, cycles and action plans, where
                       you coached or were coached; and your tier, as whom you report to last
                       said, and those that you said.
calls                  Customer calls with their plan and debrief, and pilots; with the tier that
                       the rep had on the day.
team_practice          Practices that you led, and your own rounds.
cadence                What was booked with you and what became of it, and what a month came to.
hours                  Your audits of your own time.
self_audits            The ten points, as you answered them and, of quarters whose own you have
                       sent, as others answered them about you.
learning               What you answered of what you learned, and where you used it.
evidence               What counts for you.
certificates           What you are certified for, the files that say so, and what you share.
certification          Your paths with their history, decisions about them, appeals, certificates,
                       and what you signed for others.
imports                Files of people that you brought in.
log                    What you did, and what others did that concerns you, as far as you are told.

What you said in a pulse is not here: nobody knows any more which answer is yours.

Not in it: drafts that others have not signed, words of a transcript beyond the quotes that were
chosen from it, what others counted or practised for themselves, and secrets such as your password,
which is kept as a hash alone. Times are in UTC. There is no PDF.
""")
"""What the file says in plain words."""


def files(found: Mapping[str, Any], *, name: str, day: str) -> dict[str, bytes]:
    """The files by name: everything as JSON, and what that is in plain words."""
    text = json.dumps(found, ensure_ascii=False, indent=2)
    return {
        PLAIN: README.format(name=name, day=day).encode(),
        DATA: f"{text}\n".encode(),
    }


def packed(found: Mapping[str, bytes]) -> bytes:
    """The files in one that any system opens."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, content in found.items():
            pack.writestr(name, content)
    return whole.getvalue()
