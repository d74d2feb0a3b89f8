"""The kinds of reports: what each gathers, and how it becomes blocks of a paper."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from criteria.choices import RoundKind
from documents.blocks import Block
from reports.choices import Kind
from reports.figures import agency_half_year as figures_of_agency
from reports.kinds import agency_half_year
from reports.models import ReportRun


@dataclass(frozen=True, slots=True)
class ReportKind:
    """`gather` reads the data once; `compose` makes blocks of what was gathered and of nothing else."""

    rounds: RoundKind
    gather: Callable[[ReportRun], dict[str, Any]]
    compose: Callable[[dict[str, Any]], tuple[Block, ...]]
    is_illustrative: Callable[[dict[str, Any]], bool]
    tables: Callable[[dict[str, Any]], tuple[Block, ...]]


KINDS: dict[Kind, ReportKind] = {
    Kind.AGENCY_HALF_YEAR: ReportKind(
        rounds=RoundKind.HALF_YEAR,
        gather=figures_of_agency.gather,
        compose=agency_half_year.compose,
        is_illustrative=agency_half_year.is_illustrative,
        tables=agency_half_year.tables,
    ),
}
