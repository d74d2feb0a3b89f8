"""Forty pages with a table of 140 rows: what printing them takes, in a process of its own."""

from ntm_portal.bench import papers, printing


def test_forty_pages_stay_under_300_megabytes():
    made = printing.tuned()

    assert made.bytes > 100_000
    assert made.megabytes < printing.MEMORY


def test_the_untuned_page_says_the_same():
    plain = papers.untuned(papers.long_paper())

    assert "<colgroup" not in plain
    assert plain.count('<td style="') == papers.ROWS * len(papers.COLUMNS)
    assert plain.count(papers.TASK) == papers.page_of(papers.long_paper()).count(papers.TASK)
