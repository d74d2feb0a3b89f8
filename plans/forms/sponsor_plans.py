"""A sponsor's plan as its people type it: begun, its communes with targets, what is to be done, offices."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from communes.forms import DayField
from communes.models import Agency
from communes.names import search_key
from criteria.choices import Duty, Level
from criteria.models import CriteriaSet, Criterion
from documents.forms import PaperField, PapersForm
from documents.models import Letterhead
from plans.choices import TargetKind
from plans.forms.fields import AmountField, CommuneField
from plans.models import PlanAction, SponsorPlan, SponsorPlanUnmet, Target
from plans.names import Split
from plans.services.sponsor_plan_deeds import DeedGiven
from plans.services.sponsor_plan_rows import AimGiven, RowGiven
from plans.services.sponsor_plans import PlanGiven
from plans.words import read_due

DUE_HELP = "Như kế hoạch: «Quý II/2024», «trước ngày 30/9/2024», «đến năm 2025», «định kỳ»."
KINDS = [
    ("", "đọc từ lời văn"),
    (TargetKind.LEVEL.value, "mức đạt chuẩn"),
    (TargetKind.CRITERIA_MET.value, "số tiêu chí đạt"),
]
RECOGNISED = [("", "không nêu"), ("1", "đã đạt chuẩn"), ("0", "chưa đạt chuẩn")]
AIMS_MORE = 2  # blank lines for further targets


class YearField(forms.IntegerField):
    default_error_messages = dict.fromkeys(
        ("invalid", "min_value", "max_value"), "Năm phải từ 2010 đến 2100, như 2024."
    )

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"inputmode": "numeric", "size": 6})
        super().__init__(min_value=2010, max_value=2100, widget=widget, **kwargs)


class CountField(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"inputmode": "numeric", "size": 4})
        super().__init__(min_value=0, max_value=99, required=False, widget=widget, **kwargs)


class StartForm(PapersForm):
    """In whose name, for which years, by which decision; a paper where the plan was issued before."""

    letterhead = forms.ChoiceField(label="Chủ thể ban hành")
    year_from = YearField(label="Từ năm")
    year_to = YearField(label="Đến năm", required=False, help_text="Trống: chỉ năm đó.")
    criteria_set = forms.ModelChoiceField(
        label="Bộ tiêu chí", queryset=CriteriaSet.objects.of_level(Level.STANDARD)
    )
    title = forms.CharField(label="Trích yếu", max_length=500, widget=forms.Textarea({"rows": 2}))
    decision = PaperField(label="Quyết định phân công")
    paper = PaperField(label="Kế hoạch đã vào sổ")

    def __init__(
        self,
        *args: Any,
        letterheads: Sequence[Letterhead],
        agencies: Iterable[Agency] = (),
        **kwargs: Any,
    ) -> None:
        """`agencies`: further ones, for which a plan on the register may be entered."""
        super().__init__(*args, **kwargs)
        self.heads = {str(one.pk): one for one in letterheads}
        own = {one.agency.slug for one in letterheads}
        self.agencies = {f"dv-{one.slug}": one for one in agencies if one.slug not in own}
        choices = [(key, one.name) for key, one in self.heads.items()]
        choices += [(key, f"{one.name} (đã vào sổ)") for key, one in self.agencies.items()]
        fields: dict[str, Any] = self.fields
        fields["letterhead"].choices = choices
        fields[
            "paper"
        ].help_text = "Để trống: soạn mới. Kế hoạch đã ban hành trên giấy thì ghi số, ký hiệu."

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("letterhead") in self.agencies and not said.get("paper"):
            told = "Cơ quan này không do bạn soạn thảo: hãy ghi số, ký hiệu kế hoạch đã vào sổ."
            self.add_error("paper", ValidationError(told, code="paper"))
        return said

    @property
    def head(self) -> Letterhead:
        return self.heads[self.cleaned_data["letterhead"]]

    @property
    def whose(self) -> Agency:
        key = self.cleaned_data["letterhead"]
        return self.agencies[key] if key in self.agencies else self.heads[key].agency

    def given(self) -> PlanGiven:
        names = ("criteria_set", "year_from", "year_to", "decision")
        return PlanGiven(**{name: self.cleaned_data[name] for name in names})


class HeadForm(forms.Form):
    """A plan's years and the day of its state."""

    year_from = YearField(label="Từ năm")
    year_to = YearField(label="Đến năm", required=False)
    as_of = DayField(label="Hiện trạng ngày", required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class AddRowForm(forms.Form):
    """A commune that is to stand in the plan."""

    commune = CommuneField()
    duty = forms.ChoiceField(
        label="Nhiệm vụ", choices=[("", "không nêu"), *Duty.choices], required=False
    )


class AimForm(forms.Form):
    """A target in the plan's words; what is left blank is read from them."""

    key = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(label="Mục tiêu bằng lời", max_length=500, required=False)
    kind = forms.ChoiceField(label="Loại", choices=KINDS, required=False)
    level = forms.ChoiceField(
        label="Mức", choices=[("", "không nêu"), *Level.choices], required=False
    )
    at_least = AmountField(label="Từ")
    at_most = AmountField(label="Đến")
    out_of = CountField(label="Trên tổng số")
    year = YearField(label="Năm", required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        typed = any(said.get(name) for name in ("kind", "level", "at_least", "at_most", "year"))
        if typed and not said.get("text") and not said.get("key"):
            told = "Ghi mục tiêu bằng lời như kế hoạch nêu."
            self.add_error("text", ValidationError(told, code="words"))
        return said

    def given(self) -> AimGiven | None:
        """Nothing where the words are blank: that target is taken out."""
        said = {name: self.cleaned_data.get(name) for name in self.fields}
        if not said["text"]:
            return None
        if not said["kind"] and said["at_least"] is not None:
            said["kind"] = TargetKind.CRITERIA_MET.value
        if not said["kind"] and said["level"]:
            said["kind"] = TargetKind.LEVEL.value
        return AimGiven(**said)  # type: ignore[arg-type]  # cleaned by the fields above


AimFormSet = forms.formset_factory(AimForm, extra=AIMS_MORE)


class RowForm(forms.Form):
    """A commune in the plan: duty, state, what it lacks under which printed name, means."""

    duty = forms.ChoiceField(
        label="Nhiệm vụ", choices=[("", "không nêu"), *Duty.choices], required=False
    )
    recognised = forms.ChoiceField(label="Đạt chuẩn", choices=RECOGNISED, required=False)
    level = forms.ChoiceField(
        label="Mức đã công nhận", choices=[("", "không nêu"), *Level.choices], required=False
    )
    met = CountField(label="Số tiêu chí đạt")
    out_of = CountField(label="Trên tổng số")
    state_text = forms.CharField(label="Hiện trạng bằng lời", max_length=500, required=False)
    means_text = forms.CharField(
        label="Nội dung hỗ trợ, nguồn lực",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Mỗi dòng một ý.",
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, criteria: Sequence[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for one in criteria:
            told = f"Tiêu chí {one.number}: tên như in"
            self.fields[f"unmet-{one.pk}"] = forms.BooleanField(label=str(one), required=False)
            self.fields[f"printed-{one.pk}"] = forms.CharField(
                label=told,
                max_length=200,
                required=False,
                widget=forms.TextInput({"aria-label": told, "placeholder": one.name}),
            )

    @property
    def state(self) -> list[forms.BoundField]:
        names = ("duty", "recognised", "level", "met", "out_of", "state_text")
        return [self[name] for name in names]

    @property
    def lines(self) -> list[dict[str, Any]]:
        """A line for each criterion: whether it is unmet, and its name as printed."""
        return [
            {
                "criterion": one,
                "unmet": self[f"unmet-{one.pk}"],
                "printed": self[f"printed-{one.pk}"],
            }
            for one in self.criteria
        ]

    def given(self, aims: Iterable[AimGiven], target_text: str) -> RowGiven:
        said = self.cleaned_data
        return RowGiven(
            duty=said["duty"],
            level=said["level"],
            recognised={"1": True, "0": False}.get(said["recognised"]),
            met=said["met"],
            out_of=said["out_of"],
            state_text=said["state_text"],
            target_text=target_text,
            means_text=said["means_text"],
            unmet=tuple(
                (one, said[f"printed-{one.pk}"])
                for one in self.criteria
                if said[f"unmet-{one.pk}"]
            ),
            aims=tuple(aims),
        )


def row_initial(row: Any, unmet: Iterable[SponsorPlanUnmet]) -> dict[str, Any]:
    """A stored row as the form shows it."""
    names = ("duty", "level", "met", "out_of", "state_text", "means_text")
    found = {name: getattr(row, name) for name in names}
    found |= {"recognised": {True: "1", False: "0"}.get(row.recognised, ""), "seen": row.version}
    for one in unmet:
        found |= {f"unmet-{one.criterion_id}": True, f"printed-{one.criterion_id}": one.printed}
    return found


def aims_initial(targets: Iterable[Target]) -> list[dict[str, Any]]:
    names = ("text", "kind", "level", "at_least", "at_most", "out_of", "year")
    return [{"key": one.pk} | {name: getattr(one, name) for name in names} for one in targets]


def with_split(data: Any, split: Split) -> Any:
    """What was typed, with the criteria of a sentence ticked; its target on the first blank line, once."""
    found = data.copy()
    for one in split.named:
        found[f"unmet-{one.key}"] = "on"
        found[f"printed-{one.key}"] = one.printed
    total = str(found.get("muc-TOTAL_FORMS", "0"))
    lines = [f"muc-{place}-text" for place in range(int(total) if total.isdecimal() else 0)]
    known = {search_key(found.get(name, "")) for name in lines}
    blank = next((name for name in lines if not found.get(name)), None)
    if split.target and blank and search_key(split.target) not in known:
        found[blank] = split.target
    return found


class DeedForm(forms.Form):
    """What is to be done, for which commune and criterion, by whom, by when."""

    commune = forms.ChoiceField(label="Xã", required=False)
    criterion = forms.ChoiceField(label="Tiêu chí", required=False)
    content = forms.CharField(label="Việc", max_length=500, widget=forms.Textarea({"rows": 2}))
    unit_name = forms.CharField(label="Phòng, người thực hiện", max_length=200, required=False)
    due = forms.CharField(label="Thời hạn", max_length=200, required=False, help_text=DUE_HELP)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, plan: SponsorPlan, settled: Iterable[str] = (), **kwargs: Any
    ) -> None:
        """`settled`: fields that are said elsewhere."""
        super().__init__(*args, **kwargs)
        self.plan = plan
        rows = plan.communes.select_related("commune")
        self.communes = {str(one.commune_id): one.commune for one in rows}
        self.criteria = {str(one.pk): one for one in plan.criteria_set.criteria.all()}
        fields: dict[str, Any] = self.fields
        fields["commune"].choices = [
            ("", "mọi xã trong kế hoạch"),
            *((key, one.name) for key, one in self.communes.items()),
        ]
        fields["criterion"].choices = [
            ("", "không nêu"),
            *((key, str(one)) for key, one in self.criteria.items()),
        ]
        for name in settled:
            del self.fields[name]

    def clean_due(self) -> Any:
        try:
            return read_due(self.cleaned_data["due"], self.plan.year_from)
        except ValueError as unclear:
            raise ValidationError(str(unclear)) from unclear

    @property
    def commune_given(self) -> Any:
        return self.communes.get(self.cleaned_data["commune"])

    def given(self) -> DeedGiven:
        said = self.cleaned_data
        criterion = self.criteria.get(said["criterion"]) if "criterion" in said else None
        return DeedGiven(said["content"], said["due"], said["unit_name"], (criterion, None))


def deed_initial(action: PlanAction) -> dict[str, Any]:
    return {
        "commune": str(action.commune_id or ""),
        "criterion": str(action.criterion_id or ""),
        "content": action.content,
        "unit_name": action.unit_name,
        "due": action.due_text,
        "seen": action.version,
    }


class PlanOfficeForm(forms.Form):
    """An office with the part that the plan gives it."""

    name = forms.CharField(label="Phòng, bộ phận", max_length=200)
    leads = forms.BooleanField(label="Chủ trì", required=False)
    part = forms.CharField(
        label="Việc được giao",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="Mỗi dòng một ý.",
    )


class SplitForm(forms.Form):
    """A sentence pasted from a plan."""

    sentence = forms.CharField(label="Câu trong kế hoạch", max_length=4000)
