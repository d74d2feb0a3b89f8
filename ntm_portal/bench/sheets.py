"""The spreadsheet of the province, out and in, beside a bare read of the same file."""

from io import BytesIO
from itertools import cycle
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.calendar import working_day
from accounts.models import User
from communes.exports import CORNER, MEDIA_TYPE, to_form
from communes.models import Commune
from criteria import tasks
from criteria.imports.sheets import recognise
from criteria.models import EntryDraft
from criteria.selectors import set_in_force
from criteria.selectors.drafts import preview
from criteria.selectors.sheets import province_form
from criteria.services import drafts
from documents.services import store_file
from ntm_portal.bench.measure import Row, timed

CELLS = 101 * 57
HEADS = 3  # rows between the keys and the first commune
FIRST = 5  # the first column that may be filled in
TIMES_BARE = 5  # read, checked and shown, beside a read alone


def sheets() -> list[Row]:
    """Out once; filled in; read, checked and previewed; 5.757 values stored."""
    criteria_set = set_in_force(working_day())
    office = User.objects.get(username="vpdp")
    if criteria_set is None:
        return []
    day, communes = working_day(), Commune.objects.on(working_day()).select_related("district")
    made: list[bytes] = []
    out = timed(lambda: made.append(to_form(province_form(criteria_set, communes, day))))
    content, filled = filled_in(made[0])
    bare = timed(lambda: bare_read(content))
    opened: list[EntryDraft] = []

    def read() -> None:
        upload = SimpleUploadedFile("toan-tinh.xlsx", content, content_type=MEDIA_TYPE)
        known = recognise(content)
        draft = drafts.open_draft(
            kind=known.kind,
            by=office,
            criteria_set=known.criteria_set,
            file=store_file(upload, by=office),
            total=len(known.cells),
        )
        tasks.read_draft(draft.pk)
        draft.refresh_from_db()
        preview(draft, {})
        opened.append(draft)

    seen = timed(read)
    stored = timed(lambda: drafts.store(opened[0], office))
    return [
        Row("Mẫu Excel toàn tỉnh ra", round(out), "ms"),
        Row(f"Vào {filled} giá trị: đọc, kiểm tra, xem trước", round(seen), "ms"),
        Row("openpyxl chỉ đọc cùng tệp", round(bare), "ms"),
        Row("Vào / openpyxl", round(seen / bare, 2), "lần", TIMES_BARE),
        Row(f"Ghi {filled} giá trị trong một giao dịch", round(stored), "ms"),
    ]


def bare_read(content: bytes) -> None:
    book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        for _ in sheet.iter_rows(values_only=True):
            pass


def filled_in(content: bytes) -> tuple[bytes, int]:
    """The sheet with CELLS values of the right kind, and how many there are."""
    book = openpyxl.load_workbook(BytesIO(content))
    sheet: Any = book.worksheets[0]
    top = next(row for row in range(1, 20) if sheet.cell(row, 1).value == CORNER)
    numbers, answers, count = cycle(range(1, 99)), cycle(["Có", "Không"]), 0
    for row in sheet.iter_rows(min_row=top + HEADS + 1, min_col=FIRST):
        for cell in row:
            unit = sheet.cell(top + HEADS, cell.column).value
            if count == CELLS or cell.value == "không hỏi xã này" or unit == "mức":
                continue
            cell.value = next(answers) if unit == "Có / Không" else next(numbers)
            count += 1
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue(), count
