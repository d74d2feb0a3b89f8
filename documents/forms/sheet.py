"""The editor's page as its template draws it: fields, lines and blocks with what stands at each."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.calendar import working_day
from accounts.models import User
from communes.models import Agency
from documents.blocks.differing import lines
from documents.blocks.numbering import proposed
from documents.blocks.opened import Row
from documents.choices import RelationKind, Urgency
from documents.forms.editing import Typed, signed
from documents.models import OfficialDocument
from documents.selectors.naming import named_words, papers_to_name
from documents.services.sources import label_of, sources_for

SIGNS_A_LINE = 55
SHOWN = 12  # lines of something fed; the page beside shows the whole
PURPOSES = ("kính gửi", "b/c", "t/h", "p/h", "đ/b", "để b/c")
LABELS = {
    "Heading": "Mục",
    "Paragraph": "Đoạn",
    "Article": "Điều",
    "Bullets": "Danh sách",
    "Table": "Bảng",
    "Figure": "Hình",
    "Appendix": "Phụ lục",
    "Fed": "Từ số liệu",
    "Clash": "Hai người cùng sửa",
}
KINDS = (
    ("Paragraph", "Đoạn văn"),
    ("Heading1", "Mục lớn (I, II, III)"),
    ("Heading2", "Mục (1, 2, 3)"),
    ("Heading3", "Điểm (a, b, c)"),
    ("Bullets", "Danh sách gạch đầu dòng"),
    ("Table", "Bảng"),
    ("Article", "Điều"),
    ("Appendix", "Phụ lục"),
)
_HEAD = (
    ("title", "Trích yếu", "wide", ""),
    ("number", "Số", "", "Để trống đến khi cấp số."),
    ("notation", "Ký hiệu", "", ""),
    ("place", "Địa danh", "", ""),
    ("day", "Ngày", "short", ""),
    ("month", "Tháng", "short", ""),
    ("year", "Năm", "short", ""),
    ("urgency", "Mức độ khẩn", "", ""),
    ("effective_on", "Hiệu lực từ", "", "Ví dụ 1/7/2024; không có thì để trống."),
    ("attached_to", "Kèm theo văn bản", "wide", "Văn bản ban hành kèm theo quyết định thì ghi ở đây."),
)  # fmt: skip
_SIGNATURE = (
    ("signer_prefix", "Quyền hạn ký", "", "Ví dụ KT. GIÁM ĐỐC, TM. ỦY BAN NHÂN DÂN."),
    ("signer_post", "Chức vụ người ký", "", ""),
    ("signer_second_post", "Chức vụ thứ hai", "", ""),
    ("signer_name", "Họ tên người ký", "", ""),
    ("unit_name", "Đơn vị soạn thảo", "", "Chữ viết tắt, ví dụ KTN."),
    ("drafter_mark", "Ký hiệu người soạn thảo", "", ""),
)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the page; `theirs` is what somebody else made of it, still to be chosen."""

    name: str
    label: str
    look: str
    help: str
    value: Any
    error: str = ""
    theirs: str = ""
    choice_error: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A block on the page. `proposed` only where another number would come next."""

    key: str
    row: Row
    label: str
    number: int
    kept: str = ""
    proposed: str = ""
    told: tuple[str, ...] = ()
    more: int = 0
    source: str = ""
    as_of: dt.date | None = None
    mine: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    error: str = ""

    @property
    def focus(self) -> str:
        return f"khoi-{self.key}"

    @property
    def tall(self) -> int:
        """Lines of its box: enough for what stands there."""
        text = self.items or self.row.get("text", "")
        return max(2, sum(1 + len(line) // SIGNS_A_LINE for line in text.split("\n")))

    @property
    def items(self) -> str:
        """A list as it is typed, one item a line."""
        return "\n".join(self.row["items"]) if self.row["block"] == "Bullets" else ""


@dataclass(frozen=True, slots=True)
class Sheet:
    seen: int
    head: tuple[Field, ...]
    signature: tuple[Field, ...]
    bases: list[dict[str, Any]]
    recipients: list[dict[str, Any]]
    relations: list[dict[str, Any]]
    blocks: tuple[Drawn, ...]
    offers: tuple[tuple[str, str], ...]
    clashed: tuple[dict[str, Any], ...]
    errors: Mapping[str, str]
    focus: str
    agencies: tuple[str, ...]
    papers: list[str]
    kinds: Sequence[tuple[str, str]] = KINDS
    relation_kinds: Sequence[tuple[str, str]] = tuple(RelationKind.choices)
    urgencies: Sequence[tuple[str, str]] = tuple(Urgency.choices)
    purposes: Sequence[str] = PURPOSES


def sheet(paper: OfficialDocument, typed: Typed, user: User) -> Sheet:
    """Everything the page draws, in a fixed number of queries beside those of the sources."""
    agencies = {one.slug: one for one in Agency.objects.on(working_day()).order_by("sort_key")}
    numbers = proposed([one.row for one in typed.rows])
    return Sheet(
        seen=typed.seen,
        head=tuple(_field(paper, typed, one) for one in _HEAD),
        signature=tuple(_field(paper, typed, one) for one in _SIGNATURE),
        bases=_bases(typed),
        recipients=[
            _recipient(one, agencies) | {"anchor": f"recipient-{place}"}
            for place, one in enumerate(typed.recipients)
        ],
        relations=_relations(typed),
        blocks=tuple(_drawn(paper, typed, place, number) for place, number in enumerate(numbers)),
        offers=offers(paper, user),
        clashed=tuple(_clashed(paper, typed)),
        errors=typed.errors,
        focus=typed.focus,
        agencies=tuple(one.name for one in agencies.values()),
        papers=papers_to_name(user),
    )


def offers(paper: OfficialDocument, user: User) -> tuple[tuple[str, str], ...]:
    """What can be fed, as choices of the list of new blocks."""
    return tuple(
        (f"nguon|{one.key}|{place}", f"{one.source.label}: {offer.label}")
        for one in sources_for(paper, user)
        for place, offer in enumerate(one.offers)
    )


def _field(paper: OfficialDocument, typed: Typed, spec: tuple[str, str, str, str]) -> Field:
    name, label, look, told = spec
    value = typed.fields.get(name, getattr(paper, name))
    if name == "effective_on" and value and name not in typed.errors:
        day = dt.date.fromisoformat(str(value))
        value = f"{day.day}/{day.month}/{day.year}"
    theirs = typed.clashed.get(name)
    return Field(
        name, label, look, told, "" if value is None else value, typed.errors.get(name, ""),
        "" if theirs is None else str(theirs) or "(để trống)", typed.errors.get(f"choice-{name}", ""),
    )  # fmt: skip


def _bases(typed: Typed) -> list[dict[str, Any]]:
    keys = [one["paper"] for one in typed.bases if one["paper"]]
    papers = OfficialDocument.objects.in_bulk(keys) if keys else {}
    return [
        one | {"linked": papers.get(one["paper"]), "anchor": f"basis-{place}"}
        for place, one in enumerate(typed.bases)
    ]


def _recipient(one: dict[str, Any], agencies: Mapping[str, Agency]) -> dict[str, Any]:
    agency = agencies.get(one["agency"])
    known = agency.name if agency and agency.name != one["text"] else ""
    return one | {"to": one.get("to", known), "linked": agency}


def _relations(typed: Typed) -> list[dict[str, Any]]:
    keys = [one["paper"] for one in typed.relations if one["paper"] and "named" not in one]
    papers = OfficialDocument.objects.in_bulk(keys) if keys else {}
    return [
        {"named": named_words(papers[one["paper"]]) if one["paper"] in papers else ""}
        | one
        | {"anchor": f"relation-{place}"}
        for place, one in enumerate(typed.relations)
    ]


def _drawn(paper: OfficialDocument, typed: Typed, place: int, number: str) -> Drawn:
    keyed = typed.rows[place]
    row, key = keyed.row, keyed.key
    kind = row["block"]
    differs = number and row.get("number", "").strip().rstrip(".)") != number
    told = tuple(lines([row])) if kind in {"Fed", "Figure"} else ()
    carried = kind in {"Fed", "Figure", "Clash"}
    return Drawn(
        key=key,
        row=row,
        label=LABELS[kind],
        number=place + 1,
        kept=signed(paper, row) if carried else "",
        proposed=number if differs else "",
        told=told[:SHOWN],
        more=max(0, len(told) - SHOWN),
        source=label_of(row["source"]) if kind == "Fed" else "",
        as_of=dt.date.fromisoformat(row["as_of"]) if kind == "Fed" and row["as_of"] else None,
        mine=tuple(lines(row["mine"])) if kind == "Clash" else (),
        theirs=tuple(lines(row["theirs"])) if kind == "Clash" else (),
        error=typed.errors.get(f"{key}-width") or typed.errors.get(f"{key}-choice", ""),
    )


def _clashed(paper: OfficialDocument, typed: Typed) -> list[dict[str, Any]]:
    """What somebody else made of a part, carried along until one is chosen."""
    return [
        {
            "name": name,
            "kept": signed(paper, {"name": name, "theirs": theirs}),
            "lines": [_words(one) for one in theirs] if isinstance(theirs, list) else None,
            "error": typed.errors.get(f"choice-{name}", ""),
        }
        for name, theirs in typed.clashed.items()
    ]


def _words(one: Any) -> str:
    if "text" in one:
        return f"{one['text']} ({one['purpose']})" if one.get("purpose") else str(one["text"])
    paper = OfficialDocument.objects.filter(pk=one["paper"]).first()
    return f"{RelationKind(one['kind']).label}: {named_words(paper) if paper else '…'}"
