"""The sheet that `plans.imports.support` reads back: columns, lists to choose from, one example."""

from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from communes.exports import OPTIONS
from plans.choices import ActionState, SupportForm
from plans.imports.support import HEADER, MOST_ROWS

LISTS: dict[str, list[str]] = {
    "form": [str(one.label) for one in SupportForm],
    "state": [str(one.label) for one in ActionState if one != ActionState.DROPPED],
}
TEXT = ("agency", "commune", "content", "about", "unit_name", "partner", "result", "note")
WIDE = {"content": 44, "agency": 26, "commune": 18, "form": 24, "result": 30, "note": 24}


def template() -> bytes:
    """A blank sheet. Codes are text, so that 17.10 stays 17.10; money is in triệu đồng."""
    buffer = BytesIO()
    with Workbook(buffer, OPTIONS) as book:
        sheet, lists = book.add_worksheet("Hỗ trợ"), book.add_worksheet("Danh sách")
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@"})
        day = book.add_format({"num_format": "d/m/yyyy"})
        for place, (name, label) in enumerate(HEADER.items()):
            form = text if name in TEXT else day if name.endswith("_on") else None
            sheet.set_column(place, place, WIDE.get(name, 15), form)
            sheet.write_string(0, place, _headed(name, label), bold)
        for place, (name, labels) in enumerate(LISTS.items()):
            lists.write_column(0, place, [HEADER[name], *labels])
            letter, column = xl_col_to_name(place), list(HEADER).index(name)
            source = f"='Danh sách'!${letter}$2:${letter}${len(labels) + 1}"
            sheet.data_validation(
                1, column, MOST_ROWS, column, {"validate": "list", "source": source}
            )
        sheet.freeze_panes(1, 4)
    return buffer.getvalue()


def _headed(name: str, label: str) -> str:
    """Money says its unit; the words in brackets are not read back."""
    is_money = name.startswith(("planned-", "done-", "total_"))
    if is_money:
        return f"{label} (triệu đồng)"
    return f"{label} (công)" if name.startswith("days_") else label
