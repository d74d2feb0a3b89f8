"""The commune's side of its file: what it declared, what is missing, what is asked of it, and by when."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, F, Max, OuterRef, Q

from accounts.models import User
from criteria import permissions
from criteria.choices import FileState, RemarkAct, Stage
from criteria.evaluation.diagram import STAGE_OF
from criteria.models import (
    Criterion,
    FileStep,
    Remark,
    RemarkStep,
    Scorecard,
    StatusEntry,
    Submission,
)
from criteria.permissions import Mandate
from criteria.selectors.evidence import evidence_counts, evidence_counts_together
from criteria.selectors.lines import CriterionLine, IndicatorLine
from criteria.selectors.review.claims import Claim, claims_of
from criteria.selectors.review.late import Due, due_of, returned_by
from criteria.selectors.review.spoken import spoken_by
from criteria.selectors.scorecard import Sheet, sheet
from documents.calendar import WorkCalendar
from documents.selectors import work_calendar


@dataclass(frozen=True, slots=True)
class CommuneSide:
    """A file as its commune sees it: how much is declared, by when, what it may do now.

    `sends`: in whose name the reader sends it; `recalls`: takes it back. Both None for other readers.
    `spoken`: who spoke of it already, so that the reader who sent it cannot take it back.
    `days_left`: working days until it is due; None where no day was set or it has passed.
    """

    file: Submission
    declared: int
    total: int
    unanswered: int
    due: Due
    today: dt.date
    sends: Mandate | None = None
    recalls: Mandate | None = None
    spoken: tuple[str, ...] = ()
    days_left: int | None = None

    @property
    def is_whole(self) -> bool:
        return self.declared == self.total

    @property
    def is_ready(self) -> bool:
        """Nothing keeps the commune from sending it; it asks to be sent."""
        return self.is_whole and not self.unanswered

    @property
    def due_words(self) -> str:
        """Of which step the day is: «Hạn gửi lại», «Hạn thẩm tra»."""
        stage = STAGE_OF.get(self.file.state)
        if stage is not None:
            return f"Hạn {Stage(stage).label}"
        return "Hạn gửi lại" if self.file.state == FileState.RETURNED else "Hạn xã gửi"

    @property
    def is_under_review(self) -> bool:
        return self.file.state in STAGE_OF

    @property
    def is_due_today(self) -> bool:
        return self.due.on == self.today

    @property
    def holders(self) -> list[str]:
        """Who holds it now and the file waits for."""
        return [str(one.agency) for one in self.file.held if not one.beside]


@dataclass(frozen=True, slots=True)
class SendLine:
    """A criterion before the file is sent: the claim, the machine's proposal, what counts now, what lacks."""

    line: CriterionLine
    claim: Claim | None
    base: int | None  # the last word on the criterion, whatever its day
    evidence: int  # pieces behind the criterion and its indicators
    unmeasured: tuple[IndicatorLine, ...]
    unproved: tuple[IndicatorLine, ...]  # with a value, without evidence

    @property
    def criterion(self) -> Criterion:
        return self.line.criterion

    @property
    def differs(self) -> bool:
        """The machine sees otherwise than the commune claims."""
        found = self.line.proposal.verdict.value if self.line.proposal else ""
        return (
            found in {"met", "not_met"} and self.claim is not None and found != self.claim.status
        )


@dataclass(frozen=True, slots=True)
class SendPage:
    """What would be sent."""

    sheet: Sheet
    lines: tuple[SendLine, ...]

    @property
    def missing(self) -> list[SendLine]:
        return [one for one in self.lines if one.claim is None]

    @property
    def unmeasured(self) -> list[IndicatorLine]:
        return [row for one in self.lines for row in one.unmeasured]

    @property
    def unproved(self) -> list[IndicatorLine]:
        return [row for one in self.lines for row in one.unproved]

    @property
    def bare(self) -> list[SendLine]:
        """Claims with no evidence at all, neither behind the criterion nor behind an indicator of it."""
        return [one for one in self.lines if one.claim is not None and not one.evidence]

    @property
    def differing(self) -> list[SendLine]:
        return [one for one in self.lines if one.differs]

    def count(self, status: str) -> int:
        return sum(1 for one in self.lines if one.claim is not None and one.claim.status == status)

    @property
    def met(self) -> int:
        return self.count("met")

    @property
    def unmet(self) -> int:
        return self.count("not_met") + self.count("in_progress")


