"""Groups of agencies and their members as the office types them."""

from typing import Any

from django import forms

from accounts.calendar import working_day
from communes.choices import AgencyKind
from communes.forms import DayField
from communes.models import Agency
from documents.forms import PaperField, PapersForm
from plans.choices import GroupRule


class GroupForm(forms.Form):
    name = forms.CharField(label="Tên nhóm", max_length=200)
    rule = forms.ChoiceField(label="Gồm", choices=GroupRule.choices)
    other_names = forms.CharField(
        label="Cách viết khác",
        required=False,
        widget=forms.Textarea({"rows": 4, "spellcheck": "false"}),
        help_text="Mỗi dòng một cách viết mà văn bản dùng.",
    )
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)

    def clean_other_names(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["other_names"].split("\n")]
        return list(dict.fromkeys(line for line in lines if line))

    def said(self) -> dict[str, Any]:
        return self.cleaned_data | {"rule": GroupRule(self.cleaned_data["rule"])}


class MemberForm(PapersForm):
    agency = forms.ModelChoiceField(
        label="Cơ quan, đơn vị",
        queryset=Agency.objects.none(),
        to_field_name="slug",
        empty_label="Chọn cơ quan",
    )
    starts = DayField(label="Từ ngày")
    ends = DayField(label="Đến ngày", required=False)
    paper = PaperField(label="Theo văn bản")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Agency.objects.on(working_day()).exclude(kind=AgencyKind.COMMUNE)
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ModelChoiceField)  # noqa: S101 -- for the type checker
        agency.queryset = rows.order_by("sort_key", "pk")
        self.fields["starts"].initial = working_day


class LeaveForm(forms.Form):
    ends = DayField(label="Ngày cuối")
