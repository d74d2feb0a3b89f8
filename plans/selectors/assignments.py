"""Who stands behind which commune, on any day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from communes.models import Commune
from communes.names import matches
from criteria.choices import Duty
from criteria.models import SponsorAssignment

UNKNOWN_DUTY = "chua-ro"
CARRIED_ON = "QĐ 1625 chưa nhập danh sách"
COLUMNS = [
    "Cơ quan, đơn vị",
    "Xã",
    "Huyện",
    "Mã xã",
    "Nhiệm vụ",
    "Văn bản phân công",
    "Từ ngày",
    "Đến ngày",
    "Ghi chú",
]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many communes there are on a day, and how many of them have nobody."""

    communes: int
    alone: int


def assignments(
    user: User, day: dt.date, *, agency: str = "", commune: str = "", duty: str = ""
) -> QuerySet[SponsorAssignment]:
    """The assignments in force on that day, by agency and commune, filtered as asked."""
    rows = SponsorAssignment.objects.visible_to(user).on(day)
    rows = rows.filter(matches(agency, "agency__search_key"))
    rows = rows.filter(matches(commune, "commune__search_key"))
    if duty in Duty.values:
        rows = rows.filter(duty=duty)
    elif duty == UNKNOWN_DUTY:
        rows = rows.filter(duty="")
    rows = rows.select_related("agency", "commune__district", "paper")
    return rows.order_by("agency__sort_key", "commune__sort_key", "pk")


def coverage(user: User, day: dt.date) -> Coverage:
    """Over the communes that exist on that day."""
    communes = Commune.objects.visible_to(user).on(day)
    backed = SponsorAssignment.objects.on(day).values("commune")
    return Coverage(communes.count(), communes.exclude(pk__in=backed).count())


def sheet_rows(rows: Iterable[SponsorAssignment]) -> list[list[Any]]:
    """The same list for a spreadsheet; what is not known stays blank."""
    return [
        [
            row.agency.name,
            row.commune.name,
            row.commune.district.name if row.commune.district else None,
            row.commune.code,
            row.get_duty_display() or None,
            str(row.paper),
            row.starts,
            row.ends,
            "; ".join(filter(None, [CARRIED_ON if row.carried_on else "", row.note])) or None,
        ]
        for row in rows
    ]
