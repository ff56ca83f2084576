"""Every text a person sees goes through the catalogue, whole."""

import ast

from tests.architecture import source

NOT_SEEN = {
    *("call_function", "color", "cond", "download", "foreach", "icon", "image", "match", "page"),
    *("redirect", "set_clipboard", "set_focus", "set_value", "theme", "upload", "var", "Var"),
}
"""What Reflex offers besides components that show their positional arguments."""

CHOOSES = {"rx.cond", "when", "ui.when"}
"""Calls that show one of their arguments after the first."""

SEEN_BY_NAME = {"alt", "aria_label", "hint", "label", "placeholder", "title"}
"""Properties that a person reads or hears."""


def shown_parameters(tree: ast.Module) -> dict[str, list[str]]:
    """For each function of a module of `ui`, its parameters; what it does not show is blank."""
    found = {}
    for function in source.functions(tree):
        names = [one.arg if _is_content(one) else "" for one in function.args.args]
        if function.args.vararg and _is_content(function.args.vararg):
            names += ["*"]
        found[function.name] = names
    return found


def _is_content(parameter: ast.arg) -> bool:
    return parameter.annotation is not None and "Content" in ast.unparse(parameter.annotation)


def ui_parameters() -> dict[str, list[str]]:
    """What each function of `ui` shows of its arguments, read from its annotations."""
    found: dict[str, list[str]] = {}
    for path, tree in source.modules().items():
        if path.startswith("ui/"):
            found |= shown_parameters(tree)
    return found


def bare_texts(tree: ast.Module, shown: dict[str, list[str]]) -> list[str]:
    """The texts that a person would see and the catalogue would not."""
    found: list[str] = []
    for call in source.calls(tree):
        for argument in _seen(call, shown):
            found += [f"line {argument.lineno}: {text}" for text in _literals(argument)]
    return found


def _seen(call: ast.Call, shown: dict[str, list[str]]) -> list[ast.expr]:
    """The arguments of a call that end up before somebody's eyes or ears."""
    name = source.dotted(call.func)
    module, _, last = name.rpartition(".")
    reflex = name.startswith("rx.") and last not in NOT_SEEN and last[:1].islower()
    ours = shown.get(last) if module in ("", "ui") and name not in CHOOSES else None
    if reflex:
        seen = list(call.args)
    elif ours is not None:
        rest = "*" in ours
        seen = [
            argument
            for number, argument in enumerate(call.args)
            if (number < len(ours) and ours[number]) or (rest and number >= len(ours) - 1)
        ]
    else:
        return []
    names = SEEN_BY_NAME if reflex else SEEN_BY_NAME & {*(ours or []), "aria_label", "alt"}
    return seen + [keyword.value for keyword in call.keywords if keyword.arg in names]


def _literals(node: ast.expr) -> list[str]:
    """The letters written out in an expression that is shown, looking through conditions."""
    if isinstance(node, ast.Constant):
        text = node.value if isinstance(node.value, str) else ""
        return [text] if any(letter.isalpha() for letter in text) else []
    if isinstance(node, ast.JoinedStr):
        return [text for part in node.values for text in _literals(part)]
    if isinstance(node, ast.BinOp):
        return _literals(node.left) + _literals(node.right)
    if isinstance(node, ast.IfExp):
        return _literals(node.body) + _literals(node.orelse)
    if isinstance(node, ast.Starred | ast.FormattedValue):
        return []
    if isinstance(node, ast.Call) and source.dotted(node.func) in CHOOSES:
        return [text for branch in node.args[1:] for text in _literals(branch)]
    return []


def unreadable_keys(tree: ast.Module) -> list[str]:
    """Calls of the catalogue whose key cannot be collected, because it is not written out."""
    return [
        f"line {call.lineno}: {ast.unparse(call)[:60]}"
        for call in source.calls(tree)
        if source.dotted(call.func) in ("_", "_n")
        and not all(
            isinstance(key, ast.Constant) and isinstance(key.value, str)
            for key in call.args[: 2 if source.dotted(call.func) == "_n" else 1]
        )
    ]


def test_every_text_on_a_page_goes_through_the_catalogue():
    shown = ui_parameters()
    screens = source.named("page", "parts", "frame")
    screens |= {path: tree for path, tree in source.modules().items() if path.startswith("ui/")}
    bare = {path: bare_texts(tree, shown) for path, tree in screens.items()}
    assert {path: texts for path, texts in bare.items() if texts} == {}


def test_every_key_of_the_catalogue_is_written_out():
    unreadable = {path: unreadable_keys(tree) for path, tree in source.modules().items()}
    assert {path: calls for path, calls in unreadable.items() if calls} == {}


def test_the_rules_about_words_bite():
    ui = ast.parse(
        "def button(*children: Content, kind: str): ...\n"
        "def text_field(label: Content, name: Words, *, hint: Content = ''): ..."
    )
    shown = shown_parameters(ui)
    for bad in (
        "rx.text('Hello')",
        "rx.el.p(name, ' said')",
        "rx.heading(f'Hello {name}')",
        "rx.button('Save' if new else _('Change'))",
        "rx.el.div(rx.cond(late, 'Late', _('In time')))",
        "rx.el.img(src='/logo.svg', alt='Logo')",
        "ui.button('Save', kind='primary')",
        "text_field('E-mail', 'email')",
    ):
        assert bare_texts(ast.parse(bad), shown), bad
    for good in (
        "rx.text(_('Hello'))",
        "rx.el.p(name, ' · ')",
        "rx.icon('check')",
        "rx.redirect('/home')",
        "ui.button(_('Save'), kind='primary')",
        "text_field(_('E-mail'), 'email', hint=_('At work'))",
    ):
        assert not bare_texts(ast.parse(good), shown), good
    assert unreadable_keys(ast.parse("_(f'Hello {name}')"))
    assert unreadable_keys(ast.parse("_n('one', many, n)"))
    assert not unreadable_keys(ast.parse("_('Hello {name}').format(name=name)"))
