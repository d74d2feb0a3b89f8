"""Fields that several forms of plans have: amounts, a commune by its name, a criterion or indicator."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from communes.models import Commune
from communes.selectors.matching import match_communes
from criteria.models import Criterion, Indicator
from criteria.selectors import set_in_force
from criteria.words import read_number, write_number

NAME_LENGTH = 90
PLACES = 3  # of an amount in the database


class AmountField(forms.CharField):
    """A number of at least zero as Vietnamese types it, 1.234,5; blank is not zero."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"inputmode": "decimal", "size": 10}))
        super().__init__(required=kwargs.pop("required", False), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return write_number(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            number = read_number(text)
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from wrong
        if number < 0:
            raise ValidationError(f"Số phải từ 0 trở lên. Bạn nhập {text}.")
        exponent = number.normalize().as_tuple().exponent
        if isinstance(exponent, int) and -exponent > PLACES:
            raise ValidationError(f"Nhiều nhất {PLACES} chữ số sau dấu phẩy. Bạn nhập {text}.")
        if number >= 10**11:
            raise ValidationError(f"Số quá lớn: {text}. Kinh phí tính bằng triệu đồng.")
        return number


class CommuneField(forms.CharField):
    """A commune of a day by its name, with or without marks, or by its code; never guessed."""

    day: dt.date

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", "Xã")
        attrs = {"list": "communes", "autocomplete": "off", "placeholder": "Gio Mai"}
        super().__init__(max_length=100, widget=forms.TextInput(attrs), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return commune_text(value) if isinstance(value, Commune) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        (found,) = match_communes([text], self.day)
        if found.commune is not None:
            return found.commune
        if found.choices:
            told = "; ".join(commune_text(one) for one in found.choices)
            raise ValidationError(f"«{text}» có thể là: {told}. Hãy nhập kèm huyện hoặc mã xã.")
        raise ValidationError(f"Không có xã «{text}». Hãy nhập tên xã hoặc mã xã.")


def commune_text(commune: Commune) -> str:
    """As it is typed and found again: «Gio Mai (Gio Linh)»."""
    district = commune.district
    return f"{commune.name} ({district.name})" if district else f"{commune.name} {commune.code}"


def communes_to_name(day: dt.date) -> list[str]:
    """For the list beside a commune field."""
    rows = Commune.objects.on(day).select_related("district").order_by("sort_key")
    return [commune_text(one) for one in rows]


def criterion_key(criterion: Criterion | None, indicator: Indicator | None) -> str:
    """The value of an AboutField: an indicator, or a criterion as a whole."""
    if indicator is not None:
        return f"ct-{indicator.pk}"
    return f"tc-{criterion.pk}" if criterion is not None else ""


class AboutField(forms.ChoiceField):
    """What something is for: a criterion as a whole or one of its indicators, or nothing named."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=kwargs.pop("label", "Tiêu chí, chỉ tiêu"),
            required=False,
            error_messages={"invalid_choice": "Hãy chọn tiêu chí, chỉ tiêu trong danh sách."},
            **kwargs,
        )
        self.known: dict[str, tuple[Criterion, Indicator | None]] = {}

    def offer(self, day: dt.date, *, also: Iterable[Criterion | None] = ()) -> None:
        """The set in force on the day, and the criteria that the row or the address names."""
        held = set_in_force(day)
        rows = list(held.criteria.prefetch_related("indicators")) if held else []
        known = {one.pk for one in rows}
        rows += [one for one in also if one is not None and one.pk not in known]
        groups: list[Any] = [("", "không nêu")]
        for criterion in rows:
            old = "" if criterion.pk in known else f" (bộ {criterion.criteria_set})"
            options = [(criterion_key(criterion, None), f"{criterion}: cả tiêu chí{old}")]
            self.known[options[0][0]] = (criterion, None)
            for indicator in criterion.indicators.all():
                key = criterion_key(criterion, indicator)
                self.known[key] = (criterion, indicator)
                options.append((key, _cut(f"{indicator.code} {indicator.name}")))
            groups.append((f"{criterion}", options))
        self.choices = groups

    def clean(self, value: Any) -> Any:
        """(criterion, indicator), either None."""
        return self.known.get(super().clean(value), (None, None))


def _cut(text: str) -> str:
    return text if len(text) <= NAME_LENGTH else f"{text[: NAME_LENGTH - 1]}…"
