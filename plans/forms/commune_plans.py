"""A commune's plan as its people type it: begun, its criteria, what is to be done, milestones, villages' reports."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from communes.forms import DayField
from communes.models import Agency
from criteria.models import Criterion, Indicator
from documents.forms import PaperField, PapersForm
from plans.choices import ActionState
from plans.forms.fields import criterion_key
from plans.models import CommunePlan, CommunePlanCriterion, Milestone, PlanAction, Village
from plans.selectors.commune_plans import QUARTERS
from plans.services.commune_plan_rows import GapGiven
from plans.services.commune_plans import CriterionGiven
from plans.words import read_due

HOLDS = [("1", "đạt, duy trì"), ("0", "chưa đạt"), ("", "không đưa vào")]
STATES = [(one.value, one.label.capitalize()) for one in ActionState if one != ActionState.OFFERED]


class StartForm(PapersForm):
    """Whose plan, of which year; a paper only where the plan was issued before it came to the portal."""

    agency = forms.ChoiceField(label="UBND xã")
    year = forms.IntegerField(
        label="Năm",
        min_value=2010,
        max_value=2100,
        widget=forms.TextInput({"inputmode": "numeric", "size": 6}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Năm phải từ 2010 đến 2100, như 2024."
        ),
    )
    title = forms.CharField(label="Trích yếu", max_length=500, widget=forms.Textarea({"rows": 2}))
    paper = PaperField(label="Kế hoạch đã vào sổ")

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {one.slug: one for one in agencies}
        fields: dict[str, Any] = self.fields
        fields["agency"].choices = [(key, one.name) for key, one in self.agencies.items()]
        fields[
            "paper"
        ].help_text = "Để trống: soạn kế hoạch mới từ phiếu theo dõi. Đã ban hành trên giấy thì ghi số, ký hiệu."

    @property
    def whose(self) -> Agency:
        return self.agencies[self.cleaned_data["agency"]]


class CriterionRowForm(forms.Form):
    """One criterion in the plan's table."""

    holds = forms.ChoiceField(choices=HOLDS, required=False)
    printed = forms.CharField(max_length=200, required=False)
    person = forms.CharField(max_length=100, required=False)
    post = forms.CharField(max_length=150, required=False)

    def __init__(
        self, *args: Any, criterion: Criterion, row: CommunePlanCriterion | None, **kwargs: Any
    ) -> None:
        kwargs["prefix"] = f"tc{criterion.number}"
        initial = {"holds": ""}
        if row is not None:
            initial = {name: getattr(row, name) for name in ("printed", "person", "post")}
            initial["holds"] = "1" if row.holds else "0"
        super().__init__(*args, **({"initial": initial} | kwargs))
        self.criterion, self.row = criterion, row
        names = {"holds": "đạt hay chưa", "printed": "tên như in"}
        names |= {"person": "người phụ trách", "post": "chức vụ"}
        for name, label in names.items():
            told = f"Tiêu chí {criterion.number}: {label}"
            self.fields[name].widget.attrs["aria-label"] = told
        self.fields["printed"].widget.attrs["placeholder"] = criterion.name

    def given(self) -> CriterionGiven:
        said = self.cleaned_data
        holds = {"1": True, "0": False}.get(said["holds"])
        same = self.row.user if self.row and self.row.person == said["person"] else None
        return CriterionGiven(
            self.criterion, holds, said["printed"], said["person"], said["post"], same
        )


def criteria_forms(
    plan: CommunePlan, rows: Sequence[CommunePlanCriterion], data: Any = None
) -> list[CriterionRowForm]:
    """A form for each criterion of the set, those of the plan in its order first."""
    known = {one.criterion_id: one for one in rows}
    own = [one.criterion for one in rows]
    rest = plan.criteria_set.criteria.exclude(pk__in=known).order_by("number")
    return [CriterionRowForm(data, criterion=one, row=known.get(one.pk)) for one in [*own, *rest]]


