"""A whole draft as the editor's page sends it, read back into content; nothing typed is lost on the way."""

import unicodedata
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.http import QueryDict

from accounts.calendar import read_day, working_day
from accounts.models import User
from communes.names import search_key
from documents.blocks.merging import Clash
from documents.blocks.opened import Row, closed
from documents.choices import RelationKind
from documents.models import OfficialDocument
from documents.selectors.content import FIELDS
from documents.selectors.naming import agencies_named, names_a_symbol, papers_named

BAD_NUMBER = "Hãy nhập một số, như 5."
_BLANK: dict[str, tuple[str, ...]] = {
    "Paragraph": ("text",),
    "Heading": ("number", "text"),
    "Article": ("text",),
    "Bullets": ("items",),
}


@dataclass(slots=True)
class Keyed:
    """A row of the opened text with the key it goes by on the page."""

    key: str
    row: Row


@dataclass(slots=True)
class Typed:
    """Everything on the page. `errors` by the name of what they stand at; `clashed` still to be chosen."""

    seen: int
    fields: dict[str, Any]
    bases: list[dict[str, Any]]
    recipients: list[dict[str, Any]]
    relations: list[dict[str, Any]]
    rows: list[Keyed]
    errors: dict[str, str] = field(default_factory=dict)
    clashed: dict[str, Any] = field(default_factory=dict)
    focus: str = ""

    def new_key(self) -> str:
        """A key that no row has."""
        return str(max([0, *(int(one.key) for one in self.rows)]) + 1)

    def place_of(self, key: str) -> int | None:
        return next((place for place, one in enumerate(self.rows) if one.key == key), None)

    def content(self) -> dict[str, Any]:
        """As `content_of` gives it; rows that are still blank, or still to be chosen, are left out."""
        rows = [one.row for one in self.rows if _is_written(one.row)]
        relations = [
            {"kind": one["kind"], "paper": one["paper"]} for one in self.relations if one["paper"]
        ]
        return self.fields | {
            "bases": [
                {"text": one["text"], "paper": one["paper"]} for one in self.bases if one["text"]
            ],
            "recipients": [
                {name: one[name] for name in ("text", "purpose", "agency")}
                for one in self.recipients
                if one["text"]
            ],
            "relations": relations,
            "body": closed(rows),
        }


def typed_from(content: dict[str, Any], rows: list[Any], seen: int) -> Typed:
    """What the page begins with: stored content, and its opened rows (Clashes among them)."""
    keyed = [
        Keyed(str(place), _clash_row(one) if isinstance(one, Clash) else one)
        for place, one in enumerate(rows, start=1)
    ]
    return Typed(
        seen,
        {name: content[name] for name in FIELDS if name in content},
        [dict(one) for one in content["bases"]],
        [dict(one) for one in content["recipients"]],
        [dict(one) for one in content["relations"]],
        keyed,
    )


def read(data: QueryDict, paper: OfficialDocument, user: User) -> Typed:
    """The page as sent."""
    typed = Typed(
        seen=_whole(data.get("seen", "")) or 0,
        fields={name: _line(data.get(name, "")) for name in FIELDS if name in data},
        bases=[
            {"text": _line(text), "paper": _whole(kept)}
            for text, kept in _aligned(data, "basis-text", "basis-paper")
        ],
        recipients=[
            {"text": _line(text), "purpose": _line(purpose), "to": _line(to), "agency": ""}
            for text, purpose, to in _aligned(
                data, "recipient-text", "recipient-purpose", "recipient-to"
            )
        ],
        relations=[
            {"kind": kind, "named": _line(named), "paper": None}
            for kind, named in _aligned(data, "relation-kind", "relation-paper")
        ],
        rows=[],
    )
    _read_fields(typed)
    _read_names(typed, user)
    _read_rows(typed, data, paper)
    _read_choices(typed, data, paper)
    return typed


def signed(paper: OfficialDocument, row: Any) -> str:
    """What is carried through the page and comes back as it was."""
    return signing.dumps(row, salt=_salt(paper), compress=True)


def _unsigned(paper: OfficialDocument, text: str) -> Any:
    try:
        return signing.loads(text, salt=_salt(paper))
    except signing.BadSignature:
        return None


