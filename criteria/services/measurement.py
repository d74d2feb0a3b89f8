"""What people say about an indicator."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts import trail
from accounts.models import User
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
    words = Measurement.objects.filter(
        scorecard=scorecard, indicator=indicator, part=part, withdrawn_at=None
    )
    last = words.order_by("-pk").first()
    if (last.pk if last else None) != base:
        who = (last.by or last.agency) if last else None
        raise ValidationError(
            f"{who or 'Người khác'} vừa ghi một giá trị khác cho chỉ tiêu này. "
            "Giá trị bạn nhập còn nguyên: xem giá trị mới rồi lưu lần nữa nếu vẫn giữ.",
            code="stale",
        )
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