class GapForm(forms.Form):
    """What is unmet, how it stands, what is done about it, by whom, by when."""

    about = forms.ChoiceField(label="Tiêu chí, chỉ tiêu")
    situation = forms.CharField(
        label="Hiện trạng", max_length=1000, required=False, widget=forms.Textarea({"rows": 3})
    )
    content = forms.CharField(
        label="Việc cần làm", max_length=500, widget=forms.Textarea({"rows": 2})
    )
    unit_name = forms.CharField(
        label="Trách nhiệm", max_length=200, required=False, help_text="Bộ phận, người thực hiện."
    )
    due = forms.CharField(
        label="Thời hạn",
        max_length=200,
        required=False,
        help_text="«trong năm 2024», «Quý II/2024», «trước ngày 30/9/2024».",
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: CommunePlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.known: dict[str, tuple[Criterion, Indicator | None]] = {}
        groups: list[Any] = []
        rows = plan.criteria.filter(holds=False).values("criterion")
        criteria = plan.criteria_set.criteria.filter(pk__in=rows).prefetch_related("indicators")
        for criterion in criteria.order_by("number"):
            options = []
            for indicator in (None, *criterion.indicators.all()):
                key = criterion_key(criterion, indicator)
                self.known[key] = (criterion, indicator)
                said = f"{indicator.code} {indicator.name}" if indicator else "cả tiêu chí"
                options.append((key, said[:90]))
            groups.append((f"{criterion}", options))
        field: Any = self.fields["about"]
        field.choices = groups
        field.error_messages["invalid_choice"] = "Chọn một tiêu chí chưa đạt của kế hoạch."

    def clean_due(self) -> dict[str, Any]:
        words = self.cleaned_data["due"]
        try:
            due = read_due(words, self.plan.year)
        except ValueError as unclear:
            raise ValidationError(str(unclear)) from unclear
        return {"due_text": due.words, "due_kind": due.kind, "due_on": due.on}

    def given(self) -> GapGiven:
        said = self.cleaned_data
        criterion, indicator = self.known[said["about"]]
        return GapGiven(
            content=said["content"],
            criterion=criterion,
            indicator=indicator,
            situation=said["situation"],
            unit_name=said["unit_name"],
            **said["due"],
        )


def gap_initial(row: PlanAction) -> dict[str, Any]:
    found = {name: getattr(row, name) for name in ("situation", "content", "unit_name")}
    about = criterion_key(row.criterion, row.indicator)
    return found | {"about": about, "due": row.due_text, "seen": row.version}


class MilestoneForm(forms.Form):
    quarter = forms.TypedChoiceField(
        label="Quý", coerce=int, choices=[(n, f"Quý {one}") for n, one in enumerate(QUARTERS, 1)]
    )
    text = forms.CharField(label="Việc", max_length=500, widget=forms.Textarea({"rows": 2}))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class MilestoneDoneForm(forms.Form):
    """What became of a milestone."""

    state = forms.ChoiceField(label="Tình trạng", choices=STATES)
    done_on = DayField(label="Xong ngày", required=False)
    note = forms.CharField(
        label="Ghi chú",
        max_length=300,
        required=False,
        help_text="Không thực hiện thì nêu lý do ở đây.",
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


def milestone_initial(row: Milestone, day: dt.date) -> dict[str, Any]:
    done = row.state != ActionState.DROPPED
    return {
        "quarter": row.quarter,
        "text": row.text,
        "state": row.state if row.state != ActionState.PLANNED else ActionState.DONE,
        "done_on": row.done_on or (day if done else None),
        "note": row.note,
        "seen": row.version,
    }


class TickForm(forms.Form):
    """A village's report of a month; a village of the commune by its key, else by its name."""

    village = forms.ModelChoiceField(queryset=Village.objects.none(), required=False)
    village_name = forms.CharField(label="Thôn", max_length=100, required=False)
    month = forms.TypedChoiceField(
        label="Tháng", coerce=int, choices=[(n, f"tháng {n}") for n in range(1, 13)]
    )
    came_on = DayField(label="Nhận ngày", required=False)

    def __init__(self, *args: Any, plan: CommunePlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["village"]
        field.queryset = Village.objects.filter(commune=plan.commune)
