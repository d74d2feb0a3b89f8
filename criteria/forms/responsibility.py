"""Who answers for which indicators, as the office types it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.calendar import working_day
from communes.choices import AgencyKind, Confidence
from communes.forms import DayField
from communes.models import Agency
from criteria.forms.catalogue import REASON, CatalogueForm
from criteria.models import CriteriaSet, Indicator
from criteria.services.responsibility import Assignment
from documents.forms import PaperField

ANSWERING = [AgencyKind.DEPARTMENT, AgencyKind.OFFICE, AgencyKind.PROVINCE]


class AssignmentForm(CatalogueForm):
    """Some indicators, or a whole criterion, to one agency."""

    what = forms.ChoiceField(label="Chỉ tiêu")
    agency = forms.ChoiceField(label="Cơ quan")
    starts = DayField(label="Từ ngày")
    ends = DayField(label="Đến ngày", required=False)
    replacing = forms.BooleanField(
        label="Thay cơ quan đang phụ trách",
        required=False,
        help_text="Phân công đang có kết thúc vào hôm trước.",
    )
    confidence = forms.ChoiceField(
        label="Độ tin cậy",
        choices=[one for one in Confidence.choices if one[0] != Confidence.MISSING],
    )
    paper = PaperField(label="Văn bản")
    source = forms.CharField(label="Nguồn", max_length=500, required=False)

    def __init__(self, *args: Any, criteria_set: CriteriaSet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts"].initial = working_day
        criteria = list(criteria_set.criteria.prefetch_related("indicators"))
        self.indicators = {one.pk: one for row in criteria for one in row.indicators.all()}
        whole = [(f"tc-{one.pk}", f"Cả tiêu chí {one}") for one in criteria]
        single = [(str(one.pk), str(one)) for one in self.indicators.values()]
        self._choose("what", [("Cả tiêu chí", whole), ("Từng chỉ tiêu", single)])
        rows = Agency.objects.filter(kind__in=ANSWERING).overlapping(working_day(), None)
        self.agencies = {str(one.pk): one for one in rows}
        self._choose("agency", [("", "Chọn cơ quan"), *self._named()])

    def _named(self) -> list[tuple[str, str]]:
        return [(key, one.name) for key, one in self.agencies.items()]

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.choices = choices

    def clean_agency(self) -> Agency:
        found: Agency | None = self.agencies.get(self.cleaned_data["agency"])
        if found is None:
            raise ValidationError("Chọn cơ quan phụ trách.")
        return found

    @property
    def chosen(self) -> list[Indicator]:
        kind, _, key = self.cleaned_data["what"].rpartition("-")
        if kind:
            return [one for one in self.indicators.values() if one.criterion_id == int(key)]
        return [self.indicators[int(key)]]

    @property
    def assignment(self) -> Assignment:
        names = ("agency", "starts", "ends", "confidence", "source", "paper")
        return Assignment(**{name: self.cleaned_data[name] for name in names})


class EndForm(forms.Form):
    """The last day, and why."""

    ends = DayField(label="Ngày cuối phụ trách")
    reason = forms.CharField(label="Lý do", max_length=300, error_messages=REASON)
