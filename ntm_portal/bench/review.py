"""Review, measured: 101 files that lie with a department, as a list, by criterion, as a sheet; acts on them."""

import datetime as dt
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.calendar import working_day
from accounts.models import User
from communes.choices import AgencyKind
from communes.models import Agency, Commune
from criteria.choices import FileAct, FileState, HoldEnd, RoundKind, Stage, Status
from criteria.models import (
    Criterion,
    FileStep,
    Holding,
    OpenedRow,
    Opinion,
    Round,
    Scorecard,
    StatusEntry,
    Submission,
)
from criteria.selectors import set_in_force
from criteria.selectors.review.opinions import appraisers_on
from criteria.services.review import open_files
from ntm_portal.bench.measure import Row, page_rows, queries, timed
from ntm_portal.bench.pages import HTMX, client, getter, well

OFFICER, AGENCY, OFFICE = "tttt", "so-thong-tin-truyen-thong", "vpdp"
BULK = 5  # times that all rows are agreed with


def review_pages(rounds: int) -> list[Row]:
    """As an officer of the department; every row of its part is opened, none spoken of."""
    period = _files()
    files = Submission.objects.filter(round=period)
    officer = client(OFFICER)
    floor = getter(officer, "/san/")
    mine = f"?ky={period.pk}"
    of_all = f"{mine}&xem=tat-ca"
    first = files.order_by("pk")[0]
    address = reverse("criteria:submission_list")
    pages = (
        (f"Hồ sơ kỳ, {len(files)} hồ sơ chờ tôi", address + mine),
        ("Hồ sơ kỳ, tất cả, xếp theo tiến độ", f"{address}{of_all}&xep=tien-do"),
        ("Hồ sơ kỳ theo tiêu chí", reverse("criteria:submission_across") + mine),
        ("Thời gian giữ hồ sơ", reverse("criteria:holder_times") + mine),
        ("Làm với nhiều hồ sơ", reverse("criteria:submission_bulk") + mine),
        ("Bảng ý kiến của một hồ sơ", reverse("criteria:submission_detail", args=[first.pk])),
    )
    bars: dict[str, Any] = {"times_floor": None, "max_queries": 30}
    rows = [
        row
        for name, url in pages
        for row in page_rows(name, getter(officer, url), floor, **bars, rounds=max(rounds // 3, 5))
    ]
    bars["max_queries"] = 45
    rows += page_rows("Ghi một ý kiến", _opinion(officer, first), floor, **bars, rounds=rounds)
    return rows + _bulk(period)


def _opinion(officer: Client, file: Submission) -> Callable[[], Callable[[], Any]]:
    """Agree with a row, each time on top of the last word."""
    agency = Agency.objects.on(working_day()).get(slug=AGENCY)
    criterion = Criterion.objects.get(pk=_part(file, agency)[0])
    url = reverse("criteria:opinion_say", args=[file.pk, criterion.number])
    said = {"vai": f"{Stage.APPRAISED.value}-{agency.pk}", "loc": "tat-ca", "agrees": "yes"}

    def act() -> Callable[[], Any]:
        last = Opinion.objects.filter(submission=file, agency=agency, criterion=criterion).last()
        base = last.pk if last else ""
        return lambda: well(officer.post(url, said | {"base": base}, headers=HTMX))

    return act


def _bulk(period: Round) -> list[Row]:
    """As the office: agree with every opened row of all files, each time anew; then confirm all of them."""
    agency = _to_the_office(period)
    officer, files = client(OFFICE), Submission.objects.filter(round=period)
    opened = OpenedRow.objects.filter(submission__in=files, agency=agency).count()
    count = files.count()
    url = f"{reverse('criteria:submission_bulk')}?ky={period.pk}"
    voice = {"vai": f"{Stage.CONFIRMED.value}-{agency.pk}", "ho-so": count}
    agree = voice | {"viec": "dong-y", "dong": opened, "bo-lai": 0}

    def act() -> Callable[[], Any]:
        Opinion.objects.filter(submission__in=files).delete()
        return lambda: _done(officer.post(url, agree))

    took = sorted(timed(act()) for _ in range(BULK))
    asked = queries(act())
    handed = timed(lambda: _done(officer.post(url, voice | {"viec": "chuyen"})))
    name = f"Đồng ý {opened} dòng của {count} hồ sơ"
    return [
        Row(f"{name}: trung vị", round(took[len(took) // 2]), "ms", 3000),
        Row(f"{name}: truy vấn", asked, "câu", 80),  # opinions are stored in batches
        Row(f"Xác nhận {count} hồ sơ một lần", round(handed), "ms", 10000),
    ]


def _to_the_office(period: Round) -> Agency:
    """Let all files lie with the office, every row opened."""
    day, files = working_day(), list(Submission.objects.filter(round=period))
    office: Agency = Agency.objects.on(day).get(kind=AgencyKind.OFFICE)
    by = User.objects.get(username=OFFICE)
    criteria = Criterion.objects.filter(criteria_set=files[0].scorecard.criteria_set_id)
    Holding.objects.open().filter(submission__in=files).update(until=day, ended=HoldEnd.HANDED_ON)
    Submission.objects.filter(round=period).update(state=FileState.CONFIRMING)
    Holding.objects.bulk_create(
        Holding(submission=one, stage=Stage.CONFIRMED, agency=office, turn=1, since=day)
        for one in files
    )
    OpenedRow.objects.bulk_create(
        OpenedRow(submission=one, criterion=criterion, turn=1, agency=office, by=by, on=day)
        for one in files
        for criterion in criteria
    )
    return office


def _done(answer: Any) -> None:
    """An act that was refused quickly is no figure."""
    if answer.status_code != HTTPStatus.FOUND:
        message = f"{answer.request['PATH_INFO']} answered {answer.status_code}"
        raise RuntimeError(message)


def _part(file: Submission, agency: Agency) -> list[int]:
    """Keys of the criteria that the agency appraises."""
    return sorted(appraisers_on(file.scorecard.criteria_set_id, working_day())[agency.pk])


def _files() -> Round:
    """A round on demand of its own in which every commune's file lies with all its appraisers."""
    day = working_day()
    criteria_set = set_in_force(day)
    if criteria_set is None:
        message = "no criteria set is in force"
        raise RuntimeError(message)
    period = Round.objects.create(
        kind=RoundKind.ON_DEMAND,
        year=day.year,
        name="Đo tốc độ",
        starts=day - dt.timedelta(days=30),
        ends=day,
    )
    open_files(period)
    by = User.objects.get(username=OFFICER)
    _declare(list(Criterion.objects.filter(criteria_set=criteria_set)), by, day)
    moment = timezone.now()
    files = list(Submission.objects.filter(round=period))
    for one in files:
        one.state, one.turn = FileState.APPRAISING, 1
        one.sent_at, one.sent_on = moment, day
    Submission.objects.bulk_update(files, ["state", "turn", "sent_at", "sent_on"])
    Holding.objects.filter(submission__in=files).update(until=day, ended=HoldEnd.HANDED_ON)
    steps = FileStep.objects.bulk_create(
        FileStep(
            submission=one,
            act=FileAct.SUBMIT,
            before=FileState.DECLARING,
            after=FileState.APPRAISING,
            stage=Stage.DECLARED,
            turn=1,
            on=day,
        )
        for one in files
    )
    FileStep.objects.filter(pk__in=[one.pk for one in steps]).update(recorded_at=moment)
    parts = appraisers_on(criteria_set.pk, day)
    Holding.objects.bulk_create(
        Holding(submission=one, stage=Stage.APPRAISED, agency_id=agency, turn=1, since=day)
        for one in files
        for agency in parts
    )
    agency = Agency.objects.on(day).get(slug=AGENCY)
    OpenedRow.objects.bulk_create(
        OpenedRow(submission=one, criterion_id=key, turn=1, agency=agency, by=by, on=day)
        for one in files
        for key in parts[agency.pk]
    )
    return period


def _declare(criteria: list[Criterion], by: User, day: dt.date) -> None:
    """What every commune claims of every criterion; made up for the measuring, and marked so."""
    cards = Scorecard.objects.filter(
        criteria_set=criteria[0].criteria_set_id, commune__in=Commune.objects.on(day).values("pk")
    )
    agency = Agency.objects.on(day).get(slug=AGENCY)
    StatusEntry.objects.bulk_create(
        StatusEntry(
            scorecard=card,
            criterion=criterion,
            status=Status.MET,
            stage=Stage.DECLARED,
            effective_on=day,
            agency=agency,
            by=by,
            illustrative=True,
        )
        for card in cards
        for criterion in criteria
    )
