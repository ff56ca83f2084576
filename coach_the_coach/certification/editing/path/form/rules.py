"""The form of a path, made from what was typed. Pure."""

from coach_the_coach.certification.editing.path.rows import (
    ChoiceRow,
    FieldRow,
    FormRow,
    ListRow,
    PartRow,
)
from coach_the_coach.certification.editing.path.rules import (
    LISTS,
    Part,
    PathDraft,
    field_word,
    number_word,
    own_fields,
    sentence_of,
)
from coach_the_coach.certification.paths.rules import (
    ABOUT_LENGTH,
    KEY_LENGTH,
    NUMBERS,
    TITLE_LENGTH,
)
from coach_the_coach.certification.requirements.base import TYPES
from coach_the_coach.foundation.words import _


def form_of(draft: PathDraft, *, is_new: bool) -> FormRow:
    """Each field with what is in it; the short name only while the path is new."""
    values = draft.values
    return FormRow(
        words=_words(draft, is_new=is_new),
        numbers=[
            FieldRow(name, number_word(name), "number", values.get(name, ""), _range(*limits))
            for name, limits in NUMBERS.items()
        ],
        audience=values.get("audience", ""),
        expiry=values.get("expiry", ""),
        renewed_by=values.get("renewed_by", ""),
        is_licence=bool(values.get("is_licence")),
        seats=list(draft.seats),
        **{name: _list(draft, name) for name in LISTS},
    )


def type_choices() -> list[ChoiceRow]:
    """Every type of requirement, to be chosen."""
    return [ChoiceRow(name, kind.name()) for name, kind in TYPES.items()]


def _words(draft: PathDraft, *, is_new: bool) -> list[FieldRow]:
    """What is typed as text."""
    said = _("{least} to {longest} characters.")
    asked = [
        ("title", _("Title"), said.format(least=3, longest=TITLE_LENGTH)),
        ("about", _("What it is for"), said.format(least=3, longest=ABOUT_LENGTH)),
    ]
    if is_new:
        hint = _("Letters and dashes, at most {n}. It stays.").format(n=KEY_LENGTH)
        asked.insert(0, ("key", _("Short name"), hint))
    return [
        FieldRow(
            name, label, "long" if name == "about" else "text", draft.values.get(name, ""), hint
        )
        for name, label, hint in asked
    ]


def _list(draft: PathDraft, name: str) -> ListRow:
    parts: tuple[Part, ...] = getattr(draft, name)
    title, about = {
        "requirements": (_("What it asks"), _("The first time.")),
        "recertify": (
            _("What renewing asks"),
            _("The lighter list, counted since the last certificate."),
        ),
    }[name]
    last = len(parts) - 1
    rows = [_part(one, is_first=at == 0, is_last=at == last) for at, one in enumerate(parts)]
    return ListRow(title, about, rows)


def _part(part: Part, *, is_first: bool, is_last: bool) -> PartRow:
    kind = TYPES[part.type]
    ranges = {one.name: (one.least, one.most) for one in kind.numbers()}
    shown = []
    for one in own_fields(kind):
        limits = ranges.get(one.name)
        sort = "check" if limits == (0, 1) else "number" if limits else "text"
        shown.append(
            FieldRow(
                name=f"r{part.uid}-{one.name}",
                label=field_word(kind, one.name),
                kind="path" if one.name == "path" else sort,
                value=part.values.get(one.name, ""),
                hint=_range(*limits) if limits and sort == "number" else "",
            )
        )
    return PartRow(part.uid, kind.name(), sentence_of(part), shown, is_first, is_last)


def _range(least: int, most: int) -> str:
    return _("{least} to {most}").format(least=least, most=most)
