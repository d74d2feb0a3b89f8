"""Works with their capital, and debts, from a sheet: what each row was understood as, or why it is refused.

The columns are found by their heads; a blank cell says nothing and erases nothing.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from accounts.calendar import working_day
from accounts.models import User
from communes.models import Commune
from communes.names import search_key
from communes.selectors.matching import Match, match_communes
from criteria.imports.workbook import Table, open_workbook
from plans.choices import DraftKind, MoneySource, WorkKind
from plans.imports.work_cells import (
    DEBT_HEADS,
    WORK_HEADS,
    Cells,
    Understood,
    plain,
    read_amount,
    read_cell_day,
    read_choice,
    read_text,
    read_year,
)
from plans.models import Capital, PlanDraft, Work
from plans.permissions import communes_kept
from plans.services.works import refuse_future
from plans.services.works_import import (
    CapitalGiven,
    DebtGiven,
    Standing,
    WorkGiven,
    capital_key,
    standing_of,
)

HEADS = {DraftKind.WORKS.value: WORK_HEADS, DraftKind.DEBTS.value: DEBT_HEADS}
NEEDED = {DraftKind.WORKS.value: ("commune", "name"), DraftKind.DEBTS.value: ("commune", "amount")}
LOOKED = 15  # rows in which the heads are looked for
MOST_ROWS = 2000
KINDS = {search_key(one.label): one.value for one in WorkKind}
SOURCES = {search_key(one.label): one.value for one in MoneySource} | {
    search_key(words): source.value
    for source, every in {
        MoneySource.CENTRAL: ("NSTW", "trung ương", "ngân sách TW"),
        MoneySource.PROVINCIAL: ("NS tỉnh", "tỉnh"),
        MoneySource.COMMUNE: ("NS xã", "xã"),
        MoneySource.INTEGRATED: ("lồng ghép",),
        MoneySource.CREDIT: ("vốn tín dụng",),
        MoneySource.ENTERPRISES: ("doanh nghiệp",),
        MoneySource.COMMUNITY_CASH: ("dân góp", "cộng đồng"),
    }.items()
    for words in every
}
LABELS = {
    "investment": "tổng mức",
    "quantity": "khối lượng",
    "kind": "loại",
    "unit": "đơn vị tính",
}
FACTS = ("kind", "investment", "quantity", "unit", "started_on", "finished_on", "note")


def read(content: bytes, kind: str) -> dict[str, Any]:
    """The rows of the sheet as texts, for a draft.

    Refusals: those of the workbook, `heads`, `no_rows`, `too_many_rows`.
    """
    heads = HEADS[kind]
    for table in open_workbook(content):
        found = None if table.hidden else _heads(table, heads, NEEDED[kind])
        if found:
            first, columns = found
            return {"sheet": table.name, "rows": _rows(table, first, columns)}
    needed = ", ".join(f"«{heads[name]}»" for name in NEEDED[kind])
    raise ValidationError(
        f"Không thấy dòng tiêu đề có các cột {needed}. Hãy tải mẫu và giữ nguyên tên cột.",
        code="heads",
    )


def understand(draft: PlanDraft, user: User) -> list[Understood]:
    """Every row of a draft, anew each time: what stands may have changed. Five queries."""
    rows = [Understood(one["number"], one["cells"]) for one in draft.plan.get("rows", [])]
    day = working_day()
    kept = list(communes_kept(user, day).select_related("district"))
    _find_communes(rows, kept, draft.options.get("answers", {}), day)
    known = standing_of({row.commune.pk: row.commune for row in rows if row.commune}.values())
    if draft.kind == DraftKind.DEBTS:
        _debts(rows, known)
    else:
        _works(rows, known)
    return rows


def _heads(
    table: Table, heads: Mapping[str, str], needed: Sequence[str]
) -> tuple[int, dict[str, int]] | None:
    """The first row below the heads, and where each column stands."""
    keys = {search_key(label): name for name, label in heads.items()}
    for at in range(min(LOOKED, len(table.rows))):
        columns: dict[str, int] = {}
        for place in range(len(table.rows[at])):
            text = search_key(table.text(at, place).split("(")[0])
            if text in keys:
                columns.setdefault(keys[text], place)
        if all(name in columns for name in needed):
            return at + 1, columns
    return None


def _rows(table: Table, first: int, columns: Mapping[str, int]) -> list[dict[str, Any]]:
    rows = []
    for at in range(first, len(table.rows)):
        cells = {name: table.text(at, place) for name, place in columns.items()}
        said = {name: text for name, text in cells.items() if text}
        if set(said) - {"code", "commune"}:
            rows.append({"number": at + 1, "cells": said})
    if not rows:
        raise ValidationError("Tệp chưa có dòng nào được điền.", code="no_rows")
    if len(rows) > MOST_ROWS:
        raise ValidationError(
            f"Tệp có {len(rows)} dòng; mỗi lần nhập nhiều nhất {MOST_ROWS}. Chia thành nhiều tệp.",
            code="too_many_rows",
        )
    return rows


def _find_communes(
    rows: list[Understood], kept: list[Commune], answers: Mapping[str, str], day: dt.date
) -> None:
    """By what was answered, else by code and name; only communes that the person keeps."""
    by_code = {one.code: one for one in kept}
    texts = [_commune_text(row.cells) for row in rows]
    for row, match in zip(rows, match_communes(texts, day), strict=True):
        answered = by_code.get(answers.get(str(row.number), ""))
        row.commune, row.how = (answered, "đã chọn") if answered else (match.commune, match.how)
        if row.commune is None:
            row.choices = tuple(one for one in match.choices if one.code in by_code)
            row.problems.append(_unknown(match))
        elif row.commune.code not in by_code:
            row.problems.append(f"bạn không nhập số liệu cho {row.commune}")
            row.commune = None


def _commune_text(cells: Cells) -> str:
    return " ".join(filter(None, [cells.get("code", ""), cells.get("commune", "")]))


def _unknown(match: Match) -> str:
    if not match.text:
        return "thiếu tên xã"
    if match.choices:
        return f"«{match.text}» có thể là nhiều xã: hãy chọn"
    return f"không có xã «{match.text}»"


def _works(rows: list[Understood], known: Standing) -> None:
    first: dict[tuple[int, str], Understood] = {}
    seen: dict[tuple[Any, ...], int] = {}
    for row in rows:
        facts = _facts(row)
        capital = _capital(row)
        name = read_text(row, "name", 300)
        if not name and capital is None and not row.problems:
            row.problems.append("không có công trình, cũng không có vốn")
        if row.commune is None or row.problems:
            continue
        given = WorkGiven(row.number, row.commune, name, facts, capital)
        twin = first.setdefault(given.key, row) if name else row
        if twin is not row and isinstance(twin.given, WorkGiven):
            _agree(row, facts, twin)
        if capital:
            key = (*given.key, capital.year, capital.source, capital.as_of)
            if key in seen:
                row.problems.append(f"trùng năm, nguồn và ngày với dòng {seen[key]}")
            seen.setdefault(key, row.number)
        row.given = given
        row.acts = [] if row.problems else _acts(given, known, twin is row)


def _facts(row: Understood) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "kind": read_choice(row, "kind", KINDS),
        "investment": read_amount(row, "investment", WORK_HEADS),
        "quantity": read_amount(row, "quantity", WORK_HEADS),
        "unit": read_text(row, "unit", 40),
        "started_on": read_cell_day(row, "started_on", WORK_HEADS),
        "finished_on": read_cell_day(row, "finished_on", WORK_HEADS),
        "note": read_text(row, "note", 500) if row.cells.get("name") else "",
    }
    starts, ends = facts["started_on"], facts["finished_on"]
    if starts and ends and ends < starts:
        row.problems.append("hoàn thành trước khởi công")
    return {name: value for name, value in facts.items() if value not in (None, "")}


def _capital(row: Understood) -> CapitalGiven | None:
    names = ("year", "source", "as_of", "allocated", "disbursed")
    if not any(row.cells.get(name) for name in names):
        return None
    source = read_choice(row, "source", SOURCES)
    year = read_year(row)
    as_of = read_cell_day(row, "as_of", WORK_HEADS)
    amounts = [read_amount(row, name, WORK_HEADS) for name in ("allocated", "disbursed")]
    missing = [
        WORK_HEADS[name]
        for name, value in (("year", year), ("source", source), ("as_of", as_of))
        if value in (None, "") and not row.cells.get(name)
    ]
    if missing:
        row.problems.append(f"vốn còn thiếu: {', '.join(missing)}")
    if amounts == [None, None] and not any(row.cells.get(name) for name in names[3:]):
        row.problems.append("vốn chưa có số phân bổ, giải ngân")
    if as_of and not row.problems:
        try:
            refuse_future(as_of)
        except ValidationError as wrong:
            row.problems += wrong.messages
    if row.problems or year is None or as_of is None:
        return None
    return CapitalGiven(year, source, as_of, *amounts)


def _agree(row: Understood, facts: dict[str, Any], twin: Understood) -> None:
    """Rows of one work may not say two things of it."""
    assert isinstance(twin.given, WorkGiven)  # noqa: S101 -- asked before
    for name, value in facts.items():
        before = twin.given.facts.setdefault(name, value)
        if before != value:
            label = WORK_HEADS[name].lower()
            row.problems.append(f"{label} khác với dòng {twin.number} của cùng công trình")


def _acts(given: WorkGiven, known: Standing, first: bool) -> list[str]:  # noqa: FBT001 -- of this module alone
    work = known.works.get(given.key) if given.name else None
    acts = []
    if given.name and work is None and first:
        acts.append("thêm công trình")
    elif work is not None and first:
        acts += _differences(work, given.facts)
    if given.capital:
        acts += _capital_acts(given, work, known)
    return acts or ["không đổi"]


def _differences(work: Work, facts: Mapping[str, Any]) -> list[str]:
    changed = [name for name, value in facts.items() if getattr(work, name) != value]
    if not changed:
        return []
    return [f"sửa công trình: {', '.join(WORK_HEADS[name].lower() for name in changed)}"]


def _capital_acts(given: WorkGiven, work: Work | None, known: Standing) -> list[str]:
    told = given.capital
    assert told is not None  # noqa: S101 -- asked before
    wanted = Capital(
        commune=given.commune, work=work, year=told.year, source=told.source, as_of=told.as_of
    )
    is_new = bool(given.name) and work is None
    stands = None if is_new else known.capital.get(capital_key(wanted))
    if stands is None:
        return ["thêm dòng vốn"]
    pairs = [
        ("phân bổ", stands.allocated, told.allocated),
        ("giải ngân", stands.disbursed, told.disbursed),
    ]
    changed = [
        f"{words} {plain(before)} → {plain(now)}"
        for words, before, now in pairs
        if now is not None and before != now
    ]
    return [f"sửa vốn: {', '.join(changed)}"] if changed else []


def _debts(rows: list[Understood], known: Standing) -> None:
    seen: dict[tuple[int, dt.date], int] = {}
    for row in rows:
        as_of = read_cell_day(row, "as_of", DEBT_HEADS)
        amount = read_amount(row, "amount", DEBT_HEADS)
        for name in ("as_of", "amount"):
            if not row.cells.get(name):
                row.problems.append(f"thiếu {DEBT_HEADS[name].lower()}")
        if as_of and as_of > working_day():
            row.problems.append("tính đến ngày sau ngày làm việc")
        if row.problems or row.commune is None or as_of is None or amount is None:
            continue
        key = (row.commune.pk, as_of)
        if key in seen:
            row.problems.append(f"trùng xã và ngày với dòng {seen[key]}")
            continue
        seen[key] = row.number
        note = read_text(row, "note", 500)
        row.given = DebtGiven(row.number, row.commune, as_of, amount, note)
        stands = known.debts.get(key)
        if stands is None:
            row.acts = ["thêm dòng nợ"]
        elif stands.amount != amount:
            row.acts = [f"sửa nợ: {plain(stands.amount)} → {plain(amount)}"]
        else:
            row.acts = ["không đổi"]
