"""A report duty as a paper says it, and what is said of one report."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms

from communes.forms import DayField
from communes.models import Agency
from documents.forms import PaperField, PapersForm, paper_text
from documents.models import OfficialDocument
from plans.choices import Frequency
from plans.models import ReportDuty
from plans.services.duties import DutyGiven

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
PLAIN = ("what", "who", "whom", "frequency", "day", "months", "note", "starts", "ends")
DAYS = "Ngày trong tháng phải từ 1 đến 31."
DAYS_BEFORE = "Số ngày nhắc trước phải từ 0 đến 60."


class DutyForm(PapersForm):
    """Who owes whom which report, how often; what the paper leaves out stays blank."""

    what = forms.CharField(label="Báo cáo", max_length=300, help_text="Như văn bản nêu.")
    agency = forms.ChoiceField(label="Đơn vị báo cáo", required=False)
    who = forms.CharField(
        label="Ai báo cáo (bằng lời)",
        max_length=200,
        required=False,
        help_text="Khi không phải một cơ quan trong danh mục: «các thôn», «người phụ trách tiêu chí».",
    )
    addressee = forms.ChoiceField(label="Nơi nhận", required=False)
    whom = forms.CharField(
        label="Báo cáo ai (bằng lời)",
        max_length=200,
        required=False,
        help_text="Ví dụ «Thường trực Ban Chỉ đạo xã».",
    )
    frequency = forms.ChoiceField(
        label="Chế độ", choices=[(one.value, one.label.capitalize()) for one in Frequency]
    )
    day = forms.IntegerField(
        label="Ngày trong tháng",
        required=False,
        min_value=1,
        max_value=31,
        widget=forms.TextInput({"inputmode": "numeric", "size": 4}),
        help_text="Văn bản không nêu thì để trống: tính ngày cuối tháng.",
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), DAYS),
    )
    months = forms.CharField(
        label="Các tháng",
        max_length=40,
        required=False,
        help_text="Ví dụ 6, 12. Để trống: mọi tháng, cuối quý, tháng 6 và 12, tháng 12.",
    )
    weekday = forms.TypedChoiceField(
        label="Thứ",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "không nêu"), *((n, one) for n, one in enumerate(WEEKDAYS, start=1))],
        help_text="Chỉ với báo cáo hằng tuần; không nêu thì tính thứ Sáu.",
    )
    paper = PaperField(label="Theo văn bản")
    starts = DayField(label="Từ ngày")
    ends = DayField(label="Đến ngày", required=False)
    remind_days = forms.IntegerField(
        label="Nhắc trước (ngày làm việc)",
        min_value=0,
        max_value=60,
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), DAYS_BEFORE),
    )
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        agencies: Iterable[Agency],
        addressees: Iterable[Agency],
        row: ReportDuty | None = None,
        draft: OfficialDocument | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.row, self.draft = row, draft or (row.paper if row else None)
        self.owing = {one.slug: one for one in agencies}
        self.known = {one.slug: one for one in addressees}
        fields: dict[str, Any] = self.fields
        nobody = [("", "không phải một cơ quan")]
        fields["agency"].choices = nobody + [(key, one.name) for key, one in self.owing.items()]
        fields["addressee"].choices = nobody + [(key, one.name) for key, one in self.known.items()]
        if self.draft is not None and not paper_text(self.draft):
            del self.fields["paper"]

    def given(self) -> DutyGiven:
        said = self.cleaned_data
        days = said["remind_days"]
        return DutyGiven(
            agency=self.owing.get(said["agency"]),
            addressee=self.known.get(said["addressee"]),
            weekday=said["weekday"],
            paper=said.get("paper", self.draft),
            remind_days=3 if days is None else days,
            **{name: said[name] for name in PLAIN},
        )


def duty_initial(row: ReportDuty) -> dict[str, Any]:
    """A stored duty as the form shows it."""
    found = {name: getattr(row, name) for name in (*PLAIN, "weekday", "remind_days")}
    return found | {
        "agency": row.agency.slug if row.agency else "",
        "addressee": row.addressee.slug if row.addressee else "",
        "paper": paper_text(row.paper),
        "seen": row.version,
    }


class SendForm(PapersForm):
    """A report was sent."""

    done_on = DayField(label="Gửi ngày")
    paper = PaperField(label="Văn bản gửi")
    note = forms.CharField(
        label="Ghi chú", max_length=300, required=False, help_text="Ví dụ: gửi bằng thư điện tử."
    )


class AskForm(forms.Form):
    """A report is asked for by a day."""

    due_on = DayField(label="Hạn")
    note = forms.CharField(
        label="Nội dung yêu cầu", max_length=300, widget=forms.Textarea({"rows": 2})
    )


def send_initial(day: dt.date) -> dict[str, Any]:
    return {"done_on": day}
