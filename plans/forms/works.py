"""Works, capital and debts as they are typed."""

from typing import Any

from django import forms

from accounts.calendar import working_day
from communes.forms import DayField
from criteria.models import Indicator
from criteria.selectors import set_in_force
from plans.choices import DraftKind, MoneySource, WorkKind
from plans.forms.fields import AmountField, CommuneField
from plans.models import Capital, Debt, Work

FACTS = ("name", "kind", "indicator", "investment", "quantity", "unit", "started_on")
WORK = (*FACTS, "finished_on", "note")
CAPITAL = ("year", "source", "as_of", "allocated", "disbursed")
DEBT = ("as_of", "amount", "note")
UNIT = "triệu đồng"


class _Kept(forms.Form):
    """A row with its version; the commune is asked only for a new one."""

    names: tuple[str, ...] = ()
    commune = CommuneField()
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, row: Work | Capital | Debt | None = None, **kwargs: Any
    ) -> None:
        if row is not None:
            found = {name: getattr(row, name) for name in self.names}
            kwargs.setdefault("initial", found | {"seen": row.version})
        super().__init__(*args, **kwargs)
        field = self.fields["commune"]
        assert isinstance(field, CommuneField)  # noqa: S101 -- for the type checker
        field.day = working_day()
        if row is not None:
            del self.fields["commune"]

    def said(self) -> dict[str, Any]:
        """What the service takes, without the commune."""
        return {name: self.cleaned_data[name] for name in self.names}


class WorkForm(_Kept):
    names = WORK

    name = forms.CharField(label="Công trình", max_length=300)
    kind = forms.ChoiceField(label="Loại", choices=WorkKind.choices)
    indicator = forms.ModelChoiceField(
        label="Phục vụ chỉ tiêu",
        required=False,
        queryset=Indicator.objects.none(),
        empty_label="không nêu",
    )
    investment = AmountField(label="Tổng mức đầu tư", help_text=f"{UNIT}; chưa biết thì để trống.")
    quantity = AmountField(label="Khối lượng")
    unit = forms.CharField(
        label="Đơn vị tính", max_length=40, required=False, help_text="km, phòng học, trạm…"
    )
    started_on = DayField(label="Khởi công", required=False)
    finished_on = DayField(label="Hoàn thành", required=False)
    note = forms.CharField(label="Ghi chú", max_length=500, required=False)

    def __init__(self, *args: Any, row: Work | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        held = set_in_force(working_day())
        rows = Indicator.objects.filter(criterion__criteria_set=held)
        if row is not None and row.indicator_id:
            rows |= Indicator.objects.filter(pk=row.indicator_id)
        field = self.fields["indicator"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- for the type checker
        field.queryset = rows.order_by("criterion__number", "pk")


class CapitalForm(_Kept):
    names = CAPITAL

    year = forms.IntegerField(label="Kế hoạch vốn năm", min_value=2009, max_value=2100)
    source = forms.ChoiceField(label="Nguồn vốn", choices=MoneySource.choices)
    as_of = DayField(label="Tính đến ngày")
    allocated = AmountField(label="Đã phân bổ", help_text=f"{UNIT}; chưa có thì để trống.")
    disbursed = AmountField(label="Đã giải ngân", help_text=f"{UNIT}; chưa giải ngân thì ghi 0.")

    def __init__(
        self,
        *args: Any,
        row: Capital | None = None,
        work: Work | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.fields["year"].initial = working_day().year
        self.fields["as_of"].initial = working_day()
        if work is not None:
            self.fields.pop("commune", None)


class DebtForm(_Kept):
    names = DEBT

    as_of = DayField(label="Tính đến ngày", initial=working_day)
    amount = AmountField(
        label="Nợ đọng xây dựng cơ bản", required=True, help_text=f"{UNIT}; hết nợ thì ghi 0."
    )
    note = forms.CharField(label="Ghi chú", max_length=500, required=False)


class WorksFileForm(forms.Form):
    """A spreadsheet to import, and what it holds."""

    kind = forms.ChoiceField(
        label="Tệp có",
        choices=[
            (DraftKind.WORKS.value, "công trình và vốn"),
            (DraftKind.DEBTS.value, "nợ đọng xây dựng cơ bản"),
        ],
    )
    file = forms.FileField(
        label="Tệp Excel (.xlsx)",
        widget=forms.FileInput({"accept": ".xlsx,.xls"}),
        error_messages={"required": "Chọn tệp cần nhập."},
    )


class DropForm(forms.Form):
    """Why a row is taken back."""

    reason = forms.CharField(
        label="Lý do bỏ", max_length=300, error_messages={"required": "Hãy nêu lý do bỏ."}
    )
