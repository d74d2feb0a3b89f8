"""An office's own matrix, communes × criteria: understood, shown, and only then stored."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Max

from accounts.calendar import working_day
from communes.models import Commune
from communes.names import search_key
from communes.selectors.matching import Match, match_communes
from criteria.choices import Stage, Status
from criteria.imports.matrix_table import (
    Layout,
    find_count,
    find_head,
    is_district,
    is_total,
)
from criteria.imports.speaking import spoken_stage
from criteria.imports.workbook import Table, open_workbook, place
from criteria.models import (
    CriteriaSet,
    Criterion,
    CurrentStatus,
    EntryDraft,
    Scorecard,
    StatusEntry,
)
from criteria.models.plan import (
    BLANK,
    CHANGED,
    NEW,
    SAME,
    Plan,
    PlanCell,
    PlanMark,
    PlanRow,
)

NONE = "none"  # what the maker chooses where a mark says nothing
TRIED = 6  # columns left of the criteria that may hold the communes
ASKED = "chưa rõ nghĩa: hãy chọn"
MEANINGS = {
    **dict.fromkeys(("x", "1", "đ", "d", "đạt", "dat", "+", "v", "✓", "✔", "√"), Status.MET),
    **dict.fromkeys(
        ("0", "k", "kđ", "cđ", "chưa", "chua", "chưa đạt", "chua dat", "không", "không đạt"),
        Status.NOT_MET,
    ),
    **dict.fromkeys(("đth", "đang thực hiện", "dang thuc hien"), Status.IN_PROGRESS),
    **dict.fromkeys(("kad", "không áp dụng", "khong ap dung"), Status.NOT_APPLICABLE),
}
NO_HEAD = (
    "Không tìm thấy dòng tiêu đề của các tiêu chí trong trang «{sheet}». Cần một dòng có số 1, 2, "
    "3… hoặc TC1, TC2… hoặc tên các tiêu chí của bộ {set}; nếu bảng ở trang khác, hãy chọn trang đó."
)
NO_COMMUNES = "Không tìm thấy cột tên xã bên cạnh các tiêu chí trong trang «{sheet}»."
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table that is about a commune, whichever it is."""

    row: int
    text: str
    match: Match

    @property
    def at(self) -> str:
        return f"dòng {self.row + 1}"


@dataclass(frozen=True, slots=True)
class Stands:
    """The word that counts about a criterion now, in which stage, and the last word of all."""

    status: str = ""
    stage: int = 0
    base: int | None = None


def read(draft: EntryDraft, tell: Tell) -> Plan:
    """What the matrix of a draft would change; a table that is not understood is a plan with words.

    Options: `sheet` (a name), `marks` (mark → status or «none»), `answers` (row → code of a commune).
    """
    if draft.file is None or draft.criteria_set is None:
        raise ValidationError("Bản nhập này không còn tệp.", code="file")
    with draft.file.content.open("rb") as file:
        tables = [one for one in open_workbook(file.read()) if not one.hidden and one.rows]
    if not tables:
        raise ValidationError("Tệp không có trang tính nào có số liệu.", code="empty")
    criteria = list(draft.criteria_set.criteria.all())
    layout = _chosen(tables, criteria, draft.options.get("sheet", ""))
    draft.options["sheet"] = layout.table.name
    plan = Plan(sheets=[one.name for one in tables])
    if not layout.is_found:
        words = NO_HEAD.format(sheet=layout.table.name, set=draft.criteria_set.short_name)
        plan.problems.append(words)
        return plan
    day = dt.date.fromisoformat(draft.options.get("effective_on") or f"{working_day()}")
    lines = _lines(layout, day, draft.options.get("answers", {}))
    if layout.names is None:
        plan.problems.append(NO_COMMUNES.format(sheet=layout.table.name))
        return plan
    layout.count = find_count(layout)
    stage = spoken_stage(draft)
    _Reading(plan, layout, lines, draft.options.get("marks", {}), stage).fill(
        draft.criteria_set, tell
    )
    return plan


def _chosen(tables: Sequence[Table], criteria: Sequence[Criterion], name: str) -> Layout:
    """The sheet that was chosen, or the one whose head names most criteria."""
    wanted = [one for one in tables if one.name == name] or tables
    return max((find_head(one, criteria) for one in wanted), key=lambda one: len(one.columns))


