"""Two real workers print one paper, one of them is killed: the paper comes out as if printed whole."""

import json

import pytest

from tests.workers import clerk, kill, portal_with_a_queue, rows_of, wait_until

TABLE = "documents_printchapter"
ASK = """
import json
from dataclasses import replace
import pypdfium2
from documents import tasks
from documents.blocks import Appendix
from documents.services import chapters
from ntm_portal.bench import papers, reports

paper = reports.province_report()  # without its longest appendices: caught in the middle all the same
paper = replace(paper, blocks=tuple(
    one for one in paper.blocks if not isinstance(one, Appendix) or one.number not in ("I", "II")
))
pdf.render(papers.short_paper())  # warm, as a worker is

def said(content):
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]

def share():
    told = []
    content = chapters.print_in_chapters(paper, told.append, tasks.share_chapters)
    pages = said(content)
    return json.dumps([pages == said(pdf.render(paper)), max(told), len(pages)])

def ready():
    return any(app.control.ping(timeout=0.5, limit=1) for _ in range(200))

deeds |= {"share": share, "ready": ready}
"""


@pytest.fixture
def environment(tmp_path):
    with portal_with_a_queue(tmp_path) as own:
        yield own


def test_a_killed_helper_costs_time_and_nothing_else(environment):
    with clerk(environment, ASK) as printer:
        helper = int(printer.does("work"))
        assert printer.does("ready") == "True\n"
        printer.told("share")
        rows = wait_until(
            environment, TABLE, lambda rows: sum(row["state"] == "running" for row in rows) == 2
        )
        kill(helper)
        same, told, pages = json.loads(printer.answers.readline())

    assert len(rows) > 2
    assert same
    assert pages - 1 <= told <= pages  # the last word may come before the last page is done
    assert pages > 20
    assert rows_of(environment, TABLE) == []