def _salt(paper: OfficialDocument) -> str:
    return f"documents.forms.editing:{paper.pk}"


def _clash_row(clash: Clash) -> Row:
    return {"block": "Clash", "mine": list(clash.mine), "theirs": list(clash.theirs)}


def _read_fields(typed: Typed) -> None:
    for name in ("day", "month", "year"):
        if name not in typed.fields:
            continue
        text = typed.fields[name]
        if text and not text.isdecimal():
            typed.errors[name] = BAD_NUMBER
        else:
            typed.fields[name] = int(text) if text else None
    text = typed.fields.get("effective_on", "")
    if text:
        try:
            typed.fields["effective_on"] = read_day(text).isoformat()
        except ValueError as error:
            typed.errors["effective_on"] = str(error)


def _read_names(typed: Typed, user: User) -> None:
    """Papers that bases and relations name, agencies that recipients mean."""
    texts = [one["text"] for one in typed.bases] + [one["named"] for one in typed.relations]
    named = papers_named(user, texts)
    for one in typed.bases:
        if one["text"] in named:
            one["paper"] = named[one["text"]].pk
        elif names_a_symbol(one["text"]):
            one["paper"] = None
    for place, relation in enumerate(typed.relations, start=1):
        paper = named.get(relation["named"])
        relation["paper"] = paper.pk if paper else None
        if relation["kind"] not in RelationKind.values or (relation["named"] and not paper):
            typed.errors["relations"] = (
                f"Dòng {place}: sổ chưa có văn bản «{relation['named']}», hoặc có nhiều văn bản như vậy. "
                "Ghi đủ số, ký hiệu và năm; chưa có thì vào sổ trước."
            )
    agencies = (
        agencies_named(working_day()) if any(one["text"] for one in typed.recipients) else {}
    )
    for place, recipient in enumerate(typed.recipients, start=1):
        agency = agencies.get(search_key(recipient["to"] or recipient["text"]))
        recipient["agency"] = agency.slug if agency else ""
        if recipient["to"] and not agency:
            typed.errors["recipients"] = (
                f"Dòng {place}: không có cơ quan nào tên «{recipient['to']}». Chọn trong danh sách, hoặc để trống."
            )


def _read_rows(typed: Typed, data: QueryDict, paper: OfficialDocument) -> None:
    keys = [key for key in dict.fromkeys(data.getlist("b")) if key.isdecimal()]
    for key in keys:
        row = _row(typed, data, key, paper)
        if row is not None:
            typed.rows.append(Keyed(key, row))
    for place in range(len(typed.rows) - 1, -1, -1):
        _part_paragraphs(typed, place)


def _part_paragraphs(typed: Typed, place: int) -> None:
    """Enter in a paragraph begins another one."""
    row = typed.rows[place].row
    if row["block"] != "Paragraph" or "\n" not in row["text"]:
        return
    first, *rest = [_line(one) for one in row["text"].split("\n") if one.strip()] or [""]
    row["text"] = first
    for step, text in enumerate(rest, start=1):
        typed.rows.insert(place + step, Keyed(typed.new_key(), row | {"text": text}))


def _row(typed: Typed, data: QueryDict, key: str, paper: OfficialDocument) -> Row | None:  # noqa: PLR0911 -- one a kind
    def said(name: str) -> str:
        return _line(data.get(f"{key}-{name}", ""))

    match data.get(f"{key}-block"):
        case "Heading":
            level = said("level")
            return {
                "block": "Heading", "number": said("number"), "text": said("text"),
                "level": int(level) if level in {"1", "2", "3"} else 1,
            }  # fmt: skip
        case "Paragraph":
            text = _lines(data.get(f"{key}-text", ""))
            return {"block": "Paragraph", "text": text, "italic": f"{key}-italic" in data}
        case "Article":
            return {"block": "Article", "number": said("number"), "text": said("text")}
        case "Bullets":
            items = [
                _line(one).removeprefix("- ") for one in data.get(f"{key}-items", "").split("\n")
            ]
            return {"block": "Bullets", "items": [one for one in items if one]}
        case "Table":
            return _table(typed, data, key)
        case "Appendix":
            return {
                "block": "Appendix", "number": said("number"), "title": said("title"),
                "attached_to": said("attached_to"), "blocks": [],
                "landscape": f"{key}-landscape" in data,
            }  # fmt: skip
        case "Fed" | "Figure":
            kept: Row | None = _unsigned(paper, data.get(f"{key}-kept", ""))
            return kept
        case "Clash":
            return _clash(typed, data, key, paper)
    return None


