"""Which communes are nearest to the standard, and what each of them still lacks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.calendar import working_day
from communes.models import Agency
from criteria.choices import Level
from criteria.models import Criterion
from criteria.selectors import set_in_force
from plans.selectors.red import RedKind, RedRow, red
from reports.selectors.asked import Asked
from reports.selectors.board import Chosen
from reports.selectors.kpi import Figure, said_of_province, strip
from reports.selectors.overview import Row

SHOWN = 20
GOALS = {Level.STANDARD.value: 0, Level.ADVANCED.value: 1, Level.MODEL.value: 2}  # in the strip


@dataclass(frozen=True, slots=True)
class Lack:
    """A criterion not met: what the machine finds of its indicators, in natural units, and whether work is planned.

    `told` is empty where nobody entered a value; `planned` is None where only today's work would be known.
    """

    criterion: Criterion
    told: tuple[str, ...]
    planned: int | None
    illustrative: bool

    @property
    def is_idle(self) -> bool:
        return self.planned == 0


@dataclass(frozen=True, slots=True)
class Near:
    """A commune not yet recognised; `place` from 1, the nearest first."""

    place: int
    row: Row
    lacks: tuple[Lack, ...]
    sponsors: tuple[Agency, ...]

    @property
    def distance(self) -> int:
        """Criteria that are not met or that nobody judged."""
        return len(self.row.standing.unmet) + len(self.row.standing.unknown)


@dataclass(frozen=True, slots=True)
class Nearest:
    """`goal` is the figure of recognised communes with its target and gap; `total` how many are not recognised."""

    goal: Figure
    rows: tuple[Near, ...]
    total: int
    without_data: int

    def is_needed(self, near: Near) -> bool:
        """Among as many as the target still asks for."""
        return bool(self.goal.gap) and near.place <= (self.goal.gap or 0)

    @property
    def is_cut(self) -> bool:
        """There are more than are shown."""
        return len(self.rows) < self.total - self.without_data

    @property
    def marked(self) -> list[tuple[Near, bool]]:
        return [(one, self.is_needed(one)) for one in self.rows]


def nearest(found: Chosen, *, whole: bool = False) -> Nearest:
    """Of the communes that the filters leave; those of which nothing is known are only counted.

    Nearest: the fewest criteria not met or not judged; among these, the fewest not met.
    """
    asked = found.asked
    level = found.picture.criteria_set.level
    left = [one for one in found.rows if level not in one.recognised]
    known = sorted((one for one in left if one.standing.has_data), key=_distance)
    shown = known if whole else known[:SHOWN]
    spots = _spots(found, shown)
    behind = _behind(found)
    rows = tuple(
        Near(
            place,
            row,
            tuple(_lack(one, row, spots) for one in row.standing.unmet),
            behind.get(row.commune.pk, ()),
        )
        for place, row in enumerate(shown, start=1)
    )
    of_all = Asked(day=asked.day, set_code=asked.set_code)
    goal = strip(found.picture, said_of_province(asked.on), of_all)[GOALS.get(level, 0)]
    return Nearest(goal, rows, len(left), len(left) - len(known))


def _distance(row: Row) -> tuple[int, int, str]:
    standing = row.standing
    unmet = len(standing.unmet)
    return unmet + len(standing.unknown), unmet, row.commune.sort_key


def _spots(found: Chosen, rows: Sequence[Row]) -> Mapping[tuple[int, int], list[RedRow]] | None:
    """The red list of these communes by commune and criterion; None for another day or set than today's."""
    day = working_day()
    if found.asked.on != day or set_in_force(day) != found.picture.criteria_set:
        return None
    keys = {one.commune.pk for one in rows}
    spots: dict[tuple[int, int], list[RedRow]] = {}
    for one in red(day).rows:
        if one.kind != RedKind.SHAKY and one.spot.commune.pk in keys:
            spots.setdefault(one.spot.pair, []).append(one)
    return spots


def _lack(
    criterion: Criterion, row: Row, spots: Mapping[tuple[int, int], list[RedRow]] | None
) -> Lack:
    cell = row.standing.cells[criterion.number]
    if spots is None:
        return Lack(criterion, (), None, cell.illustrative)
    lines = spots.get((row.commune.pk, criterion.pk), [])
    told = tuple(
        f"{one.spot.indicator}: {one.spot.why}"
        for one in lines
        if one.spot.indicator and one.spot.why
    )
    illustrative = cell.illustrative or any(one.illustrative for one in lines)
    return Lack(criterion, told, sum(len(one.planned) for one in lines), illustrative)


def _behind(found: Chosen) -> dict[int, tuple[Agency, ...]]:
    behind: dict[int, tuple[Agency, ...]] = {}
    for one in found.mandates:
        behind[one.commune_id] = (*behind.get(one.commune_id, ()), one.agency)
    return behind


def sheet(rows: Iterable[Near]) -> tuple[list[str], list[list[Any]]]:
    """One line for each criterion that a commune lacks."""
    head = [
        *("Thứ tự", "Mã xã", "Xã", "Huyện", "Số tiêu chí đạt", "Chưa đạt", "Chưa đánh giá"),
        *(
            "Tiêu chí chưa đạt",
            "Còn thiếu",
            "Việc đang có",
            "Đơn vị phụ trách, đỡ đầu",
            "Minh họa",
        ),
    ]
    lines = []
    for near in rows:
        place, standing = near.row.commune, near.row.standing
        about = [
            *(near.place, place.code, place.name, place.district.name if place.district else None),
            *(standing.met, len(standing.unmet), len(standing.unknown)),
        ]
        sponsors = "; ".join(one.name for one in near.sponsors) or None
        for lack in near.lacks or (None,):
            told = (
                [str(lack.criterion), "; ".join(lack.told) or None, lack.planned]
                if lack
                else [None, None, None]
            )
            made_up = lack.illustrative if lack else standing.illustrative
            lines.append([*about, *told, sponsors, "minh họa" if made_up else None])
    return head, lines
