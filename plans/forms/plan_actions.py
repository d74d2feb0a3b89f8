"""An action of a plan, as its agency or the office types it."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from communes.forms import DayField
from communes.models import Agency
from criteria.models import Criterion
from documents.forms import PaperField, PapersForm, paper_text
from plans.choices import ActionState
from plans.forms.fields import AboutField, CommuneField, commune_text, criterion_key
from plans.models import PlanAction
from plans.services.plan_actions import PlanActionGiven
from plans.words import read_due

PLAIN = ("content", "unit_name", "state", "done_on", "result")
STATES = [(one.value, one.label.capitalize()) for one in ActionState if one != ActionState.OFFERED]


class PlanActionForm(PapersForm):
    """Whose action, for which commune and criterion, by when in words; later what became of it."""

    agency = forms.ChoiceField(label="Đơn vị có kế hoạch")
    commune = CommuneField(required=False, help_text="Trống: mọi xã được phân công.")
    about = AboutField()
    content = forms.CharField(
        label="Việc", max_length=500, widget=forms.Textarea({"rows": 2}), help_text="Như kế hoạch."
    )
    unit_name = forms.CharField(label="Phòng, người thực hiện", max_length=200, required=False)
    paper = PaperField(label="Kế hoạch")
    due = forms.CharField(
        label="Thời hạn",
        max_length=200,
        required=False,
        help_text="Như kế hoạch: «Quý II/2024», «trước ngày 30/9/2024», «đến năm 2025», «định kỳ».",
    )
    state = forms.ChoiceField(label="Tình trạng", choices=STATES)
    done_on = DayField(label="Thực hiện ngày", required=False)
    result = forms.CharField(
        label="Kết quả",
        max_length=500,
        required=False,
        help_text="Không thực hiện thì nêu lý do ở đây.",
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        agencies: Iterable[Agency],
        day: dt.date,
        row: PlanAction | None = None,
        also: Criterion | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.day = row, day
        self.agencies = {one.slug: one for one in agencies}
        fields: dict[str, Any] = self.fields
        fields["agency"].choices = [(slug, one.name) for slug, one in self.agencies.items()]
        fields["commune"].day = day
        fields["about"].offer(day, also=[row.criterion if row else also])

    def clean_due(self) -> dict[str, Any]:
        """The words with what they mean; the year they leave out is that of the working day."""
        words = self.cleaned_data["due"]
        try:
            due = read_due(words, self.day.year)
        except ValueError as unclear:
            raise ValidationError(str(unclear)) from unclear
        return {"due_text": due.words, "due_kind": due.kind, "due_on": due.on}

    @property
    def whose(self) -> Agency:
        return self.agencies[self.cleaned_data["agency"]]

    def given(self) -> PlanActionGiven:
        """What the service takes; a paper without a number stays where the field is blank."""
        said = self.cleaned_data
        criterion, indicator = said["about"]
        paper, kept = said["paper"], self.row.paper if self.row else None
        if paper is None and kept is not None and not paper_text(kept):
            paper = kept
        return PlanActionGiven(
            commune=said["commune"],
            criterion=criterion,
            indicator=indicator,
            paper=paper,
            **said["due"],
            **{name: said[name] for name in PLAIN},
        )


def plan_action_initial(row: PlanAction) -> dict[str, Any]:
    """A stored row as the form shows it."""
    found = {name: getattr(row, name) for name in PLAIN}
    return found | {
        "agency": row.agency.slug if row.agency else "",
        "commune": commune_text(row.commune) if row.commune else "",
        "about": criterion_key(row.criterion, row.indicator),
        "paper": paper_text(row.paper),
        "due": row.due_text,
        "seen": row.version,
    }
