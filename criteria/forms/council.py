"""What the office, and a commune, type about a council file."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms

from accounts.calendar import working_day
from communes.forms import DayField
from communes.models import Commune
from criteria.choices import SHARES, Level, Purpose
from criteria.evaluation.council import PaperAsked, VoteAsked
from criteria.forms.catalogue import CatalogueForm
from criteria.forms.recognition import RecognitionForm
from criteria.models import Procedure
from criteria.selectors.council_conditions import ConditionLine
from criteria.services.council_rules import Numbers
from criteria.words import read_number, write_number
from documents.forms import PaperField

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.webp,.tif,.tiff,.doc,.docx,.xls,.xlsx,.odt,.ods"
YES_NO = [("", "Chọn"), ("yes", "Đạt"), ("no", "Không đạt")]
AGREED = [("", "Tính từ số phiếu"), ("yes", "Thông qua"), ("no", "Không thông qua")]
ANSWERS = {"yes": True, "no": False, "": None}


def _files() -> forms.FileInput:
    return forms.FileInput({"accept": ACCEPTED})


class ShareField(forms.CharField):
    """A share in percent as Vietnamese types it: «87,5»; blank is not known, which is not 0."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20, required=False, **kwargs)
        self.widget.attrs["inputmode"] = "decimal"

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_number(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


class CouncilFileForm(forms.Form):
    """Which commune, what for, and from which day: the rules of that day apply."""

    commune = forms.ModelChoiceField(
        label="Xã",
        queryset=Commune.objects.none(),
        to_field_name="code",
        empty_label="Chọn xã",
        error_messages={"required": "Hãy chọn xã."},
    )
    purpose = forms.ChoiceField(label="Việc", choices=Purpose.choices)
    level = forms.ChoiceField(label="Mức", choices=Level.choices)
    year = forms.IntegerField(
        label="Năm đạt chuẩn",
        required=False,
        min_value=2009,
        max_value=2100,
        help_text="Năm của chuẩn, có thể khác năm ra quyết định.",
    )
    opened_on = DayField(
        label="Ngày lập hồ sơ", help_text="Quy định có hiệu lực vào ngày này được áp dụng."
    )
    note = forms.CharField(label="Ghi chú", max_length=500, required=False)

    def __init__(self, *args: Any, communes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["commune"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- for the type checker
        field.queryset = communes
        self.fields["opened_on"].initial = working_day

    def said(self) -> dict[str, Any]:
        """What the service takes, once the form is valid."""
        given = dict(self.cleaned_data)
        return given | {"purpose": Purpose(given["purpose"]), "level": Level(given["level"])}


class FindingForm(CatalogueForm):
    """Whether a condition holds: a number where it is a share, else yes or no; and what it rests on."""

    number = ShareField(label="Tỷ lệ (%)")
    holds = forms.ChoiceField(label="Kết quả", choices=YES_NO, required=False)
    words = forms.CharField(
        label="Căn cứ bằng lời",
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Ai xác nhận, theo tài liệu nào.",
    )
    paper = PaperField(label="Văn bản")
    upload = forms.FileField(label="Tệp", required=False, widget=_files())
    on = DayField(label="Ngày")

    def __init__(self, *args: Any, line: ConditionLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = working_day
        if not line.is_share:
            del self.fields["number"]
        elif line.asked.number is not None:
            del self.fields["holds"]
            self.fields[
                "number"
            ].help_text = f"Phải từ {write_number(line.asked.number)} % trở lên."

    def said(self) -> dict[str, Any]:
        """What the service takes, once the form is valid."""
        given = dict(self.cleaned_data)
        return given | {"holds": ANSWERS[given.get("holds", "")], "number": given.get("number")}


class DocumentForm(CatalogueForm):
    """A document for the file: an upload, or a paper on the register."""

    asked = forms.ChoiceField(label="Giấy tờ", required=False)
    upload = forms.FileField(
        label="Tệp",
        required=False,
        widget=_files(),
        error_messages={"empty": "Tệp này rỗng (0 byte). Hãy chọn lại tệp."},
    )
    paper = PaperField(label="Hoặc văn bản đã vào sổ")
    on = DayField(label="Ngày nộp")

    def __init__(self, *args: Any, papers: Iterable[PaperAsked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = working_day
        field = self.fields["asked"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        field.choices = [*((one.code, one.words) for one in papers), ("", "Giấy tờ khác")]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not self.errors and bool(given.get("upload")) == bool(given.get("paper")):
            raise forms.ValidationError(
                "Hãy chọn một tệp, hoặc ghi số, ký hiệu của một văn bản đã vào sổ.", code="one"
            )
        return given


class SubmitForm(forms.Form):
    on = DayField(label="Ngày trình hội đồng")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = working_day


class MeetingForm(forms.Form):
    """Who was there and who agreed; what comes of it is computed where the shares are known."""

    held_on = DayField(label="Ngày họp")
    members = forms.IntegerField(label="Số thành viên hội đồng", min_value=1, max_value=500)
    present = forms.IntegerField(label="Số có mặt", min_value=0, max_value=500)
    in_favour = forms.IntegerField(label="Số tán thành", min_value=0, max_value=500)
    agreed = forms.ChoiceField(label="Kết quả theo biên bản", choices=AGREED, required=False)
    minutes = forms.FileField(label="Biên bản họp", required=False, widget=_files())
    note = forms.CharField(label="Ghi chú", max_length=500, required=False)

    def __init__(self, *args: Any, vote: VoteAsked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["held_on"].initial = working_day
        if not vote.is_known:
            field = self.fields["agreed"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
            field.choices = [("", "Chọn"), *AGREED[1:]]
            field.help_text = "Tỷ lệ biểu quyết của giai đoạn này chưa có, nên cổng không tính."

    def clean(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        for part, whole, words in (
            ("present", "members", "Số có mặt không thể nhiều hơn số thành viên."),
            ("in_favour", "present", "Số tán thành không thể nhiều hơn số có mặt."),
        ):
            few, many = given.get(part), given.get(whole)
            if few is not None and many is not None and few > many:
                self.add_error(part, words)
        return self.cleaned_data

    def said(self) -> dict[str, Any]:
        """What the service takes, once the form is valid."""
        return self.cleaned_data | {"agreed": ANSWERS[self.cleaned_data["agreed"]]}


class DecisionForm(RecognitionForm):
    """The decision that follows the council's vote: the level is the file's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["level"]

    def said(self) -> dict[str, Any]:
        """What the service takes, once the form is valid."""
        return dict(self.cleaned_data)


class CouncilReasonForm(forms.Form):
    reason = forms.CharField(
        label="Lý do", max_length=300, error_messages={"required": "Hãy nêu lý do."}
    )


class ProcedureForm(forms.Form):
    """The numbers of a procedure, from the source they were read in."""

    present_share = ShareField(label="Họp hợp lệ khi có mặt từ (%)")
    favour_share = ShareField(label="Thông qua khi tán thành từ (%) số có mặt")
    source = forms.CharField(
        label="Văn bản, điều khoản, nguồn",
        max_length=500,
        error_messages={"required": "Hãy ghi văn bản, điều khoản hoặc nguồn của các con số."},
    )
    reason = forms.CharField(
        label="Lý do sửa", max_length=300, error_messages={"required": "Hãy nêu lý do sửa."}
    )
    checked = forms.BooleanField(
        label="Đã đối chiếu mọi con số trên với văn bản",
        required=False,
        help_text="Chọn thì các con số thôi mang dấu «chưa kiểm chứng».",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, procedure: Procedure) -> None:
        self.now = Numbers.of(procedure)
        asked = [one for one in procedure.conditions.all() if one.kind in SHARES]
        initial = {
            "present_share": write_number(self.now.present_share),
            "favour_share": write_number(self.now.favour_share),
            "seen": stamp(self.now),
            **{one.code: write_number(one.number) for one in asked},
        }
        super().__init__(data, initial=initial)
        self.codes = [one.code for one in asked]
        for one in asked:
            self.fields[one.code] = ShareField(label=f"{one.words}: từ (%)")
        self.order_fields(["present_share", "favour_share", *self.codes])

    def clean(self) -> dict[str, Any]:
        """Somebody may have changed the numbers since the form was shown."""
        if self.cleaned_data.get("seen") != stamp(self.now):
            raise forms.ValidationError(
                "Có người vừa sửa các con số này. Hãy mở lại trang rồi sửa.", code="stale"
            )
        return self.cleaned_data

    @property
    def wanted(self) -> Numbers:
        given = self.cleaned_data
        return Numbers(
            given["present_share"],
            given["favour_share"],
            {code: given[code] for code in self.codes},
        )


def stamp(numbers: Numbers) -> str:
    """What the form showed, in a few letters."""
    given = [numbers.present_share, numbers.favour_share, *numbers.conditions.values()]
    return ";".join(_plain(one) for one in given)


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number.normalize():f}"


class ProcedureDocumentsForm(forms.Form):
    """The documents that a file must hold, one a line."""

    words = forms.CharField(
        label="Giấy tờ phải có trong hồ sơ",
        widget=forms.Textarea({"rows": 8}),
        required=False,
        help_text="Mỗi dòng một giấy tờ, theo thứ tự trong văn bản.",
    )
    source = forms.CharField(
        label="Văn bản, điều khoản, nguồn",
        max_length=500,
        error_messages={"required": "Hãy ghi văn bản, điều khoản hoặc nguồn của danh mục."},
    )
    reason = forms.CharField(
        label="Lý do sửa", max_length=300, error_messages={"required": "Hãy nêu lý do sửa."}
    )

    def __init__(self, data: Any = None, *, procedure: Procedure) -> None:
        lines = [one.words for one in procedure.documents.all()]
        super().__init__(data, initial={"words": "\n".join(lines)})
