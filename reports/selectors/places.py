"""The list of communes: where each stands, how it is recognised, who stands behind it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from communes.models import Agency, Commune, District
from communes.names import matches
from criteria.choices import Level, Status
from criteria.models import CriteriaSet, Recognition, SponsorAssignment
from criteria.selectors import Standing, set_in_force, standings

NOBODY = "chua-co"
LEVELS = [*Level.values]
# The column in the address → the order in the database; met is counted only when it is asked for.
ORDERS = {
    "ten": ["sort_key"],
    "huyen": ["district__sort_key", "sort_key"],
    "dat": ["met", "sort_key"],
}


PARAMETERS = {
    "text": "q",
    "district": "huyen",
    "agency": "don-vi",
    "level": "cong-nhan",
    "order": "xep",
}
COLUMNS = [
    "Xã",
    "Huyện",
    "Mã xã",
    "Số tiêu chí đạt",
    "Đã đánh giá",
    "Tổng số tiêu chí",
    "Mức công nhận",
    "Năm đạt chuẩn",
    "Đơn vị phụ trách, đỡ đầu",
    "Số liệu minh họa",
]


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the list says."""

    text: str = ""
    district: str = ""
    agency: str = ""
    level: str = ""
    order: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "Filters":
        given = {name: str(query.get(word, "")).strip()[:100] for name, word in PARAMETERS.items()}
        return cls(**given)

    @property
    def any(self) -> bool:
        return bool(self.text or self.district or self.agency or self.level)


@dataclass(frozen=True, slots=True)
class CommuneRow:
    commune: Commune
    standing: Standing | None
    recognition: Recognition | None
    sponsors: tuple[SponsorAssignment, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    districts: list[District]
    agencies: list[Agency]


def commune_choices(day: dt.date) -> Choices:
    """Districts with communes, and agencies that stand behind one."""
    districts = District.objects.on(day).filter(communes__in=Commune.objects.on(day)).distinct()
    behind = SponsorAssignment.objects.on(day).values("agency")
    return Choices(list(districts), list(Agency.objects.filter(pk__in=behind)))


def communes(user: User, day: dt.date, filters: Filters) -> QuerySet[Commune]:
    """The communes of that day that the filters leave, in their order."""
    rows = Commune.objects.visible_to(user).on(day).filter(matches(filters.text))
    if filters.district:
        rows = rows.filter(district__code=filters.district)
    sponsored = SponsorAssignment.objects.on(day)
    if filters.agency == NOBODY:
        rows = rows.exclude(pk__in=sponsored.values("commune"))
    elif filters.agency:
        rows = rows.filter(pk__in=sponsored.filter(agency__slug=filters.agency).values("commune"))
    if filters.level:
        rows = rows.filter(_of_level(filters.level, day))
    return _ordered(rows, filters.order, day).select_related("district")


def _of_level(level: str, day: dt.date) -> Q:
    alive = Recognition.objects.on(day)
    if level == NOBODY:
        return ~Q(pk__in=alive.values("commune"))
    return Q(pk__in=alive.filter(level=level).values("commune"))


def _ordered(rows: QuerySet[Commune], order: str, day: dt.date) -> QuerySet[Commune]:
    falling, key = order.startswith("-"), order.removeprefix("-")
    if key == "dat":
        criteria_set = set_in_force(day)
        met = Q(
            scorecards__criteria_set=criteria_set, scorecards__current__status=Status.MET.value
        )
        rows = rows.annotate(met=Count("scorecards__current", filter=met))
    fields = ORDERS.get(key, ORDERS["ten"])
    first = f"-{fields[0]}" if falling else fields[0]
    return rows.order_by(first, *fields[1:])


def commune_rows(
    communes: list[Commune], day: dt.date, criteria_set: CriteriaSet | None
) -> list[CommuneRow]:
    """Some communes with what the list says of each: the same queries for one as for fifty."""
    standing = _standings(criteria_set, communes)
    recognised = highest_recognitions(communes, day)
    behind = sponsors(communes, day)
    return [
        CommuneRow(
            commune=commune,
            standing=standing.get(commune.pk),
            recognition=recognised.get(commune.pk),
            sponsors=tuple(behind.get(commune.pk, [])),
        )
        for commune in communes
    ]


def _standings(criteria_set: CriteriaSet | None, communes: list[Commune]) -> dict[int, Standing]:
    if criteria_set is None:
        return {}
    return {one.commune.pk: one for one in standings(criteria_set, communes)}


def highest_recognitions(communes: list[Commune], day: dt.date) -> dict[int, Recognition]:
    """The highest level that each commune holds on that day."""
    rows = Recognition.objects.on(day).filter(commune__in=communes).select_related("paper")
    ladder = sorted(rows, key=lambda one: (LEVELS.index(one.level), one.since))
    return {one.commune_id: one for one in ladder}


def sponsors(communes: list[Commune], day: dt.date) -> dict[int, list[SponsorAssignment]]:
    rows = SponsorAssignment.objects.on(day).filter(commune__in=communes)
    found: dict[int, list[SponsorAssignment]] = {}
    for row in rows.select_related("agency").order_by("agency__sort_key"):
        found.setdefault(row.commune_id, []).append(row)
    return found


def sheet_rows(rows: Iterable[CommuneRow]) -> list[list[Any]]:
    """The same list for a spreadsheet: nobody judged stays blank, which is not zero."""
    return [
        [
            row.commune.name,
            row.commune.district.name if row.commune.district else None,
            row.commune.code,
            row.standing.met if row.standing and row.standing.assessed else None,
            row.standing.assessed if row.standing else None,
            row.standing.total if row.standing else None,
            row.recognition.get_level_display() if row.recognition else None,
            row.recognition.year if row.recognition else None,
            "; ".join(f"{one.agency} ({one.duty_words})" for one in row.sponsors) or None,
            "có" if row.standing and row.standing.illustrative else None,
        ]
        for row in rows
    ]
