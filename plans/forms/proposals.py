"""A proposal as a plan words it, and its answer."""

import datetime as dt
from typing import Any

from django import forms

from plans.choices import ProposalState
from plans.forms.difficulties import AgencyField
from plans.forms.fields import AboutField, criterion_key
from plans.models import CommunePlan, Proposal
from plans.services.proposals import ProposalGiven

ANSWERS = [
    (one.value, one.label.capitalize()) for one in ProposalState if one != ProposalState.OPEN
]


class ProposalForm(forms.Form):
    text = forms.CharField(label="Kiến nghị", max_length=1000, widget=forms.Textarea({"rows": 3}))
    addressee = AgencyField(
        label="Gửi đến", required=False, empty_label="không phải cơ quan trong danh mục"
    )
    addressee_text = forms.CharField(
        label="Gửi đến (như in)",
        max_length=200,
        required=False,
        help_text="Ví dụ «cấp trên»; có cơ quan thì để trống, in tên cơ quan.",
    )
    about = AboutField()
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        day: dt.date,
        plan: CommunePlan | None = None,
        row: Proposal | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.row = plan, row
        fields: dict[str, Any] = self.fields
        fields["addressee"].offer(day)
        fields["about"].offer(day, also=[row.criterion if row else None])

    def given(self) -> ProposalGiven:
        said = self.cleaned_data
        criterion, indicator = said["about"]
        commune = self.row.commune if self.row else None
        return ProposalGiven(
            text=said["text"],
            addressee=said["addressee"],
            addressee_text=said["addressee_text"],
            commune=self.plan.commune if self.plan else commune,
            criterion=criterion,
            indicator=indicator,
        )


def proposal_initial(row: Proposal) -> dict[str, Any]:
    return {
        "text": row.text,
        "addressee": row.addressee.slug if row.addressee else None,
        "addressee_text": row.addressee_text,
        "about": criterion_key(row.criterion, row.indicator),
        "seen": row.version,
    }


class AnswerForm(forms.Form):
    state = forms.ChoiceField(label="Trả lời", choices=ANSWERS)
    answer = forms.CharField(
        label="Nội dung trả lời",
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Hãy ghi nội dung trả lời."},
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class PassOnForm(forms.Form):
    to = AgencyField(label="Chuyển đến", empty_label="Chọn đơn vị")
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **({"auto_id": "id_chuyen_%s"} | kwargs))
        field: Any = self.fields["to"]
        field.offer(day)
