"""What is accepted as unmet, as a list and for a spreadsheet."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from communes.names import matches
from plans.models import Acceptance

ALIVE, OVER = "con-hieu-luc", "da-het"
STATES = [(ALIVE, "còn hiệu lực"), (OVER, "đã hết")]
COLUMNS = [
    *("Mã xã", "Xã", "Huyện", "Tiêu chí", "Chỉ tiêu", "Chấp nhận đến hết năm", "Lý do"),
    *("Căn cứ", "Từ ngày", "Thôi từ ngày", "Lý do thôi", "Số liệu minh họa"),
]


def acceptances(
    user: User, day: dt.date, *, state: str = "", commune: str = ""
) -> QuerySet[Acceptance]:
    """By commune and criterion; those in force on the day, over by then, or both."""
    rows = Acceptance.objects.visible_to(user).filter(matches(commune, "commune__search_key"))
    if state in {ALIVE, OVER}:
        alive = Q(pk__in=Acceptance.objects.on(day).values("pk"))
        rows = rows.filter(alive if state == ALIVE else ~alive)
    about = ("commune__district", "criterion", "indicator", "paper", "by", "on_behalf_of")
    found: QuerySet[Acceptance] = rows.select_related(*about)
    return found.order_by("commune__sort_key", "criterion__number", "-until_year", "pk")


def sheet_rows(rows: Iterable[Acceptance]) -> list[list[Any]]:
    """In the order of COLUMNS."""
    return [
        [
            one.commune.code,
            one.commune.name,
            one.commune.district.name if one.commune.district else None,
            str(one.criterion),
            str(one.indicator) if one.indicator else None,
            one.until_year,
            one.reason,
            one.basis,
            one.starts,
            one.ended_on,
            one.ended_reason or None,
            "minh họa" if one.illustrative else None,
        ]
        for one in rows
    ]
