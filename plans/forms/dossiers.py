"""Villages, dossiers and programmes of districts as they are typed."""

from typing import Any

from django import forms

from accounts.calendar import working_day
from communes.forms import DayField
from criteria.choices import Level
from documents.forms import PaperField, PapersForm
from plans.choices import DossierStage
from plans.forms.fields import CommuneField
from plans.models import Dossier, Village

NAMES = ("level", "year", "stage", "stage_on", "decided_on", "paper", "source", "note")
HOUSEHOLDS = ("households", "poor_households")


class DossierForm(PapersForm):
    """How far a place is at a level. Only the office may say that it is recognised."""

    level = forms.ChoiceField(label="Mức", choices=Level.choices)
    year = forms.IntegerField(
        label="Năm đạt chuẩn", required=False, min_value=2009, max_value=2100
    )
    stage = forms.ChoiceField(label="Hồ sơ", choices=DossierStage.choices)
    stage_on = DayField(label="Đến bước này ngày", required=False)
    paper = PaperField(label="Quyết định")
    decided_on = DayField(
        label="Ngày quyết định", required=False, help_text="Chỉ khi đã công nhận."
    )
    source = forms.CharField(
        label="Nguồn bằng lời",
        max_length=500,
        required=False,
        help_text="Khi quyết định chưa vào sổ văn bản.",
    )
    note = forms.CharField(label="Ghi chú", max_length=500, required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, recognises: bool, dossier: Dossier | None = None, **kwargs: Any
    ) -> None:
        if dossier is not None:
            kwargs.setdefault("initial", _initial(dossier))
        super().__init__(*args, **kwargs)
        kept = dossier is not None and dossier.stage == DossierStage.RECOGNISED
        stages = [
            one for one in DossierStage.choices if recognises or kept or one[0] != "recognised"
        ]
        field = self.fields["stage"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.choices = stages

    def said(self) -> dict[str, Any]:
        """What the service takes; the day of a registered decision is its own."""
        given = {name: self.cleaned_data[name] for name in NAMES}
        recognised = given["stage"] == DossierStage.RECOGNISED
        if recognised and given["decided_on"] is None and given["paper"]:
            given["decided_on"] = given["paper"].dated
        return given


class VillageForm(forms.Form):
    """A village; its commune is asked once."""

    commune = CommuneField()
    name = forms.CharField(label="Thôn, bản", max_length=100)
    households = forms.IntegerField(label="Số hộ", required=False, min_value=0)
    poor_households = forms.IntegerField(label="Số hộ nghèo", required=False, min_value=0)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, village: Village | None = None, **kwargs: Any) -> None:
        if village is not None:
            names = ("name", *HOUSEHOLDS)
            found = {name: getattr(village, name) for name in names}
            kwargs.setdefault("initial", found | {"seen": village.version})
        super().__init__(*args, **kwargs)
        field = self.fields["commune"]
        assert isinstance(field, CommuneField)  # noqa: S101 -- for the type checker
        field.day = working_day()
        if village is not None:
            del self.fields["commune"]

    def said(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        given.pop("seen")
        return given


class DistrictProgrammeForm(PapersForm):
    """Which district, which paper."""

    agency = forms.ChoiceField(label="UBND huyện, thị xã")
    paper = PaperField(label="Văn bản", required=True)
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)

    def __init__(self, *args: Any, agencies: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = agencies
        field = self.fields["agency"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.choices = [("", "Chọn đơn vị"), *((key, str(one)) for key, one in agencies.items())]

    def said(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {"agency": self.agencies[given["agency"]]}


def _initial(dossier: Dossier) -> dict[str, Any]:
    paper = dossier.paper
    found = {name: getattr(dossier, name) for name in NAMES}
    return found | {
        "paper": f"{paper.symbol} {paper.year or ''}".strip() if paper else "",
        "seen": dossier.version,
    }
