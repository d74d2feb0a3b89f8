"""The spreadsheets to be filled in: one commune, one criterion, the whole province."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils import timezone

from communes.exports import Form, FormColumn, FormEntry
from communes.models import Commune
from criteria.choices import DraftKind, ValueType
from criteria.models import CriteriaSet, Criterion, Scorecard
from criteria.selectors.templates import (
    FormCell,
    Key,
    form_cells,
    indicators_to_fill,
)

VALUE, NOTE = "gia-tri", "ghi-chu"  # keys of the columns of a commune's sheet
HOW = (
    "Chỉ điền ô trắng; ô xám đã khóa. Ô trống là chưa có số liệu, 0 là số không, "
    "«không áp dụng» là không áp dụng: ba điều khác nhau."
)
FAINT = "Chữ nghiêng là số liệu minh họa (◇)."


def commune_form(scorecard: Scorecard, day: dt.date) -> Form:
    """A row for each value: what is asked, what stands, a cell to fill in and a note."""
    criteria_set, commune = scorecard.criteria_set, scorecard.commune
    indicators = indicators_to_fill(criteria_set)
    cells = list(form_cells(criteria_set, [commune], indicators, day).values())
    columns = [
        FormColumn(("Mã",), 8),
        FormColumn(("Chỉ tiêu",), 48),
        FormColumn(("Đơn vị",), 12),
        FormColumn(("Ngưỡng đạt",), 22),
        FormColumn(("Đã ghi",), 14),
        FormColumn(("Giá trị mới",), 16, VALUE),
        FormColumn(("Ghi chú",), 30, NOTE),
    ]
    rows = [(cell.code, _commune_row(cell)) for cell in cells]
    return Form(
        title="Phiếu",
        lines=_lines(f"{str(commune).capitalize()} – {criteria_set.name}", day, cells),
        columns=columns,
        rows=rows,
        about=_about(DraftKind.COMMUNE_SHEET, criteria_set, day) | {"xa": commune.code},
        keys=[*_locked(rows), *_keys(cells)],
    )


def criterion_form(criterion: Criterion, communes: Iterable[Commune], day: dt.date) -> Form:
    """A row for each commune, a column for each value of the criterion; what stands is there to edit."""
    indicators = indicators_to_fill(criterion.criteria_set, criterion.number)
    places = list(communes)
    cells = form_cells(criterion.criteria_set, places, indicators, day)
    about = _about(DraftKind.CRITERION_SHEET, criterion.criteria_set, day)
    return _across(
        f"Tiêu chí {criterion} – {criterion.criteria_set.name}",
        f"Tiêu chí {criterion.number}",
        cells,
        places,
        about | {"tieu_chi": f"{criterion.number}"},
    )


def province_form(criteria_set: CriteriaSet, communes: Iterable[Commune], day: dt.date) -> Form:
    """A row for each commune, a column for each value of the set."""
    places = list(communes)
    cells = form_cells(criteria_set, places, indicators_to_fill(criteria_set), day)
    about = _about(DraftKind.PROVINCE_SHEET, criteria_set, day)
    return _across(criteria_set.name, "Toàn tỉnh", cells, places, about)


def _across(
    name: str,
    title: str,
    cells: dict[Key, FormCell],
    places: Sequence[Commune],
    about: dict[str, str],
) -> Form:
    day = dt.date.fromisoformat(about["ngay"])
    asked: dict[str, FormCell] = {}
    for cell in cells.values():
        asked.setdefault(cell.code, cell)
    columns = [
        FormColumn(("Mã xã", "", ""), 8),
        FormColumn(("Xã", "", ""), 20),
        FormColumn(("Huyện", "", ""), 16),
        *(
            FormColumn((cell.code, cell.name, cell.unit or _kind_words(cell.kind)), 14, cell.code)
            for cell in asked.values()
        ),
    ]
    rows = [(place.code, _place_row(place, asked, cells)) for place in places]
    return Form(
        title=title,
        lines=_lines(name, day, cells.values()),
        columns=columns,
        rows=rows,
        about=about,
        keys=[*_locked(rows, width=3), *_keys(cells.values())],
    )


def _commune_row(cell: FormCell) -> list[FormEntry]:
    unit = cell.unit or _kind_words(cell.kind)
    shown = f"{cell.text} ◇" if cell.illustrative else cell.text
    return [
        *(FormEntry(text) for text in (cell.code, cell.name, unit, cell.demand, shown)),
        FormEntry("", cell.kind),
        FormEntry(),
    ]


def _place_row(
    place: Commune, asked: dict[str, FormCell], cells: dict[Key, FormCell]
) -> list[FormEntry]:
    district = place.district.name if place.district else ""
    row = [FormEntry(place.code), FormEntry(place.name), FormEntry(district)]
    for sample in asked.values():
        cell = cells.get((place.code, sample.indicator.code, sample.part))
        row.append(
            FormEntry(typed(cell), cell.kind, cell.illustrative)
            if cell
            else FormEntry("không hỏi xã này")
        )
    return row


def typed(cell: FormCell) -> Any:
    """What stands, as a spreadsheet has it: numbers are numbers."""
    if cell.number is not None:
        return float(cell.number)
    return cell.text


def _kind_words(kind: str) -> str:
    return {ValueType.BOOLEAN.value: "Có / Không", ValueType.TEXT.value: "mức"}.get(kind, "")


def _lines(name: str, day: dt.date, cells: Iterable[FormCell]) -> list[str]:
    illustrative = any(cell.illustrative for cell in cells)
    return [
        name,
        f"Số liệu đến ngày {day.day}/{day.month}/{day.year}. {FAINT if illustrative else ''}".strip(),
        HOW,
    ]


def _about(kind: DraftKind, criteria_set: CriteriaSet, day: dt.date) -> dict[str, str]:
    return {
        "loai": kind.value,
        "bo": criteria_set.code,
        "ngay": f"{day}",
        "luc": timezone.localtime().isoformat(timespec="seconds"),
    }


def _locked(
    rows: Iterable[tuple[str, Sequence[FormEntry]]], width: int = 5
) -> Iterator[tuple[str, ...]]:
    """The locked texts of each row, so that a changed one is noticed."""
    for key, entries in rows:
        yield "d", key, locked_text(entry.value for entry in entries[:width]), "", "", ""


def locked_text(values: Iterable[Any]) -> str:
    """Texts of locked cells as one, spaces and line ends alike."""
    return " | ".join(" ".join(str(value).split()) for value in values)


def _keys(cells: Iterable[FormCell]) -> Iterator[tuple[str, ...]]:
    """The commune, the indicator, the part, the last word about it and what stood in the sheet."""
    for cell in cells:
        base = f"{cell.base}" if cell.base else ""
        yield "o", cell.commune.code, cell.indicator.code, cell.part, base, cell.text
