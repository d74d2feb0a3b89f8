"""What plans promise to do: the list, filtered as its address says, and the same for a spreadsheet."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from communes.choices import AgencyKind
from communes.models import Agency
from communes.names import matches
from plans.choices import ActionState
from plans.models import PlanAction
from plans.selectors.counting import counted

LATE = "qua-han"
DIGITS = 9  # of a key that an address may name
STATES = [
    (ActionState.PLANNED.value, "theo kế hoạch"),
    (LATE, "quá hạn"),
    (ActionState.DONE.value, "đã thực hiện"),
    (ActionState.DROPPED.value, "không thực hiện"),
]
COLUMNS = [
    *("Đơn vị", "Kế hoạch", "Mã xã", "Xã", "Huyện", "Tiêu chí, chỉ tiêu", "Việc"),
    *("Phòng, người thực hiện", "Thời hạn như in", "Hạn", "Tình trạng", "Thực hiện ngày"),
    *("Kết quả", "Số liệu minh họa"),
]


@dataclass(frozen=True, slots=True)
class PlanActionFilters:
    """What the address of the list says; `agency` is a key (slug) or words, `commune` a code or words."""

    agency: str = ""
    commune: str = ""
    criterion: str = ""
    state: str = ""
    only: str = ""  # the key of one action, as other pages point to it

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "PlanActionFilters":
        state, number = str(query.get("tinh-trang", "")), str(query.get("tieu-chi", ""))
        known, only = {value for value, _ in STATES}, str(query.get("viec", ""))
        return cls(
            agency=str(query.get("don-vi", "")).strip()[:100],
            commune=str(query.get("xa", "")).strip()[:100],
            criterion=number[:2] if number.isascii() and number.isdecimal() else "",
            state=state if state in known else "",
            only=only if only.isascii() and only.isdecimal() and len(only) <= DIGITS else "",
        )

    @property
    def any(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


def plan_actions(
    user: User, filters: PlanActionFilters, day: dt.date
) -> QuerySet[PlanAction, PlanAction]:
    """By agency and deadline, those of agencies here; `criterion` is its number, in whichever set."""
    rows: QuerySet[PlanAction, PlanAction] = PlanAction.objects.visible_to(user)
    rows = rows.filter(counted(), agency__isnull=False)
    if filters.only:
        rows = rows.filter(pk=filters.only)
    if filters.agency:
        found = Q(agency__slug=filters.agency) | matches(filters.agency, "agency__search_key")
        rows = rows.filter(found)
    if filters.commune:
        named = Q(commune__code=filters.commune) | matches(filters.commune, "commune__search_key")
        rows = rows.filter(named)
    if filters.criterion:
        rows = rows.filter(criterion__number=filters.criterion)
    late = Q(state=ActionState.PLANNED, due_on__lt=day)
    if filters.state == LATE:
        rows = rows.filter(late)
    elif filters.state == ActionState.PLANNED:
        rows = rows.filter(Q(state=ActionState.PLANNED) & ~late)
    elif filters.state:
        rows = rows.filter(state=filters.state)
    about = ("agency", "paper", "commune__district", "criterion__criteria_set", "indicator")
    return rows.select_related(*about).order_by("agency__sort_key", "due_on", "pk")


def agencies_with_plans(day: dt.date) -> list[Agency]:
    """In whose name the office may enter an action: departments, districts, communes of the day."""
    kinds = [AgencyKind.DEPARTMENT, AgencyKind.OFFICE, AgencyKind.DISTRICT, AgencyKind.COMMUNE]
    rows = Agency.objects.on(day).filter(kind__in=kinds)
    return sorted(rows, key=lambda one: (kinds.index(AgencyKind(one.kind)), one.sort_key))


def is_late(row: PlanAction, day: dt.date) -> bool:
    return bool(row.state == ActionState.PLANNED and row.due_on and row.due_on < day)


def sheet_rows(rows: Iterable[PlanAction], day: dt.date) -> list[list[Any]]:
    """In the order of COLUMNS; what is not known stays blank."""
    return [_sheet_row(row, day) for row in rows]


def _sheet_row(row: PlanAction, day: dt.date) -> list[Any]:
    commune = row.commune
    district = commune.district if commune else None
    about = row.indicator or row.criterion
    return [
        *(row.agency.name if row.agency else None, row.paper.short if row.paper else None),
        *(commune.code if commune else None, commune.name if commune else "mọi xã được phân công"),
        *(district.name if district else None, str(about) if about else None, row.content),
        *(row.unit_name or None, row.due_text or None, row.due_on),
        "quá hạn" if is_late(row, day) else row.get_state_display(),
        *(row.done_on, row.result or None, "minh họa" if row.illustrative else None),
    ]
