"""Agencies × communes on one day, and the communes with nobody."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from accounts.models import User
from communes.models import Agency, Commune, District
from communes.names import search_key
from criteria.choices import Duty
from criteria.models import SponsorAssignment

LETTERS = {Duty.SPONSOR.value: "Đ", Duty.IN_CHARGE.value: "P", "": "?"}
ALONE_COLUMNS = ["Xã", "Huyện", "Mã xã", "Có đơn vị lần cuối đến ngày"]


@dataclass(frozen=True, slots=True)
class Column:
    """An agency with how many communes it stands behind, among those shown."""

    agency: Agency
    count: int


@dataclass(frozen=True, slots=True)
class Row:
    """A commune; `cells` in the order of the columns: an assignment or None."""

    commune: Commune
    cells: tuple[SponsorAssignment | None, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Matrix:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    districts: tuple[District, ...]

    @property
    def count(self) -> int:
        return sum(row.count for row in self.rows)

    @property
    def alone(self) -> int:
        return sum(not row.count for row in self.rows)


def matrix(user: User, day: dt.date, *, district: str = "", agency: str = "") -> Matrix:
    """Every commune of that day (or of a district), every agency that stands behind one; two queries.

    `agency` (words of a name) keeps the columns that match and the communes behind which they stand.
    """
    everything = list(
        Commune.objects.visible_to(user)
        .on(day)
        .select_related("district")
        .order_by("district__sort_key", "sort_key", "pk")
    )
    communes = [one for one in everything if not district or _code(one) == district]
    held: dict[tuple[int, int], SponsorAssignment] = {}
    rows = SponsorAssignment.objects.visible_to(user).on(day).select_related("agency")
    for row in rows:
        held[row.commune_id, row.agency_id] = row
    agencies = {row.agency_id: row.agency for row in held.values()}
    shown = sorted(
        (one for one in agencies.values() if _matches(one, agency)),
        key=lambda one: (one.sort_key, one.pk),
    )
    lines = [_row(one, shown, held) for one in communes]
    if search_key(agency):
        lines = [one for one in lines if one.count]
    return Matrix(
        columns=tuple(
            Column(one, sum(line.cells[at] is not None for line in lines))
            for at, one in enumerate(shown)
        ),
        rows=tuple(lines),
        districts=tuple(_districts(everything)),
    )


def letter(row: SponsorAssignment | None) -> str:
    """«Đ» đỡ đầu, «P» phụ trách, «?» not known; nothing where nobody stands."""
    return LETTERS[row.duty] if row else ""


def matrix_rows(found: Matrix) -> tuple[list[str], list[list[str | int]]]:
    """Head and rows for a spreadsheet that may be changed and read in again."""
    header = ["Xã", "Huyện", *(str(one.agency) for one in found.columns), "Số cơ quan"]
    marks = {"Đ": "đ", "P": "p", "?": "x", "": ""}
    rows: list[list[str | int]] = [
        [
            row.commune.name,
            row.commune.district.name if row.commune.district else "",
            *(marks[letter(cell)] for cell in row.cells),
            row.count,
        ]
        for row in found.rows
    ]
    total: list[str | int] = ["Tổng số xã", "", *(one.count for one in found.columns), found.count]
    return header, [*rows, total]


def alone(user: User, day: dt.date, *, district: str = "") -> QuerySet[Commune]:
    """The communes of that day that nobody stands behind; `last_day`: the last on which somebody did."""
    backed = SponsorAssignment.objects.on(day).values("commune")
    rows = Commune.objects.visible_to(user).on(day).exclude(pk__in=backed)
    if district:
        rows = rows.filter(district__code=district)
    rows = rows.select_related("district").annotate(last_day=Max("sponsorships__ends"))
    found: QuerySet[Commune] = rows.order_by("district__sort_key", "sort_key", "pk")
    return found


def alone_rows(rows: Iterable[Commune]) -> list[list[object]]:
    return [
        [
            one.name,
            one.district.name if one.district else None,
            one.code,
            one.last_day,  # type: ignore[attr-defined]  # annotated above
        ]
        for one in rows
    ]


def _row(
    commune: Commune,
    shown: Iterable[Agency],
    held: Mapping[tuple[int, int], SponsorAssignment],
) -> Row:
    cells = tuple(held.get((commune.pk, one.pk)) for one in shown)
    return Row(commune, cells, sum(one is not None for one in cells))


def _matches(agency: Agency, words: str) -> bool:
    key = f" {agency.search_key}"
    return all(f" {word}" in key for word in search_key(words).split())


def _code(commune: Commune) -> str:
    return commune.district.code if commune.district else ""


def _districts(communes: Iterable[Commune]) -> list[District]:
    found = {one.district.pk: one.district for one in communes if one.district}
    return sorted(found.values(), key=lambda one: (one.sort_key, one.pk))
