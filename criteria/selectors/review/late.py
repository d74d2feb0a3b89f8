"""By when a file should be with whom, and how late it is: days that the office did not set are never missed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from criteria.choices import FileAct, FileState, Stage
from criteria.evaluation.diagram import STAGE_OF
from criteria.models import FileStep, Round, Submission
from documents.calendar import WorkCalendar

FIELD = {
    Stage.VERIFIED.value: "verify_by",
    Stage.APPRAISED.value: "appraise_by",
    Stage.CONFIRMED.value: "closes_on",
}


@dataclass(frozen=True, slots=True)
class Due:
    """The day by which what the file waits for should be done (None: not set); working days beyond it."""

    on: dt.date | None = None
    late: bool = False
    days: int = 0


def due_of(file: Submission, back: int | None, day: dt.date, calendar: WorkCalendar) -> Due:
    """`back`: the stage that returned the file last, as `returned_by` gives it. The file carries its round."""
    on = _deadline(file, back)
    if on is None or file.is_locked or day <= on:
        return Due(on)
    return Due(on, late=True, days=calendar.between(on, day))


def returned_by(files: Iterable[Submission]) -> dict[int, int | None]:
    """By key of each returned file, the stage that returned it; None where the office opened it again since."""
    back = [one.pk for one in files if one.state == FileState.RETURNED]
    rows = (
        FileStep.objects.filter(submission__in=back)
        .sent_away()
        .order_by("pk")
        .values_list("submission", "act", "stage")
    )
    return {file: stage if act == FileAct.RETURN else None for file, act, stage in rows}


def _deadline(file: Submission, back: int | None) -> dt.date | None:
    """Of a declaring file the day of sending; of a returned one its extension, or the day of who waits for it.

    An extension of the sending moves the days of the later stages of that file with it.
    """
    if file.state == FileState.CONFIRMED:
        return None
    if file.state == FileState.DECLARING:
        return file.due_on or file.round.submit_by
    if file.state == FileState.RETURNED:
        if file.due_on or back is None:
            return file.due_on
        return _of_stage(file.round, back)
    on = _of_stage(file.round, STAGE_OF[file.state])
    return max(on, file.due_on) if on and file.due_on else on


def _of_stage(period: Round, stage: int) -> dt.date | None:
    found: dt.date | None = getattr(period, FIELD[stage])
    return found
