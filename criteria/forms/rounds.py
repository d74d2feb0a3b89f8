"""The days of a round as the office types them."""

from typing import Any

from django import forms

from communes.forms import DayField
from criteria.choices import RoundKind
from criteria.models import Round
from criteria.services import Days

YEARS = (2010, 2100)


class RoundForm(forms.Form):
    """The days and the name; order, overlap and what is closed, the service refuses."""

    name = forms.CharField(
        label="Tên kỳ",
        max_length=100,
        required=False,
        help_text="Để trống: «Kỳ 6 tháng đầu năm 2024», «Kỳ năm 2024».",
    )
    starts = DayField(label="Mở từ ngày")
    ends = DayField(label="Chốt số liệu đến hết ngày")
    closes_on = DayField(
        label="Hạn đóng kỳ",
        required=False,
        help_text="Không bắt buộc. Kỳ chỉ đóng khi Văn phòng Điều phối bấm «Đóng kỳ».",
    )
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)

    def said(self) -> dict[str, Any]:
        """What the service takes, once the form is valid."""
        given = self.cleaned_data
        days = Days(given["starts"], given["ends"], given["closes_on"])
        return {"days": days, "name": given["name"], "note": given["note"]}


class NewRoundForm(RoundForm):
    kind = forms.ChoiceField(label="Loại kỳ", choices=RoundKind)
    year = forms.IntegerField(label="Năm", min_value=YEARS[0], max_value=YEARS[1])

    field_order = ["kind", "year", "name", "starts", "ends", "closes_on", "note"]

    def said(self) -> dict[str, Any]:
        given = {"kind": RoundKind(self.cleaned_data["kind"]), "year": self.cleaned_data["year"]}
        return super().said() | given


def days_of(period: Round) -> dict[str, str]:
    """What stands in the form of a round: days as they are written here."""
    days = {"starts": period.starts, "ends": period.ends, "closes_on": period.closes_on}
    written = {
        name: f"{day.day}/{day.month}/{day.year}" if day else "" for name, day in days.items()
    }
    return written | {"name": period.name, "note": period.note}
