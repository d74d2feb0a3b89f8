"""What communes ask for: the list, one need, the same rows for a spreadsheet."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet

from accounts.models import User
from communes.models import Commune
from communes.names import matches
from plans.choices import NeedState
from plans.models import Need, SupportAction
from plans.selectors.support import about_words

OPEN = [NeedState.OPEN, NeedState.ANSWERED]
COLUMNS = [
    *("Mã xã", "Xã", "Huyện", "Cần gì", "Tiêu chí", "Khối lượng", "Đơn vị tính"),
    *("Kinh phí (triệu đồng)", "Cần trước ngày", "Tình trạng", "Hỗ trợ đã ghi", "Ghi chú"),
    "Số liệu minh họa",
]


@dataclass(frozen=True, slots=True)
class NeedFilters:
    """What the address of the list says."""

    commune: str = ""
    district: str = ""
    criterion: str = ""
    state: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "NeedFilters":
        state, criterion = str(query.get("tinh-trang", "")), str(query.get("tieu-chi", ""))
        known = criterion.isascii() and criterion.isdecimal() and len(criterion) < 10  # noqa: PLR2004
        return cls(
            commune=str(query.get("xa", "")).strip()[:100],
            district=str(query.get("huyen", ""))[:10],
            criterion=criterion if known else "",
            state=state if state in NeedState.values else "",
        )

    @property
    def any(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


def needs(user: User, filters: NeedFilters) -> QuerySet[Need]:
    """As filtered; what is wanted first comes first, needs without a day last."""
    rows = Need.objects.visible_to(user)
    if filters.commune:
        rows = rows.filter(
            Q(commune__code=filters.commune) | matches(filters.commune, "commune__search_key")
        )
    wanted = {
        "commune__district__code": filters.district,
        "criterion": filters.criterion,
        "state": filters.state,
    }
    rows = rows.filter(**{field: value for field, value in wanted.items() if value})
    found: QuerySet[Need] = need_rows(rows)
    return found.order_by(F("by_day").asc(nulls_last=True), "commune__sort_key", "pk")


def need_rows(rows: QuerySet[Need]) -> QuerySet[Need]:
    """With all that a line of them shows."""
    support = SupportAction.objects.select_related("agency").order_by("pk")
    about = ("commune__district", "criterion__criteria_set", "indicator", "by", "on_behalf_of")
    return rows.select_related(*about).prefetch_related(Prefetch("support", support))


def open_needs(commune: Commune | None, *, also: Need | None = None) -> list[Need]:
    """Those of a commune that help may answer, and one named besides."""
    rows = Need.objects.filter(commune=commune, state__in=OPEN) if commune else Need.objects.none()
    found: list[Need] = list(rows.select_related("commune", "criterion", "indicator"))
    if also is not None and also not in found:
        found.append(also)
    return found


def is_late(need: Need, day: dt.date) -> bool:
    """Wanted before the day and still open."""
    return need.state in OPEN and need.by_day is not None and need.by_day < day


def sheet_rows(rows: Iterable[Need]) -> list[list[Any]]:
    """In the order of COLUMNS; what is not known stays blank."""
    return [
        [
            *(one.commune.code, one.commune.name),
            one.commune.district.name if one.commune.district else None,
            *(one.content, about_words(one) or None, one.quantity, one.unit or None, one.money),
            *(one.by_day, one.get_state_display()),
            "; ".join(f"{help_.agency}: {help_.content}" for help_ in one.support.all()) or None,
            *(one.note or None, "minh họa" if one.illustrative else None),
        ]
        for one in rows
    ]
