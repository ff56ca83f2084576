"""What its maker is shown of the words of their own session."""

from dataclasses import dataclass, field

from coach_the_coach.observations.transcript.rows import FocusRow, SpeakerRow


@dataclass(frozen=True)
class WordsRow:
    """What was brought in, and how far it is coded."""

    file_name: str = ""
    speakers: list[SpeakerRow] = field(default_factory=list)
    speaker: str = ""
    """Who the maker is in it, as chosen; before that whoever bears their name; empty for none."""

    named: bool = True
    """Whether the file says of anybody who speaks."""

    codable: int = 0
    """How many turns are the maker's; 0 where the file does not say."""

    coded: int = 0


@dataclass(frozen=True)
class DeskRow:
    """The turn being coded, the code it has, and how many turns have one.

    No turn has the index 0: then there was none in the direction asked for.
    """

    focus: FocusRow = field(default_factory=FocusRow)
    code: str = ""
    coded: int = 0
