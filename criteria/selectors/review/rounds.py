"""Rounds by their files: how many are where, what is not confirmed, and whether what is kept of them is true."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from criteria.choices import FileAct, FileState, Stage
from criteria.evaluation.diagram import STAGE_OF, UNDER_REVIEW, WITH_THE_COMMUNE, leads
from criteria.models import FileStep, FrozenStatus, Holding, Opinion, Round, Submission

# Which list of files shows those in that state.
SHOWN_BY = {
    FileState.DECLARING: "xem=chua-gui",
    FileState.RETURNED: "xem=tra-lai",
    FileState.VERIFYING: "xem=tat-ca&cap=3",
    FileState.APPRAISING: "xem=tat-ca&cap=4",
    FileState.CONFIRMING: "xem=tat-ca&cap=5",
    FileState.CONFIRMED: "xem=da-xac-nhan",
}


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many files of a round are in a state, and the list that shows them."""

    state: FileState
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class RoundFiles:
    """The files of a round by state, in the order of the road; empty where none was opened."""

    counts: tuple[StateCount, ...] = ()

    @property
    def total(self) -> int:
        return sum(one.count for one in self.counts)

    @property
    def confirmed(self) -> int:
        return sum(one.count for one in self.counts if one.state == FileState.CONFIRMED)

    @property
    def unconfirmed(self) -> int:
        return self.total - self.confirmed


def files_of_rounds(rounds: Iterable[Round]) -> dict[int, RoundFiles]:
    """By key of the round, in one query."""
    keys = [one.pk for one in rounds]
    counted: dict[int, dict[str, int]] = defaultdict(dict)
    counts = Submission.objects.filter(round__in=keys).order_by().values_list("round", "state")
    for period, state, count in counts.annotate(Count("pk")):
        counted[period][state] = count
    base = reverse("criteria:submission_list")
    return {
        key: RoundFiles(
            tuple(
                StateCount(state, counted[key][state], f"{base}?ky={key}&{shown}")
                for state, shown in SHOWN_BY.items()
                if state in counted[key]
            )
        )
        for key in keys
    }


def file_faults(rounds: Iterable[Round] | None = None) -> list[str]:
    """Where a file's state, its steps and who holds it do not tell the same story; all rounds unless named."""
    files = Submission.objects.select_related("round", "scorecard__commune")
    if rounds is not None:
        files = files.filter(round__in=[one.pk for one in rounds])
    listed = list(files)
    keys = [one.pk for one in listed]
    steps: dict[int, list[FileStep]] = defaultdict(list)
    for step in FileStep.objects.filter(submission__in=keys).order_by("pk"):
        steps[step.submission_id].append(step)
    held: dict[int, list[Holding]] = defaultdict(list)
    for one in Holding.objects.open().in_the_way().filter(submission__in=keys):
        held[one.submission_id].append(one)
    return [
        f"{file}: {fault}"
        for file in listed
        for fault in (
            *_step_faults(file, steps[file.pk]),
            *_holding_faults(file, held[file.pk], steps[file.pk]),
        )
    ]


def confirmed_faults(period: Round) -> list[str]:
    """Of the files that a closed round had confirmed when it closed, criteria not frozen as confirmed.

    What is frozen is the office's word: what it found when it confirmed, or said later still.
    """
    assert period.closed_at is not None  # noqa: S101 -- asked of closed rounds only
    acts = (FileAct.CONFIRM, FileAct.REOPEN)
    steps = FileStep.objects.filter(
        submission__round=period, act__in=acts, recorded_at__lte=period.closed_at
    )
    last = dict(steps.order_by("pk").values_list("submission", "act"))
    keys = [key for key, act in last.items() if act == FileAct.CONFIRM]
    found = (
        Opinion.objects.filter(submission__in=keys, stage=Stage.CONFIRMED)
        .exclude(entry=None)
        .filter(entry__recorded_at__lte=period.closed_at, entry__withdrawn_at=None)
        .select_related("submission__scorecard__commune", "criterion")
        .order_by("pk")
    )
    said = {(one.submission.scorecard_id, one.criterion_id): one for one in found}
    frozen = {
        (one.scorecard_id, one.criterion_id): one
        for one in FrozenStatus.objects.filter(
            round=period, scorecard__submissions__in=keys
        ).select_related("entry")
    }
    faults = []
    for cell, one in said.items():
        kept = frozen.get(cell)
        place = f"{one.submission.scorecard.commune}, tiêu chí {one.criterion.number}"
        if kept is None or kept.entry.stage != Stage.CONFIRMED:
            faults.append(f"{period}: {place}: đã xác nhận mà không chốt theo xác nhận")
        elif kept.entry_id == one.entry_id and kept.status != one.status:
            faults.append(
                f"{period}: {place}: đã xác nhận «{one.get_status_display()}», chốt "
                f"«{kept.get_status_display()}»"
            )
    return faults


def _step_faults(file: Submission, steps: list[FileStep]) -> Iterator[str]:
    state: str = FileState.DECLARING
    for one in steps:
        if one.before != state:
            yield f"bước {one.get_act_display()} bắt đầu từ {one.before}, hồ sơ đang {state}"
        if one.act != FileAct.REOPEN and not leads(one.act, one.before, one.after):
            yield f"bước {one.get_act_display()} không dẫn từ {one.before} đến {one.after}"
        state = one.after
    if state != file.state:
        yield f"đang {file.state}, theo các bước thì {state}"
    sent = sum(1 for one in steps if one.act == FileAct.SUBMIT)
    if sent != file.turn:
        yield f"ghi lần gửi {file.turn}, đã gửi {sent} lần"


def _holding_faults(file: Submission, held: list[Holding], steps: list[FileStep]) -> Iterator[str]:
    stages = {one.stage for one in held}
    if file.state == FileState.CONFIRMED and held:
        yield "đã xác nhận mà còn cơ quan giữ"
    if file.state in UNDER_REVIEW and stages != {STAGE_OF[file.state]}:
        yield f"{file.get_state_display()} mà nơi giữ ở cấp {sorted(stages)}"
    if file.state in WITH_THE_COMMUNE and not steps and not held:
        return  # its commune had no agency when the files were opened
    if file.state in WITH_THE_COMMUNE and [one.stage for one in held] != [Stage.DECLARED]:
        yield f"{file.get_state_display()} mà nơi giữ ở cấp {sorted(stages)}"
