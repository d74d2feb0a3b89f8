"""How blocks get fresh data: sources that upper apps offer (`settings.BLOCK_SOURCES`), and what they can be asked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from documents.blocks.contract import Block


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing a source can put on this paper: what the button says, and the arguments to ask with."""

    label: str
    arguments: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """Where blocks come from. `offers` is given the paper and the writer, `blocks` the paper and the arguments.

    Both read only; `blocks` answers an empty tuple where there is nothing to say.
    """

    label: str
    offers: Callable[[Any, Any], list[Offer]]
    blocks: Callable[[Any, dict[str, str]], tuple[Block, ...]]
