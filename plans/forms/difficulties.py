"""A difficulty as it is raised, and what is done with it."""

import datetime as dt
from typing import Any

from django import forms

from accounts.calendar import working_day
from communes.choices import AgencyKind
from communes.forms import DayField
from communes.models import Agency, Commune
from criteria.models import Criterion, Indicator
from plans.choices import StepKind
from plans.forms.fields import AboutField, CommuneField
from plans.models import Task
from plans.selectors.difficulties import answer_by_default
from plans.services.difficulties import About

ASKING = {StepKind.FORWARDED, StepKind.ESCALATED, StepKind.REOPENED}


class AgencyField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An agency of the working day, by its slug; committees of communes are not asked."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Agency.objects.none(), to_field_name="slug", **kwargs)

    def offer(self, day: dt.date) -> None:
        rows = Agency.objects.on(day).exclude(kind=AgencyKind.COMMUNE)
        self.queryset = rows.order_by("sort_key", "pk")


class RaiseForm(forms.Form):
    """What stands in the way, of which commune and criterion, who is to answer by when."""

    raised_by = forms.ChoiceField(label="Đơn vị nêu")
    title = forms.CharField(
        label="Vướng mắc", max_length=300, help_text="Một câu, đọc lên là hiểu cần gì."
    )
    words = forms.CharField(
        label="Nói rõ thêm",
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="Đã làm gì, kẹt ở đâu, đề nghị gì.",
    )
    commune = CommuneField(required=False)
    about = AboutField()
    addressed_to = AgencyField(label="Đề nghị đơn vị trả lời", empty_label="Chọn đơn vị")
    answer_by = DayField(label="Hạn trả lời", required=False)
    task = forms.ModelChoiceField(
        queryset=Task.objects.all(), required=False, widget=forms.HiddenInput
    )

    def __init__(
        self, *args: Any, own: list[Agency], criterion: Criterion | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        day = working_day()
        self.own = {one.slug: one for one in own}
        raised_by, commune = self.fields["raised_by"], self.fields["commune"]
        about, asked = self.fields["about"], self.fields["addressed_to"]
        assert isinstance(raised_by, forms.ChoiceField)  # noqa: S101 -- for the type checker
        assert isinstance(commune, CommuneField)  # noqa: S101
        assert isinstance(about, AboutField)  # noqa: S101
        assert isinstance(asked, AgencyField)  # noqa: S101
        raised_by.choices = [(one.slug, one.name) for one in own]
        commune.day = day
        about.offer(day, also=[criterion])
        asked.offer(day)
        until = answer_by_default(day)
        self.fields[
            "answer_by"
        ].help_text = f"Để trống: {until.day}/{until.month}/{until.year}, tính theo ngày làm việc."

    def said(self) -> dict[str, Any]:
        """What the service takes, once the form is valid."""
        given = self.cleaned_data
        criterion, indicator = given["about"]
        return {
            "raised_by": self.own[given["raised_by"]],
            "addressed_to": given["addressed_to"],
            "title": given["title"],
            "words": given["words"],
            "about": About(given["commune"], criterion, indicator, given["task"]),
            "answer_by": given["answer_by"],
        }


class StepForm(forms.Form):
    """One step; what is asked depends on its kind."""

    words = forms.CharField(
        label="Nội dung",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Hãy ghi nội dung."},
    )
    to = AgencyField(label="Đơn vị nhận", empty_label="Chọn đơn vị")
    answer_by = DayField(label="Hạn trả lời", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kind: StepKind, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"id_{kind.value}_%s"
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["words"].required = kind != StepKind.CLOSED
        if kind not in ASKING:
            del self.fields["to"], self.fields["answer_by"]
            return
        to = self.fields["to"]
        assert isinstance(to, AgencyField)  # noqa: S101 -- for the type checker
        to.offer(working_day())
        to.required = kind != StepKind.REOPENED
        if kind == StepKind.REOPENED:
            to.empty_label = "Đơn vị đã trả lời"

    @property
    def verb(self) -> str:
        return {
            StepKind.ANSWERED: "Trả lời",
            StepKind.FORWARDED: "Chuyển",
            StepKind.ESCALATED: "Báo cáo cấp trên",
            StepKind.REOPENED: "Nêu lại",
            StepKind.CLOSED: "Khép lại",
        }[self.kind]

    @property
    def is_main(self) -> bool:
        return self.kind == StepKind.ANSWERED


class WithdrawStepForm(forms.Form):
    reason = forms.CharField(
        label="Lý do rút", max_length=300, error_messages={"required": "Hãy nêu lý do rút."}
    )


def raise_initial(
    commune: Commune | None,
    criterion: Criterion | None,
    indicator: Indicator | None,
    asked: Agency | None,
) -> dict[str, Any]:
    """What the address tells already."""
    key = f"tc-{criterion.pk}" if criterion else ""
    return {
        "commune": commune,
        "about": f"ct-{indicator.pk}" if indicator else key,
        "addressed_to": asked.slug if asked else None,
    }
