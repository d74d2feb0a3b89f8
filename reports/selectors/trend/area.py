"""The province or a district by year: communes, recognitions gained and lost, criteria met on average."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, NamedTuple

from accounts.calendar import working_day
from communes.models import Commune, District
from criteria.choices import Level, Subject
from criteria.models import CriteriaSet, Recognition, Round, StatedCount, holds
from reports.selectors.asked import Asked
from reports.selectors.overview import sets_on
from reports.selectors.trend.judged import Reading, read, said

FIRST = 2010  # plans of the programme begin no earlier
WORDS = {Level.STANDARD: "dat-chuan", Level.ADVANCED: "nang-cao", Level.MODEL: "kieu-mau"}
COLUMNS = [
    *("Ngày", "Số xã", "Đạt chuẩn", "Nâng cao", "Kiểu mẫu", "Được công nhận trong kỳ"),
    *("Bị thu hồi trong kỳ", "Sáp nhập trong kỳ", "Tiêu chí đạt bình quân một xã"),
    *("Số xã đã đánh giá đủ", "Bộ tiêu chí", "Nguồn nêu (không cộng vào)", "Số liệu minh họa"),
]


class Place(NamedTuple):
    """A commune as far as the trend asks."""

    pk: int
    starts: dt.date
    ends: dt.date | None

    def stands(self, day: dt.date) -> bool:
        return self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, slots=True)
class Holders:
    """How many communes hold a level; None where nobody knows.

    That is before the first decision on record, and after a merger until one of the new communes has one.
    """

    level: Level
    count: int | None = None
    illustrative: int = 0
    link: str = ""

    @property
    def label(self) -> str:
        return str(self.level.label)


@dataclass(frozen=True, slots=True)
class AreaYear:
    """A year end or the working day. `gained`, `revoked`, `merged`: since the day before it in the table.

    `communes` None: the list of places does not reach back that far. `average` is over the `whole`
    communes of which every criterion of `criteria_set` was judged.
    """

    day: dt.date
    is_today: bool
    communes: int | None
    held: tuple[Holders, ...]
    gained: tuple[Recognition, ...]
    revoked: tuple[Recognition, ...]
    merged: tuple[Recognition, ...]
    criteria_set: CriteriaSet | None
    average: Decimal | None
    whole: int
    illustrative: bool
    stated: tuple[StatedCount, ...]
    link: str = ""

    @property
    def name(self) -> str:
        """«2023»; the working day by its date."""
        return f"{self.day.day}/{self.day.month}/{self.day.year}" if self.is_today else self.key

    @property
    def key(self) -> str:
        return f"{self.day.year}"

    @property
    def undated(self) -> int:
        """Recognitions that count from the day of a source, since their own day is not known."""
        return sum(one.decided_on is None for one in self.gained)

    @property
    def made_up(self) -> bool:
        return self.illustrative or any(one.illustrative for one in self.held)


@dataclass(frozen=True, slots=True)
class AreaTrend:
    """`sets`: the yardsticks in force over the years, first the oldest."""

    day: dt.date
    district: District | None
    years: tuple[AreaYear, ...]
    stated: tuple[StatedCount, ...]
    sets: tuple[CriteriaSet, ...]

    @property
    def has_average(self) -> bool:
        counts = {one.subject for one in self.stated}
        known = any(one.average is not None for one in self.years)
        return known or Subject.AVERAGE_CRITERIA.value in counts

    @property
    def turned(self) -> tuple[AreaYear, ...]:
        """The years with communes to name, the latest first."""
        return tuple(one for one in self.years[::-1] if one.gained or one.revoked or one.merged)


def area_trend(day: dt.date, district: District | None = None) -> AreaTrend:
    """By year end up to the day; the queries follow neither years nor communes."""
    home = Commune.objects.rural_at_home().filter(starts__lte=day)
    known = [
        (Place(pk, starts, ends), code)
        for pk, starts, ends, code in home.values_list("pk", "starts", "ends", "district__code")
    ]
    places = [one for one, code in known if district is None or code == district.code]
    communes = home.filter(district__code=district.code) if district else home
    sets = sorted(sets_on(day), key=lambda one: one.starts)
    recognitions = list(
        Recognition.objects.filter(commune__in=home, since__lte=day)
        .select_related("commune", "paper")
        .defer("paper__body")
        .order_by("since", "commune__sort_key")
    )
    stated = _stated(day, district)
    entries = said(communes, day)
    rounds = (
        Round.objects.regular()
        .filter(ends__lte=day)
        .order_by("ends")
        .values_list("ends", flat=True)
    )
    begins = [one.since for one in recognitions] + [one.as_of for one in stated]
    days = _days([*begins, *(row[2] for row in entries[:1]), *rounds[:1]], day)
    facts = _Facts(
        day, days, district, places, {one.pk: one for one, _ in known},
        recognitions, stated,
    )  # fmt: skip
    readings = read(entries, sets, days)
    years = tuple(facts.year(place, one) for place, one in enumerate(readings))
    used = {one.criteria_set.pk for one in years if one.criteria_set}
    return AreaTrend(day, district, years, stated, tuple(one for one in sets if one.pk in used))


def _stated(day: dt.date, district: District | None) -> tuple[StatedCount, ...]:
    rows = StatedCount.objects.filter(as_of__lte=day).select_related("criteria_set", "paper")
    if district is not None:
        return tuple(rows.filter(district__code=district.code).defer("paper__body"))
    return tuple(rows.filter(province__home=True).defer("paper__body"))


def _days(begins: Iterable[dt.date], day: dt.date) -> list[dt.date]:
    """Every 31/12 from the first year of which anything is known, and the day itself."""
    first = max(FIRST, min((one.year for one in begins), default=day.year))
    return [dt.date(year, 12, 31) for year in range(first, day.year)] + [day]


@dataclass(frozen=True, slots=True)
class _Facts:
    """What was read, to be counted day by day."""

    day: dt.date
    days: Sequence[dt.date]
    district: District | None
    places: Sequence[Place]
    province: Mapping[int, Place]
    recognitions: Sequence[Recognition]  # of the whole province, by day
    stated: Sequence[StatedCount]

    def year(self, place: int, reading: Reading) -> AreaYear:
        day = reading.day
        before = self.days[place - 1] if place else dt.date.min
        known = self._reaches(day)
        asked = Asked(
            day=None if day == working_day() else day,
            district=self.district.code if self.district else "",
        )
        here = {one.pk: one for one in self.places}
        standing = {pk for pk, one in here.items() if not known or one.stands(day)}
        own = [one for one in self.recognitions if one.commune_id in here]
        standard = [one for one in own if one.level == Level.STANDARD]
        whole = [one for pk, one in reading.by_commune.items() if one.is_whole and pk in standing]
        return AreaYear(
            day=day,
            is_today=day == self.day,
            communes=len(standing) if known else None,
            held=tuple(
                self._held(level, day, own, standing, asked if reading.criteria_set else None)
                for level in WORDS
            ),
            gained=tuple(one for one in standard if before < one.since <= day),
            revoked=tuple(
                one for one in standard if one.revoked_on and before < one.revoked_on <= day
            ),
            merged=tuple(
                one
                for one in standard
                if (ends := here[one.commune_id].ends)
                and before <= ends < day
                and holds(one.since, one.revoked_on, ends)
            ),
            criteria_set=reading.criteria_set,
            average=Decimal(sum(one.met for one in whole)) / len(whole) if whole else None,
            whole=len(whole),
            illustrative=any(one.illustrative for one in whole),
            stated=tuple(one for one in self.stated if before < one.as_of <= day),
            link=asked.link() if reading.criteria_set else "",
        )

    def _reaches(self, day: dt.date) -> bool:
        """The list of places goes back to that day."""
        return any(one.starts <= day for one in self.province.values())

    def _held(
        self,
        level: Level,
        day: dt.date,
        own: Iterable[Recognition],
        standing: set[int],
        asked: Asked | None,
    ) -> Holders:
        told = [one for one in self.recognitions if one.level == level and one.since <= day]
        reaches = self._reaches(day)
        if not any(not reaches or self.province[one.commune_id].stands(day) for one in told):
            return Holders(level)
        alive = [
            one
            for one in own
            if one.level == level
            and one.commune_id in standing
            and holds(one.since, one.revoked_on, day)
        ]
        return Holders(
            level,
            len({one.commune_id for one in alive}),
            len({one.commune_id for one in alive if one.illustrative}),
            replace(asked, recognised=WORDS[level]).link() if asked else "",
        )


def sheet(found: AreaTrend) -> list[list[Any]]:
    """In the order of COLUMNS; what nobody knows stays blank."""
    return [
        [
            *(one.day, one.communes, *(held.count for held in one.held)),
            *(len(one.gained), len(one.revoked), len(one.merged)),
            *(round(one.average, 1) if one.average is not None else None, one.whole or None),
            one.criteria_set.short_name if one.criteria_set else None,
            "; ".join(stated_words(each) for each in one.stated) or None,
            "minh họa" if one.made_up else None,
        ]
        for one in found.years
    ]


def stated_words(one: StatedCount) -> str:
    """«số xã đạt chuẩn 57/101, tính đến 31/12/2020 (nguyên văn, nguồn)»."""
    value = f"{one.value:f}".removesuffix(".0").replace(".", ",")
    if one.subject == Subject.AVERAGE_CRITERIA:
        value = f"{one.value:f}".replace(".", ",")
    of = f"/{one.out_of}" if one.out_of else ""
    day = f"{one.as_of.day}/{one.as_of.month}/{one.as_of.year}"
    return f"{Subject(one.subject).label} {value}{of}, tính đến {day} ({one.text})"
