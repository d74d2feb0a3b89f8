"""All reports of a round in one go: started once, paused, gone on with, cancelled, and ended by its last report."""

from collections.abc import Collection, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts import notices, trail
from accounts.choices import NoticeKind
from accounts.models import User
from communes.models import District
from criteria.models import Round
from criteria.selectors import set_in_force
from documents.models.claimed import ATTEMPTS, QUEUED
from reports.choices import CycleState, Kind, RunState
from reports.models import LIVING, ReportCycle, ReportRun
from reports.selectors.cycles import (
    Reporter,
    day_of,
    kinds_of,
    living_cycle,
    reporters_of,
    standing_runs,
)
from reports.services.cycle_owed import open_owed
from reports.services.cycle_volume import queue_volume

CANCELLED = "Kỳ lập báo cáo đã hủy trước khi báo cáo này lập xong."


@transaction.atomic
def start_cycle(
    *, period: Round, kinds: Collection[Kind], districts: Collection[District] = (), by: User
) -> tuple[ReportCycle, bool]:
    """Ask for all reports of a round, and whether this is new: one that is being made already is given back.

    Only rows are written: a worker drafts each paper as it takes the report. All figures are of one moment.
    Reports before a signer or out already are left as they are. Whoever called tells the workers.
    Refusals: `round` (not open yet), `kinds` (none of this round's), `no_set`, `nobody` (no report is left to make).
    """
    held = Round.objects.select_for_update().get(pk=period.pk)
    before = living_cycle(held)
    if before is not None:
        return before, False
    asked = _refuse(held, kinds)
    day = day_of(held)
    criteria_set = set_in_force(day)
    if criteria_set is None:
        raise ValidationError("Chưa có bộ tiêu chí nào có hiệu lực ở kỳ này.", code="no_set")
    reporters = reporters_of(held, asked, districts)
    standing = standing_runs(held, asked)
    known = {(one.kind, one.agency_id) for one in standing}
    todo = [one for one in reporters if (one.kind, one.agency.pk) not in known]
    if not todo:
        raise ValidationError(
            "Không có báo cáo nào để lập: chưa có đơn vị lập báo cáo, hoặc mọi báo cáo đã trình ký, đã ban hành.",
            code="nobody",
        )
    now = timezone.now()
    cycle = ReportCycle.objects.create(
        round=held,
        kinds=[one.value for one in asked],
        criteria_set=criteria_set,
        as_of=day,
        known_at=now,
        asked=len(todo),
        called_at=now,
        resumed_at=now,
        started_by=by,
    )
    cycle.districts.set(districts)
    near = {(one.kind, one.agency.pk) for one in reporters}
    cycle.standing.set([one for one in standing if (one.kind, one.agency_id) in near])
    ReportRun.objects.bulk_create(_run(cycle, one) for one in todo)
    open_owed(held, reporters)
    trail.record(by, "started report cycle", cycle, count=len(todo), as_of=f"{day}")
    return cycle, True


def _refuse(period: Round, kinds: Collection[Kind]) -> list[Kind]:
    if period.starts > day_of(period):
        raise ValidationError(f"{period.name} chưa mở, chưa có số liệu để báo cáo.", code="round")
    asked = [one for one in kinds_of(period) if one in kinds]
    if not asked:
        raise ValidationError(
            {"kinds": ValidationError("Chọn ít nhất một loại báo cáo của kỳ này.", code="kinds")}
        )
    return asked


def _run(cycle: ReportCycle, reporter: Reporter) -> ReportRun:
    return ReportRun(
        kind=reporter.kind,
        agency=reporter.agency,
        criteria_set=cycle.criteria_set,
        round=cycle.round,
        cycle=cycle,
        period_starts=cycle.round.starts,
        as_of=cycle.as_of,
        known_at=cycle.known_at,
        queued_at=cycle.called_at,
        requested_by=cycle.started_by,
    )


@transaction.atomic
def pause_cycle(*, cycle: ReportCycle, by: User) -> ReportCycle:
    """Workers take no more of it; what they have in hand they end. Refusals: `state`."""
    return _turn(cycle, [CycleState.RUNNING], "paused report cycle", by, state=CycleState.PAUSED)


@transaction.atomic
def resume_cycle(*, cycle: ReportCycle, by: User) -> ReportCycle:
    """Go on. Whoever called tells the workers. Refusals: `state`."""
    now = timezone.now()
    return _turn(
        cycle,
        [CycleState.PAUSED],
        "resumed report cycle",
        by,
        state=CycleState.RUNNING,
        called_at=now,
        resumed_at=now,
    )


