"""A decision with its list, and single assignments, as the office types them."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.calendar import working_day
from communes.choices import AgencyKind
from communes.forms import DayField
from communes.models import Agency, Commune
from criteria.choices import Duty
from documents.forms import PaperField, PapersForm
from documents.models import OfficialDocument
from plans.models.assigning import ADDED, WHOLE

DUTIES = [("", "chưa rõ nhiệm vụ"), *Duty.choices]
SCOPES = [
    (WHOLE, "Thay toàn bộ danh sách đang có"),
    (ADDED, "Chỉ bổ sung: phân công không có trong danh sách này vẫn giữ"),
]
ISSUER = "ubnd-tinh"


class SpanForm(PapersForm):
    """From the first day to the last; a blank end is until now."""

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        starts, ends = given.get("starts"), given.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "Ngày kết thúc phải từ ngày bắt đầu trở đi.")
        return given


class ListForm(SpanForm):
    """The decision (on the register, or to be put there), its days, its list as a file or pasted."""

    symbol = forms.CharField(
        label="Số, ký hiệu quyết định",
        max_length=60,
        help_text="Ví dụ 1625/QĐ-UBND. Đã vào sổ thì lấy từ sổ; trùng số thì thêm năm.",
        widget=forms.TextInput({"list": "papers"}),
    )
    dated = DayField(
        label="Ngày ban hành", required=False, help_text="Cần khi quyết định chưa vào sổ."
    )
    title = forms.CharField(
        label="Trích yếu",
        max_length=500,
        required=False,
        help_text="Cần khi quyết định chưa vào sổ.",
    )
    issuer = forms.ChoiceField(label="Cơ quan ban hành", required=False)
    starts = DayField(
        label="Phân công từ ngày", required=False, help_text="Trống: từ ngày ban hành."
    )
    ends = DayField(
        label="Đến ngày",
        required=False,
        help_text="Trống: đến khi có quyết định khác. Ghi khi nhập một quyết định cũ.",
    )
    scope = forms.ChoiceField(
        label="Danh sách này", choices=SCOPES, initial=WHOLE, widget=forms.RadioSelect
    )
    file = forms.FileField(
        label="Tệp Excel (.xlsx hoặc .xls)",
        required=False,
        help_text="Nhiều nhất 10 MB.",
        widget=forms.FileInput({"accept": ".xlsx,.xls"}),
        error_messages={"empty": "Tệp này rỗng (0 byte). Hãy chọn lại tệp."},
    )
    text = forms.CharField(
        label="Hoặc dán bảng",
        required=False,
        strip=False,
        max_length=400_000,
        help_text="Chép từ Excel hay Word rồi dán vào đây.",
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = kwargs["user"]
        issuers = Agency.objects.on(working_day()).filter(kind=AgencyKind.PROVINCE)
        issuer = self.fields["issuer"]
        assert isinstance(issuer, forms.ChoiceField)  # noqa: S101 -- for the type checker
        issuer.choices = [(one.slug, one.name) for one in issuers.order_by("sort_key")]
        issuer.initial = ISSUER
        self.paper: OfficialDocument | None = None

    def clean_symbol(self) -> str:
        text: str = self.cleaned_data["symbol"]
        number, _, notation = text.partition(" ")[0].partition("/")
        if not number.isalnum() or not notation:
            raise ValidationError("Ký hiệu viết như 1625/QĐ-UBND.", code="symbol")
        self.paper = _paper(text, self.user)
        return text

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if "symbol" in given and self.paper is None:
            for name, words in (("dated", "ngày ban hành"), ("title", "trích yếu")):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, f"Sổ chưa có quyết định này: hãy ghi {words} để vào sổ.")
        if (
            not given.get("file")
            and not given.get("text", "").strip()
            and "file" not in self.errors
        ):
            self.add_error("file", "Hãy chọn tệp Excel, hoặc dán bảng vào ô bên dưới.")
        if given.get("file") and given.get("text", "").strip():
            self.add_error("text", "Chỉ một trong hai: tệp hoặc bảng dán.")
        if not self.errors and self._starts() is None:
            self.add_error(
                "starts", "Sổ không có ngày của quyết định: hãy ghi phân công từ ngày nào."
            )
        return given

    def options(self) -> dict[str, Any]:
        """As `PlanDraft.options` keeps them, once the form is valid."""
        given = self.cleaned_data
        number, _, notation = given["symbol"].partition(" ")[0].partition("/")
        told: dict[str, Any] = {
            "symbol": given["symbol"],
            "starts": f"{self._starts()}",
            "ends": f"{given['ends'] or ''}",
            "scope": given["scope"],
            "paper": self.paper.pk if self.paper else None,
        }
        if self.paper is None:
            told["new_paper"] = {
                "number": number,
                "notation": notation,
                "dated": f"{given['dated']}",
                "title": given["title"],
                "issuer": given["issuer"] or ISSUER,
            }
        return told

    def _starts(self) -> dt.date | None:
        given = self.cleaned_data
        known = (self.paper.effective_on or self.paper.dated) if self.paper else given.get("dated")
        day: dt.date | None = given.get("starts") or known
        return day


class DaysForm(forms.Form):
    """Other days and another scope for a list that waits."""

    starts = DayField(label="Phân công từ ngày")
    ends = DayField(label="Đến ngày", required=False)
    scope = forms.ChoiceField(label="Danh sách này", choices=SCOPES)

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("starts") and given.get("ends") and given["ends"] < given["starts"]:
            self.add_error("ends", "Ngày kết thúc phải từ ngày bắt đầu trở đi.")
        return given

    def options(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "starts": f"{given['starts']}",
            "ends": f"{given['ends'] or ''}",
            "scope": given["scope"],
        }


class AssignmentForm(SpanForm):
    """One agency behind one commune, by a decision."""

    agency = forms.ModelChoiceField(
        label="Cơ quan, đơn vị",
        queryset=Agency.objects.none(),
        to_field_name="slug",
        empty_label="Chọn cơ quan",
    )
    commune = forms.ModelChoiceField(
        label="Xã", queryset=Commune.objects.none(), to_field_name="code", empty_label="Chọn xã"
    )
    duty = forms.ChoiceField(label="Nhiệm vụ", choices=DUTIES, required=False)
    paper = PaperField(label="Quyết định", required=True)
    starts = DayField(label="Từ ngày")
    ends = DayField(
        label="Đến ngày", required=False, help_text="Trống: đến khi có quyết định khác."
    )
    note = forms.CharField(label="Ghi chú", max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = working_day()
        agencies = Agency.objects.on(day).exclude(kind=AgencyKind.COMMUNE)
        communes = Commune.objects.on(day).order_by("sort_key", "pk")
        _offer(self.fields["agency"], agencies.order_by("sort_key", "pk"))
        _offer(self.fields["commune"], communes)
        self.fields["starts"].initial = day


class EndForm(forms.Form):
    """The last day, and by which decision."""

    ends = DayField(label="Ngày cuối")
    reason = forms.CharField(
        label="Quyết định, lý do",
        max_length=300,
        error_messages={"required": "Hãy nêu quyết định hoặc lý do kết thúc."},
    )


class DutyForm(forms.Form):
    """What the decision says of the duty; `seen` is what stood there."""

    duty = forms.ChoiceField(label="Nhiệm vụ", choices=DUTIES, required=False)
    reason = forms.CharField(
        label="Căn cứ",
        max_length=300,
        help_text="Văn bản, trang, dòng nói nhiệm vụ này.",
        error_messages={"required": "Hãy nêu căn cứ."},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


def _offer(field: forms.Field, rows: Any) -> None:
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- for the type checker
    field.queryset = rows


def _paper(text: str, user: Any) -> OfficialDocument | None:
    """The paper of that symbol (and year); several are asked."""
    symbol, _, year = text.partition(" ")
    number, _, notation = symbol.partition("/")
    rows = OfficialDocument.objects.visible_to(user).filter(
        number__iexact=number, notation__iexact=notation
    )
    if year.strip("()").isdecimal():
        rows = rows.filter(year=int(year.strip("()")))
    found = list(rows[:2])
    if len(found) > 1:
        raise ValidationError(f"Có nhiều văn bản «{symbol}»: hãy thêm năm, ví dụ {symbol} 2024.")
    return found[0] if found else None
