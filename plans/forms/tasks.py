"""What is typed about tasks: progress, confirmation, extensions, when a task counts as slow."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

from communes.forms import DayField
from communes.models import Agency
from plans.choices import TaskState
from plans.models import WorkProgramme

BLANK_STATE = [
    ("", "Chọn tình trạng"),
    *((one.value, one.label.capitalize()) for one in TaskState),
]
TO_REVIEW = [("agree", "Xác nhận hoàn thành"), ("return", "Trả lại")]
TO_DECIDE = [("grant", "Đồng ý"), ("refuse", "Không đồng ý")]
MOST_DAYS = 250
# Where the refusals of services are shown.
SHOWN_AT = {
    "future": "effective_on",
    "earlier": "effective_on",
    "words": "words",
    "percent": "percent",
    "reason": "reason",
    "answer": "answer",
    "not_later": "due_on",
}
OUTSIDE = "Phần trăm phải từ 0 đến 100. Bạn nhập %(value)s."


def tell_refusal(form: forms.Form, refusal: ValidationError) -> None:
    """A service's refusal at the field that its code names, else above the form."""
    at = SHOWN_AT.get(getattr(refusal, "code", "") or "", "")
    form.add_error(at if at in form.fields else None, refusal.messages)


class PercentField(forms.IntegerField):
    """0 to 100, with or without the sign; blank stays blank."""

    default_error_messages = {"invalid": "Phần trăm là số nguyên từ 0 đến 100."}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"inputmode": "numeric"}))
        between = [MinValueValidator(0, OUTSIDE), MaxValueValidator(100, OUTSIDE)]
        super().__init__(validators=between, **kwargs)

    def to_python(self, value: Any) -> int | None:
        text = value.strip().removesuffix("%").strip() if isinstance(value, str) else value
        return super().to_python(text)


class LeadForm(forms.Form):
    """In the name of which of one's own agencies that lead the task."""

    agency = forms.ChoiceField(label="Đơn vị")

    def __init__(self, *args: Any, leads: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leads = {one.slug: one for one in leads}
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.choices = [(slug, str(one)) for slug, one in self.leads.items()]
        if len(leads) == 1:
            field.initial = leads[0].slug
            field.widget = forms.HiddenInput()

    def clean_agency(self) -> Agency:
        return self.leads[self.cleaned_data["agency"]]


class ProgressForm(LeadForm):
    """Where the task stands, said by one of its leads."""

    state = forms.TypedChoiceField(label="Tình trạng", coerce=TaskState, choices=BLANK_STATE)
    percent = PercentField(
        label="Phần trăm", required=False, help_text="0 đến 100; để trống nếu không tính được."
    )
    words = forms.CharField(
        label="Diễn giải",
        required=False,
        max_length=5000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Đã làm gì, còn gì. Bắt buộc khi báo hoàn thành hoặc gặp vướng mắc.",
    )
    effective_on = DayField(label="Tính đến ngày", required=False, help_text="Trống: hôm nay.")
    base = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def said(self) -> dict[str, Any]:
        """What the service takes, once the form is valid."""
        names = ("agency", "state", "percent", "words", "effective_on", "base")
        return {name: self.cleaned_data[name] for name in names}


class PercentForm(forms.Form):
    """The figure alone, from a cell of the table; `value` as every cell names it."""

    value = PercentField(label="Phần trăm", error_messages={"required": "Ô trống không được ghi."})
    base = forms.IntegerField(required=False)


class ReviewForm(forms.Form):
    """Confirm, or return with a reason; `base` is the last word that the reviewer saw."""

    decision = forms.ChoiceField(label="Ý kiến", choices=TO_REVIEW, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Lý do, ghi chú",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Bắt buộc khi trả lại: còn thiếu gì.",
    )
    base = forms.IntegerField(required=False, widget=forms.HiddenInput())

    @property
    def agrees(self) -> bool:
        return bool(self.cleaned_data["decision"] == "agree")


class ExtensionForm(LeadForm):
    due_on = DayField(label="Xin gia hạn đến ngày")
    reason = forms.CharField(label="Lý do", max_length=1000, widget=forms.Textarea({"rows": 3}))

    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("agency", "due_on", "reason")}


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(label="Ý kiến", choices=TO_DECIDE, widget=forms.RadioSelect)
    answer = forms.CharField(
        label="Trả lời",
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="Bắt buộc khi không đồng ý.",
    )

    @property
    def grants(self) -> bool:
        return bool(self.cleaned_data["decision"] == "grant")


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label="Lý do rút", max_length=300, error_messages={"required": "Rút phải nêu lý do."}
    )


class LimitsForm(forms.Form):
    """From how many working days a task is soon due, or behind."""

    soon_days = forms.IntegerField(
        label="Sắp đến hạn khi còn (ngày làm việc)", min_value=1, max_value=MOST_DAYS
    )
    silent_days = forms.IntegerField(
        label="Chậm khi không có tiến độ mới quá (ngày làm việc)",
        min_value=1,
        max_value=MOST_DAYS,
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput())

    @classmethod
    def of(cls, programme: WorkProgramme) -> "LimitsForm":
        names = ("soon_days", "silent_days", "version")
        return cls(initial={name: getattr(programme, name) for name in names})
