"""What a kind of report is: how its figures are gathered, and what is made of them afterwards."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from communes.models import Agency
from criteria.choices import RoundKind
from documents.blocks import Block, PrintedPaper, Table
from reports.models import ReportRun

Figures = dict[str, Any]
Addressed = tuple[
    str, str, Agency | None
]  # text, purpose (`documents.selectors.ADDRESSED`), agency


@dataclass(frozen=True, slots=True)
class Fact:
    """A named figure of a report, by which two runs are compared. `value` is as printed; blank is not reported.

    `address` opens the rows behind it.
    """

    key: str
    label: str
    value: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Sheet(PrintedPaper):
    """A page that is no official paper: blocks without number, addressees and signature; `html` is what prints."""

    html: str = ""


@dataclass(frozen=True, slots=True)
class ReportKind:
    """`gather` reads the data once, into plain JSON; the others know what was gathered and nothing else.

    `rounds`: of which rounds it is made; None: of any day. `issuers`: who may make it on a day.
    `title`: the subject of its paper. `addressed`: recipients of the paper, those addressed first.
    `compose`: the text; numbers may carry links (`reports.words.links`). `tables`: its tables, for the screen,
    for XLSX and to compare. `facts`: its headline figures. `warnings`: sums that do not close and the like.
    `sheet`: the whole page of a kind that is no official paper.
    """

    rounds: RoundKind | None
    issuers: Callable[[dt.date], QuerySet[Agency]]
    title: Callable[[ReportRun], str]
    addressed: Callable[[ReportRun], Sequence[Addressed]]
    gather: Callable[[ReportRun], Figures]
    compose: Callable[[Figures], tuple[Block, ...]]
    tables: Callable[[Figures], tuple[Table, ...]]
    is_illustrative: Callable[[Figures], bool]
    facts: Callable[[Figures], tuple[Fact, ...]] = lambda figures: ()  # noqa: ARG005
    warnings: Callable[[Figures], tuple[str, ...]] = lambda figures: ()  # noqa: ARG005
    sheet: Callable[[ReportRun], Sheet] | None = None
    of_commune: bool = False  # the subject is a commune that is chosen, not the issuer's own

    @property
    def is_paper(self) -> bool:
        return self.sheet is None