@transaction.atomic
def cancel_cycle(*, cycle: ReportCycle, by: User) -> ReportCycle:
    """What is done stays, what is at work ends; what waits is not made. Refusals: `state`.

    A report that nobody has begun leaves no row; one that was begun and waits again says why it ended.
    """
    now = timezone.now()
    _hold(cycle)
    waiting = ReportRun.objects.filter(cycle=cycle, state=QUEUED).select_for_update()
    tries = dict(waiting.values_list("pk", "attempt"))
    never = [key for key, attempt in tries.items() if not attempt]
    begun = ReportRun.objects.filter(pk__in=tries.keys() - set(never)).update(
        state=RunState.FAILED, error=CANCELLED, finished_at=now
    )
    ReportRun.objects.filter(pk__in=never).delete()
    dropped = len(never)
    return _turn(
        cycle,
        list(LIVING),
        "cancelled report cycle",
        by,
        {"dropped": dropped, "stopped": begun},
        state=CycleState.CANCELLED,
        ended_at=now,
        ended_by=by,
        dropped=F("dropped") + dropped,
    )


@transaction.atomic
def retry_failed(*, cycle: ReportCycle, by: User, only: ReportRun | None = None) -> int:
    """Queue one failed report of the cycle once more, or all; how many. Whoever called tells the workers.

    A cycle that was done goes on. Refusals: `nothing`, `cancelled`, `another` (a later cycle of the round lives).
    """
    held = _hold(cycle)
    if held.state == CycleState.CANCELLED:
        raise ValidationError("Kỳ lập báo cáo này đã hủy. Hãy bắt đầu lập lại.", code="cancelled")
    if not held.is_living and living_cycle(held.round) is not None:
        raise ValidationError("Kỳ này đang có lần lập khác chạy.", code="another")
    failed = ReportRun.objects.filter(cycle=held, state=RunState.FAILED)
    if only is not None:
        failed = failed.filter(pk=only.pk)
    now = timezone.now()
    count: int = failed.update(
        state=RunState.QUEUED,
        queued_at=now,
        attempts_allowed=F("attempt") + ATTEMPTS,
        progress=0,
        step="",
        error="",
        finished_at=None,
    )
    if not count:
        raise ValidationError("Không có báo cáo nào lập không được để lập lại.", code="nothing")
    held.called_at = held.resumed_at = now
    if not held.is_living:
        held.state, held.ended_at, held.ended_by = CycleState.RUNNING, None, None
    held.save()
    trail.record(by, "retried report cycle", held, count=count)
    return count


@transaction.atomic
def settle(cycle_pk: int) -> int | None:
    """End the cycle whose last report has ended, once; the key of the volume to bind, where there is one."""
    open_still = ReportRun.objects.filter(cycle=OuterRef("pk")).unsettled()
    living: QuerySet[ReportCycle] = ReportCycle.objects.filter(pk=cycle_pk, state__in=LIVING)
    ended = living.filter(~Exists(open_still)).update(
        state=CycleState.DONE, ended_at=timezone.now(), ended_by=None
    )
    if not ended:
        return None
    cycle = ReportCycle.objects.select_related("round", "started_by").get(pk=cycle_pk)
    runs = ReportRun.objects.filter(cycle=cycle)
    done = runs.filter(state=RunState.DONE).count()
    failed = runs.filter(state=RunState.FAILED).count()
    trail.record(None, "finished report cycle", cycle, done=done, failed=failed)
    words = f"{done} báo cáo đã lập xong"
    notices.tell(
        [cycle.started_by],
        key=f"report-cycle:{cycle.pk}:{cycle.resumed_at:%Y%m%d%H%M%S}",
        title=f"Đã lập báo cáo {cycle.round}",
        words=f"{words}, {failed} báo cáo không lập được." if failed else f"{words}.",
        address=reverse("reports:cycle_detail", args=[cycle.round_id]),
        kind=NoticeKind.REPORT,
    )
    return queue_volume(cycle).pk if done else None


def _turn(
    cycle: ReportCycle,
    states: Iterable[CycleState],
    verb: str,
    by: User,
    said: dict[str, Any] | None = None,
    **values: Any,
) -> ReportCycle:
    """Another state by a conditional update: of two who press at once one is told."""
    rows = ReportCycle.objects.filter(pk=cycle.pk, state__in=list(states))
    if not rows.update(**values):
        cycle.refresh_from_db()
        raise ValidationError(
            f"Kỳ lập báo cáo này đang ở trạng thái «{cycle.get_state_display()}».", code="state"
        )
    cycle.refresh_from_db()
    trail.record(by, verb, cycle, **(said or {}))
    return cycle


def _hold(cycle: ReportCycle) -> ReportCycle:
    rows = ReportCycle.objects.select_for_update(of=("self",)).select_related("round")
    held: ReportCycle = rows.get(pk=cycle.pk)
    return held
