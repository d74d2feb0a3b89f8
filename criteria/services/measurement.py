"""What people say about an indicator."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import trail
from accounts.models import User
from criteria import selectors
from criteria.choices import ValueType
from criteria.models import EntryDraft, Indicator, Measurement, Scorecard
from criteria.permissions import Mandate
from criteria.services.rounds import lock, refuse_closed
from criteria.services.status import refuse_day

# What a form or a door has chosen already: not checked again with the words.
LINKS = ["scorecard", "indicator", "agency", "on_behalf_of", "basis", "by", "corrects", "draft"]
HUNDRED = Decimal(100)
DIGITS, PLACES = 14, 4  # of `Measurement.number`
_KIND = {
    ValueType.PERCENT.value: "number",
    ValueType.NUMBER.value: "number",
    ValueType.BOOLEAN.value: "answer",
    ValueType.TEXT.value: "word",
}


@dataclass(frozen=True, slots=True)
class Value:
    """A number, a yes/no or a word; `applies=False` with none of them. Zero is a number."""

    number: Decimal | None = None
    answer: bool | None = None
    word: str = ""
    applies: bool = True

    @property
    def kind(self) -> str:
        """Which of the three it is; empty where it says nothing or «does not apply»."""
        if self.number is not None:
            return "number"
        return "answer" if self.answer is not None else "word" if self.word else ""


@transaction.atomic
def measure(
    *,
    scorecard: Scorecard,
    indicator: Indicator,
    part: str = "",
    value: Value,
    effective_on: dt.date,
    note: str = "",
    base: int | None,
    mandate: Mandate,
    correcting: bool = False,
    draft: EntryDraft | None = None,
    by: User,
) -> Measurement:
    """Add a value, unless somebody wrote since the writer looked.

    What the same writer said already in the same words on the same `base` is not said twice: the line
    had dropped before the answer came. An unusual value is stored with the reason (`unusual`).

    `base` is the last value the writer saw for this part (None: none); numbers are in the
    indicator's unit, percentages from 0 to 100.
    Refusals: `stale`, `future`, `outside`, `foreign`, `kind` (a word where a number
    is asked, say), `range` (a percentage outside 0–100), `size` (more digits than are kept),
    `part` (the indicator has no such part), `closed` (a round with that day has closed and the
    writer does not say that they correct it, `correcting`, with a note).
    """
    closed = lock(scorecard, effective_on)
    refuse_value(scorecard, indicator, part, value, effective_on)
    corrects = refuse_closed(closed, correcting=correcting, note=note)
    said = selectors.told_of(scorecard, indicator, part, effective_on)
    own = [one for one in said if one.scorecard_id == scorecard.pk]
    if base != (own[-1].pk if own else None):
        if _said_already(own, base, (value, effective_on, note, by.pk)):
            return own[-1]
        raise _stale(own)
    measurement = Measurement(
        scorecard=scorecard,
        indicator=indicator,
        part=part,
        number=value.number,
        answer=value.answer,
        word=value.word,
        applies=value.applies,
        stage=mandate.stage,
        effective_on=effective_on,
        note=note,
        agency=mandate.agency,
        on_behalf_of=mandate.lent_by,
        corrects_id=corrects,
        draft=draft,
        unusual=selectors.why_unusual(said, scorecard, indicator, value.number, effective_on),
        by=by,
    )
    measurement.clean_fields(exclude=LINKS)
    measurement.save()
    trail.record(
        by,
        "logged value",
        scorecard,
        on_behalf_of=mandate.lent_by,
        indicator=indicator.code,
        part=part,
        value=_plain(value),
        stage=mandate.stage.value,
        effective_on=f"{effective_on}",
    )
    return measurement


def _said_already(
    own: Sequence[Measurement], base: int | None, words: tuple[Value, dt.date, str, int]
) -> bool:
    """Whether the last value is these very words by the same writer on the same base."""
    if not own or (own[-2].pk if len(own) > 1 else None) != base:
        return False
    last = own[-1]
    value = Value(last.number, last.answer, last.word, last.applies)
    return (value, last.effective_on, last.note, last.by_id) == words


def _stale(own: Sequence[Measurement]) -> ValidationError:
    who = (own[-1].by or own[-1].agency) if own else None
    return ValidationError(
        f"{who or 'Người khác'} vừa ghi một giá trị khác cho chỉ tiêu này. "
        "Giá trị bạn nhập còn nguyên: xem cả hai, rồi giữ một.",
        code="stale",
    )


@transaction.atomic
def withdraw_measurement(*, measurement: Measurement, reason: str, by: User) -> Measurement:
    """Take back a wrong value: it stays on record, and no longer counts from now on.

    Refusals: `reason` (none given), `withdrawn` (already).
    """
    scorecard = measurement.scorecard
    lock(scorecard)
    if not reason.strip():
        raise ValidationError("Hãy nêu lý do rút (sửa nhầm).", code="reason")
    taken = Measurement.objects.filter(pk=measurement.pk, withdrawn_at=None).update(
        withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=reason.strip()
    )
    if not taken:
        raise ValidationError("Giá trị này đã được rút trước đó.", code="withdrawn")
    trail.record(
        by, "withdrew value", scorecard, indicator=measurement.indicator.code, reason=reason
    )
    measurement.refresh_from_db()
    return measurement


def refuse_value(
    scorecard: Scorecard, indicator: Indicator, part: str, value: Value, effective_on: dt.date
) -> None:
    """Refuse what can never be stored, whoever writes it: all refusals of `measure` that ask no lock."""
    if indicator.criterion.criteria_set_id != scorecard.criteria_set_id:
        raise ValidationError("Chỉ tiêu này không thuộc bộ tiêu chí của phiếu.", code="foreign")
    refuse_day(scorecard, effective_on)
    _refuse_kind(indicator, value)
    _refuse_range(indicator, value)
    _refuse_part(indicator, part)
    _refuse_size(value)


def _refuse_kind(indicator: Indicator, value: Value) -> None:
    """A value is of the indicator's kind, or of the kind that one of its thresholds had or has."""
    if not value.applies or value.kind == _KIND[indicator.value_type]:
        return
    kinds = {_KIND[one.value_type] for one in indicator.thresholds.all()}
    if value.kind not in kinds:
        asked = {"number": "một số", "answer": "Có hoặc Không", "word": "một mức"}
        raise ValidationError(
            f"Chỉ tiêu {indicator.code} cần {asked[_KIND[indicator.value_type]]}.", code="kind"
        )