def _lines(layout: Layout, day: dt.date, answers: Mapping[str, str]) -> list[Line]:
    """The rows of communes; sets the column of their names: where most of them are known."""
    best: list[Line] = []
    known = 0
    for column in range(min(*layout.columns, TRIED)):
        lines = _lines_by(layout, column, day, answers)
        found = sum(line.match.commune is not None for line in lines)
        if found > known:
            best, known, layout.names = lines, found, column
    return best


def _lines_by(layout: Layout, column: int, day: dt.date, answers: Mapping[str, str]) -> list[Line]:
    table = layout.table
    rows, districts = [], []
    district = ""
    for row in range(layout.head + 1, len(table.rows)):
        heads = [table.text(row, one) for one in range(min(layout.columns))]
        district = next((text for text in heads if is_district(text)), district)
        text = table.text(row, column)
        if not text or is_district(text) or any(is_total(one) for one in heads if one):
            continue
        rows.append((row, text))
        districts.append(district)
    plain = match_communes([text for _, text in rows], day)
    unsure = [at for at, one in enumerate(plain) if one.commune is None and districts[at]]
    within = match_communes([f"{rows[at][1]} ({districts[at]})" for at in unsure], day)
    for at, match in zip(unsure, within, strict=True):
        if match.commune:
            plain[at] = match
    by_code = _answered(answers, day)
    lines = []
    for (row, text), match in zip(rows, plain, strict=True):
        answer = by_code.get(answers.get(f"dòng {row + 1}", ""))
        lines.append(Line(row, text, Match(text, answer, "mã") if answer else match))
    return [line for line in lines if not line.text.replace(".", "").isdigit()]


def _answered(answers: Mapping[str, str], day: dt.date) -> dict[str, Commune]:
    """The communes that the maker named for rows, by code."""
    codes = {code for code in answers.values() if code}
    if not codes:
        return {}
    rows = Commune.objects.on(day).filter(code__in=codes).select_related("district")
    return {one.code: one for one in rows}


