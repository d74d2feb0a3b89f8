"""What a reviewer types on a file: an opinion of a row, a tick, the words of a return."""

from typing import Any

from django import forms

from criteria.choices import Doubt, Status
from criteria.services.review import Said

AGREES, DISAGREES, COPIES = "yes", "no", "copy"
LONGEST = 1000  # characters


class OpinionForm(forms.Form):
    """Agree, disagree with a reason, or as the column before. `base`: the opinion that the writer saw."""

    agrees = forms.ChoiceField(
        label="Ý kiến",
        choices=[
            (AGREES, "Đồng ý"),
            (DISAGREES, "Không đồng ý"),
            (COPIES, "Lấy theo cột trước"),
        ],
        error_messages={"required": "Hãy chọn đồng ý hoặc không đồng ý."},
    )
    doubt = forms.ChoiceField(
        label="Lý do", required=False, choices=[("", "Chọn lý do"), *Doubt.choices]
    )
    status = forms.ChoiceField(
        label="Kết quả theo đơn vị bạn",
        required=False,
        choices=[("", "Chọn kết quả"), *Status.choices],
    )
    words = forms.CharField(label="Nội dung", required=False, max_length=LONGEST)
    base = forms.IntegerField(required=False)
    turn = forms.IntegerField(required=False)
    before = forms.IntegerField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("agrees") == DISAGREES:
            asked = {
                "doubt": "Hãy chọn lý do không đồng ý.",
                "status": "Hãy chọn kết quả theo đơn vị bạn.",
                "words": "Hãy ghi rõ xã cần bổ sung hoặc sửa gì.",
            }
            for name, told in asked.items():
                if name not in self.errors and not cleaned.get(name, "").strip():
                    self.add_error(name, told)
        return cleaned

    @property
    def copies(self) -> bool:
        return bool(self.cleaned_data["agrees"] == COPIES)

    def said(self) -> Said:
        """What the service takes, once the form is valid."""
        if self.cleaned_data["agrees"] == AGREES:
            return Said(agrees=True)
        given = {key: self.cleaned_data[key] for key in ("status", "doubt", "words")}
        return Said(agrees=False, **given)


class TickForm(forms.Form):
    """Whether the commune's answer to a remark is enough."""

    settled = forms.ChoiceField(
        label="Trả lời",
        choices=[("yes", "đã trả lời đủ"), ("no", "chưa trả lời đủ")],
        error_messages={"required": "Hãy chọn đã trả lời đủ hay chưa."},
    )
    words = forms.CharField(label="Ghi thêm", required=False, max_length=LONGEST)

    def said(self) -> dict[str, Any]:
        settled = self.cleaned_data["settled"] == "yes"
        return {"settled": settled, "words": self.cleaned_data["words"]}


class ReturnForm(forms.Form):
    """What is said of the file as a whole when it is returned."""

    words = forms.CharField(
        label="Nhận xét chung",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
        help_text="Gửi kèm các ý kiến không đồng ý ở trên. Bắt buộc khi không có ý kiến nào.",
    )


class RowsForm(forms.Form):
    """A bulk act on the rows of a filter: how many rows of which turn the page promised."""

    count = forms.IntegerField(min_value=0)
    turn = forms.IntegerField(required=False)
