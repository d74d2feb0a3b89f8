"""A run as a whole page: its paper's head and ends as they stand now, and its own text."""

from dataclasses import replace

from documents.blocks import PrintedPaper, flat, from_json
from documents.selectors import printed
from reports.choices import Kind
from reports.kinds import KINDS
from reports.models import ReportRun
from reports.words import footer


def page_of(run: ReportRun) -> PrintedPaper:
    """What the run prints. A kind that is no paper makes its sheet from the figures."""
    kind = KINDS[Kind(run.kind)]
    if run.paper is None:
        if kind.sheet is None:
            raise ValueError(f"Run {run.pk} has neither paper nor sheet.")
        return kind.sheet(run)
    page = printed(run.paper, footer=footer(illustrative=kind.is_illustrative(run.figures or {})))
    return replace(page, blocks=flat(from_json(run.body)))
