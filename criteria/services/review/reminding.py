"""What beat does about files: opens those of rounds that have begun, tells who is about to be late or is."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from accounts import notices
from accounts.choices import NoticeKind
from criteria.choices import FileState, RoundKind, Stage
from criteria.evaluation.diagram import WITH_THE_COMMUNE
from criteria.models import Holding, Round, Submission
from criteria.selectors.periods import round_in_force
from criteria.selectors.review.late import Due, due_of, returned_by
from criteria.services.review.opening import open_files
from criteria.services.review.telling import speakers
from documents.selectors.days_off import work_calendar

NAMED = 5  # communes that a notice names

# A round, a stage, an agency, the day that was missed.
Late = tuple[int, int, int, dt.date]


def open_begun(day: dt.date) -> int:
    """Open the files of the round in force and of those on demand that run; how many are new.

    A year's files wait until its first half has passed: a commune has one regular file at a time. Rounds
    cut off before get none by themselves. Safe to run as often as one likes: a round and commune have one file.
    """
    running = Round.objects.filter(
        kind=RoundKind.ON_DEMAND, starts__lte=day, ends__gte=day, closed_at=None
    )
    regular = round_in_force(day)
    return sum(open_files(one) for one in (*([regular] if regular else []), *running))


def remind(day: dt.date) -> int:
    """Tell communes whose file is due in `FILE_REMINDER_DAYS` working days; who is late, once per deadline.

    A day on which beat stood still is made up for: what is nearest is told. How many agencies
    were told something; a second time tells nobody.
    """
    files = list(
        Submission.objects.filter(
            Q(round__closed_at=None) | Q(reopened_at__isnull=False), round__starts__lte=day
        )
        .exclude(state=FileState.CONFIRMED)
        .select_related("round", "scorecard__commune")
        .with_holders()
    )
    back, calendar = returned_by(files), work_calendar()
    missed: dict[Late, list[tuple[Submission, Holding]]] = defaultdict(list)
    told = 0
    for file in files:
        due = due_of(file, back.get(file.pk), day, calendar)
        waiting = [one for one in file.held if not one.beside]
        if due.late and due.on:
            for one in waiting:
                missed[file.round_id, one.stage, one.agency_id, due.on].append((file, one))
        elif due.on and file.state in WITH_THE_COMMUNE:
            told += _due_soon(file, waiting, due, calendar.between(day, due.on))
    for key, rows in missed.items():
        _late(key, rows)
    return told + len(missed)


def _due_soon(file: Submission, waiting: Iterable[Holding], due: Due, left: int) -> int:
    marks = [number for number in settings.FILE_REMINDER_DAYS if left <= number]
    if not marks or due.on is None:
        return 0
    rows = list(waiting)
    notices.tell(
        speakers(one.agency_id for one in rows),
        key=f"ho-so-{file.pk}-sap-han-{due.on}-{min(marks)}",
        title=f"{_capital(file)} – {file.round}: "
        + (f"còn {left} ngày làm việc để gửi hồ sơ" if left else "hôm nay là hạn gửi hồ sơ"),
        words=f"Hạn gửi {_day(due.on)}.",
        address=reverse("criteria:submission_send", args=[file.pk]),
        kind=NoticeKind.REVIEW,
    )
    return len(rows)


def _late(key: Late, rows: list[tuple[Submission, Holding]]) -> None:
    period, stage, agency, on = key
    first = rows[0][0]
    names = [one.scorecard.commune.name for one, _ in rows]
    more = len(names) - NAMED
    told = ", ".join(names[:NAMED]) + (f" và {more} xã khác" if more > 0 else "")
    address = (
        reverse("criteria:submission_detail", args=[first.pk])
        if len(rows) == 1
        else f"{reverse('criteria:submission_list')}?ky={period}&xem=qua-han&cap={stage}"
    )
    notices.tell(
        speakers([agency]),
        key=f"ky-{period}-qua-han-{stage}-{agency}-{on}",
        title=f"Quá hạn {Stage(stage).label} {first.round}: {len(rows)} hồ sơ",
        words=f"Hạn {_day(on)}: {told}.",
        address=address,
        kind=NoticeKind.REVIEW,
    )


def _capital(file: Submission) -> str:
    name = str(file.scorecard.commune)
    return name[:1].upper() + name[1:]


def _day(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