def _refuse_part(indicator: Indicator, part: str) -> None:
    """A part that the indicator has, or that one of its thresholds had or has."""
    codes = {one["code"] for one in indicator.parts}
    if part in codes or (not part and not codes):
        return
    if part not in {one.part for one in indicator.thresholds.all()}:
        raise ValidationError(f"Chỉ tiêu {indicator.code} không có phần «{part}».", code="part")


def _refuse_range(indicator: Indicator, value: Value) -> None:
    if indicator.value_type != ValueType.PERCENT or value.number is None:
        return
    if not 0 <= value.number <= HUNDRED:
        shown = f"{value.number.normalize():f}".replace(".", ",")
        raise ValidationError(f"Giá trị phải từ 0 đến 100 (%). Bạn nhập {shown}.", code="range")


def _refuse_size(value: Value) -> None:
    """What the column cannot keep exactly is refused, never rounded."""
    if value.number is None:
        return
    exponent = value.number.as_tuple().exponent
    fine = isinstance(exponent, int) and exponent >= -PLACES  # else NaN, or too many decimals
    if not fine or value.number.adjusted() >= DIGITS - PLACES:
        raise ValidationError(
            f"Số quá dài: nhiều nhất {DIGITS - PLACES} chữ số trước dấu phẩy và "
            f"{PLACES} chữ số sau dấu phẩy. Hãy làm tròn hoặc kiểm tra lại.",
            code="size",
        )


def _plain(value: Value) -> str | bool | None:
    if not value.applies:
        return "không áp dụng"
    if value.number is not None:
        return str(value.number)
    return value.answer if value.answer is not None else value.word
