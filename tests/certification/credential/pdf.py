"""What stands in a PDF: its pages, and the text that its fonts say each sign is."""

import re
import zlib


def streams(content: bytes) -> list[bytes]:
    """What its streams hold."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    return [_opened(one) for one in found]


def _opened(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def pages(content: bytes) -> int:
    """How many pages there are."""
    return len(re.findall(rb"/Type ?/Page\b", content))


def letters(content: bytes) -> set[str]:
    """Every letter that a sign of one of its fonts stands for."""
    found: set[str] = set()
    for one in streams(content):
        for _sign, text in re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>\n", one):
            found |= {*bytes.fromhex(text.decode()).decode("utf-16-be")}
        for _first, _last, text in re.findall(rb"<(\w{4})> <(\w{4})> <([0-9A-F]+)>", one):
            found |= {*bytes.fromhex(text.decode()).decode("utf-16-be")}
    return found


def has_missing_signs(content: bytes) -> bool:
    """Whether some letter is shown as a box, for no font has it: the sign 0 of a font."""
    shown = re.compile(rb"\[(.*?)\] ?TJ|<([0-9A-F]+)> ?Tj|\((.*?)\) ?Tj", re.DOTALL)
    return any(
        b"\0\0" in re.sub(rb"[^\0]", b"x", text)
        for one in streams(content)
        for found in shown.findall(one)
        for text in found
        if len(text) % 2 == 0
    )


def title(content: bytes) -> str:
    """Its title, as its own description has it."""
    for one in streams(content):
        if found := re.search(rb"<dc:title><rdf:Alt><rdf:li[^>]*>(.*?)</rdf:li>", one, re.DOTALL):
            return found[1].decode()
    return ""
