"""The groups in words, each with the agencies that it means on a day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from accounts.models import User
from communes.models import Agency
from plans.models import AgencyGroup
from plans.selectors.groups import Groups

COLUMNS = ["Nhóm", "Gồm", "Số đơn vị", "Các đơn vị", "Cách viết khác", "Ghi chú"]


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group, whom it means on the day, and in how many tasks it has a part."""

    group: AgencyGroup
    members: tuple[Agency, ...]
    tasks: int


def group_lines(user: User, day: dt.date) -> list[GroupLine]:
    known = Groups(day)
    rows = AgencyGroup.objects.visible_to(user).annotate(
        used=Count("task_parts__task", distinct=True)
    )
    return [GroupLine(one, known.members(one), one.used) for one in rows.order_by("name")]


def group_rows(lines: Iterable[GroupLine]) -> list[list[Any]]:
    """In the order of COLUMNS."""
    return [
        [
            line.group.name,
            line.group.get_rule_display(),
            len(line.members),
            "; ".join(str(one) for one in line.members) or None,
            "; ".join(line.group.other_names) or None,
            line.group.note or None,
        ]
        for line in lines
    ]