@dataclass(slots=True)
class RemarkLine:
    """A remark of the last return with the commune's answers, the last one first."""

    remark: Remark
    answers: list[RemarkStep] = field(default_factory=list)
    tick: RemarkStep | None = None
    line: CriterionLine | None = None
    claim: Claim | None = None
    base: int | None = None  # the last word on the criterion, whatever its day

    @property
    def is_answered(self) -> bool:
        return bool(self.answers)

    @property
    def number(self) -> int | None:
        return self.remark.criterion.number if self.remark.criterion else None


def side_of(user: User | AnonymousUser, file: Submission, today: dt.date) -> CommuneSide:
    """The file carries its round, its scorecard and `held`."""
    return sides_of(user, [file], today)[0]


def sides_of(
    user: User | AnonymousUser,
    files: Sequence[Submission],
    today: dt.date,
    calendar: WorkCalendar | None = None,
) -> list[CommuneSide]:
    """The same of several files, in as many queries."""
    if not files:
        return []
    declared, waiting = declared_counts(files), unanswered_counts(files)
    back, calendar = returned_by(files), calendar or work_calendar()
    recalling = permissions.recallers(user, files)
    spoken = spoken_by(one for one in files if one.pk in recalling)
    sets = Criterion.objects.filter(
        criteria_set__in={one.scorecard.criteria_set_id for one in files}
    )
    total = dict(sets.order_by().values_list("criteria_set").annotate(Count("pk")))
    dues = {one.pk: due_of(one, back.get(one.pk), today, calendar) for one in files}
    return [
        CommuneSide(
            file=one,
            declared=declared.get(one.pk, 0),
            total=total.get(one.scorecard.criteria_set_id, 0),
            unanswered=waiting.get(one.pk, 0),
            due=dues[one.pk],
            today=today,
            sends=sender(user, one),
            recalls=None if one.pk in spoken else recalling.get(one.pk),
            spoken=spoken.get(one.pk, ()),
            days_left=_days_left(dues[one.pk], today, calendar),
        )
        for one in files
    ]


def _days_left(due: Due, today: dt.date, calendar: WorkCalendar) -> int | None:
    if due.on is None or due.late:
        return None
    return calendar.between(today, due.on)


def sender(user: User | AnonymousUser, file: Submission) -> Mandate | None:
    """In whose name the person sends the file, if it lies with their agency to be declared, unlocked."""
    if file.is_locked:
        return None
    given = permissions.voices(user, file.held)
    return next((mandate for held, mandate in given if held.stage == Stage.DECLARED), None)


def files_on_sheet(
    user: User | AnonymousUser, scorecard: Scorecard, today: dt.date
) -> list[CommuneSide]:
    """The files of a scorecard that are open: those that lie with the reader's commune first, then by cut-off."""
    rows = (
        Submission.objects.filter(scorecard=scorecard, round__starts__lte=today)
        .exclude(state=FileState.CONFIRMED)
        .filter(Q(round__closed_at=None) | Q(reopened_at__isnull=False))
        .select_related("round", "scorecard")
        .with_holders()
        .order_by("round__ends", "pk")
    )
    found = sides_of(user, list(rows), today)
    return sorted(found, key=lambda one: (one.sends is None, one.due.on or one.file.round.ends))


