"""An office's incoming register, and what was sent to it here and is not in that register yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from communes.models import Agency, held_by
from communes.names import search_key
from documents.models import Arrival, Delivery

ARRIVAL_COLUMNS = (
    *("Số đến", "Ngày đến", "Loại", "Số, ký hiệu", "Ngày văn bản", "Trích yếu"),
    *("Cơ quan ban hành", "Chuyển", "Hồ sơ số", "Ghi chú"),
)


@dataclass(frozen=True, slots=True)
class ArrivalFilters:
    """What the reader asked for, as it stands in the address; `agency` is one of the reader's own."""

    text: str = ""
    year: str = ""
    agency: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        year = given.get("nam", "")
        return cls(
            text=given.get("q", "").strip(),
            year=year if year.isdecimal() else "",
            agency=given.get("co-quan", ""),
        )

    @property
    def any(self) -> bool:
        return bool(self.text or self.year)


def offices_of(user: User | AnonymousUser) -> list[Agency]:
    """The agencies whose registers a person keeps, their own before lent ones."""
    held = sorted(held_by(user), key=lambda one: one.lent_by is not None)
    return list({one.agency.pk: one.agency for one in held}.values())


def arrivals_of(agency: Agency, filters: ArrivalFilters) -> QuerySet[Arrival]:
    """The register of one office, newest first."""
    rows = Arrival.objects.filter(agency=agency).select_related("paper__issuer", "agency")
    for word in search_key(filters.text).split():
        rows = rows.filter(Q(paper__search_key__contains=word) | Q(number=word))
    if filters.year:
        rows = rows.filter(arrived_on__year=int(filters.year))
    return rows.order_by("-arrived_on", "-pk")


def years_of(agency: Agency) -> list[int]:
    days = Arrival.objects.filter(agency=agency).exclude(arrived_on=None)
    return sorted({day.year for day in days.dates("arrived_on", "year")}, reverse=True)


def not_entered(agency: Agency) -> QuerySet[Delivery]:
    """What was sent to an office here and stands in its register nowhere, newest first."""
    entered = Arrival.objects.filter(agency=agency, paper=OuterRef("paper"))
    rows = Delivery.objects.filter(agency=agency).exclude(Exists(entered))
    return rows.select_related("paper__issuer", "opened_by").order_by("-sent_at", "-pk")


def next_number(agency: Agency, year: int) -> str:
    """One more than the highest number of the year; numbers with letters are left out of account."""
    given = Arrival.objects.filter(agency=agency, arrived_on__year=year)
    numbers = [int(one) for one in given.values_list("number", flat=True) if one.isdecimal()]
    return str(max(numbers, default=0) + 1)


def arrival_rows(arrivals: Iterable[Arrival]) -> list[list[Any]]:
    """In the order of ARRIVAL_COLUMNS."""
    return [
        [
            one.number,
            one.arrived_on,
            one.paper.get_kind_display(),
            one.paper.symbol,
            one.paper.date_words,
            one.paper.title,
            str(one.paper.issuer or one.paper.issuer_text),
            one.forwarded_to,
            one.file_number,
            one.note,
        ]
        for one in arrivals
    ]
