"""Printing measured: three pages beside a browser started for the same page; forty beside WeasyPrint untuned.

Processor seconds, not those of the clock, and each print in a process of its own, so that memory is its alone.
"""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from documents.blocks import PrintedPaper
from ntm_portal.bench import papers
from ntm_portal.bench.measure import Row, timed
from ntm_portal.bench.pages import CHROMIUM, find_browser

STATIC = Path(settings.BASE_DIR, "static").resolve()
ROUNDS = 3
MEMORY, OF_UNTUNED = 300, 0.7
# Its own most: what getrusage says begins with that of the process it was started from.
END = """
import pathlib, re
status = pathlib.Path("/proc/self/status").read_text()
peak = int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) / 1024
print(json.dumps({"seconds": spent, "megabytes": peak, "bytes": len(content)}))
"""
TUNED = """
import json, time
import django
django.setup()
from documents import pdf
from ntm_portal.bench import papers
paper = papers.long_paper()
pdf.render(papers.short_paper())
began = time.process_time()
content = pdf.render(paper)
spent = time.process_time() - began
"""
# As WeasyPrint's own manual prints a page, to the same kind of PDF.
UNTUNED = """
import json, pathlib, sys, time
from weasyprint import HTML
html = pathlib.Path(sys.argv[1]).read_text()
HTML(string="<p>Ấm máy").write_pdf(pdf_variant="pdf/a-2a")
began = time.process_time()
content = HTML(string=html, base_url=sys.argv[2]).write_pdf(pdf_variant="pdf/a-2a")
spent = time.process_time() - began
"""


@dataclass(frozen=True, slots=True)
class Print:
    """One print: processor seconds without the start of the program, the most memory of its process."""

    seconds: float
    megabytes: float
    bytes: int


def printing() -> list[Row]:
    return [*_three_pages(), *_forty_pages()]


def tuned() -> Print:
    """The long paper as the worker prints it."""
    return _in_a_process(TUNED)


def untuned() -> Print:
    """The same words, plainly written, by WeasyPrint as it comes."""
    with tempfile.NamedTemporaryFile("w", suffix=".html") as page:
        page.write(papers.untuned(papers.long_paper()))
        page.flush()
        return _in_a_process(UNTUNED, page.name, f"{STATIC.as_uri()}/")


def _three_pages() -> list[Row]:
    from documents import pdf

    paper = papers.short_paper()
    pdf.render(paper)  # the worker is warm
    own = sorted(timed(lambda: pdf.render(paper)) for _ in range(5))[2]
    rows = [Row("Văn bản 3 trang: trung vị", round(own), "ms")]
    browser = find_browser()
    if browser is None:
        return rows
    other = sorted(_browser(browser, paper)[0] for _ in range(ROUNDS))[1]
    return [
        *rows,
        Row("Chromium khởi động, cùng HTML: trung vị", round(other), "ms"),
        Row("3 trang / Chromium", round(own / other, 2), "lần", 1),
    ]


def _forty_pages() -> list[Row]:
    """In turn, the best of each: whatever else the machine does only adds."""
    pairs = [(tuned(), untuned()) for _ in range(ROUNDS)]
    own = min((mine for mine, _ in pairs), key=lambda one: one.seconds)
    plain = min((other for _, other in pairs), key=lambda one: one.seconds)
    rows = [
        Row("Văn bản 40 trang, bảng 140 dòng: CPU", round(own.seconds, 2), "s"),
        Row("WeasyPrint, HTML chưa chỉnh: CPU", round(plain.seconds, 2), "s"),
        Row("40 trang / chưa chỉnh", round(own.seconds / plain.seconds, 2), "lần", OF_UNTUNED),
        Row("40 trang: bộ nhớ", round(max(one.megabytes for one, _ in pairs)), "MB", MEMORY),
        Row("WeasyPrint, HTML chưa chỉnh: bộ nhớ", round(plain.megabytes), "MB"),
    ]
    browser = find_browser()
    if browser is None:
        return rows
    took, memory = _browser(browser, papers.long_paper())
    return [
        *rows,
        Row("Chromium, cùng 40 trang: thời gian", round(took), "ms"),
        Row("Chromium: bộ nhớ tiến trình lớn nhất", round(memory), "MB"),
    ]


def _in_a_process(program: str, *words: str) -> Print:
    done = subprocess.run(  # noqa: S603 -- our own program
        [sys.executable, "-c", program + END, *words],
        capture_output=True,
        check=True,
        cwd=settings.BASE_DIR,
    )
    return Print(**json.loads(done.stdout.splitlines()[-1]))


def _browser(program: str, paper: PrintedPaper) -> tuple[float, float]:
    """Milliseconds of a headless browser started to print the page; megabytes of its largest process."""
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR) as folder:
        page = Path(folder, "page.html")
        base = f'<head><base href="{STATIC.as_uri()}/">'
        page.write_text(papers.page_of(paper).replace("<head>", base, 1))
        places = [f"--user-data-dir={folder}/profile", f"--print-to-pdf={folder}/page.pdf"]
        peak = 0.0

        def run() -> None:
            nonlocal peak
            child = subprocess.Popen(  # noqa: S603
                [program, *CHROMIUM.split(), *places, page.as_uri()],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            peak = used.ru_maxrss / 1024

        took = timed(run)
        if not Path(folder, "page.pdf").exists():
            raise RuntimeError("Chromium printed nothing")
        return took, peak
