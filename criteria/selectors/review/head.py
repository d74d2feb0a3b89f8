"""What stands above the review sheet: who holds the file, by when, what was done to it; and a row opened."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from accounts.calendar import working_day
from criteria.choices import FileAct, FileState
from criteria.models import Evidence, FileStep, Holding
from criteria.selectors.evidence import evidence_rows
from criteria.selectors.lines import CriterionLine
from criteria.selectors.periods import round_before
from criteria.selectors.review.late import Due, due_of
from criteria.selectors.review.opinions import FileView
from criteria.selectors.review.rows import ReviewRow, Word, word_of
from criteria.selectors.review.sheet import ReviewSheet
from criteria.selectors.scorecard import measured_lines
from documents.selectors import work_calendar

FEW = 3  # holders that are all named at once


@dataclass(frozen=True, slots=True)
class Holder:
    """An agency that holds the file, for how many working days."""

    holding: Holding
    days: int


@dataclass(frozen=True, slots=True)
class FileHead:
    """`steps`: the newest first; the rest are those of them that the page tells first, or None.

    Of many holders `holders` has the reader's own and who holds it longest, `others` the rest.
    """

    holders: tuple[Holder, ...]
    others: tuple[Holder, ...]
    steps: tuple[FileStep, ...]
    returned: FileStep | None
    reopened: FileStep | None
    extended: FileStep | None
    passed: tuple[FileStep, ...]
    due: Due
    left: int  # working days until it is due


@dataclass(frozen=True, slots=True)
class RowDetail:
    """A row opened: its values, evidence, and all that was ever said of it in this file, the newest first."""

    line: CriterionLine
    compared: str
    evidence: tuple[Evidence, ...]
    said: tuple[Word, ...]


def file_head(view: FileView, mine: Collection[int] = ()) -> FileHead:
    """Two queries, and one for the work calendar's exceptions. `mine`: keys of the reader's holdings."""
    file, today = view.file, working_day()
    rows = file.steps.select_related("agency", "by", "on_behalf_of", "to_agency")
    steps = tuple(rows.order_by("-pk"))
    calendar = work_calendar()
    back = next((one for one in steps if one.gave_back), None)
    stage = back.stage if back is not None and back.act == FileAct.RETURN else None
    due = due_of(file, stage, today, calendar)
    every = [
        Holder(one, calendar.between(one.since, today))
        for one in view.holdings
        if one.until is None
    ]
    holders = _told_first(every, mine)
    return FileHead(
        holders=tuple(holders),
        others=tuple(one for one in every if one not in holders),
        steps=steps,
        returned=_last(steps, FileAct.RETURN) if file.state == FileState.RETURNED else None,
        reopened=_unconfirmed(steps),
        extended=_extension(steps) if file.due_on else None,
        passed=tuple(one for one in steps if one.act == FileAct.PASS_ON and one.turn == file.turn),
        due=due,
        left=calendar.between(today, due.on) if due.on else 0,
    )


def row_detail(sheet: ReviewSheet, row: ReviewRow) -> RowDetail:
    """The row's indicators with what held in the round before, its evidence, every opinion."""
    file, view = sheet.file, sheet.view
    before = round_before(file.round.ends)
    (line,) = measured_lines(
        file.scorecard,
        [row.criterion],
        day=file.round.ends,
        known_at=file.sent_at,
        compared_on=before.ends if before else None,
    )
    evidence = evidence_rows().filter(
        scorecard=file.scorecard_id, criterion=row.criterion, withdrawn_at=None
    )
    about = [one for one in view.every if one.criterion_id == row.criterion.pk]
    return RowDetail(
        line=line,
        compared=str(before) if before else "",
        evidence=tuple(evidence),
        said=tuple(word_of(view, one) for one in reversed(about)),
    )


def _told_first(every: list[Holder], mine: Collection[int]) -> list[Holder]:
    """All of a few; of many the reader's own and the one for whom the file has waited longest."""
    if len(every) <= FEW:
        return every
    longest = min(every, key=lambda one: (one.holding.beside, one.holding.since, one.holding.pk))
    return [one for one in every if one is longest or one.holding.pk in mine]


def _last(steps: Iterable[FileStep], *acts: FileAct) -> FileStep | None:
    return next((one for one in steps if one.act in acts), None)


def _unconfirmed(steps: Iterable[FileStep]) -> FileStep | None:
    """The opening that is still going on: nothing was confirmed since."""
    found = _last(steps, FileAct.REOPEN, FileAct.CONFIRM)
    return found if found is not None and found.act == FileAct.REOPEN else None


def _extension(steps: Iterable[FileStep]) -> FileStep | None:
    return next((one for one in steps if one.due_on), None)
