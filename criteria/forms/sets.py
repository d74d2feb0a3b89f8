"""Criteria, indicators and copies of a set, as the office types them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from communes.choices import Confidence
from communes.forms import DayField
from criteria.choices import Combine, ValueType
from criteria.forms.catalogue import CatalogueForm
from criteria.models import Criterion, Indicator
from criteria.services.set_copy import NewSet
from criteria.services.sets import CriterionGiven, IndicatorGiven
from documents.forms import PaperField

PIECES = 2  # of a line of parts: code and name, and perhaps a unit


class CriterionForm(forms.Form):
    number = forms.IntegerField(label="Số", min_value=1, max_value=99)
    name = forms.CharField(label="Tên tiêu chí", max_length=200)
    group_code = forms.CharField(
        label="Nhóm", max_length=5, required=False, help_text="I, II, III …"
    )
    group_name = forms.CharField(label="Tên nhóm", max_length=200, required=False)

    @property
    def given(self) -> CriterionGiven:
        return CriterionGiven(**self.cleaned_data)


class IndicatorForm(forms.Form):
    code = forms.CharField(label="Mã", max_length=10, help_text="Như văn bản ghi, ví dụ 8.1")
    name = forms.CharField(label="Tên chỉ tiêu", max_length=500)
    value_type = forms.ChoiceField(label="Kiểu giá trị", choices=ValueType.choices)
    unit = forms.CharField(label="Đơn vị tính", max_length=40, required=False)
    parts = forms.CharField(
        label="Các phần",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Khi chỉ tiêu cần nhiều số: mỗi dòng một phần, «mã | tên | đơn vị».",
    )
    rule = forms.CharField(label="Quy tắc bằng lời", max_length=500, required=False)
    applicable_if = forms.CharField(label="Chỉ áp dụng khi", max_length=300, required=False)
    delegated_to = forms.CharField(label="Giao quy định cho", max_length=100, required=False)
    combine = forms.ChoiceField(label="Khi sáp nhập xã", choices=Combine.choices)
    denominator = forms.CharField(
        label="Mẫu số", max_length=100, required=False, help_text="Tính trên tổng số gì: «số hộ»."
    )
    name_confidence = forms.ChoiceField(
        label="Độ tin cậy của tên",
        choices=[one for one in Confidence.choices if one[0] != Confidence.MISSING],
    )
    name_source = forms.CharField(label="Nguồn của tên", max_length=500, required=False)
    note = forms.CharField(label="Ghi chú", max_length=1000, required=False)

    def clean_parts(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = []
        for line in self.cleaned_data["parts"].splitlines():
            pieces = [piece.strip() for piece in line.split("|")]
            if not any(pieces):
                continue
            if len(pieces) < PIECES or not pieces[0] or not pieces[1]:
                raise ValidationError(f"«{line.strip()}» chưa đúng. Ví dụ: nu | Nữ | %.")
            if pieces[0] in {one["code"] for one in found}:
                raise ValidationError(f"Phần «{pieces[0]}» có hai lần.")
            unit = {"unit": pieces[PIECES]} if len(pieces) > PIECES and pieces[PIECES] else {}
            found.append({"code": pieces[0], "name": pieces[1]} | unit)
        return found

    @property
    def given(self) -> IndicatorGiven:
        return IndicatorGiven(**self.cleaned_data)


def criterion_initial(criterion: Criterion) -> dict[str, Any]:
    return {name: getattr(criterion, name) for name in CriterionForm.base_fields}


def indicator_initial(indicator: Indicator) -> dict[str, Any]:
    found = {name: getattr(indicator, name) for name in IndicatorForm.base_fields}
    lines = [
        " | ".join(filter(None, (part["code"], part["name"], part.get("unit", ""))))
        for part in indicator.parts
    ]
    return found | {"parts": "\n".join(lines)}


class CopyForm(CatalogueForm):
    """The next period's set, made from this one."""

    code = forms.SlugField(label="Mã", max_length=60, help_text="Chữ không dấu, số và gạch nối.")
    name = forms.CharField(label="Tên", max_length=300)
    short_name = forms.CharField(label="Tên gọn", max_length=60)
    starts = DayField(label="Có hiệu lực từ ngày")
    ends = DayField(label="Đến ngày", required=False)
    paper = PaperField(label="Văn bản ban hành")
    note = forms.CharField(
        label="Ghi chú", max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )
    end_old = forms.BooleanField(label="Kết thúc bộ cũ vào hôm trước ngày này", required=False)

    @property
    def new(self) -> NewSet:
        given = {name: one for name, one in self.cleaned_data.items() if name != "end_old"}
        return NewSet(**given)


class SetForm(forms.Form):
    """When a set ends, and what is to be said of it."""

    ends = DayField(label="Hiệu lực đến ngày", required=False)
    note = forms.CharField(
        label="Ghi chú", max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )
