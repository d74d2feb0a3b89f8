"""Districts and villages on their way to recognition: level, decision, stage, a district's own programme."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from communes.choices import AgencyKind
from communes.models import Agency, Commune, District
from communes.names import matches
from criteria.choices import Level
from criteria.models import Recognition
from plans.choices import DossierStage
from plans.models import DistrictProgramme, Dossier, Task, TaskAim, TaskParty, Village

DISTRICT_COLUMNS = [
    *("Huyện", "Số xã", "Xã đạt chuẩn", "Mức", "Năm đạt chuẩn", "Hồ sơ", "Đến bước này ngày"),
    *("Quyết định", "Ngày quyết định", "Chương trình riêng trong năm", "Số liệu minh họa"),
]
VILLAGE_COLUMNS = [
    *("Thôn, bản", "Xã", "Huyện", "Số hộ", "Số hộ nghèo", "Mức", "Năm đạt chuẩn", "Hồ sơ"),
    *("Quyết định", "Ngày quyết định", "Số liệu minh họa"),
]
NO_DOSSIER = "chua-co"


@dataclass(frozen=True, slots=True)
class DistrictLine:
    """A district with what is known of it; `agency` is its people's committee."""

    district: District
    agency: Agency | None
    communes: int
    recognised: int
    dossiers: tuple[Dossier, ...]
    programmes: tuple[DistrictProgramme, ...]
    tasks: tuple[Task, ...]

    @property
    def illustrative(self) -> bool:
        marks = [one.illustrative for one in self.dossiers]
        return any(marks) or any(one.illustrative for one in self.programmes)


@dataclass(frozen=True, slots=True)
class VillageCounts:
    """Villages on record, recognised by level, and how many of them have a dossier that is not done."""

    villages: int
    recognised: dict[str, int]
    under_way: int
    illustrative: int

    @property
    def levels(self) -> list[tuple[str, int]]:
        return [(one.label, self.recognised.get(one.value, 0)) for one in Level]


@dataclass(frozen=True, slots=True)
class VillageFilters:
    """What the address of the list says."""

    name: str = ""
    commune: str = ""
    district: str = ""
    stage: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "VillageFilters":
        stage = str(query.get("buoc", ""))
        return cls(
            name=str(query.get("thon", "")).strip()[:100],
            commune=str(query.get("xa", "")).strip()[:100],
            district=str(query.get("huyen", ""))[:10],
            stage=stage if stage in {*DossierStage.values, NO_DOSSIER} else "",
        )

    @property
    def any(self) -> bool:
        return bool(self.name or self.commune or self.district or self.stage)


def districts_on(user: User, day: dt.date) -> list[District]:
    """Districts of the day that have communes, in Vietnamese order."""
    held = Commune.objects.on(day).values("district")
    rows = District.objects.visible_to(user).on(day).filter(pk__in=held)
    return list(rows.order_by("sort_key", "pk"))


def district_lines(user: User, day: dt.date, year: int) -> list[DistrictLine]:
    """Each district of the day; in eight queries whatever there is."""
    districts = districts_on(user, day)
    recognised = Recognition.objects.on(day).filter(level=Level.STANDARD).values("commune")
    places = Commune.objects.on(day).values_list("pk", "district_id")
    held = set(recognised.values_list("commune", flat=True))
    communes: dict[int | None, list[int]] = {}
    for commune, district in places:
        communes.setdefault(district, []).append(commune)
    agencies = {
        one.district_id: one
        for one in Agency.objects.on(day).filter(kind=AgencyKind.DISTRICT, district__in=districts)
    }
    dossiers = _by_district(Dossier.objects.filter(district__in=districts), "district_id")
    programmes = _by_district(
        DistrictProgramme.objects.filter(year=year).select_related("agency"),
        "agency.district_id",
    )
    tasks = _tasks(districts, agencies, year)
    return [
        DistrictLine(
            district=one,
            agency=agencies.get(one.pk),
            communes=len(communes.get(one.pk, [])),
            recognised=sum(pk in held for pk in communes.get(one.pk, [])),
            dossiers=tuple(sorted(dossiers.get(one.pk, []), key=_by_level)),
            programmes=tuple(programmes.get(one.pk, [])),
            tasks=tuple(tasks.get(one.pk, {}).values()),
        )
        for one in districts
    ]


