"""What is owed for a round: who sent their report, who not yet, who late, and where its paper lies."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from communes.models import held_by
from criteria.models import Round
from documents.choices import PaperState
from documents.models import OfficialDocument
from documents.selectors import work_calendar
from plans.selectors.duties import DutyLine, Owing, duty_lines
from reports.choices import Kind
from reports.models import OwedReport, ReportRun
from reports.permissions import sees_all_owed
from reports.selectors.cycles import kinds_of

OWED, SENT, LATE, SENT_LATE = "chua-gui", "da-gui", "qua-han", "gui-muon"
STATES = {
    OWED: "Chưa gửi",
    LATE: "Quá hạn chưa gửi",
    SENT: "Đã gửi",
    SENT_LATE: "Gửi muộn",
}
_IN = {
    OWED: {Owing.OPEN, Owing.SOON, Owing.LATE},
    LATE: {Owing.LATE},
    SENT: {Owing.SENT, Owing.SENT_LATE},
    SENT_LATE: {Owing.SENT_LATE},
}


@dataclass(frozen=True, slots=True)
class OwedFilters:
    """What the address of the page says."""

    state: str = ""
    kind: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "OwedFilters":
        state, kind = str(query.get("tinh-trang", "")), str(query.get("loai", ""))
        return cls(state if state in STATES else "", kind if kind in Kind.values else "")

    @property
    def any(self) -> bool:
        return bool(self.state or self.kind)


@dataclass(frozen=True, slots=True)
class Tally:
    """So many reports of one state, and the address of their rows."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class OwedLine:
    """One report that is owed: its day, the latest run of it, and where its paper lies."""

    owed: OwedReport
    line: DutyLine
    run: ReportRun | None = None
    paper: OfficialDocument | None = None
    opens: bool = False  # the reader may open the paper

    @property
    def holder(self) -> str:
        """Who has the paper in hand."""
        if self.paper is None or not self.paper.is_on_its_way:
            return ""
        if self.paper.state == PaperState.DRAFT and self.paper.by is not None:
            return f"{self.paper.by}"
        return f"{self.owed.agency}"


def owed_seen(user: User, period: Round) -> QuerySet[OwedReport, OwedReport]:
    rows: QuerySet[OwedReport, OwedReport] = OwedReport.objects.visible_to(user)
    rows = rows.filter(round=period)
    if not sees_all_owed(user):
        rows = rows.filter(agency__in=[one.agency.pk for one in held_by(user)])
    return rows.select_related(
        "agency", "item__duty__agency", "item__duty__addressee", "item__duty__paper", "item__paper"
    ).defer("item__duty__paper__body", "item__paper__body")


def owed_lines(user: User, period: Round, day: dt.date) -> list[OwedLine]:
    """Every report that the person may know of, by kind and name."""
    rows = list(owed_seen(user, period))
    lines = duty_lines([one.item for one in rows], day, work_calendar())
    found = [OwedLine(one, line) for one, line in zip(rows, lines, strict=True)]
    order = {kind.value: place for place, kind in enumerate(kinds_of(period))}
    return sorted(
        found,
        key=lambda one: (order.get(one.owed.kind, len(order)), one.owed.agency.sort_key),
    )


def chosen(lines: Sequence[OwedLine], filters: OwedFilters) -> list[OwedLine]:
    found = [one for one in lines if not filters.kind or one.owed.kind == filters.kind]
    if filters.state:
        found = [one for one in found if one.line.owing in _IN[filters.state]]
    return found


def tallies(lines: Sequence[OwedLine]) -> list[Tally]:
    counts = Counter(one.line.owing for one in lines)
    return [
        Tally(key, label, sum(counts[owing] for owing in _IN[key]))
        for key, label in STATES.items()
    ]


def with_runs(lines: Sequence[OwedLine], user: User) -> list[OwedLine]:
    """The lines of a page with the latest run of each report, and its paper: sent with, else that of the run."""
    if not lines:
        return []
    rows = ReportRun.objects.filter(
        round=lines[0].owed.round_id,
        agency__in={one.owed.agency_id for one in lines},
        kind__in={one.owed.kind for one in lines},
    )
    rows = rows.select_related("paper__by").defer("figures", "body", "paper__body").order_by("pk")
    latest = {(one.kind, one.agency_id): one for one in rows}
    found = []
    for one in lines:
        run = latest.get((one.owed.kind, one.owed.agency_id))
        paper = one.line.item.paper or (run.paper if run else None)
        found.append((one, run, paper))
    keys = {paper.pk for _, _, paper in found if paper}
    seen = OfficialDocument.objects.visible_to(user).filter(pk__in=keys)
    open_to = set(seen.order_by().values_list("pk", flat=True))
    return [
        OwedLine(one.owed, one.line, run, paper, paper is not None and paper.pk in open_to)
        for one, run, paper in found
    ]
