"""A criteria set as one sheet: a row for each threshold, or for an indicator that has none yet."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from python_calamine import CalamineError, load_workbook
from xlsxwriter import Workbook

from accounts.calendar import read_day
from communes.choices import CommuneClassKind, Confidence
from communes.names import search_key
from criteria.choices import Combine, Comparator, ValueType
from criteria.models import CriteriaSet, Indicator, Threshold
from criteria.names import REGION_NAMES
from criteria.services.catalogue import Demand
from criteria.services.reading import read_answer
from criteria.services.set_import import SheetRow
from criteria.services.sets import CriterionGiven, IndicatorGiven
from criteria.words import read_number, write_number

HEADER = {
    "number": "Tiêu chí số",
    "criterion": "Tên tiêu chí",
    "group_code": "Nhóm",
    "group_name": "Tên nhóm",
    "code": "Mã chỉ tiêu",
    "name": "Tên chỉ tiêu",
    "value_type": "Kiểu giá trị",
    "unit": "Đơn vị tính",
    "parts": "Các phần (mã | tên; …)",
    "rule": "Quy tắc bằng lời",
    "applicable_if": "Chỉ áp dụng khi",
    "delegated_to": "Giao quy định cho",
    "combine": "Khi sáp nhập",
    "denominator": "Mẫu số",
    "part": "Phần",
    "region": "Vùng",
    "year": "Năm",
    "commune_class": "Loại xã",
    "condition": "Điều kiện",
    "starts": "Từ ngày",
    "ends": "Đến ngày",
    "kind": "Kiểu của mức",
    "comparator": "So sánh",
    "value": "Mức",
    "confidence": "Độ tin cậy",
    "source": "Nguồn",
    "note": "Ghi chú",
}
NEEDED = ("number", "criterion", "code", "name", "value_type", "region", "value", "confidence")
LISTS: dict[str, dict[str, str]] = {
    "value_type": {label: key for key, label in ValueType.choices},
    "kind": {label: key for key, label in ValueType.choices},
    "region": {label: key for key, label in REGION_NAMES.items()},
    "commune_class": {label: key for key, label in CommuneClassKind.choices},
    "comparator": {label: key for key, label in Comparator.choices},
    "confidence": {label: key for key, label in Confidence.choices},
    "combine": {label: key for key, label in Combine.choices},
}
PLAIN = ("unit", "rule", "applicable_if", "delegated_to", "denominator")
MOST_BYTES, MOST_ROWS, LISTED_ROWS = 2 * 1024 * 1024, 2000, 2000
THRESHOLD = ("part", "region", "year", "commune_class", "condition", "starts", "ends", "value")
Raw = dict[str, str]


def read_rows(file: BinaryIO, *, size: int) -> list[Raw]:
    """The rows as typed, by column and with «at», the row's number. `size` is in bytes.

    Refusals: `too_big`, `unreadable`, `missing_columns`, `no_rows`, `too_many_rows`.
    """
    if size > MOST_BYTES:
        raise ValidationError("Tệp lớn hơn 2 MB.", code="too_big")
    try:
        table = load_workbook(file).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError):
        words = "Không đọc được tệp này. Hãy dùng tệp Excel (.xlsx) theo mẫu tải về."
        raise ValidationError(words, code="unreadable") from None
    columns = _columns(table[0] if table else [])
    rows = [
        {"at": str(at)} | {name: _text(cells, place) for name, place in columns.items()}
        for at, cells in enumerate(table[1:], start=2)
        if any(str(cell).strip() for cell in cells)
    ]
    if not rows:
        raise ValidationError("Tệp chưa có dòng nào dưới dòng tiêu đề.", code="no_rows")
    if len(rows) > MOST_ROWS:
        words = f"Tệp có {len(rows)} dòng; mỗi lần nhiều nhất {MOST_ROWS}."
        raise ValidationError(words, code="too_many_rows")
    return rows


def understand(raw: Raw) -> SheetRow:
    """What a row means; every mistake in it is named with its column."""
    problems: list[str] = []

    def take(name: str, read: Callable[[str], Any]) -> Any:
        try:
            return read(raw.get(name, ""))
        except ValueError as error:
            problems.append(f"cột «{HEADER[name]}»: {error}")
            return None

    def choice(name: str) -> Any:
        return take(name, lambda text: _listed(name, text))

    criterion = CriterionGiven(
        number=take("number", _needed_whole) or 0,
        name=take("criterion", _needed) or "",
        group_code=raw.get("group_code", ""),
        group_name=raw.get("group_name", ""),
    )
    indicator = IndicatorGiven(
        code=(take("code", _needed) or "").replace(",", "."),
        name=take("name", _needed) or "",
        value_type=choice("value_type") or "",
        parts=take("parts", _parts) or [],
        name_source=raw.get("source", ""),
        name_confidence=Confidence.SOURCED if raw.get("source") else Confidence.RECALLED,
        combine=choice("combine") or Combine.ANEW.value,
        **{name: raw.get(name, "") for name in PLAIN},
    )
    if not indicator.value_type and not problems:
        problems.append("cột «Kiểu giá trị»: còn thiếu")
    demand = None
    if any(raw.get(name) for name in THRESHOLD):
        kind = choice("kind") or indicator.value_type
        compared = choice("comparator")
        usual = Comparator.BOOLEAN if kind == ValueType.BOOLEAN else Comparator.AT_LEAST
        demand = Demand(
            region=choice("region") or "",
            value_type=kind,
            comparator=compared or usual.value,
            confidence=choice("confidence") or _sure(raw),
            part=raw.get("part", ""),
            year=take("year", _whole),
            commune_class=choice("commune_class") or "",
            condition=raw.get("condition", ""),
            starts=take("starts", _day),
            ends=take("ends", _day),
            source=raw.get("source", ""),
            note=raw.get("note", ""),
            **(take("value", lambda text: _value(kind, text)) or {}),
        )
    untold = [] if raw.get("combine") else ["combine"]
    untold += [] if "denominator" in raw else ["denominator"]
    return SheetRow(int(raw["at"]), criterion, indicator, demand, tuple(problems), tuple(untold))


def _sure(raw: Raw) -> str:
    """Nobody said how sure: a value without a word is from memory."""
    return Confidence.RECALLED.value if raw.get("value") else Confidence.MISSING.value


def set_sheet(criteria_set: CriteriaSet) -> bytes:
    """The set as it stands, to be changed and read back: lists for kinds, codes as text."""
    rows = list(_lines(criteria_set))
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(buffer, options) as book:
        sheet = book.add_worksheet("Bộ tiêu chí")
        text = book.add_format({"num_format": "@"})
        sheet.set_column(0, len(HEADER) - 1, 16, text)
        sheet.write_row(0, 0, list(HEADER.values()), book.add_format({"bold": True}))
        for at, row in enumerate(rows, start=1):
            for column, name in enumerate(HEADER):
                sheet.write_string(at, column, row.get(name, ""), text)
        lists = book.add_worksheet("Danh sách")
        for column, (name, labels) in enumerate(LISTS.items()):
            lists.write_column(0, column, [HEADER[name], *labels])
            place = list(HEADER).index(name)
            letter = "ABCDEFG"[column]
            source = f"='Danh sách'!${letter}$2:${letter}${len(labels) + 1}"
            rule = {"validate": "list", "source": source, "ignore_blank": True}
            sheet.data_validation(1, place, LISTED_ROWS, place, rule)
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()


def _lines(criteria_set: CriteriaSet) -> Iterable[Raw]:
    living = Threshold.objects.known_at().filter(
        indicator__criterion__criteria_set=criteria_set, refers_to=None
    )
    by_indicator: dict[int, list[Threshold]] = {}
    for row in living.order_by("order"):
        by_indicator.setdefault(row.indicator_id, []).append(row)
    for criterion in criteria_set.criteria.prefetch_related("indicators"):
        about = {
            "number": str(criterion.number),
            "criterion": criterion.name,
            "group_code": criterion.group_code,
            "group_name": criterion.group_name,
        }
        for indicator in criterion.indicators.all():
            told = about | _told(indicator)
            for row in by_indicator.get(indicator.pk, []):
                yield told | _asked(row)
            if indicator.pk not in by_indicator:
                yield told


def _told(indicator: Indicator) -> Raw:
    names = ("code", "name", *PLAIN)
    parts = (
        " | ".join(filter(None, (one["code"], one["name"], one.get("unit", ""))))
        for one in indicator.parts
    )
    return {name: getattr(indicator, name) for name in names} | {
        "value_type": ValueType(indicator.value_type).label,
        "combine": Combine(indicator.combine).label,
        "parts": "; ".join(parts),
    }


def _asked(row: Threshold) -> Raw:
    answer = {True: "Có", False: "Không", None: row.word}[row.answer]
    number = None if row.number is None else Decimal(row.number)
    listed = {
        "region": row.region,
        "commune_class": row.commune_class,
        "comparator": row.comparator,
        "confidence": row.confidence,
        "kind": row.value_type,
    }
    words = {name: _label(name, key) for name, key in listed.items()}
    return words | {
        "part": row.part,
        "year": str(row.year or ""),
        "condition": row.condition,
        "starts": _shown(row.starts),
        "ends": _shown(row.ends),
        "value": write_number(number) if number is not None else answer,
        "source": row.source,
        "note": row.note,
    }


def _label(name: str, key: str) -> str:
    return next((label for label, one in LISTS[name].items() if one == key), "")


def _shown(day: dt.date | None) -> str:
    return f"{day.day}/{day.month}/{day.year}" if day else ""


def _columns(heads: Sequence[Any]) -> dict[str, int]:
    found = {search_key(str(head)): at for at, head in enumerate(heads)}
    missing = [HEADER[name] for name in NEEDED if search_key(HEADER[name]) not in found]
    if missing:
        words = ", ".join(f"«{one}»" for one in missing)
        raise ValidationError(
            f"Thiếu cột {words} ở dòng 1. Hãy dùng tệp mẫu tải về.", code="missing_columns"
        )
    keys = {name: search_key(label) for name, label in HEADER.items()}
    return {name: found[key] for name, key in keys.items() if key in found}


def _text(cells: Sequence[Any], at: int) -> str:
    value = cells[at] if at < len(cells) else ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, (int, float)):
        return write_number(Decimal(str(value)))
    if isinstance(value, dt.datetime):
        value = value.date()
    return _shown(value) if isinstance(value, dt.date) else str(value).strip()


def _needed(text: str) -> str:
    if not text:
        raise ValueError("còn thiếu")
    return text


def _needed_whole(text: str) -> int | None:
    return _whole(_needed(text))


def _whole(text: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()):
        raise ValueError(f"«{text}» không phải số nguyên")
    return int(text)


def _day(text: str) -> dt.date | None:
    return read_day(text) if text else None


def _listed(name: str, text: str) -> str:
    """The key of a label, or the key itself; blank stays blank."""
    keys = {search_key(label): key for label, key in LISTS[name].items()}
    keys |= {search_key(key): key for key in LISTS[name].values()} | {"": ""}
    exact = text if text in LISTS[name].values() else keys.get(search_key(text))
    if exact is None:
        raise ValueError(f"không có «{text}» trong danh sách")
    return exact


def _value(kind: str, text: str) -> dict[str, Any]:
    if not text:
        return {}
    if kind == ValueType.BOOLEAN:
        answer = read_answer(text)
        if answer is None:
            raise ValueError(f"«{text}» phải là Có hoặc Không")
        return {"answer": answer}
    return {"word": text} if kind == ValueType.TEXT else {"number": read_number(text)}


def _parts(text: str) -> list[dict[str, str]]:
    found = []
    for piece in filter(None, (one.strip() for one in text.split(";"))):
        code, _, rest = (one.strip() for one in piece.partition("|"))
        name, _, unit = (one.strip() for one in rest.partition("|"))
        if not code or not name:
            raise ValueError(f"«{piece}» chưa đúng, ví dụ: nu | Nữ; nam | Nam")
        found.append({"code": code, "name": name} | ({"unit": unit} if unit else {}))
    return found
