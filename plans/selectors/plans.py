"""All plans on one list: sponsors' and communes', with the state of their papers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from communes.names import matches
from plans.models import CommunePlan, SponsorPlan
from plans.selectors.commune_plans import plans_seen
from plans.selectors.sponsor_plans import seen_plans

SPONSORS, COMMUNES = "do-dau", "xa"
KINDS = [(SPONSORS, "Kế hoạch đỡ đầu, phụ trách"), (COMMUNES, "Kế hoạch của xã")]
COLUMNS = [
    *("Đơn vị, xã", "Từ năm", "Đến năm", "Số, ký hiệu", "Ngày", "Trích yếu", "Trạng thái"),
    *("Xã trong kế hoạch", "Số liệu minh họa"),
]
YEAR = 4  # digits


@dataclass(frozen=True, slots=True)
class PlanFilters:
    kind: str = SPONSORS
    year: int | None = None
    text: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "PlanFilters":
        kind, year = str(query.get("loai", "")), str(query.get("nam", ""))
        known = year.isascii() and year.isdecimal() and len(year) == YEAR
        return cls(
            kind=kind if kind in dict(KINDS) else SPONSORS,
            year=int(year) if known else None,
            text=str(query.get("tim", "")).strip()[:100],
        )

    @property
    def any(self) -> bool:
        return bool(self.year or self.text)


def plans_of(user: User, filters: PlanFilters) -> QuerySet[Any, Any]:
    """Those of the kind that the reader may see, the newest first; drafts only their own people's."""
    if filters.kind == COMMUNES:
        return _of_communes(user, filters)
    return _of_sponsors(user, filters)


def years_of(user: User, kind: str) -> list[int]:
    """The years in which plans of the kind begin, the newest first."""
    rows: QuerySet[Any, Any] = plans_seen(user) if kind == COMMUNES else seen_plans(user)
    name = "year" if kind == COMMUNES else "year_from"
    return list(rows.order_by(f"-{name}").values_list(name, flat=True).distinct())


def _of_sponsors(user: User, filters: PlanFilters) -> QuerySet[SponsorPlan, SponsorPlan]:
    """`year`: one that the plan covers."""
    rows = seen_plans(user)
    if filters.year:
        lasts = Q(year_to__gte=filters.year) | Q(year_to=None, year_from=filters.year)
        rows = rows.filter(lasts, year_from__lte=filters.year)
    if filters.text:
        agency = matches(filters.text, "agency__search_key")
        commune = matches(filters.text, "communes__commune__search_key")
        rows = rows.filter(agency | commune).distinct()
    rows = rows.select_related("agency", "paper", "decision").defer("paper__body")
    return rows.prefetch_related("communes__commune").order_by("-year_from", "-pk")


def _of_communes(user: User, filters: PlanFilters) -> QuerySet[CommunePlan, CommunePlan]:
    rows = plans_seen(user)
    if filters.year:
        rows = rows.filter(year=filters.year)
    if filters.text:
        named = Q(place_text__icontains=filters.text)
        rows = rows.filter(matches(filters.text, "commune__search_key") | named)
    return rows.order_by("-year", "commune__sort_key", "-pk")


def sheet_rows(rows: Iterable[SponsorPlan | CommunePlan]) -> list[list[Any]]:
    """In the order of COLUMNS; what is not known stays blank."""
    return [_sheet_row(row) for row in rows]


def _sheet_row(row: SponsorPlan | CommunePlan) -> list[Any]:
    paper = row.paper
    who: list[Any]
    communes = None
    if isinstance(row, SponsorPlan):
        who = [row.agency.name, row.year_from, row.year_to]
        communes = ", ".join(str(one.commune) for one in row.communes.all())
    else:
        who = [str(row.commune or row.place_text), row.year, None]
    return [
        *(*who, paper.symbol or None, paper.date_words or None, paper.title),
        *(paper.get_state_display(), communes, "minh họa" if row.illustrative else None),
    ]
