"""One row of a sheet of works or debts, and its cells read: what is wrong is noted on the row."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from accounts.calendar import read_day
from communes.models import Commune
from communes.names import search_key
from criteria.words import read_number
from plans.services.works_import import DebtGiven, WorkGiven

WORK_HEADS = {
    "code": "Mã xã",
    "commune": "Xã",
    "name": "Công trình",
    "kind": "Loại",
    "investment": "Tổng mức đầu tư",
    "quantity": "Khối lượng",
    "unit": "Đơn vị tính",
    "started_on": "Khởi công",
    "finished_on": "Hoàn thành",
    "year": "Năm vốn",
    "source": "Nguồn vốn",
    "as_of": "Tính đến ngày",
    "allocated": "Đã phân bổ",
    "disbursed": "Đã giải ngân",
    "note": "Ghi chú",
}
DEBT_HEADS = {
    "code": "Mã xã",
    "commune": "Xã",
    "as_of": "Tính đến ngày",
    "amount": "Nợ đọng",
    "note": "Ghi chú",
}
MOST_MONEY, PLACES = 10**11, 3  # what an amount of the database holds
Cells = Mapping[str, str]


@dataclass(slots=True)
class Understood:
    """A row of the sheet: what it would do (`acts`), or why not (`problems`); `choices` to ask among."""

    number: int
    cells: Cells
    commune: Commune | None = None
    how: str = ""
    choices: tuple[Commune, ...] = ()
    acts: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    given: WorkGiven | DebtGiven | None = None

    @property
    def is_good(self) -> bool:
        return not self.problems and self.given is not None


def read_choice(row: Understood, name: str, known: Mapping[str, str]) -> str:
    text = row.cells.get(name, "")
    if not text:
        return ""
    found = known.get(search_key(text), "")
    if not found:
        row.problems.append(f"không có {WORK_HEADS[name].lower()} «{text}»; chọn như trong mẫu")
    return found


def read_amount(row: Understood, name: str, heads: Mapping[str, str]) -> Decimal | None:
    text = row.cells.get(name, "")
    if not text:
        return None
    try:
        number = read_number(text)
    except ValueError as wrong:
        row.problems.append(f"{heads[name].lower()}: {wrong}")
        return None
    exponent = number.normalize().as_tuple().exponent
    too_fine = isinstance(exponent, int) and -exponent > PLACES
    if number < 0 or number >= MOST_MONEY or too_fine:
        row.problems.append(
            f"{heads[name].lower()} phải từ 0, nhiều nhất {PLACES} chữ số sau dấu phẩy"
        )
        return None
    return number


def read_text(row: Understood, name: str, most: int) -> str:
    text = row.cells.get(name, "")
    if len(text) > most:
        row.problems.append(f"{WORK_HEADS[name].lower()} dài quá {most} chữ")
    return text


def read_cell_day(row: Understood, name: str, heads: Mapping[str, str]) -> dt.date | None:
    text = row.cells.get(name, "")
    if not text:
        return None
    try:
        return read_day(text.split(" ")[0] if text.endswith("00:00:00") else text)
    except ValueError as wrong:
        row.problems.append(f"{heads[name].lower()}: {wrong}")
        return None


def read_year(row: Understood) -> int | None:
    text = row.cells.get("year", "")
    if not text:
        return None
    if text.isdecimal() and len(text) == len("2024"):
        return int(text)
    row.problems.append(f"năm vốn «{text}» không phải là năm; ghi như 2024")
    return None


def plain(value: Decimal | None) -> str:
    return "trống" if value is None else f"{value.normalize():f}".replace(".", ",")
