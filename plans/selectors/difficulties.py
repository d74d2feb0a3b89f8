"""Difficulties: whom each waits for, since when and until when, in working days."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.db.models import Case, F, Prefetch, Q, QuerySet, Value, When

from accounts.models import User
from communes.models import Agency, Commune
from communes.names import matches, search_key
from criteria.models import Criterion, Indicator, Responsibility, SponsorAssignment
from documents.calendar import WorkCalendar
from documents.selectors import work_calendar
from plans.choices import DifficultyState
from plans.models import Difficulty, DifficultyStep
from plans.selectors.attachments import with_files

WAITING = (DifficultyState.OPEN, DifficultyState.ESCALATED)
LATE = "qua-han"
COLUMNS = [
    *("Vướng mắc", "Xã", "Tiêu chí, chỉ tiêu", "Đơn vị nêu", "Ngày nêu", "Tình trạng"),
    *("Đang chờ", "Hạn trả lời", "Quá hạn (ngày làm việc)"),
]


@dataclass(frozen=True, slots=True)
class DifficultyLine:
    """`waits_for`: who has the next word; None when it is closed.

    `days_late` counts working days after the day of the answer, `days_left` those up to it.
    """

    difficulty: Difficulty
    waits_for: Agency | None
    days_late: int
    days_left: int | None


@dataclass(frozen=True, slots=True)
class DifficultyFilters:
    """As the address has them; `waits` and `agency` are slugs, `commune` words of a name."""

    text: str = ""
    state: str = ""
    agency: str = ""
    waits: str = ""
    commune: str = ""
    district: str = ""
    criterion: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, Any]) -> Self:
        names = {
            "text": "q",
            "state": "tinh-trang",
            "agency": "don-vi",
            "waits": "cho",
            "commune": "xa",
            "district": "huyen",
            "criterion": "tieu-chi",
        }
        return cls(**{name: str(asked.get(key, "")).strip()[:100] for name, key in names.items()})

    @property
    def any(self) -> bool:
        return self != DifficultyFilters()


def difficulties(user: User, day: dt.date, filters: DifficultyFilters) -> QuerySet[Difficulty]:
    """Those raised by that day: what waits, first due first; then the answered, then the closed ones."""
    rows = Difficulty.objects.visible_to(user).filter(raised_on__lte=day)
    if filters.state == LATE:
        rows = rows.filter(state__in=WAITING, answer_by__lt=day)
    elif filters.state in DifficultyState.values:
        rows = rows.filter(state=filters.state)
    if filters.waits:
        rows = rows.filter(waiting_for(Agency.objects.filter(slug=filters.waits)))
    if filters.agency:
        rows = rows.filter(
            Q(raised_by__slug=filters.agency) | Q(addressed_to__slug=filters.agency)
        )
    if filters.commune:
        rows = rows.filter(matches(filters.commune, "commune__search_key"))
    if filters.district:
        rows = rows.filter(commune__district__code=filters.district)
    if filters.criterion.isdecimal():
        rows = rows.filter(criterion__number=int(filters.criterion))
    if filters.text:
        keys = [pk for pk, title in rows.values_list("pk", "title") if _says(title, filters.text)]
        rows = rows.filter(pk__in=keys)
    found: QuerySet[Difficulty] = rows.select_related(
        *("commune__district", "criterion", "indicator", "raised_by", "addressed_to")
    )
    turn = Case(
        When(state__in=WAITING, then=Value(0)),
        When(state=DifficultyState.ANSWERED, then=Value(1)),
        default=Value(2),
    )
    due = Case(When(state__in=WAITING, then=F("answer_by")))
    return found.order_by(turn, due.asc(nulls_last=True), "-raised_on", "-pk")


def waiting_for(agencies: Iterable[Agency]) -> Q:
    """What waits for one of these: to be answered, or answered and to be closed."""
    return Q(state__in=WAITING, addressed_to__in=agencies) | Q(
        state=DifficultyState.ANSWERED, raised_by__in=agencies
    )


def lines(
    rows: Iterable[Difficulty], day: dt.date, calendar: WorkCalendar | None = None
) -> list[DifficultyLine]:
    """One query besides the rows' own where no calendar is at hand: the days off."""
    calendar = calendar or work_calendar()
    found = []
    for row in rows:
        waits = row.state in WAITING
        until = row.answer_by if waits else None
        over = calendar.between(until, day) if until else 0
        is_late = until is not None and until < day
        found.append(
            DifficultyLine(
                difficulty=row,
                waits_for=waits_for(row),
                days_late=max(over, 0) if is_late else 0,
                days_left=-over if until and not is_late else None,
            )
        )
    return found


def waits_for(row: Difficulty) -> Agency | None:
    if row.state in WAITING:
        return row.addressed_to
    return row.raised_by if row.state == DifficultyState.ANSWERED else None


def steps_of(row: Difficulty) -> list[DifficultyStep]:
    """What happened, from the first; withdrawn ones too, with their files."""
    rows = row.steps.select_related("agency", "to", "by", "on_behalf_of", "withdrawn_by")
    return list(rows.prefetch_related(Prefetch("attachments", with_files())).order_by("pk"))


def answer_by_default(day: dt.date) -> dt.date:
    """Our own default: so many working days from now (`settings.DIFFICULTY_ANSWER_DAYS`)."""
    return work_calendar().add(day, settings.DIFFICULTY_ANSWER_DAYS)


def likely_to_answer(
    day: dt.date,
    *,
    commune: Commune | None = None,
    criterion: Criterion | None = None,
    indicator: Indicator | None = None,
) -> Agency | None:
    """Who answers for the indicator or criterion on the day, else who stands behind the commune."""
    if criterion is not None:
        asked = Responsibility.objects.on(day).filter(indicator__criterion=criterion)
        if indicator is not None:
            asked = asked.filter(indicator=indicator)
        row: Responsibility | None = (
            asked.select_related("agency").order_by("indicator__order", "pk").first()
        )
        if row is not None:
            return row.agency
    if commune is not None:
        behind = SponsorAssignment.objects.on(day).filter(commune=commune)
        stands: SponsorAssignment | None = (
            behind.select_related("agency").order_by("-duty", "pk").first()
        )
        return stands.agency if stands else None
    return None


def sheet_rows(found: Iterable[DifficultyLine]) -> list[list[Any]]:
    return [
        [
            one.difficulty.title,
            one.difficulty.commune.name if one.difficulty.commune else None,
            about_words(one.difficulty) or None,
            str(one.difficulty.raised_by),
            one.difficulty.raised_on,
            one.difficulty.get_state_display(),
            str(one.waits_for) if one.waits_for else None,
            one.difficulty.answer_by,
            one.days_late or None,
        ]
        for one in found
    ]


def about_words(row: Difficulty) -> str:
    if row.indicator:
        return f"{row.indicator.code} {row.indicator.name}"
    return f"{row.criterion}" if row.criterion else ""


def _says(title: str, text: str) -> bool:
    key = f" {search_key(title)}"
    return all(f" {word}" in key for word in search_key(text).split())
