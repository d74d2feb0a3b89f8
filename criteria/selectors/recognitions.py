"""The recognitions of the province as a list, and the same rows for a spreadsheet."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from accounts.models import User
from communes.names import search_key
from criteria.choices import Level
from criteria.models import Recognition
from criteria.selectors.levels import AtRisk

ALIVE, REVOKED = "dang-giu", "da-thu-hoi"
STATES = [(ALIVE, "đang giữ"), (REVOKED, "đã thu hồi")]
COLUMNS = [
    *("Mã xã", "Xã", "Huyện", "Mức", "Năm đạt chuẩn", "Quyết định", "Ngày quyết định"),
    *("Tính từ ngày", "Thu hồi ngày", "Lý do thu hồi", "Nguồn", "Độ tin cậy", "Số liệu minh họa"),
]
RISK_COLUMNS = [
    *("Mã xã", "Xã", "Huyện", "Mức", "Tình trạng", "Tiêu chí chưa đạt", "Chưa đánh giá"),
    *("Còn mất thêm", "Quy định", "Vì sao", "Số liệu minh họa"),
]


@dataclass(frozen=True, slots=True)
class RecognitionFilters:
    """What the address of the list says."""

    level: str = ""
    year: str = ""
    state: str = ""
    district: str = ""
    commune: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "RecognitionFilters":
        level, state = str(query.get("muc", "")), str(query.get("tinh-trang", ""))
        year = str(query.get("nam", ""))
        return cls(
            level=level if level in Level.values else "",
            year=year if year.isdecimal() and len(year) == len("2024") else "",
            state=state if state in {ALIVE, REVOKED} else "",
            district=str(query.get("huyen", ""))[:10],
            commune=str(query.get("xa", "")).strip()[:100],
        )

    @property
    def any(self) -> bool:
        return bool(self.level or self.year or self.state or self.district or self.commune)


def recognitions(user: User, day: dt.date, filters: RecognitionFilters) -> list[Recognition]:
    """Those known by that day, the latest first."""
    rows = Recognition.objects.visible_to(user).filter(since__lte=day)
    if filters.level:
        rows = rows.filter(level=filters.level)
    if filters.year:
        rows = rows.filter(year=int(filters.year))
    if filters.district:
        rows = rows.filter(commune__district__code=filters.district)
    if filters.commune:
        rows = rows.filter(commune__search_key__contains=search_key(filters.commune))
    gone = Q(revoked_on__lte=day)
    if filters.state:
        rows = rows.filter(gone) if filters.state == REVOKED else rows.exclude(gone)
    about = ("commune__district", "paper", "revoking_paper")
    return list(rows.select_related(*about).order_by("-since", "commune__sort_key", "level"))


def years_of(user: User) -> list[int]:
    """The years of the standard that recognitions name, the latest first."""
    rows = Recognition.objects.visible_to(user).exclude(year=None)
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def sheet_rows(rows: Iterable[Recognition]) -> list[list[Any]]:
    """In the order of COLUMNS."""
    return [
        [
            one.commune.code,
            one.commune.name,
            one.commune.district.name if one.commune.district else "",
            one.get_level_display(),
            one.year,
            one.paper.short if one.paper else "",
            _day(one.decided_on),
            _day(one.since),
            _day(one.revoked_on),
            one.revoked_reason,
            one.source,
            one.get_confidence_display(),
            "minh họa" if one.illustrative else "",
        ]
        for one in rows
    ]


def risk_rows(rows: Iterable[AtRisk]) -> list[list[Any]]:
    """In the order of RISK_COLUMNS."""
    return [
        [
            one.commune.code,
            one.commune.name,
            one.commune.district.name if one.commune.district else "",
            one.line.rule.get_level_display(),
            known.hold.label,
            ", ".join(str(number) for number in known.failing),
            known.unknown,
            known.losses,
            one.line.rule.revoking_paper.short if one.line.rule.revoking_paper else "",
            known.why,
            "minh họa" if one.line.illustrative else "",
        ]
        for one in rows
        if (known := one.line.risk)
    ]


def _day(day: dt.date | None) -> str:
    return f"{day.day}/{day.month}/{day.year}" if day else ""
