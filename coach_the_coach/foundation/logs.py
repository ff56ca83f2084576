"""What may stand in a log: nothing endless, and no token that opens a page's state."""

import logging
import re
import traceback
from typing import Any, Final

MAX_LOGGED: Final = 2000
"""Characters of one record; strangers decide what is logged of them, not how much.

Source: docs/method.md#serving.
"""

SECRETS: Final = re.compile(
    r"""(?ix)
    (?<!\w)(\w{0,40}?token\w{0,40}|\w{0,40}?secret|code|state|sid|password|invitation|seal)
    (=|['"]\s{0,9}:\s{0,9}['"])
    [^&\s"']+
    """
)
"""Values in an address, a form or a written-out event that open something.

Strangers write what is looked through: nothing here may look at one place more than a few times.
"""

MAX_LOOKED_AT: Final = 5 * MAX_LOGGED
"""Characters of one record that are looked through; what is between its ends is not."""

FEEDS: Final = re.compile(r"(?i)(/calendar/)[^/\s.]{1,200}(\.ics)")
"""The secret in the address at which a calendar program reads."""

TABS: Final = re.compile(r"(?i)(client '?)[0-9a-f]{8}-[0-9a-f-]{27}")
"""What names the tab of a browser, which opens the state of its page."""

PAYLOAD: Final = re.compile(r"(?is)(event data:|payload=|Event\()\s*.*")
"""Where a record begins to write out what somebody sent."""

SENT: Final = re.compile(r"(?i)(event data:|must be a dictionary, but received)[^\n]*")
"""The same in the line of a trace that says what was raised."""

CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Characters that make one record look like several, or colour a terminal; not tab and new line."""


class QuietRecord(logging.LogRecord):
    """A log record that is cut and holds no secrets, whatever handler writes it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.exc_info and self.exc_info[0] is not None:
            # Formatters keep a trace that is already there, so theirs is this one.
            lines = map(_on_one_line, traceback.format_exception(*self.exc_info))
            self.exc_text = quiet(SENT.sub(r"\1 ...", "\n".join(lines)))

    def getMessage(self) -> str:  # noqa: N802 - the name is the library's
        """The message as it may be written: on one line, without what was sent."""
        said = PAYLOAD.sub(r"\1 ...", _cut(super().getMessage(), MAX_LOOKED_AT))
        return quiet(said.replace("\n", " "))


def quiet(text: str) -> str:
    """`text` without secrets, and with its middle left out when it is long."""
    text = _cut(text, MAX_LOOKED_AT)
    text = FEEDS.sub(r"\1...\2", TABS.sub(r"\1...", text))
    text = CONTROL.sub("?", SECRETS.sub(r"\1\2...", text))
    return _cut(text, MAX_LOGGED)


def _cut(text: str, most: int) -> str:
    """`text` with its middle left out when it has more than so many characters."""
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]} ... {len(text) - most} characters left out ... {text[-half:]}"


def _on_one_line(part: str) -> str:
    """A part of a trace: what was raised on one line, for strangers may have written it."""
    part = part.rstrip("\n")
    is_ours = part.startswith(("  File ", "Traceback (", "\n"))
    return part if is_ours else part.replace("\n", " ")


def keep_logs_quiet() -> None:
    """Make every log record of this process a quiet one."""
    logging.setLogRecordFactory(QuietRecord)
