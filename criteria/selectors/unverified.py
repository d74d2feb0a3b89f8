"""The thresholds nobody has compared with their paper yet: what the office has still to check."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from accounts.models import User
from communes.choices import Confidence
from criteria.models import CriteriaSet, Threshold
from criteria.selectors.sets import NO_VALUE
from criteria.selectors.thresholds import Kept, kept

WITH_VALUE, WITHOUT_VALUE = "co-gia-tri", "chua-co-gia-tri"
KINDS = {WITH_VALUE: "Có giá trị, chưa kiểm chứng", WITHOUT_VALUE: "Chưa có giá trị"}
ORDERS: dict[str, list[str]] = {
    "chi-tieu": ["indicator__criterion__criteria_set__starts", "indicator__criterion__number"],
    "vung": ["region"],
    "muc-nho": ["certainty"],
}
CERTAINTIES = {"high": "nhớ rõ", "medium": "nhớ khá", "low": "nhớ không chắc", "-": "không ghi"}
COLUMNS = [
    *(
        "Bộ tiêu chí",
        "Chỉ tiêu",
        "Tên chỉ tiêu",
        "Vùng",
        "Cho",
        "Mức",
        "Mức nhớ",
        "Nguồn",
        "Ghi chú",
    ),
]


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the list says."""

    kind: str = WITH_VALUE
    criteria_set: str = ""
    number: str = ""
    certainty: str = ""
    order: str = "chi-tieu"

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "Filters":
        kind, order = str(query.get("loai", "")), str(query.get("xep", ""))
        certainty, number = str(query.get("nho", "")), str(query.get("tieu-chi", ""))
        return cls(
            kind=kind if kind in KINDS else WITH_VALUE,
            criteria_set=str(query.get("bo", ""))[:60],
            number=number if number.isascii() and number.isdecimal() else "",
            certainty=certainty if certainty in CERTAINTIES else "",
            order=order if order.removeprefix("-") in ORDERS else "chi-tieu",
        )

    @property
    def any(self) -> bool:
        return bool(self.criteria_set or self.number or self.certainty)


def unverified(user: User, filters: Filters) -> QuerySet[Threshold]:
    """The living rows of that kind, as filtered and sorted, with all that a line shows."""
    sets = CriteriaSet.objects.visible_to(user)
    rows = waiting(filters.kind).filter(indicator__criterion__criteria_set__in=sets)
    if filters.criteria_set:
        rows = rows.filter(indicator__criterion__criteria_set__code=filters.criteria_set)
    if filters.number:
        rows = rows.filter(indicator__criterion__number=int(filters.number))
    if filters.certainty:
        rows = rows.filter(certainty=filters.certainty.replace("-", ""))
    back = "-" if filters.order.startswith("-") else ""
    order = [back + name for name in ORDERS[filters.order.removeprefix("-")]]
    about = ("indicator__criterion__criteria_set", "paper", "refers_to")
    return rows.select_related(*about).order_by(
        *order, "indicator__criterion__criteria_set", "indicator__criterion", "indicator", "order"
    )


def waiting(kind: str) -> QuerySet[Threshold]:
    """Living rows from memory with a value; or those without any value."""
    rows = Threshold.objects.known_at()
    if kind == WITHOUT_VALUE:
        return rows.filter(NO_VALUE)
    return rows.filter(confidence=Confidence.RECALLED).exclude(NO_VALUE)


def waiting_counts() -> dict[str, int]:
    """How many of each kind, in all sets."""
    return {kind: waiting(kind).count() for kind in KINDS}


def sets_with_waiting(kind: str) -> list[tuple[CriteriaSet, int]]:
    """The sets that have such rows, with how many; in two queries."""
    counts = dict(
        waiting(kind)
        .order_by()
        .values_list("indicator__criterion__criteria_set")
        .annotate(Count("pk"))
    )
    return [(one, counts[one.pk]) for one in CriteriaSet.objects.filter(pk__in=counts)]


def lines(rows: Iterable[Threshold]) -> list[Kept]:
    return [kept(row) for row in rows]


def sheet_rows(rows: Iterable[Threshold]) -> list[list[Any]]:
    """The list for a spreadsheet, in the order of COLUMNS."""
    return [
        [
            str(one.threshold.indicator.criterion.criteria_set),
            one.threshold.indicator.code,
            one.threshold.indicator.name,
            one.region,
            one.line.label,
            one.line.demand if one.line.is_known else "",
            CERTAINTIES.get(one.threshold.certainty, one.threshold.certainty),
            one.threshold.source,
            one.threshold.note,
        ]
        for one in lines(rows)
    ]
