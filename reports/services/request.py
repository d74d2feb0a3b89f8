"""Asking for a report: the draft of its paper and the row that is the queue's truth."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import trail
from accounts.calendar import working_day
from accounts.choices import Role
from accounts.models import User
from communes.models import Agency, Commune, Membership, held_by
from criteria.models import CriteriaSet, Round
from criteria.selectors import set_in_force
from documents.choices import PaperKind
from documents.models import Letterhead, OfficialDocument
from documents.services.drafts import start_draft
from documents.services.letterheads import add_letterhead
from reports.choices import Kind, RunState
from reports.kinds import KINDS
from reports.models import MAX_ATTEMPTS, ReportRun

PLACE = "Quảng Trị"
HEAD_UNKNOWN = "Thủ trưởng đơn vị"


@transaction.atomic
def request_report(
    *,
    kind: Kind,
    agency: Agency,
    round: Round | None = None,  # noqa: A002 -- the word of the domain
    commune: Commune | None = None,
    criteria_set: CriteriaSet | None = None,
    by: User,
) -> ReportRun:
    """Draft the paper and queue the run. Whoever called hands the run to the worker once this is committed.

    The figures are of the round's cut-off day, or of today while it is still to come, as known at this moment;
    without a set given, by the one in force on that day. While the report's paper is still drafted, the run takes
    that paper: the words that people wrote stay.
    Refusals: `round` (not a round of this report, or not open yet), `commune` (missing), `no_set`, `underway` (the
    same report is being made), `on_its_way` (its paper is before the signer).
    """
    Agency.objects.select_for_update().get(pk=agency.pk)
    today, of = working_day(), KINDS[kind]
    _refuse(kind, round, commune, today)
    as_of = min(round.ends, today) if round else today
    criteria_set = criteria_set or set_in_force(as_of)
    if criteria_set is None:
        raise ValidationError("Chưa có bộ tiêu chí nào có hiệu lực ở kỳ này.", code="no_set")
    now = timezone.now()
    run = ReportRun(
        kind=kind,
        agency=agency,
        commune=commune,
        criteria_set=criteria_set,
        round=round,
        period_starts=round.starts if round else dt.date(as_of.year, 1, 1),
        as_of=as_of,
        known_at=now,
        queued_at=now,
        requested_by=by,
    )
    _refuse_underway(run)
    if of.is_paper:
        run.paper = paper_for(run, by)
    run.save()
    said = {"round": round.name} if round else {"as_of": f"{as_of}"}
    trail.record(by, "requested report", run, on_behalf_of=_lender(by, agency), **said)
    return run


def _refuse(kind: Kind, round_: Round | None, commune: Commune | None, today: dt.date) -> None:
    of = KINDS[kind]
    if of.of_commune and commune is None:
        raise ValidationError("Hãy chọn xã của phiếu này.", code="commune")
    if (round_.kind if round_ else None) != of.rounds:
        name = f"«{round_.name}» không phải kỳ" if round_ else "Chưa chọn kỳ"
        raise ValidationError(f"{name} của loại báo cáo này.", code="round")
    if round_ is not None and round_.starts > today:
        raise ValidationError(f"{round_.name} chưa mở, chưa có số liệu để báo cáo.", code="round")


def _refuse_underway(run: ReportRun) -> None:
    if ReportRun.objects.of_same_report(run).unsettled().exists():
        raise ValidationError(
            f"{run.get_kind_display()} {run.period} của {run.subject} đang được lập; "
            "hãy đợi lần lập đó xong.",
            code="underway",
        )


def paper_for(run: ReportRun, by: User | None) -> OfficialDocument:
    """The report's paper while its words may change, else a new draft. Refusals: `on_its_way`."""
    return _paper_before(run) or _draft(run, by)


def _paper_before(run: ReportRun) -> OfficialDocument | None:
    """The paper of an earlier run of this report, as long as its words may change."""
    runs = ReportRun.objects.of_same_report(run).exclude(paper=None).select_related("paper")
    last = runs.order_by("-pk").first()
    if last is None or last.paper is None or not last.paper.is_on_its_way:
        return None
    if not last.paper.is_editable:
        raise ValidationError(
            f"Báo cáo này đang ở bước «{last.paper.get_state_display()}»: số liệu đã chốt. "
            "Hãy rút về hoặc chờ trả lại rồi lấy số liệu mới.",
            code="on_its_way",
        )
    return last.paper


def _draft(run: ReportRun, by: User | None) -> OfficialDocument:
    """A report without number and day: both are given when it is signed and registered."""
    agency, today = run.agency, working_day()
    known: dict[str, Any] = {"notation": f"BC-{agency.code}" if agency.code else "BC"}
    head = (
        Membership.objects.on(today)
        .filter(agency=agency, role=Role.DIRECTOR, user__is_active=True)
        .select_related("user")
        .first()
    )
    letterhead = _letterhead(agency, today)
    if not letterhead.head_post:
        known["signer_post"] = (head.user.post if head else "") or HEAD_UNKNOWN
        known["signer_name"] = head.user.full_name if head else ""
    of = KINDS[Kind(run.kind)]
    return start_draft(
        kind=PaperKind.REPORT,
        letterhead=letterhead,
        title=of.title(run),
        by=by,
        recipients=[*of.addressed(run), (f"Lưu: {letterhead.archive}", "", None)],
        demo=run.requested_by.demo,
        **known,
    )


def _letterhead(agency: Agency, day: dt.date) -> Letterhead:
    """In whose name it reports: the agency's own head, begun with what is known where nobody has entered it."""
    rows = Letterhead.objects.on(day).filter(agency=agency, is_post=False)
    kept: Letterhead | None = rows.order_by("pk").first()
    if kept is not None:
        return kept
    place = agency.commune or agency.district
    return add_letterhead(
        agency=agency,
        by=None,
        name=agency.name,
        superior=agency.superior_name,
        code=agency.code,
        place=place.name if place else PLACE,
        starts=agency.starts,
        ends=agency.ends,
    )


def _lender(user: User, agency: Agency) -> User | None:
    """In whose stead the person acts for the agency; nobody's where they serve it themselves."""
    held = [one for one in held_by(user) if one.agency.pk == agency.pk]
    return held[0].lent_by if held else None


@transaction.atomic
def render_again(*, run: ReportRun, by: User) -> ReportRun:
    """Queue a settled run once more. Its frozen figures stay: the paper says the same, or at last says it.

    Refusals: `underway` (the run has not ended yet).
    """
    queued = (
        ReportRun.objects.filter(pk=run.pk, state__in=[RunState.DONE, RunState.FAILED])
    ).update(
        state=RunState.QUEUED,
        queued_at=timezone.now(),
        attempts_allowed=F("attempt") + MAX_ATTEMPTS,
        progress=0,
        step="",
        error="",
        finished_at=None,
    )
    if not queued:
        raise ValidationError(
            "Báo cáo này đang được lập; hãy đợi lần lập này xong.", code="underway"
        )
    run.refresh_from_db()
    trail.record(by, "asked for report again", run, on_behalf_of=_lender(by, run.agency))
    return run
