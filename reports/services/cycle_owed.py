"""What is owed for a round: opened ahead of its day, sent by the issue of its paper, owed again by its recall."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.models import Agency
from criteria.choices import RoundKind
from criteria.models import Round
from documents.choices import PaperState
from documents.models import OfficialDocument
from documents.selectors import ADDRESSED
from plans.choices import Frequency
from plans.models import DutyItem, ReportDuty
from plans.selectors.duties import AHEAD
from plans.services.duties import send_report, unsend_report
from reports.choices import Kind
from reports.kinds import KINDS
from reports.models import OwedReport, ReportRun
from reports.selectors.cycles import Reporter, kinds_of, reporters_of
from reports.words import period as half_year

OF_THE_ROUND = "Hạn theo ngày của kỳ; Văn phòng Điều phối đổi được."
BY_THE_OFFICE = "Hạn do Văn phòng Điều phối đặt."
Key = tuple[str, int]


def due_day(period: Round) -> dt.date:
    """The day on which the round closes, else its cut-off: no paper at hand names another."""
    return period.closes_on or period.ends


def open_due_rounds(day: dt.date) -> int:
    """Open what is owed for rounds that fall due about a day; how many are new. Safe to run as often as one likes."""
    closing = Q(closes_on__range=(day - AHEAD, day + AHEAD))
    ending = Q(closes_on=None, ends__range=(day - AHEAD, day + AHEAD))
    rounds = Round.objects.filter(closing | ending, starts__lte=day)
    return sum(open_owed(one, reporters_of(one, kinds_of(one))) for one in rounds)


@transaction.atomic
def open_owed(period: Round, reporters: Sequence[Reporter]) -> int:
    """One item a report; how many are new. Days that nobody set follow those of the round.

    The duty rests on no paper until somebody names one: who owes what follows from who makes which report.
    """
    Round.objects.select_for_update().get(pk=period.pk)
    _follow_round(period)
    owed = OwedReport.objects.filter(round=period)
    known = set(owed.values_list("kind", "agency"))
    fresh = [one for one in reporters if (one.kind.value, one.agency.pk) not in known]
    if not fresh:
        return 0
    duties = _duties(fresh, period)
    due, sent = due_day(period), _issued(period)
    fresh = [one for one in fresh if duties[_key(one)].covers(due)]
    items = DutyItem.objects.bulk_create(
        DutyItem(
            duty=duties[_key(one)],
            due_on=due,
            period=period_words(period),
            note=OF_THE_ROUND,
            **_as_sent(sent.get(_key(one))),
        )
        for one in fresh
    )
    OwedReport.objects.bulk_create(
        OwedReport(kind=one.kind, round=period, agency=one.agency, item=item)
        for one, item in zip(fresh, items, strict=True)
    )
    trail.record(None, "opened owed reports", period, count=len(fresh), due_on=f"{due}")
    return len(fresh)


def period_words(period: Round) -> str:
    if period.kind == RoundKind.HALF_YEAR:
        return half_year(period.starts)
    return f"năm {period.year}"


def _follow_round(period: Round) -> None:
    due = due_day(period)
    waiting = DutyItem.objects.filter(
        owed_report__round=period, owed_report__set_by=None, done_on=None
    )
    waiting.exclude(due_on=due).update(due_on=due)


def _key(reporter: Reporter) -> Key:
    return reporter.kind.value, reporter.agency.pk


def _duties(reporters: Sequence[Reporter], period: Round) -> dict[Key, ReportDuty]:
    """The duty of each: that of an earlier round, else a new one."""
    before = (
        OwedReport.objects.filter(agency__in={one.agency.pk for one in reporters})
        .select_related("item__duty")
        .order_by("item__due_on")
    )
    duties = {(one.kind, one.agency_id): one.item.duty for one in before}
    missing = [one for one in reporters if _key(one) not in duties]
    made = ReportDuty.objects.bulk_create(_duty(one, period) for one in missing)
    return duties | {_key(one): duty for one, duty in zip(missing, made, strict=True)}


def _duty(reporter: Reporter, period: Round) -> ReportDuty:
    run = ReportRun(
        kind=reporter.kind,
        agency=reporter.agency,
        round=period,
        period_starts=period.starts,
        as_of=period.ends,
    )
    addressed = [one for one in KINDS[reporter.kind].addressed(run) if one[1] == ADDRESSED]
    agencies = [one for _, _, one in addressed if one is not None and one != reporter.agency]
    addressee: Agency | None = agencies[0] if agencies else None
    return ReportDuty(
        what=reporter.kind.label,
        agency=reporter.agency,
        addressee=addressee,
        whom="; ".join(text for text, _, _ in addressed)[:200],
        frequency=Frequency.PERIODIC,
        starts=period.starts,
    )


def _issued(period: Round) -> dict[Key, ReportRun]:
    """Reports of the round whose paper is out already."""
    rows = ReportRun.objects.filter(round=period, paper__state=PaperState.ISSUED)
    return {
        (one.kind, one.agency_id): one
        for one in rows.select_related("paper").defer("figures", "body", "paper__body")
    }


def _as_sent(run: ReportRun | None) -> dict[str, object]:
    if run is None or run.paper is None:
        return {}
    day = run.paper.dated or working_day()
    return {"done_on": day, "done_by": run.requested_by, "paper": run.paper}


@transaction.atomic
def set_due_day(*, period: Round, due_on: dt.date, kind: Kind | None = None, by: User) -> int:
    """Another day for what is still owed of a round, of one kind or of all; how many.

    Refusals: `early` (before the round opens), `nothing`.
    """
    if due_on < period.starts:
        told = ValidationError("Hạn nộp không được trước ngày mở kỳ.", code="early")
        raise ValidationError({"due_on": told})
    rows = OwedReport.objects.filter(round=period, item__done_on=None)
    if kind is not None:
        rows = rows.filter(kind=kind)
    keys = list(rows.values_list("item", flat=True))
    if not keys:
        raise ValidationError("Không còn báo cáo nào chưa gửi để đổi hạn.", code="nothing")
    rows.update(set_by=by)
    DutyItem.objects.filter(pk__in=keys).update(due_on=due_on, note=BY_THE_OFFICE)
    trail.record(
        by,
        "set day of owed reports",
        period,
        due_on=f"{due_on}",
        count=len(keys),
        kind=kind.label if kind else "",
    )
    return len(keys)


@transaction.atomic
def note_sent(*, paper: OfficialDocument, by: User | None, day: dt.date) -> int:
    """A report's paper is out: what was owed is sent, with it, on its day (`settings.PAPER_FOLLOWERS`)."""
    if by is None:
        return 0
    owed = [one.item for one in _owed_of(paper) if one.item.done_on is None]
    for item in owed:
        send_report(item=item, done_on=min(day, working_day()), paper=paper, by=by)
    return len(owed)


@transaction.atomic
def note_recalled(*, paper: OfficialDocument, by: User | None, day: dt.date) -> int:  # noqa: ARG001 -- followers' way
    """The paper that carried it is taken back: the report is owed again."""
    if by is None:
        return 0
    items = DutyItem.objects.filter(paper=paper, owed_report__isnull=False, done_on__isnull=False)
    sent = list(items.select_related("duty"))
    for item in sent:
        unsend_report(item=item, by=by)
    return len(sent)


def _owed_of(paper: OfficialDocument) -> Iterable[OwedReport]:
    run = ReportRun.objects.filter(paper=paper, round__isnull=False).order_by("-pk").first()
    if run is None:
        return ()
    rows = OwedReport.objects.filter(kind=run.kind, round=run.round_id, agency=run.agency_id)
    return rows.select_related("item__duty")
