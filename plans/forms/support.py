"""Help as it is typed: the whole action, that it was done, a reason."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from accounts.calendar import working_day
from communes.forms import DayField
from communes.models import Agency, Commune
from plans.choices import ActionState, MoneySource, SupportForm
from plans.forms.fields import AboutField, AmountField, CommuneField, criterion_key
from plans.models import Need, SupportAction
from plans.services.support import AMOUNTS, MoneyGiven, SupportGiven

STATES = [
    (ActionState.DONE.value, "Đã thực hiện"),
    (ActionState.PLANNED.value, "Theo kế hoạch"),
    (ActionState.OFFERED.value, "Đề xuất, chưa chốt"),
]
PLAIN = (
    *("form", "state", "content", "unit_name", "partner", "planned_on", "done_on"),
    *("quantity_planned", "quantity_done", "quantity_unit", "total_planned", "total_done"),
    *("result", "note"),
)
LABOUR = MoneySource.LABOUR_DAYS.value


class ActionForm(forms.Form):
    """An action with its money by source; the agency is asked only where a person has several."""

    agency = forms.ChoiceField(label="Đơn vị hỗ trợ")
    commune = CommuneField(required=False)
    about = AboutField()
    need = forms.ChoiceField(label="Đáp ứng nhu cầu", required=False)
    form = forms.ChoiceField(label="Hình thức", choices=SupportForm.choices)
    content = forms.CharField(label="Nội dung", max_length=500, widget=forms.Textarea({"rows": 2}))
    unit_name = forms.CharField(label="Phòng, bộ phận thực hiện", max_length=200, required=False)
    partner = forms.CharField(
        label="Cùng với, từ nguồn của",
        max_length=200,
        required=False,
        help_text="Ví dụ: Quỹ hỗ trợ phát triển hợp tác xã.",
    )
    state = forms.ChoiceField(label="Tình trạng", choices=STATES)
    planned_on = DayField(label="Dự kiến ngày", required=False)
    done_on = DayField(label="Thực hiện ngày", required=False)
    quantity_planned = AmountField(label="Khối lượng kế hoạch")
    quantity_done = AmountField(label="Khối lượng thực hiện")
    quantity_unit = forms.CharField(
        label="Đơn vị tính", max_length=40, required=False, help_text="km, mô hình, lớp, hộ…"
    )
    total_planned = AmountField(label="Tổng kế hoạch như nêu")
    total_done = AmountField(label="Tổng thực hiện như nêu")
    result = forms.CharField(label="Kết quả", max_length=500, required=False)
    note = forms.CharField(label="Ghi chú", max_length=500, required=False)

    def __init__(
        self,
        *args: Any,
        agencies: Sequence[Agency],
        needs: Sequence[Need],
        day: dt.date,
        row: SupportAction | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {str(one.pk): one for one in agencies}
        self.needs = {str(one.pk): one for one in needs}
        fields: dict[str, Any] = self.fields
        fields["commune"].day = day
        fields["about"].offer(day, also=[row.criterion if row else None])
        fields["agency"].choices = [(key, one.name) for key, one in self.agencies.items()]
        fields["need"].choices = [
            ("", "không theo nhu cầu nào đã ghi"),
            *(
                (key, f"{one.commune.name}: {one.content}"[:150])
                for key, one in self.needs.items()
            ),
        ]
        if row is not None:
            del self.fields["agency"]
        for source in MoneySource:
            for name in AMOUNTS:
                if name.startswith("days") and source != LABOUR:
                    continue
                label = _money_label(source, name)
                field = self.fields[f"{name}-{source}"] = AmountField(label=label)
                field.widget.attrs["aria-label"] = label

    @property
    def head(self) -> list[forms.BoundField]:
        """Who helps whom with what."""
        names = ("agency", "commune", "about", "need", "form", "content", "unit_name", "partner")
        return [self[name] for name in names if name in self.fields]

    @property
    def course(self) -> list[forms.BoundField]:
        """How far it is and how much of it."""
        names = ("state", "done_on", "planned_on", "quantity_done", "quantity_planned")
        return [self[name] for name in (*names, "quantity_unit")]

    @property
    def totals(self) -> list[forms.BoundField]:
        return [self["total_done"], self["total_planned"]]

    @property
    def tail(self) -> list[forms.BoundField]:
        return [self["result"], self["note"]]

    @property
    def money_rows(self) -> list[dict[str, Any]]:
        """A row a source: its words and its fields."""
        return [
            {"label": str(source.label).capitalize()}
            | {
                name: self[f"{name}-{source}"]
                for name in AMOUNTS
                if f"{name}-{source}" in self.fields
            }
            for source in MoneySource
        ]

    def agency_given(self) -> Agency:
        """The one chosen."""
        return self.agencies[self.cleaned_data["agency"]]

    def given(self) -> SupportGiven:
        """What the service takes, once the form is valid."""
        said = self.cleaned_data
        criterion, indicator = said["about"]
        return SupportGiven(
            **{name: said[name] for name in PLAIN},
            commune=said["commune"],
            criterion=criterion,
            indicator=indicator,
            need=self.needs.get(said["need"]),
            money=tuple(
                MoneyGiven(source.value, *(said.get(f"{name}-{source}") for name in AMOUNTS))
                for source in MoneySource
            ),
        )


def action_initial(action: SupportAction) -> dict[str, Any]:
    """A stored row as the form shows it."""
    found = {name: getattr(action, name) for name in PLAIN}
    for money in action.money.all():
        found |= {f"{name}-{money.source}": getattr(money, name) for name in AMOUNTS}
    return found | {
        "commune": action.commune,
        "about": criterion_key(action.criterion, action.indicator),
        "need": str(action.need_id or ""),
    }


def blank_initial(commune: Commune | None, need: Need | None, about: str) -> dict[str, Any]:
    """A new action: done today, for what the address names; of a need also what it asks for."""
    found: dict[str, Any] = {
        "commune": commune,
        "about": about,
        "state": ActionState.DONE.value,
        "done_on": working_day(),
    }
    if need is not None:
        found |= {
            "need": str(need.pk),
            "content": need.content,
            "quantity_unit": need.unit,
            "about": about or criterion_key(need.criterion, need.indicator),
        }
    return found


class DoneForm(forms.Form):
    """That a planned action was done: when, how much, for what money by source."""

    done_on = DayField(label="Thực hiện ngày")
    quantity_done = AmountField(label="Khối lượng thực hiện")
    total_done = AmountField(label="Tổng thực hiện như nêu")
    result = forms.CharField(label="Kết quả", max_length=500, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, action: SupportAction, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"done_on": working_day(), "seen": action.version})
        kwargs.setdefault("auto_id", "done_%s")
        super().__init__(*args, **kwargs)
        planned = {one.source: one for one in action.money.all()}
        self.sources = [one for one in MoneySource if one in planned] or list(MoneySource)
        for source in self.sources:
            row = planned.get(source)
            self.fields[f"done-{source}"] = AmountField(
                label=str(source.label).capitalize(), initial=row.planned if row else None
            )
            if source == LABOUR:
                self.fields[f"days-{source}"] = AmountField(
                    label="Số ngày công", initial=row.days_planned if row else None
                )
        self.fields["quantity_done"].initial = action.quantity_planned

    def money(self) -> dict[str, tuple[Decimal | None, Decimal | None]]:
        """By source, what was given and how many days of labour."""
        said = self.cleaned_data
        return {
            source.value: (said[f"done-{source}"], said.get(f"days-{source}"))
            for source in self.sources
        }

    @property
    def money_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(("done-", "days-"))]


class ReasonForm(forms.Form):
    """Why something is not done, dropped, taken away."""

    reason = forms.CharField(
        label="Lý do", max_length=300, error_messages={"required": "Hãy nêu lý do."}
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


def _money_label(source: MoneySource, name: str) -> str:
    """For the ear: which source, which column."""
    column = {
        "planned": "kế hoạch, triệu đồng",
        "done": "thực hiện, triệu đồng",
        "days_planned": "số ngày công kế hoạch",
        "days_done": "số ngày công thực hiện",
    }[name]
    return f"{str(source.label).capitalize()}: {column}"
