"""Numbers that remember where their rows are: marks inside a sentence, links on the screen, nothing on paper."""

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from documents.blocks import Block

# Signs of Unicode's private area: no text that people type holds them.
_OPEN, _TURN, _CLOSE = "\ue000", "\ue001", "\ue002"
_LINK = re.compile(f"{_OPEN}([^{_TURN}]*){_TURN}([^{_CLOSE}]*){_CLOSE}")


def linked(text: object, address: str) -> str:
    """The text with the address of its rows; without an address the text alone."""
    return f"{_OPEN}{address}{_TURN}{text}{_CLOSE}" if address and str(text) else str(text)


def plain(text: str) -> str:
    """As it prints: without marks."""
    return _LINK.sub(r"\2", text) if _OPEN in text else text


def runs_of(text: str) -> list[tuple[str, str]]:
    """(text, address) in order; the address is empty where nothing stands behind the words."""
    found, place = [], 0
    for match in _LINK.finditer(text):
        if match.start() > place:
            found.append((text[place : match.start()], ""))
        found.append((match[2], match[1]))
        place = match.end()
    return [*found, (text[place:], "")] if place < len(text) else found


def plain_blocks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Blocks as they go onto a paper: every text in them without marks."""
    return tuple(_plain(one) for one in blocks)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, tuple):
        return tuple(_plain(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{one.name: _plain(getattr(value, one.name)) for one in fields(value)}
        )
    return value


def as_links(html: str) -> SafeString:
    """A page made of texts with marks: each becomes a link.

    The page was escaped when it was made, and so were the addresses in its marks; only addresses of this portal
    become links.
    """
    return mark_safe(_LINK.sub(_anchor, html))  # noqa: S308 -- rendered by a template, see above


def _anchor(match: re.Match[str]) -> str:
    address, text = match[1], match[2]
    return f'<a href="{address}">{text}</a>' if address.startswith("/") else text
