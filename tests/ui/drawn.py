"""Reads back what a component would draw, as plain elements."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import reflex as rx


@dataclass(frozen=True)
class Element:
    """One element: its tag, its attributes and the text anywhere inside it."""

    tag: str
    attributes: dict[str, Any]
    text: str


def elements(component: rx.Component, tag: str = "") -> list[Element]:
    """Every element drawn, outermost first, or those of one tag."""
    return [each for each in _walk(component.render()) if not tag or each.tag == tag]


def one(component: rx.Component, tag: str) -> Element:
    """The only element of that tag."""
    (found,) = elements(component, tag)
    return found


def _walk(node: dict[str, Any]) -> Iterator[Element]:
    if "name" in node:
        attributes = dict(_attribute(prop) for prop in node["props"])
        yield Element(_plain(node["name"]), attributes, _text(node))
    for child in _children(node):
        yield from _walk(child)


def _children(node: dict[str, Any]) -> list[dict[str, Any]]:
    branches = [node[key] for key in ("true_value", "false_value") if key in node]
    return branches + list(node.get("children", []))


def _text(node: dict[str, Any]) -> str:
    own = str(_plain(node["contents"])) if "contents" in node else ""
    return own + "".join(_text(child) for child in _children(node))


def _attribute(prop: str) -> tuple[str, Any]:
    if prop.startswith('"'):
        name, value = prop[1:].split('":', 1)
    else:
        name, value = prop.split(":", 1)
    return name, _plain(value)


def _plain(code: str) -> Any:
    """The value of a literal, or the script itself where it is bound."""
    try:
        return json.loads(code)
    except ValueError:
        return code
