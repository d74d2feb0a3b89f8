"""Mending what is red, as it is typed: accept it until a year, tie a task to it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from textwrap import shorten
from typing import Any

from django import forms

from communes.models import Commune, District
from criteria.models import Criterion, Indicator
from documents.forms import PaperField, PapersForm
from plans.forms.fields import AboutField, CommuneField
from plans.models import Task

FARTHEST = 10  # years ahead that can be chosen
REASON = {"required": "Hãy nêu lý do."}
COMMUNE, DISTRICT, PROVINCE = "xa", "huyen", "tinh"
TITLE = 140


class AcceptanceForm(PapersForm):
    """What is accepted, until the end of which year, why, by which paper."""

    commune = CommuneField()
    about = AboutField(label="Tiêu chí, chỉ tiêu chưa đạt")
    until_year = forms.TypedChoiceField(label="Chấp nhận đến hết năm", coerce=int)
    reason = forms.CharField(label="Lý do", max_length=500, error_messages=REASON)
    paper = PaperField(label="Văn bản đã ký")

    def __init__(self, *args: Any, day: dt.date, as_leader: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["commune"].day = day
        fields["about"].offer(day)
        fields["about"].required = True
        fields["about"].error_messages["required"] = "Hãy chọn tiêu chí hoặc chỉ tiêu."
        fields["until_year"].choices = [
            (year, year) for year in range(day.year, day.year + FARTHEST)
        ]
        if not as_leader:
            fields["paper"].required = True
            fields["paper"].error_messages["required"] = "Hãy chọn văn bản đã ký."

    def said(self) -> dict[str, Any]:
        """What the service takes, once the form is valid."""
        given = dict(self.cleaned_data)
        criterion, indicator = given.pop("about")
        return given | {"criterion": criterion, "indicator": indicator}


class EndAcceptanceForm(forms.Form):
    reason = forms.CharField(label="Lý do thôi chấp nhận", max_length=300, error_messages=REASON)
    version = forms.IntegerField(widget=forms.HiddenInput)


class AimForm(forms.Form):
    """What a task is to turn green, and where."""

    about = AboutField()
    commune = CommuneField(required=False, help_text="Trống: cả huyện đã chọn hoặc toàn tỉnh.")
    district = forms.ChoiceField(label="Huyện", required=False)
    under = forms.IntegerField(
        label="Chỉ xã dưới (tiêu chí)",
        required=False,
        min_value=1,
        max_value=100,
        help_text="Khi không nêu tiêu chí nào, ví dụ 13: không còn xã dưới 13 tiêu chí.",
    )
    text = forms.CharField(
        label="Lời của văn bản", max_length=300, required=False, help_text="Câu chữ làm căn cứ."
    )

    def __init__(
        self, *args: Any, day: dt.date, districts: Sequence[District], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["commune"].day = day
        fields["about"].offer(day)
        self.districts = {one.code: one for one in districts}
        fields["district"].choices = [
            ("", "không nêu"),
            *((code, str(one)) for code, one in self.districts.items()),
        ]

    def said(self) -> dict[str, Any]:
        """What the service takes, once the form is valid."""
        given = dict(self.cleaned_data)
        criterion, indicator = given.pop("about")
        district = self.districts.get(given.pop("district"))
        return given | {"criterion": criterion, "indicator": indicator, "district": district}


class AttachForm(forms.Form):
    """A task of the programme in force for one unmet criterion, and how far it reaches."""

    task = forms.ChoiceField(
        label="Nhiệm vụ",
        widget=forms.RadioSelect,
        error_messages={"required": "Hãy chọn một nhiệm vụ."},
    )
    scope = forms.ChoiceField(label="Nhiệm vụ này lo cho", initial=COMMUNE)

    def __init__(self, *args: Any, tasks: Iterable[Task], commune: Commune, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tasks = {str(one.pk): one for one in tasks}
        self.commune = commune
        fields: dict[str, Any] = self.fields
        fields["task"].choices = [
            (key, f"{one.code} {shorten(one.content, TITLE, placeholder='…')}")
            for key, one in self.tasks.items()
        ]
        scopes = [(COMMUNE, f"{commune}"), (PROVINCE, "mọi xã trong tỉnh")]
        if commune.district is not None:
            scopes.insert(1, (DISTRICT, f"mọi xã của {commune.district}"))
        fields["scope"].choices = scopes

    def said(self, criterion: Criterion, indicator: Indicator | None) -> dict[str, Any]:
        """What the service takes, once the form is valid."""
        scope = self.cleaned_data["scope"]
        return {
            "task": self.tasks[self.cleaned_data["task"]],
            "criterion": criterion,
            "indicator": indicator,
            "commune": self.commune if scope == COMMUNE else None,
            "district": self.commune.district if scope == DISTRICT else None,
        }