def villages(user: User, day: dt.date, filters: VillageFilters) -> QuerySet[Village]:
    """The villages of the day, each with its dossiers."""
    rows: QuerySet[Village] = Village.objects.visible_to(user).on(day)
    rows = rows.filter(matches(filters.commune, "commune__search_key"))
    if filters.name:
        rows = rows.filter(name__icontains=filters.name)
    if filters.district:
        rows = rows.filter(commune__district__code=filters.district)
    if filters.stage == NO_DOSSIER:
        rows = rows.filter(dossiers=None)
    elif filters.stage:
        rows = rows.filter(pk__in=Dossier.objects.filter(stage=filters.stage).values("village"))
    dossiers = Dossier.objects.select_related("paper")
    rows = rows.select_related("commune__district")
    rows = rows.prefetch_related(Prefetch("dossiers", dossiers))
    return rows.order_by("commune__sort_key", "name", "pk")


def village_counts(user: User, day: dt.date) -> VillageCounts:
    """In one query."""
    known = Village.objects.visible_to(user).on(day)
    rows = known.values_list(
        *("pk", "dossiers__level", "dossiers__stage", "dossiers__illustrative", "illustrative")
    )
    found = list(rows)
    done = [row for row in found if row[2] == DossierStage.RECOGNISED]
    return VillageCounts(
        villages=len({row[0] for row in found}),
        recognised={one.value: sum(row[1] == one.value for row in done) for one in Level},
        under_way=len({row[0] for row in found if row[2] not in _AT_REST}),
        illustrative=len({row[0] for row in found if row[3] or row[4]}),
    )


_AT_REST = {None, DossierStage.NOT_STARTED.value, DossierStage.RECOGNISED.value}


def district_rows(lines: Iterable[DistrictLine]) -> list[list[Any]]:
    """In the order of DISTRICT_COLUMNS, a row for each level that something is known of."""
    return [
        [
            line.district.name,
            line.communes,
            line.recognised,
            *_dossier_cells(dossier),
            "; ".join(one.paper.short for one in line.programmes),
            "minh họa" if line.illustrative else "",
        ]
        for line in lines
        for dossier in (line.dossiers or (None,))
    ]


def village_rows(rows: Iterable[Village]) -> list[list[Any]]:
    """In the order of VILLAGE_COLUMNS, a row for each level that something is known of."""
    found: list[list[Any]] = []
    for row in rows:
        place = row.commune
        known = list(row.dossiers.all())
        for dossier in sorted(known, key=_by_level) or [None]:
            cells = _dossier_cells(dossier)
            found.append(
                [
                    *(row.name, place.name, place.district.name if place.district else ""),
                    *(row.households, row.poor_households, *cells[:3], *cells[4:]),
                    "minh họa" if row.illustrative or (dossier and dossier.illustrative) else "",
                ]
            )
    return found


def _dossier_cells(dossier: Dossier | None) -> list[Any]:
    """Level, year, stage, its day, decision, its day."""
    if dossier is None:
        return [None] * 6
    return [
        dossier.get_level_display(),
        dossier.year,
        dossier.get_stage_display(),
        dossier.stage_on,
        dossier.paper.short if dossier.paper else dossier.source,
        dossier.decided_on,
    ]


def _tasks(
    districts: list[District], agencies: Mapping[int | None, Agency], year: int
) -> dict[int, dict[int, Task]]:
    """Tasks of the year's programme that are for a district, or name its committee, by its key."""
    places = {agency.pk: key for key, agency in agencies.items() if key}
    programme = {"task__group__programme__year": year}
    aims = TaskAim.objects.filter(district__in=districts, **programme)
    parties = TaskParty.objects.filter(agency__in=list(places), **programme)
    pairs = [(aim.district_id, aim.task) for aim in aims.select_related("task__group")]
    pairs += [
        (places[one.agency_id or 0], one.task) for one in parties.select_related("task__group")
    ]
    found: dict[int, dict[int, Task]] = {}
    for key, task in sorted(pairs, key=lambda pair: (pair[1].group.order, pair[1].order)):
        found.setdefault(key or 0, {})[task.pk] = task
    return found


def _by_district(rows: QuerySet[Any], key: str) -> dict[int, list[Any]]:
    """By the district of each row, with its paper."""
    found: dict[int, list[Any]] = {}
    for row in rows.select_related("paper"):
        value: Any = row
        for part in key.split("."):
            value = getattr(value, part)
        found.setdefault(value, []).append(row)
    return found


def _by_level(dossier: Dossier) -> int:
    return list(Level.values).index(dossier.level)


def dossiers_seen(user: User) -> QuerySet[Dossier]:
    rows: QuerySet[Dossier] = Dossier.objects.visible_to(user)
    return rows.select_related("district", "village__commune__district", "paper")