@dataclass(slots=True)
class _Reading:
    """One table on its way to a plan."""

    plan: Plan
    layout: Layout
    lines: list[Line]
    marks: Mapping[str, str]
    stage: int

    def fill(self, criteria_set: CriteriaSet, tell: Tell) -> None:
        plan, layout = self.plan, self.layout
        plan.columns = list(layout.told())
        plan.rows = [_plan_row(line) for line in self.lines]
        plan.marks = list(self._legend())
        means = {one.mark: one for one in plan.marks}
        communes = [line.match.commune for line in self.lines if line.match.commune]
        cards, stands = _stands(criteria_set, communes)
        first: dict[int, Line] = {}
        for line in self.lines:
            commune = line.match.commune
            if commune is None:
                continue
            earlier = first.setdefault(commune.pk, line)
            card = cards.get(commune.pk)
            cells = list(self._cells(line, commune, card, means, stands))
            if earlier is not line:
                _refuse_twice(cells, earlier)
            plan.cells += cells
            tell(len(plan.cells), len(self.lines) * len(layout.columns))
        missing = [one.number for one in criteria_set.criteria.all()]
        found = {one.number for one in layout.columns.values()}
        absent = [f"{number}" for number in missing if number not in found]
        if absent:
            plan.notes.append(f"Bảng không có cột của tiêu chí {', '.join(absent)}.")
        plan.problems += self._differences(cells_by=_met_by_row(plan))

    def _legend(self) -> Iterator[PlanMark]:
        """Every mark of the table with how often it stands there, the blank one last."""
        counts: Counter[str] = Counter(
            self._mark(line.row, column)
            for line in self.lines
            if line.match.commune
            for column in self.layout.columns
        )
        for mark, count in sorted(counts.items(), key=lambda one: (not one[0], -one[1])):
            chosen = self.marks.get(mark)
            default = MEANINGS.get(mark)
            if chosen is not None:
                how = "bạn chọn"
                means = "" if chosen == NONE or chosen not in Status.values else chosen
            else:
                means = default.value if default else ""
                how = "" if default or not mark else ASKED
                how = how or ("ô trống là chưa đánh giá, không phải chưa đạt" if not mark else "")
            yield PlanMark(mark, count, means, how)

    def _mark(self, row: int, column: int) -> str:
        return self.layout.table.text(row, column).lower().strip(" .")

    def _cells(
        self,
        line: Line,
        commune: Commune,
        card: int | None,
        means: Mapping[str, PlanMark],
        stands: Mapping[tuple[int, int], Stands],
    ) -> Iterator[PlanCell]:
        for column, criterion in self.layout.columns.items():
            mark = means[self._mark(line.row, column)]
            now = stands.get((card or 0, criterion.pk), Stands())
            cell = PlanCell(
                scorecard=card,
                place=None if card else commune.pk,
                commune=commune.name,
                criterion=criterion.pk,
                code=f"TC{criterion.number}",
                base=now.base,
                before=now.status,
                text=self.layout.table.text(line.row, column),
                says=mark.means,
                at=place(line.row, column),
            )
            if mark.how == ASKED:
                cell.refuse(f"Dấu «{cell.text}» chưa rõ nghĩa. Hãy chọn nghĩa của dấu ở trên.")
            elif not mark.means:
                cell.state = BLANK
            else:
                self._compare(cell, now)
            yield cell

    def _compare(self, cell: PlanCell, now: Stands) -> None:
        """The same word in a higher stage is a word of its own."""
        if not now.status:
            cell.state = NEW
        elif now.status != cell.says:
            cell.state = CHANGED
        elif now.stage < self.stage:
            cell.state = CHANGED
            cell.why = f"cùng kết quả, trước ở cấp {Stage(now.stage).label}"
        else:
            cell.state = SAME

    def _differences(self, cells_by: Mapping[str, int]) -> Iterator[str]:
        """Where the column that counts says another number than its row."""
        column = self.layout.count
        if column is None:
            return
        found = []
        for line in self.lines:
            stated = self.layout.table.text(line.row, column)
            number = search_key(stated).split(" ")[0]
            counted = cells_by.get(line.at)
            if line.match.commune and number.isdigit() and counted not in {None, int(number)}:
                found.append(f"{line.match.commune.name} (ghi {stated}, đếm được {counted})")
        if found:
            rest = f" và {len(found) - 10} xã khác" if len(found) > 10 else ""  # noqa: PLR2004
            yield f"Cột tổng khác với số ô đạt ở {len(found)} xã: {'; '.join(found[:10])}{rest}."


def _met_by_row(plan: Plan) -> dict[str, int]:
    """By row of the file, how many marks say «đạt»."""
    found: Counter[str] = Counter()
    for cell in plan.cells:
        row = f"dòng {''.join(one for one in cell.at if one.isdigit())}"
        found[row] += cell.says == Status.MET
    return dict(found)


def _plan_row(line: Line) -> PlanRow:
    match = line.match
    return PlanRow(
        at=line.at,
        text=line.text,
        commune=match.commune.name if match.commune else None,
        how=match.how,
        choices=[]
        if match.commune
        else [{"code": one.code, "name": _whole_name(one)} for one in match.choices],
    )


def _whole_name(commune: Commune) -> str:
    return f"{commune.name} ({commune.district})" if commune.district else commune.name


def _refuse_twice(cells: Sequence[PlanCell], earlier: Line) -> None:
    for cell in cells:
        cell.refuse(f"Xã này đã có ở {earlier.at}; chỉ lần đầu được nhận.")


def _stands(
    criteria_set: CriteriaSet, communes: Sequence[Commune]
) -> tuple[dict[int, int], dict[tuple[int, int], Stands]]:
    """Scorecards by commune; by scorecard and criterion where it stands: three queries."""
    cards = dict(
        Scorecard.objects.filter(criteria_set=criteria_set, commune__in=communes).values_list(
            "commune", "pk"
        )
    )
    current = CurrentStatus.objects.filter(scorecard__in=list(cards.values()))
    counts = {
        (card, criterion): (status, stage)
        for card, criterion, status, stage in current.values_list(
            "scorecard", "criterion", "status", "entry__stage"
        )
    }
    words = StatusEntry.objects.filter(scorecard__in=list(cards.values()), withdrawn_at=None)
    last = words.order_by().values_list("scorecard", "criterion").annotate(last=Max("pk"))
    found = {
        (card, criterion): Stands(*counts.get((card, criterion), ("", 0)), base)
        for card, criterion, base in last
    }
    return cards, found
