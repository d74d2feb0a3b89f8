"""How far a round is: what was said in it, by whom, before the cut-off or after it, and who said nothing.

A word is of the round when it is effective between its first day and its cut-off; it is late when it
was recorded after the cut-off (report-forms.md §6: late is not missing). On a demo day the moments of
recording are of another time, so nothing is called late.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from accounts.calendar import is_demo_day, working_day
from communes.models import Agency, District
from criteria.models import (
    Indicator,
    Measurement,
    Responsibility,
    Round,
    StatusEntry,
)
from criteria.selectors import round_before, round_in_force
from reports.selectors.asked import Asked
from reports.selectors.board import Chosen
from reports.selectors.overview import Row

SILENT, SPOKEN, LATE, REVIEWED, UNREVIEWED = "chua", "co", "muon", "co-quan-da", "co-quan-chua"
WANTED = {
    SILENT: "chưa ghi gì trong kỳ",
    SPOKEN: "đã ghi trong kỳ",
    LATE: "có lời ghi sau ngày chốt",
    REVIEWED: "cơ quan đang lọc đã ghi trong kỳ",
    UNREVIEWED: "cơ quan đang lọc chưa ghi trong kỳ",
}


@dataclass(slots=True)
class Entered:
    """What was said of one commune within the round. `late` words were recorded after the cut-off."""

    row: Row
    criteria: int = 0
    indicators: int = 0
    words: int = 0
    late: int = 0
    last: dt.datetime | None = None

    @property
    def has_spoken(self) -> bool:
        return self.words > 0

    def is_wanted(self, which: str, spoke_on: set[int]) -> bool:
        """`spoke_on`: the communes of which the agency of the filter spoke."""
        if which == LATE:
            return self.late > 0
        if which in {REVIEWED, UNREVIEWED}:
            return (self.row.commune.pk in spoke_on) == (which == REVIEWED)
        return not which or self.has_spoken == (which == SPOKEN)


@dataclass(frozen=True, slots=True)
class DistrictState:
    """The communes of a district: spoken, silent, with something late; each with its address."""

    district: District | None
    places: tuple[Entered, ...]
    per_commune: tuple[int, int]  # criteria and indicators of the set
    link: str
    spoken_link: str
    silent_link: str
    late_link: str

    @property
    def name(self) -> str:
        return str(self.district) if self.district else "không thuộc huyện"

    @property
    def spoken(self) -> int:
        return sum(one.has_spoken for one in self.places)

    @property
    def silent(self) -> int:
        return len(self.places) - self.spoken

    @property
    def late(self) -> int:
        return sum(one.late > 0 for one in self.places)

    @property
    def criteria(self) -> int:
        return sum(one.criteria for one in self.places)

    @property
    def criteria_room(self) -> int:
        return self.per_commune[0] * len(self.places)

    @property
    def indicators(self) -> int:
        return sum(one.indicators for one in self.places)

    @property
    def indicator_room(self) -> int:
        return self.per_commune[1] * len(self.places)


@dataclass(slots=True)
class AgencyState:
    """An agency with communes to review or indicators to answer for: what itself said in the round.

    `reviewed`: of the communes that it stands behind, those on which it spoke.
    """

    agency: Agency
    link: str
    reviewed_link: str
    unreviewed_link: str
    communes: set[int] = field(default_factory=set)
    answers_for: int = 0
    spoke_on: set[int] = field(default_factory=set)
    words: int = 0
    late: int = 0

    @property
    def reviewed(self) -> int:
        return len(self.communes & self.spoke_on)

    @property
    def unreviewed(self) -> int:
        return len(self.communes) - self.reviewed

    @property
    def is_silent(self) -> bool:
        return not self.words


@dataclass(frozen=True, slots=True)
class RoundState:
    """`tells_late`: the cut-off is over and the moments of recording can be compared with it."""

    period: Round
    day: dt.date
    tells_late: bool
    criteria: int
    indicators: int
    every: tuple[Entered, ...]
    listed: tuple[Entered, ...]
    districts: tuple[DistrictState, ...]
    agencies: tuple[AgencyState, ...]
    whole: DistrictState

    @property
    def days_left(self) -> int:
        return self.period.days_left(self.day)

    @property
    def is_over(self) -> bool:
        return self.days_left < 0

    @property
    def silent_agencies(self) -> list[AgencyState]:
        return [one for one in self.agencies if one.is_silent]


def round_asked(day: dt.date) -> Round | None:
    """The one that runs on that day; between two rounds the last one."""
    return round_in_force(day) or round_before(day)


def round_state(found: Chosen, period: Round, which: str = "") -> RoundState:
    """Of the communes that the filters leave, on the set of the page; queries do not follow how many."""
    asked, criteria_set = found.asked, found.picture.criteria_set
    places = {row.commune.pk: Entered(row) for row in found.rows}
    tells_late = working_day() > period.ends and not is_demo_day()
    words = _words(StatusEntry, period, asked, criteria_set.pk, places)
    values = _words(Measurement, period, asked, criteria_set.pk, places)
    _count(places, words, period, "criterion", tells_late=tells_late)
    _count(places, values, period, "indicator", tells_late=tells_late)
    every = tuple(places.values())
    agencies = _agencies(found, (words, values), period, tells_late=tells_late)
    spoke = {one.agency.slug: one.spoke_on for one in agencies}.get(asked.agency, set())
    indicators = Indicator.objects.filter(criterion__criteria_set=criteria_set).count()
    size = (found.picture.total, indicators)
    return RoundState(
        period=period,
        day=asked.on,
        tells_late=tells_late,
        criteria=size[0],
        indicators=size[1],
        every=every,
        listed=tuple(one for one in every if one.is_wanted(which, spoke)),
        districts=tuple(_districts(every, size, asked)),
        agencies=tuple(agencies),
        whole=_state(None, every, size, asked, asked.district),
    )


def _words(
    what: type[StatusEntry | Measurement],
    period: Round,
    asked: Asked,
    criteria_set: int,
    places: Iterable[int],
) -> QuerySet[Any]:
    rows: QuerySet[Any] = what.objects.filter(
        withdrawn_at=None,
        effective_on__gte=period.starts,
        effective_on__lte=min(period.ends, asked.on),
        scorecard__criteria_set=criteria_set,
        scorecard__commune__in=list(places),
    )
    return rows.order_by()


def _after(period: Round) -> dt.datetime:
    """The first moment after the cut-off day."""
    day = period.ends + dt.timedelta(1)
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _count(
    places: dict[int, Entered],
    words: QuerySet[Any],
    period: Round,
    about: str,
    *,
    tells_late: bool,
) -> None:
    late = Q(recorded_at__gte=_after(period))
    rows = words.values("scorecard__commune").annotate(
        spots=Count(about, distinct=True),
        words=Count("pk"),
        late=Count("pk", filter=late),
        last=Max("recorded_at"),
    )
    for row in rows:
        one = places[row["scorecard__commune"]]
        if about == "criterion":
            one.criteria = row["spots"]
        else:
            one.indicators = row["spots"]
        one.words += row["words"]
        one.late += row["late"] if tells_late else 0
        one.last = max(filter(None, (one.last, row["last"])))


def _districts(
    every: Sequence[Entered], size: tuple[int, int], asked: Asked
) -> Iterator[DistrictState]:
    found: dict[int, list[Entered]] = defaultdict(list)
    named: dict[int, District | None] = {}
    for one in every:
        district = one.row.commune.district
        key = district.pk if district else 0
        named[key] = district
        found[key].append(one)
    for key in sorted(found, key=lambda key: _sort_key(named[key])):
        district = named[key]
        yield _state(district, found[key], size, asked, district.code if district else "")


def _sort_key(district: District | None) -> str:
    return district.sort_key if district else ""


def _state(
    district: District | None,
    places: Sequence[Entered],
    size: tuple[int, int],
    asked: Asked,
    code: str,
) -> DistrictState:
    def address(which: str) -> str:
        return link(asked, which, district=code)

    return DistrictState(
        district, tuple(places), size, address(""), address(SPOKEN), address(SILENT), address(LATE)
    )


def link(asked: Asked, which: str, **changes: Any) -> str:
    """The page with the communes that have spoken, or have not."""
    given = asked.link(**changes)
    own = urlencode({"ghi": which}) if which else ""
    return f"{given}{'&' if own and given != '?' else ''}{own}"


def _agencies(
    found: Chosen,
    words: Sequence[QuerySet[Any]],
    period: Round,
    *,
    tells_late: bool,
) -> list[AgencyState]:
    """Who stands behind one of these communes, or answers for an indicator of the set."""
    asked, own = found.asked, {row.commune.pk for row in found.rows}
    states: dict[int, AgencyState] = {}

    def of(agency: Agency) -> AgencyState:
        if agency.pk not in states:
            states[agency.pk] = AgencyState(
                agency,
                link=link(asked, "", agency=agency.slug),
                reviewed_link=link(asked, REVIEWED, agency=agency.slug),
                unreviewed_link=link(asked, UNREVIEWED, agency=agency.slug),
            )
        return states[agency.pk]

    for mandate in found.mandates:
        if mandate.commune_id in own:
            of(mandate.agency).communes.add(mandate.commune_id)
    answers = Responsibility.objects.on(asked.on).filter(
        indicator__criterion__criteria_set=found.picture.criteria_set
    )
    for row in answers.select_related("agency").order_by("agency__sort_key", "pk"):
        if not asked.agency or row.agency.slug == asked.agency:
            of(row.agency).answers_for += 1
    late = Q(recorded_at__gte=_after(period))
    for rows in words:
        said = rows.filter(agency__in=list(states)).values("agency", "scorecard__commune")
        for row in said.annotate(words=Count("pk"), late=Count("pk", filter=late)):
            state = states[row["agency"]]
            state.spoke_on.add(row["scorecard__commune"])
            state.words += row["words"]
            state.late += row["late"] if tells_late else 0
    return sorted(states.values(), key=lambda one: one.agency.sort_key)


def sheet(found: RoundState) -> tuple[list[str], Iterator[list[Any]]]:
    """The communes as listed. Late is blank where nobody can tell."""
    head = [
        *("Mã xã", "Xã", "Huyện", "Tiêu chí đã ghi trong kỳ", "Số tiêu chí"),
        *("Chỉ tiêu đã ghi trong kỳ", "Số chỉ tiêu", "Số lời ghi", "Ghi sau ngày chốt"),
    ]
    return head, (
        [
            *(one.row.commune.code, one.row.commune.name),
            one.row.commune.district.name if one.row.commune.district else None,
            *(one.criteria, found.criteria, one.indicators, found.indicators, one.words),
            one.late if found.tells_late else None,
        ]
        for one in found.listed
    )


def agency_sheet(found: RoundState) -> tuple[list[str], Iterator[list[Any]]]:
    head = [
        *("Cơ quan", "Xã phụ trách, đỡ đầu", "Xã đã ghi trong kỳ", "Chỉ tiêu phụ trách"),
        *("Số lời ghi", "Ghi sau ngày chốt"),
    ]
    return head, (
        [
            *(one.agency.name, len(one.communes), one.reviewed, one.answers_for, one.words),
            one.late if found.tells_late else None,
        ]
        for one in found.agencies
    )
