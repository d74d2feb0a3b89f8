"""The days of a round as the office types them, and the communes of one on demand."""

from collections import defaultdict
from typing import Any

from django import forms
from django.db.models import Q

from accounts.calendar import working_day
from communes.forms import DayField
from communes.models import Commune
from communes.names import search_key
from criteria.choices import RoundKind
from criteria.models import Round
from criteria.services.periods import UNNAMED, UNREASONED, Days

YEARS = (2010, 2100)
DAYS = ("starts", "ends", "submit_by", "verify_by", "appraise_by", "closes_on")


class CommunesField(forms.CharField):
    """Communes by code or name, one a line or between commas; what is not understood is named."""

    widget = forms.Textarea({"rows": 4})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        said = [one.strip() for one in text.replace(";", ",").replace("\n", ",").split(",")]
        return understood([one for one in said if one]) if any(said) else []


def understood(said: list[str]) -> list[Commune]:
    """The communes of today that these codes and names mean; a name of several asks for the code."""
    rows = (
        Commune.objects.on(working_day())
        .select_related("district")
        .filter(Q(code__in=said) | Q(search_key__in=[_key(one) for one in said]))
    )
    found: dict[str, list[Commune]] = defaultdict(list)
    for one in rows:
        found[one.code].append(one)
        found[search_key(one.name)].append(one)
    communes: dict[int, Commune] = {}
    wrong = []
    for one in said:
        meant = found.get(one) or found.get(_key(one), [])
        if len(meant) == 1:
            communes[meant[0].pk] = meant[0]
        elif meant:
            codes = ", ".join(f"{each.code} ({each.district or ''})" for each in meant)
            wrong.append(f"«{one}» là tên của nhiều xã, hãy ghi mã: {codes}.")
        else:
            wrong.append(f"Không có xã nào mang mã hoặc tên «{one}».")
    if wrong:
        raise forms.ValidationError(wrong)
    return list(communes.values())


def _key(said: str) -> str:
    """«xã Thuận» and «Thuận» are one."""
    return search_key(said).removeprefix("xa ")


class RoundForm(forms.Form):
    """The days and the name; order, overlap and what is closed, the service refuses."""

    name = forms.CharField(
        label="Tên kỳ",
        max_length=100,
        required=False,
        help_text="Để trống: «Kỳ 6 tháng đầu năm 2024», «Kỳ năm 2024». Kỳ đột xuất phải có tên.",
    )
    starts = DayField(label="Mở từ ngày")
    ends = DayField(label="Chốt số liệu đến hết ngày")
    submit_by = DayField(label="Hạn xã gửi hồ sơ", required=False)
    verify_by = DayField(label="Hạn thẩm tra", required=False)
    appraise_by = DayField(label="Hạn thẩm định", required=False)
    closes_on = DayField(
        label="Hạn đóng kỳ",
        required=False,
        help_text="Không bắt buộc. Kỳ chỉ đóng khi Văn phòng Điều phối bấm «Đóng kỳ».",
    )
    places = CommunesField(
        label="Các xã (kỳ đột xuất)",
        required=False,
        help_text="Mã hoặc tên, cách nhau bằng dấu phẩy hoặc xuống dòng. Để trống: mọi xã.",
    )
    note = forms.CharField(
        label="Ghi chú", max_length=300, required=False, help_text="Kỳ đột xuất: nêu lý do mở kỳ."
    )

    def __init__(self, *args: Any, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind and kind != RoundKind.ON_DEMAND:
            del self.fields["places"]

    def said(self) -> dict[str, Any]:
        """What the service takes, once the form is valid."""
        given = self.cleaned_data
        days = Days(**{name: given[name] for name in DAYS})
        said = {"days": days, "name": given["name"], "note": given["note"]}
        return said | ({"places": given["places"]} if "places" in given else {})


class NewRoundForm(RoundForm):
    kind = forms.ChoiceField(label="Loại kỳ", choices=RoundKind)
    year = forms.IntegerField(label="Năm", min_value=YEARS[0], max_value=YEARS[1])

    field_order = ["kind", "year", "name", *DAYS, "places", "note"]

    def clean(self) -> dict[str, Any]:
        """What a round on demand must have is said with the other faults, at the first try."""
        given = self.cleaned_data
        if given.get("kind") == RoundKind.ON_DEMAND:
            for name, words in (("name", UNNAMED), ("note", UNREASONED)):
                if name not in self.errors and not given.get(name):
                    self.add_error(name, words)
        return given

    def said(self) -> dict[str, Any]:
        given = {"kind": RoundKind(self.cleaned_data["kind"]), "year": self.cleaned_data["year"]}
        return super().said() | given


def days_of(period: Round) -> dict[str, str]:
    """What stands in the form of a round: days as they are written here, communes by their codes."""
    days = {name: getattr(period, name) for name in DAYS}
    written = {
        name: f"{day.day}/{day.month}/{day.year}" if day else "" for name, day in days.items()
    }
    codes = period.places.order_by("sort_key").values_list("code", flat=True)
    return written | {"name": period.name, "note": period.note, "places": ", ".join(codes)}
