"""Plain browser elements that leave the single page: the only way to reach a route of the server.

`rx.form` never lets the browser post and `rx.el.a` looks for a page of the app, so both fail on
addresses such as `/auth/sign-in` or a download.
"""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML

from coach_the_coach.ui.tokens import Content, Words


class NativeForm(BaseHTML):
    """A form that the browser itself posts."""

    tag = "form"

    action: rx.Var[str]
    """The address posted to, always relative."""

    method: rx.Var[str]
    """`post` or `get`."""

    enc_type: rx.Var[str]
    """`multipart/form-data` where a file is sent."""

    no_validate: rx.Var[bool]
    """Leave all checking to the server."""


class NativeLink(BaseHTML):
    """A link that the browser itself follows."""

    tag = "a"

    href: rx.Var[str]
    """The address, always relative."""

    download: rx.Var[str]
    """The file name under which to keep what is fetched."""


def native_form(*children: Content, action: Words, with_file: bool = False) -> rx.Component:
    """A form posted by the browser to a route of the server; it works before any script has run."""
    encoding: dict[str, Any] = {"enc_type": "multipart/form-data"} if with_file else {}
    return NativeForm.create(*children, action=action, method="post", class_name="form", **encoding)


def native_link(words: Content, href: Words, *, download: Words | None = None) -> rx.Component:
    """A link to a route of the server, such as a download or a calendar feed."""
    kept: dict[str, Any] = {} if download is None else {"download": download}
    return NativeLink.create(words, href=href, class_name="link", **kept)
