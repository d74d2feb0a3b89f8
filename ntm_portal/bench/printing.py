"""Printing measured: a commune's report and the province's, beside WeasyPrint untuned, Chromium and LibreOffice.

In turn, the best of each: whatever else the machine does only adds.
"""

from collections.abc import Callable
from dataclasses import replace

from documents.blocks import PrintedPaper
from ntm_portal.bench import prints, reports
from ntm_portal.bench.measure import Row
from ntm_portal.bench.prints import Print

ROUNDS = 3
MEMORY, OF_UNTUNED, OF_UNTUNED_APART = 300, 0.7, 0.4


def printing() -> list[Row]:
    """Rows of papers as long as the reports are."""
    return [*short(reports.commune_report()), *long(reports.province_report())]


def short(paper: PrintedPaper) -> list[Row]:
    """A report of about four pages by the clock, beside programs started for the same."""
    own, browser, office = _best(
        lambda: prints.whole(paper),
        lambda: prints.by_browser(paper),
        lambda: prints.by_office(paper),
    )
    name = "Báo cáo xã, 4 trang"
    rows = [_time(name, own), _memory(name, own)]
    if browser is not None and own is not None:
        rows += [
            _time("Chromium khởi động, cùng HTML", browser),
            _memory("Chromium, cùng HTML", browser),
            Row(f"{name} / Chromium", round(own.clock / browser.clock, 2), "lần", 1),
        ]
    if office is not None:
        rows += [
            _time("LibreOffice khởi động, cùng DOCX", office),
            _memory("LibreOffice, cùng DOCX", office),
        ]
    return rows


def long(paper: PrintedPaper) -> list[Row]:
    """A report of about forty pages: whole, in chapters on one process and on two, beside the others."""
    whole, one, two, plain, browser, office = _best(
        lambda: prints.whole(paper),
        lambda: prints.in_chapters(paper, 1),
        lambda: prints.in_chapters(paper, 2),
        lambda: prints.untuned(paper),
        lambda: prints.by_browser(paper),
        lambda: prints.by_office(paper),
    )
    name = "Báo cáo tỉnh, 40 trang"
    named = {
        f"{name}, cả quyển": whole,
        f"{name}, từng phần, 1 tiến trình": one,
        f"{name}, từng phần, 2 tiến trình": two,
        f"{name}, WeasyPrint chưa chỉnh": plain,
        f"{name}, Chromium khởi động, cùng HTML": browser,
        f"{name}, LibreOffice khởi động, cùng DOCX": office,
    }
    rows = []
    for said, made in named.items():
        if made is not None:
            bar = MEMORY if made in {whole, one, two} else None
            rows += [_time(said, made), _processor(said, made), _memory(said, made, bar)]
    if whole is None or two is None or plain is None:
        raise RuntimeError("Nothing was printed.")
    return [
        *rows,
        Row("Cả quyển / chưa chỉnh: CPU", _times(whole.seconds, plain.seconds), "lần", OF_UNTUNED),
        Row(
            "Từng phần, 2 tiến trình / chưa chỉnh: thời gian",
            _times(two.clock, plain.clock),
            "lần",
            OF_UNTUNED_APART,
        ),
    ]


def _best(*ways: Callable[[], Print | None]) -> list[Print | None]:
    """The quickest print of each way, with the most memory that any took."""
    rounds = [[way() for way in ways] for _ in range(ROUNDS)]
    found: list[Print | None] = []
    for prints_of_one in zip(*rounds, strict=True):
        made = [one for one in prints_of_one if one is not None]
        most = max((one.megabytes for one in made), default=0)
        quickest = min(made, key=lambda one: one.clock, default=None)
        found.append(quickest and replace(quickest, megabytes=most))
    return found


def _times(one: float, other: float) -> float:
    return round(one / other, 2)


def _time(name: str, made: Print | None) -> Row:
    return Row(f"{name}: thời gian", round((made.clock if made else 0) * 1000), "ms")


def _processor(name: str, made: Print) -> Row:
    return Row(f"{name}: CPU", round(made.seconds * 1000), "ms")


def _memory(name: str, made: Print | None, bar: float | None = None) -> Row:
    return Row(
        f"{name}: bộ nhớ tiến trình lớn nhất", round(made.megabytes if made else 0), "MB", bar
    )