def declared_counts(files: Iterable[Submission]) -> dict[int, int]:
    """By file, how many criteria its commune has declared by the cut-off: what `submit` asks for."""
    rows = (
        StatusEntry.objects.filter(
            scorecard__submissions__in=[one.pk for one in files],
            stage=Stage.DECLARED,
            withdrawn_at=None,
            effective_on__lte=F("scorecard__submissions__round__ends"),
        )
        .order_by()
        .values_list("scorecard__submissions")
        .annotate(Count("criterion", distinct=True))
    )
    return dict(rows)


def unanswered_counts(files: Iterable[Submission]) -> dict[int, int]:
    """By returned file, the remarks of the last return without an answer."""
    back = [one.pk for one in files if one.state == FileState.RETURNED]
    if not back:
        return {}
    answered = RemarkStep.objects.filter(remark=OuterRef("pk"), act=RemarkAct.ANSWERED)
    rows = Remark.objects.filter(submission__in=back).order_by("step")
    last: dict[int, tuple[int, int]] = {}
    counts = rows.annotate(said=Exists(answered)).values_list("submission", "step", "said")
    for file, step, said in counts:
        before, count = last.get(file, (0, 0))
        last[file] = (step, (count if step == before else 0) + (not said))
    return {file: count for file, (_, count) in last.items()}


def send_page(file: Submission, today: dt.date) -> SendPage:
    """What would be sent, criterion by criterion. The file carries its round and scorecard."""
    card = file.scorecard
    found = sheet(card, day=file.day(today))
    claims = claims_of([file], now=True)[file.pk]
    bases = last_words(card)
    proved, together = evidence_counts(card), evidence_counts_together(card.pk)
    lines = tuple(
        SendLine(
            line=one,
            claim=claims.get(one.criterion.pk),
            base=bases.get(one.criterion.pk),
            evidence=together.get(one.criterion.pk, 0),
            unmeasured=tuple(
                row for row in one.indicators if not row.is_measured and not row.looked_up
            ),
            unproved=tuple(
                row for row in one.indicators if row.is_measured and row.indicator.pk not in proved
            ),
        )
        for one in found.lines
    )
    return SendPage(found, lines)


def last_words(card: Scorecard) -> dict[int, int]:
    """By criterion, the last living word: what whoever writes must have seen."""
    words = StatusEntry.objects.filter(scorecard=card, withdrawn_at=None).order_by()
    return dict(words.values_list("criterion").annotate(Max("pk")))


def remark_lines(file: Submission, today: dt.date) -> list[RemarkLine]:
    """The remarks of the last return, in the order of criteria; those about the whole file last."""
    found = {one.criterion.pk: one for one in sheet(file.scorecard, day=file.day(today)).lines}
    claims, bases = claims_of([file], now=True)[file.pk], last_words(file.scorecard)
    asked = last_remarks(file)
    for one in asked:
        key = one.remark.criterion_id
        if key is not None:
            one.line, one.claim, one.base = found.get(key), claims.get(key), bases.get(key)
    return asked


def last_remarks(file: Submission) -> list[RemarkLine]:
    """The same with the answers alone."""
    rows = (
        Remark.objects.filter(submission=file)
        .select_related("step__agency", "step__by", "criterion", "opinion__agency", "opinion__by")
        .prefetch_related("steps__by", "steps__agency")
    )
    last = max((one.step_id for one in rows), default=0)
    found = []
    for one in rows:
        if one.step_id != last:
            continue
        steps = sorted(one.steps.all(), key=lambda step: -step.pk)
        answers = [step for step in steps if step.act == RemarkAct.ANSWERED]
        ticks = [step for step in steps if step.act != RemarkAct.ANSWERED]
        found.append(RemarkLine(one, answers, ticks[0] if ticks else None))
    return sorted(found, key=lambda one: (one.number is None, one.number or 0, one.remark.pk))


def last_return(file: Submission) -> FileStep | None:
    """The act by which the file came back to its commune last: a return, or the office opened it again."""
    steps = FileStep.objects.filter(submission=file).sent_away()
    return steps.select_related("agency", "by").order_by("pk").last()
