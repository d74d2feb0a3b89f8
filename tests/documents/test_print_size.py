"""Reports of four and of forty pages: what printing them takes, in processes of their own."""

import io
import json
from dataclasses import replace

import pypdf
import pytest
from django.core.management import call_command

from documents import pdf
from documents.blocks import Appendix, Table
from ntm_portal.bench import papers, printing, prints, reports
from ntm_portal.bench.measure import Row
from ntm_portal.management.commands import bench


@pytest.fixture(scope="module")
def whole():
    """The long paper printed in one piece."""
    return prints.whole(reports.province_report())


def test_forty_pages_stay_under_300_megabytes(whole):
    assert 36 <= whole.pages <= 44
    assert whole.bytes > 100_000
    assert whole.megabytes < printing.MEMORY


def test_chapters_on_two_processes_make_the_same_pages_in_less_time(whole):
    paper = reports.province_report()

    made = prints.in_chapters(paper, 2)

    assert len(pdf.chapters(paper)) > 2
    assert made.pages == whole.pages
    assert made.megabytes < printing.MEMORY
    assert made.seconds < 0.8 * whole.seconds


def test_the_short_paper_is_as_long_as_a_communes_report():
    content = pdf.render(reports.commune_report())

    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) == 4


def test_the_untuned_page_says_the_same():
    paper = reports.province_report()
    tables = [
        one
        for block in paper.blocks
        for one in (block.blocks if isinstance(block, Appendix) else (block,))
        if isinstance(one, Table)
    ]

    plain = papers.untuned(paper)

    assert "<colgroup" not in plain
    assert plain.count('<td style="') == sum(len(one.rows) * len(one.columns) for one in tables)
    assert plain.count(papers.TASK) == papers.page_of(paper).count(papers.TASK)


def test_what_is_not_installed_is_left_out(monkeypatch):
    made = prints.Print(clock=1, seconds=1, megabytes=1, bytes=1)
    slow = replace(made, clock=4, seconds=4)
    monkeypatch.setattr(prints, "whole", lambda _: made)
    monkeypatch.setattr(prints, "untuned", lambda _: slow)
    monkeypatch.setattr(prints, "in_chapters", lambda _, processes: replace(made, clock=2))
    monkeypatch.setattr(prints, "by_browser", lambda _: None)
    monkeypatch.setattr(prints, "by_office", lambda _: None)

    rows = {row.name: row for row in printing.printing()}

    assert not any("Chromium" in name or "LibreOffice" in name for name in rows)
    assert rows["Cả quyển / chưa chỉnh: CPU"].ok
    apart = rows["Từng phần, 2 tiến trình / chưa chỉnh: thời gian"]
    assert (apart.figure, apart.ok) == (0.5, False)


def test_the_printing_is_measured_alone_without_data(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(bench, "printing", lambda: [Row("Một trang", 2, "ms", 1)])
    written = tmp_path / "bench.json"

    with pytest.raises(SystemExit):  # the bar is not met
        call_command("bench", only=["in"], json=written)

    assert [one["name"] for one in json.loads(written.read_text())] == ["Một trang"]
    assert "KHÔNG ĐẠT" in capsys.readouterr().out
