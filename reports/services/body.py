"""The text of a report: its figures' parts brought up to date on its paper, and the writers' words kept."""

from collections.abc import Sequence
from typing import Any

from documents.blocks import from_json, to_json
from documents.blocks.merging import Clash, merged
from documents.blocks.opened import closed, opened
from reports.choices import Kind
from reports.kinds import KINDS
from reports.models import ReportRun
from reports.words.links import plain_blocks

Rows = list[dict[str, Any]]


def composed(run: ReportRun) -> Rows:
    """What the run's figures say, as it goes onto paper."""
    kind = KINDS[Kind(run.kind)]
    return to_json(plain_blocks(kind.compose(run.figures or {})))


def text_of(run: ReportRun) -> Rows:
    """The text to print: the paper's words with this run's figures.

    What people changed since an earlier run brought its figures stays; what only the figures changed is new.
    """
    now = composed(run)
    paper = run.paper
    if paper is None or not paper.body:
        return now
    if not paper.is_editable:
        return list(paper.body)
    before = (
        ReportRun.objects.of_same_report(run)
        .filter(paper=paper, figures__isnull=False, pk__lt=run.pk)
        .order_by("-pk")
        .first()
    )
    return brought_up(paper.body, before=composed(before) if before else now, now=now)


def brought_up(body: Sequence[Any], *, before: Rows, now: Rows) -> Rows:
    """`body` was written on `before`; the same words stand on `now`. What is made from figures is `now`'s.

    Where writers and figures changed one place, the writers' words stand.
    """
    body = to_json(from_json(list(body)))  # as it would be kept
    rows: Rows = []
    for one in merged(opened(before), opened(body), opened(now)):
        if isinstance(one, Clash):
            fed = any(row["block"] == "Fed" for row in one.theirs)
            rows += one.theirs if fed and one.mine else one.mine
        else:
            rows.append(one)
    return closed(rows)
