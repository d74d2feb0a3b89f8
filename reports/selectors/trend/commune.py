"""One commune over the rounds: criteria met on the set in force at each cut-off, what sources state, levels."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from communes.models import Commune
from criteria.choices import Subject
from criteria.models import CriteriaSet, Recognition, Round, StatedCount
from reports.selectors.overview import sets_on
from reports.selectors.trend.area import stated_words
from reports.selectors.trend.judged import Judged, read, said

COMMUNE_COLUMNS = [
    *("Ngày", "Kỳ", "Bộ tiêu chí", "Tiêu chí đạt", "Đã đánh giá", "Tổng số tiêu chí"),
    *("Nguồn nêu (không cộng vào)", "Số liệu minh họa"),
]


@dataclass(frozen=True, slots=True)
class CommuneMoment:
    """A cut-off, or the day; `judged` None: nothing was said of the set in force by then."""

    day: dt.date
    name: str
    is_today: bool
    criteria_set: CriteriaSet | None
    judged: Judged | None
    stated: tuple[StatedCount, ...]


@dataclass(frozen=True, slots=True)
class CommuneTrend:
    day: dt.date
    commune: Commune
    moments: tuple[CommuneMoment, ...]
    stated: tuple[StatedCount, ...]
    recognitions: tuple[Recognition, ...]
    sets: tuple[CriteriaSet, ...]

    @property
    def has_figures(self) -> bool:
        return bool(self.stated) or any(one.judged for one in self.moments)


def commune_trend(
    commune: Commune,
    day: dt.date,
    sets: Sequence[CriteriaSet],
    *,
    stated: Sequence[StatedCount],
    recognitions: Sequence[Recognition],
) -> CommuneTrend:
    """Two queries beside what the caller has: the rounds and the entries.

    It begins with the first thing known of the commune; the name of a cut-off is that of its rounds.
    """
    own = Commune.objects.filter(pk=commune.pk)
    counts = tuple(
        one for one in stated if one.subject == Subject.CRITERIA_MET and one.as_of <= day
    )
    entries = said(own, day)
    begins = min([*(row[2] for row in entries[:1]), *(one.as_of for one in counts), day])
    names: dict[dt.date, list[str]] = {}
    rounds = (
        Round.objects.regular()
        .filter(Q(ends__gte=begins), ends__lt=day)
        .order_by("ends", "-starts")
    )
    for period in rounds:
        names.setdefault(period.ends, []).append(period.name)
    days = [*names, day]
    moments = []
    for place, reading in enumerate(read(entries, sets, days)):
        before = days[place - 1] if place else dt.date.min
        moments.append(
            CommuneMoment(
                day=reading.day,
                name=" · ".join(names.get(reading.day, [])),
                is_today=place == len(days) - 1,
                criteria_set=reading.criteria_set,
                judged=reading.by_commune.get(commune.pk),
                stated=tuple(one for one in counts if before < one.as_of <= reading.day),
            )
        )
    used = {one.criteria_set.pk for one in moments if one.criteria_set}
    return CommuneTrend(
        day=day,
        commune=commune,
        moments=tuple(moments),
        stated=counts,
        recognitions=tuple(one for one in recognitions if one.since <= day),
        sets=tuple(sorted((one for one in sets if one.pk in used), key=lambda one: one.starts)),
    )


def trend_of(commune: Commune, day: dt.date) -> CommuneTrend:
    """The same where nothing is at hand; of a commune that has ended, up to its last day."""
    until = min(day, commune.ends) if commune.ends else day
    return commune_trend(
        commune,
        until,
        sets_on(until),
        stated=list(commune.stated_counts.select_related("criteria_set", "paper")),
        recognitions=list(commune.recognitions.select_related("paper", "revoking_paper")),
    )


def commune_sheet(found: CommuneTrend) -> list[list[Any]]:
    """In the order of COMMUNE_COLUMNS; what nobody knows stays blank."""
    return [
        [
            *(one.day, one.name or "ngày làm việc"),
            one.criteria_set.short_name if one.criteria_set else None,
            *((one.judged.met, one.judged.assessed) if one.judged else (None, None)),
            len(one.criteria_set.criteria.all()) if one.criteria_set else None,
            "; ".join(stated_words(each) for each in one.stated) or None,
            "minh họa" if one.judged and one.judged.illustrative else None,
        ]
        for one in found.moments
    ]
