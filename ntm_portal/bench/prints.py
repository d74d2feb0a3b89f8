"""How one print is measured: in processes of its own, so that time and memory are its alone.

Ours are warm, as a worker is; a browser and LibreOffice are started for each print, as they would be.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import pypdfium2
from django.conf import settings

from documents.blocks import PrintedPaper
from documents.services.word import page_as_word
from ntm_portal.bench import papers
from ntm_portal.bench.measure import timed
from ntm_portal.bench.pages import CHROMIUM, find_browser

STATIC = Path(settings.BASE_DIR, "static").resolve()
# Files of pages come in by the line. Memory is the process's own most: what getrusage says begins with that of the
# process it was started from.
WORKER = """
import json, pathlib, re, sys, time
{begins}
print("ready", flush=True)
for line in sys.stdin:
    began, worked = time.perf_counter(), time.process_time()
    for name in json.loads(line):
        file = pathlib.Path(name)
        file.with_suffix(".pdf").write_bytes(printed(file.read_text()))
    status = pathlib.Path("/proc/self/status").read_text()
    print(json.dumps({{
        "clock": time.perf_counter() - began,
        "seconds": time.process_time() - worked,
        "megabytes": int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) / 1024,
    }}), flush=True)
"""
OURS = """
from documents import pdf
printed = pdf.print_html
printed("<html lang=vi><title>x</title><p>Ấm <b>máy</b> <i>in</i>")
"""
# As WeasyPrint's own manual prints a page, to the same kind of PDF.
UNTUNED = f"""
from weasyprint import HTML
def printed(html):
    return HTML(string=html, base_url="{STATIC.as_uri()}/").write_pdf(pdf_variant="pdf/a-2a")
printed("<p>Ấm máy")
"""


@dataclass(frozen=True, slots=True)
class Print:
    """One print: seconds by the clock and of the processor on its longest way, the most memory of one process."""

    clock: float
    seconds: float
    megabytes: float
    bytes: int
    pages: int = 0


def whole(paper: PrintedPaper) -> Print:
    """As the worker prints it, in one piece."""
    return _printed(OURS, [papers.page_of(paper)])


def untuned(paper: PrintedPaper) -> Print:
    """The same words, plainly written, by WeasyPrint as it comes."""
    return _printed(UNTUNED, [papers.untuned(paper)])


def in_chapters(paper: PrintedPaper, processes: int) -> Print:
    """Chapters on so many processes, the heaviest first to whoever has least; then joined."""
    from documents import pdf

    parts = pdf.chapters(paper)
    loads: list[list[int]] = [[] for _ in range(processes)]
    for place in sorted(range(len(parts)), key=lambda one: -parts[one].weight):
        min(loads, key=lambda load: sum(parts[one].weight for one in load)).append(place)
    return _printed(OURS, [pdf.chapter_page(one) for one in parts], [one for one in loads if one])


def by_browser(paper: PrintedPaper) -> Print | None:
    """A headless browser started to print the same page; None where there is none."""
    program = find_browser()
    if program is None:
        return None
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR) as folder:
        page = Path(folder, "page.html")
        base = f'<head><base href="{STATIC.as_uri()}/">'
        page.write_text(papers.page_of(paper).replace("<head>", base, 1))
        places = [f"--user-data-dir={folder}/profile", f"--print-to-pdf={folder}/page.pdf"]
        return _run([program, *CHROMIUM.split(), *places, page.as_uri()], Path(folder, "page.pdf"))


def by_office(paper: PrintedPaper) -> Print | None:
    """LibreOffice started to turn the same paper's DOCX into PDF; None where there is none."""
    program = shutil.which("soffice")
    if program is None:
        return None
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR) as folder:
        Path(folder, "page.docx").write_bytes(page_as_word(paper))
        command = [
            program,
            f"-env:UserInstallation={Path(folder).resolve().as_uri()}/profile",
            *("--headless", "--convert-to", "pdf", "--outdir", folder, f"{folder}/page.docx"),
        ]
        return _run(command, Path(folder, "page.pdf"))


def _run(command: Sequence[str], made: Path) -> Print:
    """A program from its start to its end, its children with it."""
    peak = spent = 0.0

    def run() -> None:
        nonlocal peak, spent
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        peak, spent = used.ru_maxrss / 1024, used.ru_utime + used.ru_stime

    took = timed(run) / 1000
    if not made.exists():
        raise RuntimeError(f"{Path(command[0]).name} printed nothing")
    return Print(took, spent, peak, made.stat().st_size)


def _printed(
    begins: str, pages: Sequence[str], loads: Sequence[Sequence[int]] | None = None
) -> Print:
    from documents import pdf

    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR) as folder, ExitStack() as stack:
        files = [Path(folder, f"{place}.html") for place in range(len(pages))]
        for file, page in zip(files, pages, strict=True):
            file.write_text(page)
        loads = loads or [list(range(len(pages)))]
        workers = [stack.enter_context(_worker(begins)) for _ in loads]
        for worker in workers:
            _answer(worker)
        began = perf_counter()
        for worker, load in zip(workers, loads, strict=True):
            worker.stdin.write(json.dumps([str(files[one]) for one in load]) + "\n")
            worker.stdin.flush()
        told = [json.loads(_answer(worker)) for worker in workers]
        worked = process_time()
        contents = [file.with_suffix(".pdf").read_bytes() for file in files]
        content = pdf.join(contents) if len(contents) > 1 else contents[0]
        return Print(
            clock=perf_counter() - began,
            seconds=max(one["seconds"] for one in told) + process_time() - worked,
            megabytes=max(one["megabytes"] for one in told),
            bytes=len(content),
            pages=len(pypdfium2.PdfDocument(content)),
        )


def _worker(begins: str) -> Any:
    return subprocess.Popen(  # noqa: S603 -- our own program
        [sys.executable, "-c", WORKER.format(begins=begins)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=settings.BASE_DIR,
    )


def _answer(worker: Any) -> str:
    line: str = worker.stdout.readline()
    if not line:
        raise RuntimeError("The printing process ended without a word.")
    return line
