"""What a button of the editor does to the page as typed: nothing is saved by it."""

from collections.abc import Callable
from typing import Any

from django.http import QueryDict

from documents.blocks import Block, to_json
from documents.blocks.numbering import proposed
from documents.blocks.opened import Row, opened
from documents.blocks.pasting import from_html, from_text
from documents.forms.editing import Keyed, Typed

START = "0"  # the key of the place before the first block
LINES = {"bases": "basis", "recipients": "recipient", "relations": "relation"}
_NEW: dict[str, Row] = {
    "Paragraph": {"text": "", "italic": False},
    "Article": {"number": "", "text": ""},
    "Bullets": {"items": []},
    "Appendix": {"number": "", "title": "", "attached_to": "", "blocks": [], "landscape": False},
}
_NEW_LINE: dict[str, dict[str, Any]] = {
    "bases": {"text": "", "paper": None},
    "recipients": {"text": "", "purpose": "", "to": "", "agency": ""},
    "relations": {"kind": "carries_out", "named": "", "paper": None},
}
MOST_ROWS = 500  # added at once


def take(typed: Typed, act: str, data: QueryDict) -> None:
    """An act is «verb:key:place»; one that means nothing changes nothing. `focus` says where to go on."""
    verb, key, place = (*act.split(":"), "", "")[:3]
    if key in LINES:
        _line_act(typed, verb, key, _number(place))
    elif verb == "add":
        _add(typed, key, data.get(f"{key}-new", "Paragraph"))
    elif verb == "paste":
        insert(typed, key, pasted(data))
    elif (row := typed.place_of(key)) is None:
        return
    elif verb in _BLOCK_ACTS:
        _BLOCK_ACTS[verb](typed, row)
    elif typed.rows[row].row["block"] == "Table":
        _table_act(typed.rows[row], verb, place, data)
        _focus_table(typed, key, verb, place)


def insert(typed: Typed, key: str, blocks: tuple[Block, ...]) -> None:
    """Blocks after the one with that key."""
    place = typed.place_of(key)
    at = 0 if place is None else place + 1
    for step, row in enumerate(opened(to_json(blocks))):
        new = Keyed(typed.new_key(), row)
        typed.rows.insert(at + step, new)
        typed.focus = typed.focus or f"khoi-{new.key}"


def replace(typed: Typed, key: str, block: Block) -> None:
    """What was fed, asked for anew."""
    place = typed.place_of(key)
    if place is not None:
        typed.rows[place].row = to_json((block,))[0]
        typed.focus = f"khoi-{key}"


def pasted(data: QueryDict) -> tuple[Block, ...]:
    """The clipboard's structure where a script could read it, else its text."""
    return from_html(data.get("pasted-html", "")) or from_text(data.get("pasted", ""))


def _add(typed: Typed, key: str, kind: str) -> None:
    """A new block; its number is proposed as the next one."""
    place = typed.place_of(key)
    at = 0 if place is None else place + 1
    new = Keyed(typed.new_key(), _fresh(kind))
    typed.rows.insert(at, new)
    number = proposed([one.row for one in typed.rows])[at]
    if number:
        new.row["number"] = number
    typed.focus = f"khoi-{new.key}"


def _fresh(kind: str) -> Row:
    if kind.startswith("Heading"):
        level = int(kind[-1]) if kind[-1] in "123" else 1
        return {"block": "Heading", "number": "", "text": "", "level": level}
    if kind == "Table":
        columns = [
            _column("TT", 8.0, "center"),
            _column("Nội dung", 60.0),
            _column("Ghi chú", 32.0),
        ]
        rows = [_row(3, str(number)) for number in (1, 2, 3)]
        return {"block": "Table", "columns": columns, "rows": rows, "caption": "", "unit": ""}
    kind = kind if kind in _NEW else "Paragraph"
    return {"block": kind, **{name: _copy(value) for name, value in _NEW[kind].items()}}


def _copy(value: Any) -> Any:
    return list(value) if isinstance(value, list) else value


def _column(title: str, width: float, align: str = "left") -> dict[str, Any]:
    return {"title": title, "width": width, "align": align, "group": ""}


def _row(across: int, first: str = "") -> dict[str, Any]:
    return {"cells": [first, *[""] * (across - 1)][:across], "group": False, "total": False}


def _up(typed: Typed, place: int) -> None:
    _swap(typed.rows, place, place - 1)
    typed.focus = f"khoi-{typed.rows[max(place - 1, 0)].key}"


def _down(typed: Typed, place: int) -> None:
    _swap(typed.rows, place, place + 1)
    typed.focus = f"khoi-{typed.rows[min(place + 1, len(typed.rows) - 1)].key}"


