"""Why a command stops: one clear line for the person at the terminal."""


class Stop(Exception):
    """The command cannot go on; its text is one line and says what to do."""
