"""Asking for a report: the draft of its paper and the row that is the queue's truth."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import trail
from accounts.calendar import working_day
from accounts.choices import Role
from accounts.models import User
from communes.choices import AgencyKind
from communes.models import Agency, Membership, held_by
from criteria.models import CriteriaSet, Round
from documents.choices import PaperKind, PaperState
from documents.models import OfficialDocument, Recipient
from documents.selectors import ADDRESSED
from reports.choices import Kind, RunState
from reports.kinds import KINDS
from reports.models import MAX_ATTEMPTS, ReportRun
from reports.words import half_year_title

PLACE = "Quảng Trị"
HEAD_UNKNOWN = "Thủ trưởng đơn vị"
PROVINCE = "Ủy ban nhân dân tỉnh (Ban Chỉ đạo các chương trình mục tiêu quốc gia)"
OFFICE = "Văn phòng Điều phối nông thôn mới tỉnh"


@transaction.atomic
def request_report(
    *,
    kind: Kind,
    agency: Agency,
    criteria_set: CriteriaSet,
    round: Round,  # noqa: A002 -- the word of the domain
    by: User,
) -> ReportRun:
    """Draft the paper and queue the run. Whoever called hands the run to the worker once this is committed.

    The figures are of the round's cut-off day, or of today while it is still to come, as known at this moment.
    Refusals: `round` (not a round of this report, or not open yet), `underway` (the same report is being made).
    """
    Agency.objects.select_for_update().get(pk=agency.pk)
    today = working_day()
    if round.kind != KINDS[kind].rounds:
        raise ValidationError(f"«{round.name}» không phải kỳ của loại báo cáo này.", code="round")
    if round.starts > today:
        raise ValidationError(f"{round.name} chưa mở, chưa có số liệu để báo cáo.", code="round")
    same = ReportRun.objects.unsettled().filter(
        kind=kind, agency=agency, period_starts=round.starts
    )
    if same.exists():
        raise ValidationError(
            f"Báo cáo {round.name} của {agency} đang được lập; hãy đợi lần lập đó xong.",
            code="underway",
        )
    now = timezone.now()
    run = ReportRun.objects.create(
        kind=kind,
        agency=agency,
        criteria_set=criteria_set,
        period_starts=round.starts,
        as_of=min(round.ends, today),
        known_at=now,
        queued_at=now,
        paper=_draft(agency, half_year_title(round.starts), by),
        requested_by=by,
    )
    trail.record(by, "requested report", run, on_behalf_of=_lender(by, agency), round=round.name)
    return run


def _draft(agency: Agency, title: str, by: User) -> OfficialDocument:
    """A report without number and day: both are given when it is signed and registered."""
    today = working_day()
    head = (
        Membership.objects.on(today)
        .filter(agency=agency, role=Role.DIRECTOR, user__is_active=True)
        .select_related("user")
        .first()
    )
    paper = OfficialDocument.objects.create(
        kind=PaperKind.REPORT,
        state=PaperState.DRAFT,
        notation=f"BC-{agency.code}" if agency.code else "BC",
        title=title,
        issuer=agency,
        issuer_text=agency.name,
        superior_text=agency.superior_name,
        place=_place(agency),
        month=today.month,
        year=today.year,
        signer_post=(head.user.post if head else "") or HEAD_UNKNOWN,
        signer_name=head.user.full_name if head else "",
        demo=by.demo,
        by=by,
    )
    _address(paper)
    return paper


def _place(agency: Agency) -> str:
    """A commune's or district's own name (NĐ 30: the place of the organ), the province's for the others."""
    place = agency.commune or agency.district
    return place.name if place else PLACE


def _address(paper: OfficialDocument) -> None:
    """To whom it goes: the addressees, then «Như trên» and the archive."""
    today = working_day()
    office = Agency.objects.on(today).filter(kind=AgencyKind.OFFICE).first()
    lines = [
        (PROVINCE, ADDRESSED, None),
        (office.name if office else OFFICE, ADDRESSED, office),
        ("Như trên", "", None),
        ("Lưu: VT", "", None),
    ]
    Recipient.objects.bulk_create(
        Recipient(paper=paper, order=order, text=text, purpose=purpose, agency=agency)
        for order, (text, purpose, agency) in enumerate(lines, start=1)
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
