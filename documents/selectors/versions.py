"""The versions of a draft, and what differs between two of them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from documents.blocks.differing import Difference, difference, differences, lines
from documents.blocks.opened import opened
from documents.choices import RelationKind
from documents.models import OfficialDocument, PaperVersion
from documents.selectors.naming import named_words

SITTING = dt.timedelta(minutes=30)  # saves of one person with less between them are one sitting
NAMES = {
    "title": "Trích yếu",
    "number": "Số",
    "notation": "Ký hiệu",
    "place": "Địa danh",
    "day": "Ngày",
    "month": "Tháng",
    "year": "Năm",
    "effective_on": "Hiệu lực từ",
    "urgency": "Mức độ khẩn",
    "attached_to": "Kèm theo",
    "unit_name": "Đơn vị soạn thảo",
    "drafter_mark": "Ký hiệu người soạn thảo",
    "signer_prefix": "Quyền hạn ký",
    "signer_post": "Chức vụ người ký",
    "signer_second_post": "Chức vụ thứ hai",
    "signer_name": "Người ký",
    "bases": "Căn cứ",
    "recipients": "Nơi nhận",
    "relations": "Quan hệ với văn bản khác",
}


@dataclass(frozen=True, slots=True)
class Sitting:
    """Saves of one person in a row; `before` is the version it began with."""

    last: PaperVersion
    first: PaperVersion
    saves: int
    before: int | None


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    lines: tuple[Difference, ...]


def sittings(paper: OfficialDocument) -> list[Sitting]:
    """Newest first; the saves of a person at one go stand as one."""
    rows = list(paper.versions.select_related("by").defer("content").order_by("-number"))
    found: list[list[PaperVersion]] = []
    for one in rows:
        latest = found[-1][-1] if found else None
        if (
            latest
            and latest.by_id == one.by_id
            and latest.recorded_at - one.recorded_at < SITTING
            and one.number > 1
        ):
            found[-1].append(one)
        else:
            found.append([one])
    befores = [some[0].number for some in found[1:]] + [None]
    return [
        Sitting(some[0], some[-1], len(some), before)
        for some, before in zip(found, befores, strict=True)
    ]


def compared(
    older: Mapping[str, Any], newer: Mapping[str, Any], user: User
) -> tuple[list[Part], list[Difference]]:
    """The parts around the text that differ, and every line of the text."""
    parts = []
    for name, label in NAMES.items():
        before, after = (_told(one, name, user) for one in (older, newer))
        if before != after:
            parts.append(Part(label, _part(before, after)))
    texts = (lines(opened(one.get("body", []))) for one in (older, newer))
    return parts, differences(*texts)


def _part(before: list[str], after: list[str]) -> tuple[Difference, ...]:
    if len(before) == len(after) == 1:
        return (difference(before[0], after[0]),)
    return tuple(one for one in differences(before, after) if one.change)


def _told(content: Mapping[str, Any], name: str, user: User) -> list[str]:
    value = content.get(name)
    match name:
        case "bases":
            return [one["text"] for one in value or []]
        case "recipients":
            return [
                f"{one['text']} ({one['purpose']})" if one["purpose"] else one["text"]
                for one in value or []
            ]
        case "relations":
            keys = [one["paper"] for one in value or []]
            papers = OfficialDocument.objects.visible_to(user).in_bulk(keys) if keys else {}
            return [
                f"{RelationKind(one['kind']).label}: {named_words(papers[one['paper']])}"
                for one in value or []
                if one["paper"] in papers
            ]
    return ["" if value is None else str(value)]
