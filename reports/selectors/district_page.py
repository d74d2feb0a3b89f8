"""Districts: all of them beside each other, and everything of one, for who serves or leads it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.calendar import working_day
from accounts.models import User
from communes.models import Agency, District
from criteria.choices import Level
from criteria.models import CriteriaSet, Recognition, Round
from documents.selectors import work_calendar
from plans.selectors.owed import Work, work_on
from reports.figures.bands import NO_DATA
from reports.selectors.asked import Asked
from reports.selectors.board import Board, board_of, chosen
from reports.selectors.endangered import Endangered, endangered
from reports.selectors.movement import MoveAsked, Movement, movement
from reports.selectors.overview import Row, average, choose_set, picture, sets_on
from reports.selectors.round_state import RoundState, round_asked, round_state

COLUMNS = [
    *("Mã huyện", "Huyện", "Từ ngày", "Đến ngày", "Số liệu tại ngày", "Bộ tiêu chí", "Số xã"),
    *("Xã được công nhận đạt chuẩn", "Bình quân tiêu chí/xã", "Tính trên số xã"),
    *("Xã có tiêu chí mất đạt", "Xã chưa có số liệu", "Minh họa"),
]


@dataclass(frozen=True, slots=True)
class DistrictLine:
    """A district as it stands on the day; one that has ended, as on its last day."""

    district: District
    day: dt.date
    stands: bool
    criteria_set: CriteriaSet | None
    rows: tuple[Row, ...]

    @property
    def recognised(self) -> int:
        return sum(Level.STANDARD.value in row.recognised for row in self.rows)

    @property
    def average(self) -> tuple[Decimal, int] | None:
        return average(self.rows)

    @property
    def fallen(self) -> int:
        return sum(bool(row.lost) for row in self.rows)

    @property
    def without_data(self) -> int:
        return sum(not row.standing.has_data for row in self.rows)

    @property
    def illustrative(self) -> bool:
        return any(row.standing.illustrative or row.illustrative for row in self.rows)

    @property
    def asked(self) -> Asked:
        """The overview of this district on that day."""
        return asked_for(self.district, self.day)

    @property
    def recognised_link(self) -> str:
        return self.asked.link(recognised="dat-chuan")

    @property
    def fallen_link(self) -> str:
        return self.asked.link(moved="giam")

    @property
    def without_data_link(self) -> str:
        return self.asked.link(band=NO_DATA)


@dataclass(frozen=True, slots=True)
class DistrictPage:
    """Nothing but the district itself where no set was in force; `work` is of the day alone, not of an ended one."""

    district: District
    day: dt.date
    stands: bool
    asked: Asked
    board: Board | None
    rows: Sequence[Row]
    moved: Movement | None
    risk: Endangered | None
    state: RoundState | None
    recognitions: Sequence[Recognition]
    agencies: Sequence[Agency]
    works: Sequence[Work]


def asked_for(district: District, day: dt.date) -> Asked:
    return Asked(day=None if day == working_day() else day, district=district.code)


def shown_on(district: District, day: dt.date) -> dt.date:
    """The day, or the last one of a district that has ended."""
    return min(day, district.ends) if district.ends else day


def district_of(
    user: User, code: str, day: dt.date, starts: dt.date | None = None
) -> District | None:
    """The district of that code that stands on the day, else the latest before it; `starts` names one span."""
    rows = District.objects.visible_to(user).filter(code=code, province__home=True)
    if starts is not None:
        rows = rows.filter(starts=starts)
    found: District | None = rows.filter(starts__lte=day).order_by("-starts").first()
    return found


def district_lines(user: User, day: dt.date) -> list[DistrictLine]:
    """Those that stand first; the number of queries follows the days on which districts ended."""
    seen = District.objects.visible_to(user).filter(province__home=True, starts__lte=day)
    by_day: dict[dt.date, list[District]] = defaultdict(list)
    for one in seen.order_by("sort_key", "starts"):
        by_day[shown_on(one, day)].append(one)
    found = [line for on, group in by_day.items() for line in _lines(group, on, day)]
    return sorted(found, key=lambda one: (not one.stands, one.district.sort_key))


def _lines(districts: Iterable[District], on: dt.date, day: dt.date) -> Iterator[DistrictLine]:
    criteria_set = choose_set(sets_on(on), "", on)
    rows: dict[int, list[Row]] = defaultdict(list)
    if criteria_set:
        for row in picture(criteria_set, on).rows:
            rows[row.commune.district_id or 0].append(row)
    for one in districts:
        yield DistrictLine(one, on, one.covers(day), criteria_set, tuple(rows[one.pk]))


def district_page(district: District, day: dt.date) -> DistrictPage:
    on = shown_on(district, day)
    asked = asked_for(district, on)
    found = chosen(asked)
    stands = district.covers(day)
    period: Round | None = round_asked(on)
    agencies = list(Agency.objects.on(on).filter(district=district).order_by("sort_key"))
    work = work_on(day, work_calendar()) if stands and agencies else None
    return DistrictPage(
        district=district,
        day=on,
        stands=stands,
        asked=asked,
        board=board_of(found) if found else None,
        rows=found.rows if found else (),
        moved=movement(found, MoveAsked()) if found else None,
        risk=endangered(found) if found else None,
        state=round_state(found, period) if found and period else None,
        recognitions=_recognitions([row.commune.pk for row in found.rows] if found else [], on),
        agencies=agencies,
        works=[work.of(one) for one in agencies] if work else (),
    )


def _recognitions(communes: Sequence[int], day: dt.date) -> list[Recognition]:
    """Those alive on that day, the latest first."""
    rows = Recognition.objects.on(day).filter(commune__in=communes)
    return list(rows.select_related("commune", "paper").order_by("-since", "commune__sort_key"))


def sheet(lines: Iterable[DistrictLine]) -> Iterator[list[Any]]:
    """In the order of COLUMNS; blank where no set was in force, or nothing to take an average of."""
    for one in lines:
        known = one.criteria_set is not None
        mean = one.average
        yield [
            *(one.district.code, str(one.district), one.district.starts, one.district.ends),
            *(one.day, str(one.criteria_set or ""), len(one.rows) if known else None),
            *(one.recognised if known else None, round(mean[0], 1) if mean else None),
            *(mean[1] if mean else None, one.fallen if known else None),
            one.without_data if known else None,
            "có số liệu minh họa" if one.illustrative else None,
        ]
