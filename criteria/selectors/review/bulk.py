"""What an act on a whole list would do, counted before anybody confirms it: never on the page alone."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from criteria.choices import FileAct, Stage
from criteria.models import Holding, Submission
from criteria.permissions import Mandate
from criteria.selectors.review.left import opened_and_left, to_agree, to_tick
from criteria.selectors.review.opinions import FileView, file_views

Voiced = tuple[Submission, Holding, Mandate]
ACTS = {
    Stage.REVIEWED: FileAct.REVIEW,
    Stage.VERIFIED: FileAct.VERIFY,
    Stage.APPRAISED: FileAct.APPRAISE,
    Stage.CONFIRMED: FileAct.CONFIRM,
}


@dataclass(slots=True)
class BulkPlan:
    """What one voice could do with all files that lie with it: agree with what it opened, hand on what is complete.

    `unready` says of each file that would stay behind, why.
    """

    mandate: Mandate
    files: list[Submission] = field(default_factory=list)
    rows: int = 0
    agreeing: list[Submission] = field(default_factory=list)
    unopened: int = 0
    unopened_files: int = 0
    objected: int = 0
    ready: list[Submission] = field(default_factory=list)
    unready: list[tuple[Submission, str]] = field(default_factory=list)
    views: dict[int, FileView] = field(default_factory=dict)  # by key of the file

    @property
    def act(self) -> FileAct:
        return ACTS[self.mandate.stage]

    @property
    def promise(self) -> tuple[int, int, int]:
        """What agreeing is confirmed by: rows, files, rows left out."""
        return self.rows, len(self.agreeing), self.unopened

    @property
    def agree_words(self) -> str:
        left = []
        if self.unopened:
            left.append(f"{_so(self.unopened)} dòng chưa mở của {_so(self.unopened_files)} hồ sơ")
        if self.objected:
            left.append(f"{_so(self.objected)} dòng cấp trước không đồng ý, cần xem từng dòng")
        what = ", ".join(left)
        if not self.rows:
            said = "Không có dòng nào đã mở mà chưa có ý kiến"
            if self.objected:
                said = "Không có dòng nào để đồng ý hàng loạt"
            return f"{said}; còn {what}" if left else said
        said = f"Sẽ đồng ý {_so(self.rows)} dòng của {_so(len(self.agreeing))} hồ sơ"
        return f"{said}; bỏ lại {what}" if left else f"{said}; không bỏ lại dòng nào"

    @property
    def hand_on_words(self) -> str:
        if not self.ready:
            return "Chưa có hồ sơ nào đủ ý kiến để chuyển tiếp"
        said = f"Chuyển tiếp {_so(len(self.ready))} hồ sơ đã có đủ ý kiến"
        return f"{said}; để lại {_so(len(self.unready))} hồ sơ" if self.unready else said

    def add(self, view: FileView, holding: Holding, only: Collection[int] | None = None) -> None:
        every = view.left(holding)
        left = [key for key in every if only is None or key in only]
        opened = len(set(opened_and_left(view, self.mandate)).intersection(left))
        agreed = len(set(to_agree(view, self.mandate)).intersection(left))
        self.files.append(view.file)
        self.views[view.file.pk] = view
        self.rows += agreed
        self.unopened += len(left) - opened
        self.unopened_files += len(left) > opened
        self.objected += opened - agreed
        if agreed:
            self.agreeing.append(view.file)
        why = _unready(view, self.mandate, len(every))
        if why:
            self.unready.append((view.file, why))
        else:
            self.ready.append(view.file)


def bulk_plans(
    voiced: Iterable[Voiced],
    *,
    only: Collection[int] | None = None,
    views: Mapping[int, FileView] | None = None,
) -> list[BulkPlan]:
    """One plan a voice, the lowest stage first; the number of queries does not follow that of the files.

    `only`: agreeing is about these criteria; `views`: of files that the caller has read.
    """
    rows = [one for one in voiced if one[2].stage in ACTS]
    views = views or file_views(_once(file for file, _, _ in rows))
    found: dict[str, BulkPlan] = {}
    for file, holding, mandate in rows:
        found.setdefault(mandate.key, BulkPlan(mandate)).add(views[file.pk], holding, only)
    return [found[key] for key in sorted(found, key=lambda one: (found[one].mandate.stage, one))]


def _so(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def _once(files: Iterable[Submission]) -> Sequence[Submission]:
    return list({one.pk: one for one in files}.values())


def _unready(view: FileView, mandate: Mandate, left: int) -> str:
    if left:
        return f"còn {left} tiêu chí chưa có ý kiến"
    if mandate.stage > Stage.REVIEWED:
        waiting = len(to_tick(view, mandate.stage, mandate.agency.pk))
        if waiting:
            return f"còn {waiting} nhận xét lần trước chưa đánh dấu"
    return ""