def _table(typed: Typed, data: QueryDict, key: str) -> Row:
    columns = []
    for title, width, align, group in _aligned(
        data, f"{key}-title", f"{key}-width", f"{key}-align", f"{key}-group"
    ):
        share = _share(width)
        if share is None:
            typed.errors[f"{key}-width"] = f"Bề rộng cột «{title}» phải là số từ 1 đến 100 (%)."
        columns.append({
            "title": _lines(title), "width": share or 10.0, "group": _line(group),
            "align": align if align in {"left", "center", "right"} else "left",
        })  # fmt: skip
    across = len(columns)
    cells = [_lines(one) for one in data.getlist(f"{key}-cell")]
    looks = data.getlist(f"{key}-row")
    cells += [""] * (across * len(looks) - len(cells))
    rows = [
        {
            "cells": cells[place * across : (place + 1) * across],
            "group": look == "group", "total": look == "total",
        }
        for place, look in enumerate(looks)
    ]  # fmt: skip
    return {
        "block": "Table", "columns": columns, "rows": rows,
        "caption": _line(data.get(f"{key}-caption", "")),
        "unit": _line(data.get(f"{key}-unit", "")),
    }  # fmt: skip


def _clash(typed: Typed, data: QueryDict, key: str, paper: OfficialDocument) -> Row | None:
    """Two versions of one place: the one that was chosen stands there."""
    kept: Row | None = _unsigned(paper, data.get(f"{key}-kept", ""))
    if kept is None:
        return None
    sides = {"mine": ["mine"], "theirs": ["theirs"], "both": ["theirs", "mine"]}
    chosen = sides.get(data.get(f"{key}-choice", ""))
    if chosen is None:
        typed.errors[f"{key}-choice"] = "Chọn giữ phần nào."
        return kept
    for side in chosen:
        for row in kept[side]:
            taken = {int(one) for one in data.getlist("b") if one.isdecimal()}
            own = {int(one.key) for one in typed.rows}
            typed.rows.append(Keyed(str(max(taken | own) + 1), row))
    return None


def _read_choices(typed: Typed, data: QueryDict, paper: OfficialDocument) -> None:
    """Other parts that clashed: theirs takes the place of what stands on the page, where it was chosen."""
    for name in data.getlist("clashed"):
        kept = _unsigned(paper, data.get(f"theirs-{name}", ""))
        if kept is None or kept["name"] != name:
            continue
        choice = data.get(f"choice-{name}", "")
        if choice not in {"mine", "theirs"}:
            typed.clashed[name] = kept["theirs"]
            typed.errors[f"choice-{name}"] = "Chọn giữ phần nào."
        elif choice == "theirs" and name in FIELDS:
            typed.fields[name] = kept["theirs"]
            typed.errors.pop(name, None)
        elif choice == "theirs":
            setattr(typed, name, [dict(one) for one in kept["theirs"]])
            typed.errors.pop(name, None)


def _is_written(row: Row) -> bool:
    names = _BLANK.get(row["block"])
    return row["block"] != "Clash" and (names is None or any(row[name] for name in names))


def _aligned(data: QueryDict, *names: str) -> list[tuple[str, ...]]:
    """Fields that repeat, side by side; a missing one is blank."""
    told = [data.getlist(name) for name in names]
    longest = max(map(len, told))
    return list(zip(*(one + [""] * (longest - len(one)) for one in told), strict=True))


def _line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _lines(text: str) -> str:
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").split("\n")
    return "\n".join(" ".join(one.split()) for one in lines).strip()


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _share(text: str) -> float | None:
    try:
        share = float(text.replace(",", ".") or "10")
    except ValueError:
        return None
    return share if 1 <= share <= 100 else None  # noqa: PLR2004 -- percent
