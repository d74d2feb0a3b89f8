"""Two real workers print one paper, one of them is killed: the paper comes out as if printed whole."""

import json
import sqlite3
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from celery import Celery
from django.conf import settings

from tests.workers import BEGINS, LISTENS, PATIENCE, kill, portal_with_a_queue, running

ASK = """
import io, json
import pypdf
from documents import pdf, tasks
from documents.blocks import Appendix, Paragraph
from documents.services import chapters
from ntm_portal.bench import papers, reports

paper = reports.province_report()
pdf.render(papers.short_paper())  # warm, as a worker is

def said(content):
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]

def share():
    told = []
    content = chapters.print_in_chapters(paper, told.append, tasks.share_chapters)
    return json.dumps([said(content) == said(pdf.render(paper)), max(told)])

deeds = {"share": share}
"""


@pytest.fixture
def environment(tmp_path):
    with portal_with_a_queue(tmp_path) as own:
        yield own


def test_a_killed_helper_costs_time_and_nothing_else(environment):
    with ExitStack() as stack:
        clerk = stack.enter_context(
            subprocess.Popen(  # noqa: S603 -- our own words
                [sys.executable, "-c", BEGINS + ASK + LISTENS],
                env=environment,
                cwd=settings.BASE_DIR,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        celery = [sys.executable, "-m", "celery", "-A", "ntm_portal", "worker"]
        helper = stack.enter_context(
            running([*celery, "--concurrency", "1", "--loglevel", "WARNING"], environment)
        )
        assert clerk.stdout.readline() == "asked\n"
        _wait_for_the_worker(environment)
        clerk.stdin.write("share\n")
        clerk.stdin.flush()
        rows = _wait_until(
            environment, lambda rows: sum(row["state"] == "running" for row in rows) == 2
        )
        kill(helper)
        same, pages = json.loads(clerk.stdout.readline())

    assert len(rows) > 2
    assert same
    assert pages > 20
    assert _rows(environment) == []


def _wait_for_the_worker(environment):
    app = Celery(broker=environment["REDIS_URL"])
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        if app.control.ping(timeout=0.5):
            return
    raise AssertionError("No worker came.")


def _wait_until(environment, told):
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        rows = _rows(environment)
        if told(rows):
            return rows
        time.sleep(0.01)
    raise AssertionError(rows)


def _rows(environment):
    file = Path(environment["VAR_DIR"]) / "portal.sqlite3"
    with closing(sqlite3.connect(file, timeout=20)) as database:
        database.row_factory = sqlite3.Row
        return [dict(one) for one in database.execute("SELECT * FROM documents_printchapter")]
