"""Blocks made from data: what this paper can be fed with, and asking again while its words may still change."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string

from accounts.models import User
from documents.blocks import Appendix, Block, Fed, Offer, Source
from documents.models import OfficialDocument


@dataclass(frozen=True, slots=True)
class Offered:
    """A source by its key, with what it can put on this paper."""

    key: str
    source: Source
    offers: tuple[Offer, ...]


def sources_for(paper: OfficialDocument, user: User) -> list[Offered]:
    """The sources that have something for this paper and writer, in the order of the settings."""
    found = [
        Offered(key, source, tuple(source.offers(paper, user)))
        for key, source in _sources().items()
    ]
    return [one for one in found if one.offers]


def fed(paper: OfficialDocument, key: str, arguments: Mapping[str, str], day: dt.date) -> Fed:
    """What the source says on `day`. Refusals: `frozen`, `source` (unknown, or nothing to say)."""
    refuse_frozen(paper)
    source = _sources().get(key)
    if source is None:
        raise ValidationError("Nguồn số liệu này không còn. Hãy tải lại trang.", code="source")
    blocks = source.blocks(paper, dict(arguments))
    if not blocks:
        raise ValidationError(
            f"«{source.label}» hiện không có số liệu nào cho văn bản này.", code="source"
        )
    return Fed(key, dict(arguments), blocks, day.isoformat())


def fed_anew(
    paper: OfficialDocument, blocks: tuple[Block, ...], day: dt.date
) -> tuple[Block, ...]:
    """The blocks with everything fed asked for again; the rest stays. Refusals: as `fed`."""
    return tuple(_anew(paper, one, day) for one in blocks)


def refuse_frozen(paper: OfficialDocument) -> None:
    """From «trình ký» on the words stand as the signer reads them."""
    if not paper.is_editable:
        raise ValidationError(
            f"Văn bản đang ở bước «{paper.get_state_display()}»: nội dung và số liệu đã chốt. "
            "Muốn sửa thì rút về hoặc chờ trả lại.",
            code="frozen",
        )


def label_of(key: str) -> str:
    """What a source is called; its key where it is gone."""
    source = _sources().get(key)
    return source.label if source else key


def _anew(paper: OfficialDocument, one: Block, day: dt.date) -> Block:
    if isinstance(one, Fed):
        return fed(paper, one.source, one.arguments, day)
    if isinstance(one, Appendix):
        return replace(one, blocks=fed_anew(paper, one.blocks, day))
    return one


def _sources() -> dict[str, Source]:
    return {key: _source(path) for key, path in settings.BLOCK_SOURCES.items()}


@cache
def _source(path: str) -> Source:
    source: Source = import_string(path)
    return source
