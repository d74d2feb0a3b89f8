"""Difficulties: raised, answered, forwarded, escalated, closed by who raised them. Steps are appended."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from accounts import trail
from accounts.calendar import working_day
from accounts.models import User
from communes.models import Agency, Commune
from communes.permissions import on_behalf_of
from criteria.models import Criterion, Indicator
from plans.choices import DifficultyState, StepKind
from plans.models import Difficulty, DifficultyStep, Task
from plans.selectors.difficulties import answer_by_default
from plans.services.attachments import attach
from plans.services.kept import change

STATE_AFTER = {
    StepKind.RAISED: DifficultyState.OPEN,
    StepKind.ANSWERED: DifficultyState.ANSWERED,
    StepKind.FORWARDED: DifficultyState.OPEN,
    StepKind.ESCALATED: DifficultyState.ESCALATED,
    StepKind.REOPENED: DifficultyState.OPEN,
    StepKind.CLOSED: DifficultyState.CLOSED,
}
ASKS = {StepKind.RAISED, StepKind.FORWARDED, StepKind.ESCALATED, StepKind.REOPENED}
POSSIBLE = {
    DifficultyState.OPEN: {
        *(StepKind.ANSWERED, StepKind.FORWARDED, StepKind.ESCALATED, StepKind.CLOSED)
    },
    DifficultyState.ESCALATED: {
        *(StepKind.ANSWERED, StepKind.FORWARDED, StepKind.ESCALATED, StepKind.CLOSED)
    },
    DifficultyState.ANSWERED: {StepKind.CLOSED, StepKind.REOPENED, StepKind.ESCALATED},
    DifficultyState.CLOSED: {StepKind.REOPENED},
}
VERBS = {
    StepKind.ANSWERED: "answered difficulty",
    StepKind.FORWARDED: "forwarded difficulty",
    StepKind.ESCALATED: "escalated difficulty",
    StepKind.REOPENED: "reopened difficulty",
    StepKind.CLOSED: "closed difficulty",
}


@dataclass(frozen=True, slots=True)
class About:
    """What a difficulty is about; nothing has to be known."""

    commune: Commune | None = None
    criterion: Criterion | None = None
    indicator: Indicator | None = None
    task: Task | None = None


@transaction.atomic
def raise_difficulty(
    *,
    raised_by: Agency,
    addressed_to: Agency,
    title: str,
    words: str = "",
    about: About,
    answer_by: dt.date | None = None,
    files: "Sequence[File[bytes]]" = (),
    by: User,
) -> Difficulty:
    """Say what stands in the way and ask an agency; without a day the answer is due by our default.

    Refusals: `title`, `to` (the agency itself, or one that is no more), `past` (a day gone by), and
    those of `attach`.
    """
    day = working_day()
    if not title.strip():
        _refuse_at("title", "Hãy nêu vướng mắc.", "title")
    _refuse_addressee(raised_by, addressed_to, day, "addressed_to")
    due = _due(answer_by, day)
    stead = on_behalf_of(by, raised_by)
    row = Difficulty(
        raised_by=raised_by,
        addressed_to=addressed_to,
        title=title.strip(),
        raised_on=day,
        answer_by=due,
        commune=about.commune,
        criterion=about.criterion,
        indicator=about.indicator,
        task=about.task,
        by=by,
        on_behalf_of=stead,
    )
    row.full_clean(validate_unique=False)
    row.save()
    step = _step(row, StepKind.RAISED, raised_by, words, addressed_to, due, by)
    attach(files, by=by, step=step)
    trail.record(
        by,
        "raised difficulty",
        row,
        on_behalf_of=stead,
        to=addressed_to.slug,
        answer_by=f"{due}",
    )
    return row


@transaction.atomic
def take_step(
    *,
    difficulty: Difficulty,
    kind: StepKind,
    agency: Agency,
    words: str = "",
    to: Agency | None = None,
    answer_by: dt.date | None = None,
    files: "Sequence[File[bytes]]" = (),
    seen: int | None = None,
    by: User,
) -> DifficultyStep:
    """Answer, forward, escalate, raise anew or close, in the name of `agency`.

    `to` is whom it then waits for (raised anew: whom it waited for before, unless said). Refusals:
    `stale`, `state` (not as it stands), `words` (all but closing say something), `to`, `past`, and
    those of `attach`.
    """
    day = working_day()
    locked = Difficulty.objects.select_for_update(of=("self",)).get(pk=difficulty.pk)
    if seen is not None and seen != locked.version:
        raise ValidationError(
            "Vướng mắc này vừa có bước mới. Hãy xem lại rồi làm tiếp.", code="stale"
        )
    if kind not in POSSIBLE[DifficultyState(locked.state)]:
        raise ValidationError(
            f"Vướng mắc đang ở tình trạng «{locked.get_state_display()}» nên không "
            f"{kind.label} được nữa.",
            code="state",
        )
    if not words.strip() and kind != StepKind.CLOSED:
        _refuse_at("words", "Hãy ghi nội dung.", "words")
    asked, due = locked.addressed_to, locked.answer_by
    if kind in ASKS:
        asked = _asked(locked, kind, to, agency, day)
        due = _due(answer_by, day)
    step = _step(
        locked,
        kind,
        agency,
        words,
        asked if kind in ASKS else None,
        due if kind in ASKS else None,
        by,
    )
    attach(files, by=by, step=step)
    change(
        locked,
        seen,
        by,
        VERBS[kind],
        state=STATE_AFTER[kind],
        addressed_to=asked,
        answer_by=due,
    )
    return step


@transaction.atomic
def withdraw_step(*, step: DifficultyStep, reason: str, by: User) -> Difficulty:
    """Take back the last step, with a reason: the difficulty stands as it did before it.

    Refusals: `reason`, `first` (raising is closed, not withdrawn), `last` (something came after it),
    `withdrawn`.
    """
    row = Difficulty.objects.select_for_update(of=("self",)).get(pk=step.difficulty_id)
    living = list(row.steps.living().select_related("to").order_by("pk"))
    if not reason.strip():
        _refuse_at("reason", "Hãy nêu lý do rút.", "reason")
    if step.kind == StepKind.RAISED:
        raise ValidationError(
            "Vướng mắc đã nêu thì khép lại, không rút. Hãy bấm «Khép lại».", code="first"
        )
    if step.pk not in {one.pk for one in living}:
        raise ValidationError("Bước này đã được rút.", code="withdrawn")
    if step.pk != living[-1].pk:
        raise ValidationError("Sau bước này đã có bước khác, nên không rút được nữa.", code="last")
    row.steps.filter(pk=step.pk).update(
        withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=reason.strip()[:300]
    )
    state, asked, due = standing(living[:-1])
    changed: Difficulty = change(
        row, None, by, "withdrew step", state=state, addressed_to=asked, answer_by=due
    )
    return changed


def standing(
    steps: Iterable[DifficultyStep],
) -> tuple[DifficultyState, Agency | None, dt.date | None]:
    """How a difficulty stands after these living steps, in their order: they are the truth."""
    state, asked, due = DifficultyState.OPEN, None, None
    for one in steps:
        state = STATE_AFTER[StepKind(one.kind)]
        if one.kind in ASKS:
            asked, due = one.to, one.answer_by
    return state, asked, due


def _step(  # noqa: PLR0917 -- a row and its fields
    row: Difficulty,
    kind: StepKind,
    agency: Agency,
    words: str,
    to: Agency | None,
    due: dt.date | None,
    by: User,
) -> DifficultyStep:
    step = DifficultyStep(
        difficulty=row,
        kind=kind,
        agency=agency,
        words=words.strip(),
        to=to,
        answer_by=due,
        effective_on=working_day(),
        by=by,
        on_behalf_of=on_behalf_of(by, agency),
    )
    step.full_clean()
    step.save()
    return step


def _asked(
    row: Difficulty, kind: StepKind, to: Agency | None, agency: Agency, day: dt.date
) -> Agency:
    """Whom it waits for after a step that asks; it never comes back to who raised it."""
    if to is None and kind == StepKind.REOPENED:
        to = row.addressed_to
    if to is None:
        _refuse_at("to", "Hãy chọn đơn vị nhận.", "to")
    if kind in {StepKind.FORWARDED, StepKind.ESCALATED} and to.pk in {
        row.addressed_to_id if row.state != DifficultyState.ANSWERED else 0,
        agency.pk,
    }:
        _refuse_at("to", f"Vướng mắc đang ở {to}: hãy chọn đơn vị khác.", "to")
    _refuse_addressee(row.raised_by, to, day, "to")
    return to


def _refuse_addressee(raiser: Agency, to: Agency, day: dt.date, field: str) -> None:
    if to.pk == raiser.pk:
        _refuse_at(field, "Đơn vị trả lời phải khác đơn vị nêu.", "to")
    if not to.covers(day):
        _refuse_at(field, f"{to} không còn hoạt động: hãy chọn đơn vị kế thừa.", "to")


def _due(answer_by: dt.date | None, day: dt.date) -> dt.date:
    if answer_by is not None and answer_by < day:
        _refuse_at("answer_by", "Hạn trả lời phải từ hôm nay trở đi.", "past")
    return answer_by or answer_by_default(day)


def _refuse_at(field: str, words: str, code: str) -> NoReturn:
    raise ValidationError({field: ValidationError(words, code=code)})
