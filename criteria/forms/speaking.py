from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.calendar import working_day
from communes.forms import DayField
from criteria.choices import Change, Status, ValueType
from criteria.models import Indicator
from criteria.permissions import Mandate
from criteria.services import Value
from criteria.services.reading import read_value


class SpeakingForm(forms.Form):
    """What every word about a commune carries: the day, the note, what the writer saw, as whom."""

    effective_on = DayField(
        label="Có hiệu lực từ ngày",
        required=False,
    )
    note = forms.CharField(label="Ghi chú", max_length=1000, required=False)
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)
    speaking_as = forms.CharField(label="Ghi với tư cách", required=False)

    def __init__(self, *args: Any, mandates: tuple[Mandate, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mandates = mandates

    def clean_effective_on(self) -> Any:
        return self.cleaned_data["effective_on"] or working_day()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        wanted = cleaned.get("speaking_as")
        if wanted and all(one.key != wanted for one in self.mandates):
            raise ValidationError("Bạn không ghi được ô này với tư cách đã chọn.")
        return cleaned

    @property
    def mandate(self) -> Mandate:
        """The mandate chosen, or the highest one."""
        wanted = self.cleaned_data.get("speaking_as")
        return next((one for one in self.mandates if one.key == wanted), self.mandates[0])

    def said(self) -> dict[str, Any]:
        """What the service takes, once the form is valid."""
        given = {key: self.cleaned_data[key] for key in ("effective_on", "note", "base")}
        return given | {"mandate": self.mandate}


class StatusForm(SpeakingForm):
    status = forms.ChoiceField(
        label="Kết quả",
        choices=Status.choices,
        error_messages={
            "required": "Hãy chọn kết quả: Đạt, Chưa đạt, Đang thực hiện hoặc Không áp dụng."
        },
    )
    change = forms.ChoiceField(
        label="Vì sao thay đổi",
        required=False,
        choices=[("", "—"), *Change.choices],
    )

    def said(self) -> dict[str, Any]:
        given = {key: self.cleaned_data[key] for key in ("status", "change")}
        return super().said() | given


class ValueForm(SpeakingForm):
    """One value as typed. Blank, zero and «không áp dụng» stay three things."""

    value = forms.CharField(label="Giá trị", max_length=200, required=False)
    part = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    correcting = forms.BooleanField(label="Sửa số liệu của kỳ đã đóng", required=False)
    kind = forms.ChoiceField(choices=ValueType, widget=forms.HiddenInput)

    field_order = ["kind"]

    def __init__(self, *args: Any, indicator: Indicator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicator = indicator

    def said(self) -> dict[str, Any]:
        given = {key: self.cleaned_data[key] for key in ("value", "part", "correcting")}
        return super().said() | given

    def clean_value(self) -> Value:
        kind, text = self.cleaned_data.get("kind", ""), self.cleaned_data["value"].strip()
        if not text:
            raise ValidationError(
                "Ô trống không được ghi. Muốn bỏ giá trị đã ghi, hãy rút nó ở Lịch sử."
            )
        try:
            return read_value(text, kind)
        except ValueError as error:
            raise ValidationError(str(error)) from None


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Lý do rút (sửa nhầm)",
        max_length=300,
        error_messages={"required": "Hãy nêu lý do rút."},
    )