def _remove(typed: Typed, place: int) -> None:
    del typed.rows[place]
    near = typed.rows[min(place, len(typed.rows) - 1)].key if typed.rows else START
    typed.focus = f"khoi-{near}"


def _number_it(typed: Typed, place: int) -> None:
    """The number that was proposed, taken."""
    row = typed.rows[place].row
    number = proposed([one.row for one in typed.rows])[place]
    if number:
        row["number"] = number
    typed.focus = f"khoi-{typed.rows[place].key}"


def _detach(typed: Typed, place: int) -> None:
    """What was fed becomes ordinary blocks, to be written on; it is not refreshed any more."""
    row = typed.rows[place].row
    if row["block"] != "Fed":
        return
    key = typed.rows[place].key
    inner = opened(row["blocks"])
    del typed.rows[place]
    for step, one in enumerate(inner):
        typed.rows.insert(place + step, Keyed(key if step == 0 else typed.new_key(), one))
    typed.focus = f"khoi-{key}"


_BLOCK_ACTS: dict[str, Callable[[Typed, int], None]] = {
    "up": _up,
    "down": _down,
    "remove": _remove,
    "number": _number_it,
    "detach": _detach,
}


def _line_act(typed: Typed, verb: str, name: str, place: int | None) -> None:
    lines: list[dict[str, Any]] = getattr(typed, name)
    if verb == "add":
        lines.append(dict(_NEW_LINE[name]))
        place = len(lines) - 1
    elif place is None or place >= len(lines):
        return
    elif verb == "remove":
        del lines[place]
        place = max(0, min(place, len(lines) - 1))
    elif verb in {"up", "down"}:
        place = _swap(lines, place, place + (1 if verb == "down" else -1))
    typed.focus = f"{LINES[name]}-{place}"


def _table_act(keyed: Keyed, verb: str, place: str, data: QueryDict) -> None:
    table = keyed.row
    at, columns, rows = _number(place), table["columns"], table["rows"]
    if verb == "fill":
        _fill(table, place, data.get(f"{keyed.key}-filling", ""))
    elif verb == "rows":
        more = min(_number(data.get(f"{keyed.key}-more", "")) or 1, MOST_ROWS)
        rows += [_row(len(columns), _counted(rows, step)) for step in range(1, more + 1)]
    elif at is None:
        return
    elif verb == "row-add":
        rows.insert(at + 1, _row(len(columns)))
    elif verb == "row-remove" and at < len(rows):
        del rows[at]
    elif verb in {"row-up", "row-down"}:
        _swap(rows, at, at + (1 if verb == "row-down" else -1))
    elif verb.startswith("col-"):
        _column_act(table, verb, at)


def _column_act(table: Row, verb: str, at: int) -> None:
    columns, rows = table["columns"], table["rows"]
    if verb == "col-add":
        columns.insert(at + 1, _column("", 15.0))
        for row in rows:
            row["cells"].insert(at + 1, "")
    elif verb == "col-remove" and len(columns) > 1 and at < len(columns):
        del columns[at]
        for row in rows:
            del row["cells"][at]
    elif verb in {"col-left", "col-right"}:
        to = at + (1 if verb == "col-right" else -1)
        for some in (columns, *(row["cells"] for row in rows)):
            _swap(some, at, to)


def _fill(table: Row, place: str, text: str) -> None:
    """Cells copied from a sheet, from the cell «row.column» on; rows are added as needed."""
    top, _, left = place.partition(".")
    first, start = _number(top) or 0, _number(left) or 0
    columns, rows = table["columns"], table["rows"]
    lines = text.replace("\r\n", "\n").strip("\n").split("\n") if text.strip() else []
    for step, line in enumerate(lines[:MOST_ROWS]):
        while len(rows) <= first + step:
            rows.append(_row(len(columns)))
        cells = rows[first + step]["cells"]
        for beside, cell in enumerate(line.split("\t")):
            if start + beside < len(cells):
                cells[start + beside] = " ".join(cell.strip('"').split())


def _counted(rows: list[dict[str, Any]], step: int) -> str:
    """The number `step` lines on in the first column, where the last row has one."""
    last = rows[-1]["cells"][0] if rows and rows[-1]["cells"] else ""
    return str(int(last) + step) if last.isdecimal() else ""


def _focus_table(typed: Typed, key: str, verb: str, place: str) -> None:
    at = _number(place.partition(".")[0])
    typed.focus = f"bang-{key}"
    if at is not None and verb.startswith(("row-", "fill")):
        typed.focus = f"dong-{key}-{at + (verb in {'row-add', 'row-down'}) - (verb == 'row-up')}"


def _swap(some: list[Any], place: int, other: int) -> int:
    if 0 <= place < len(some) and 0 <= other < len(some):
        some[place], some[other] = some[other], some[place]
        return other
    return place


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None
