"""What comes next for a commune: everything dated and open, in one row of days."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from textwrap import shorten

from django.urls import reverse

from plans.selectors.difficulties import DifficultyLine
from plans.selectors.duties import DutyLine, Owing
from plans.selectors.owed import Work
from plans.selectors.red import Deed, DeedKind, RedRow

WORDS = 110  # letters of what is to be done, beside its day


@dataclass(frozen=True, slots=True)
class Coming:
    """Something open with its day: `kind` in words, `who` has to do it."""

    on: dt.date
    kind: str
    words: str
    who: str
    address: str
    late: bool
    illustrative: bool = False


def coming(
    red: Iterable[RedRow],
    work: Work | None,
    duties: Iterable[DutyLine],
    difficulties: Iterable[DifficultyLine],
) -> tuple[Coming, ...]:
    """By day, the overdue ones first; each work once, however many criteria it serves."""
    deeds = {(one.kind, one.pk): one for row in red for one in row.planned if one.due_on}
    found = [*(_deed(one) for one in deeds.values()), *_of_duties(duties)]
    found += _of_difficulties(difficulties)
    found += _of_work(work, {pk for kind, pk in deeds if kind is DeedKind.TASK}) if work else ()
    return tuple(sorted(found, key=lambda one: (one.on, one.words)))


def _deed(one: Deed) -> Coming:
    assert one.due_on is not None  # noqa: S101 -- chosen by it
    if one.kind is DeedKind.SUPPORT:
        address = reverse("plans:support_detail", args=[one.pk])
    elif one.kind is DeedKind.TASK:
        address = reverse("plans:task_detail", args=[one.pk])
    else:
        address = f"{reverse('plans:plan_action_list')}?viec={one.pk}"
    kind = one.kind.label.capitalize()
    return Coming(
        one.due_on, kind, _short(one.title), one.who, address, one.late, one.illustrative
    )


def _of_work(work: Work, shown: set[int]) -> Iterator[Coming]:
    for own in work.open:
        line = own.line
        if line.due_on and line.task.pk not in shown:
            yield Coming(
                line.due_on,
                "Nhiệm vụ",
                _short(f"{line.task.code} {line.task.content}"),
                str(work.agency),
                reverse("plans:task_detail", args=[line.task.pk]),
                bool(line.days_late),
                line.illustrative,
            )


def _of_duties(duties: Iterable[DutyLine]) -> Iterator[Coming]:
    for line in duties:
        yield Coming(
            line.until,
            "Báo cáo",
            _short(f"{line.duty.what}, {line.item.period}"),
            str(line.duty.agency or line.duty.who),
            reverse("plans:duty_list"),
            line.owing is Owing.LATE,
            line.duty.illustrative,
        )


def _of_difficulties(rows: Iterable[DifficultyLine]) -> Iterator[Coming]:
    for line in rows:
        one = line.difficulty
        if one.answer_by and line.waits_for:
            yield Coming(
                one.answer_by,
                "Trả lời vướng mắc",
                _short(one.title),
                str(line.waits_for),
                reverse("plans:difficulty_detail", args=[one.pk]),
                bool(line.days_late),
                one.illustrative,
            )


def _short(words: str) -> str:
    return shorten(words, WORDS, placeholder="…")
