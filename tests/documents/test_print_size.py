"""Forty pages with a table of 140 rows: what printing them takes, in a process of its own."""

import json

import pytest
from django.core.management import call_command

from ntm_portal.bench import papers, printing
from ntm_portal.bench.measure import Row
from ntm_portal.management.commands import bench


def test_forty_pages_stay_under_300_megabytes():
    made = printing.tuned()

    assert made.bytes > 100_000
    assert made.megabytes < printing.MEMORY


def test_the_untuned_page_says_the_same():
    plain = papers.untuned(papers.long_paper())

    assert "<colgroup" not in plain
    assert plain.count('<td style="') == papers.ROWS * len(papers.COLUMNS)
    assert plain.count(papers.TASK) == papers.page_of(papers.long_paper()).count(papers.TASK)


def test_the_printing_is_measured_alone_without_data(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(bench, "printing", lambda: [Row("Một trang", 2, "ms", 1)])
    written = tmp_path / "bench.json"

    with pytest.raises(SystemExit):  # the bar is not met
        call_command("bench", only=["in"], json=written)

    assert [one["name"] for one in json.loads(written.read_text())] == ["Một trang"]
    assert "KHÔNG ĐẠT" in capsys.readouterr().out
