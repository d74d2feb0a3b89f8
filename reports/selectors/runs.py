"""Reports asked for, and what may be asked for."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from accounts.models import User
from communes.models import Agency, held_by
from communes.names import matches
from criteria.models import Round
from documents.blocks import Table
from reports.choices import Kind, RunState
from reports.kinds import KINDS, Fact
from reports.models import ReportRun

LIST_COLUMNS = (
    *("Đơn vị", "Báo cáo", "Kỳ", "Số liệu đến", "Trạng thái", "Văn bản", "Người yêu cầu", "Lúc"),
)


@dataclass(frozen=True, slots=True)
class RunFilters:
    """What the address of the list says."""

    kind: str = ""
    state: str = ""
    year: str = ""
    words: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "RunFilters":
        kind, state, year = (str(query.get(name, "")) for name in ("loai", "tinh-trang", "nam"))
        return cls(
            kind=kind if kind in Kind.values else "",
            state=state if state in RunState.values else "",
            year=year if year.isascii() and year.isdecimal() and len(year) == 4 else "",  # noqa: PLR2004
            words=str(query.get("q", "")).strip()[:100],
        )

    @property
    def any(self) -> bool:
        return self != RunFilters()


def runs_for(user: User, filters: RunFilters | None = None) -> QuerySet[ReportRun]:
    """Every report the person may see, their own agency's first, the latest first."""
    own = [one.agency.pk for one in held_by(user)]
    rank = Case(When(agency__in=own, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = ReportRun.objects.visible_to(user)
    if filters and filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters and filters.state:
        rows = rows.filter(state=filters.state)
    if filters and filters.year:
        rows = rows.filter(as_of__year=filters.year)
    if filters and filters.words:
        of_commune = matches(filters.words, "commune__search_key")
        rows = rows.filter(of_commune | matches(filters.words, "agency__search_key"))
    return (
        rows.select_related("agency", "commune", "requested_by", "paper")
        .defer("figures", "body", "paper__body")
        .order_by(rank, "-requested_at", "-pk")
    )


def agencies_to_ask_for(kind: Kind, user: User, on: dt.date) -> QuerySet[Agency]:
    """Who makes this report on a day, of which the person may ask; in alphabetical order."""
    held = held_by(user)
    rows = KINDS[kind].issuers(on)
    if any(one.agency.is_office for one in held):
        return rows
    return rows.filter(pk__in=[one.agency.pk for one in held])


def kinds_to_ask_for(user: User, on: dt.date) -> list[Kind]:
    """The reports of which the person may ask at least one."""
    return [kind for kind in KINDS if agencies_to_ask_for(kind, user, on).exists()]


def list_rows(runs: Iterable[ReportRun]) -> list[tuple[object, ...]]:
    """In the order of LIST_COLUMNS; what is not known stays blank."""
    return [
        (
            *(one.subject, one.get_kind_display(), one.period, one.as_of, one.get_state_display()),
            one.paper.short if one.paper else None,
            str(one.requested_by),
            timezone.localtime(one.requested_at).replace(tzinfo=None),
        )
        for one in runs
    ]


def rounds_to_ask_for(kind: Kind, on: dt.date) -> QuerySet[Round]:
    """The rounds of that report which have begun, the latest first."""
    return Round.objects.filter(Q(kind=KINDS[kind].rounds), starts__lte=on).order_by("-starts")


@dataclass(frozen=True, slots=True)
class FrozenFigures:
    """What a run froze: headline figures, tables, and what in them does not close."""

    facts: tuple[Fact, ...]
    tables: tuple[Table, ...]
    warnings: tuple[str, ...]
    illustrative: bool


def frozen_figures(run: ReportRun) -> FrozenFigures | None:
    if run.figures is None:
        return None
    kind = KINDS[Kind(run.kind)]
    return FrozenFigures(
        kind.facts(run.figures),
        kind.tables(run.figures),
        kind.warnings(run.figures),
        kind.is_illustrative(run.figures),
    )
