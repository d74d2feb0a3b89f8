"""Beginning a draft, and what is typed at a step of its way."""

from typing import Any

from django import forms

from accounts.calendar import working_day
from communes.forms import DayField
from documents.choices import PaperAct, PaperKind
from documents.models import Letterhead, OfficialDocument
from documents.selectors.numbering import numbering

WRITTEN = [
    one
    for one in PaperKind.choices
    if one[0] not in {PaperKind.CIRCULAR, PaperKind.DECREE, PaperKind.LAW, PaperKind.OTHER}
]


class StartForm(forms.Form):
    """Which paper, in whose name, about what."""

    kind = forms.ChoiceField(label="Loại văn bản", choices=WRITTEN)
    letterhead = forms.ModelChoiceField(
        label="Chủ thể ban hành", queryset=Letterhead.objects.none(), empty_label=None
    )
    title = forms.CharField(
        label="Trích yếu",
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text="Một câu nêu nội dung chủ yếu; in dưới tên loại.",
    )
    unit_name = forms.CharField(
        label="Đơn vị soạn thảo",
        max_length=60,
        required=False,
        help_text="Chữ viết tắt, ví dụ KTN; vào ký hiệu công văn và dòng Lưu.",
    )

    def __init__(self, *args: Any, letterheads: list[Letterhead], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["letterhead"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 -- for the type checker
        field.queryset = Letterhead.objects.filter(pk__in=[one.pk for one in letterheads])


class TakeForm(forms.Form):
    """Every step: the version seen, and a word."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    words = forms.CharField(
        label="Ý kiến",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, paper: OfficialDocument, **kwargs: Any) -> None:  # noqa: ARG002
        super().__init__(*args, **kwargs)


class ReasonForm(TakeForm):
    """A return or a recall says why."""

    words = forms.CharField(
        label="Lý do",
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text="Người soạn và những người đã xem đều đọc được.",
    )

    def said(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["words"], "seen": self.cleaned_data["seen"]}


class SignForm(TakeForm):
    field_order = ("seen", "own_block", "words")
    own_block = forms.BooleanField(
        label="Ký với tư cách của tôi",
        required=False,
        help_text="Khối ký trên văn bản đổi theo quyền ký của bạn (KT., TL., TUQ.).",
    )


class NumberForm(TakeForm):
    """Number and date as the issuer's register has them."""

    field_order = ("seen", "number", "notation", "day", "sure", "words")
    number = forms.CharField(label="Số", max_length=11)
    notation = forms.CharField(
        label="Ký hiệu", max_length=30, help_text="Ghi đúng như đã ban hành."
    )
    day = DayField(label="Ngày văn bản")
    sure = forms.BooleanField(
        label="Số này đúng như đã ban hành",
        required=False,
        help_text="Chọn khi hệ thống báo trùng số hoặc bỏ trống số mà số vẫn đúng.",
    )

    def __init__(self, *args: Any, paper: OfficialDocument, **kwargs: Any) -> None:
        day = working_day()
        proposed = ""
        if paper.letterhead is not None:
            row = numbering(paper.letterhead, paper.kind, day.year)
            proposed = row.proposed
        start = {"number": proposed, "notation": paper.notation, "day": day}
        kwargs["initial"] = start | kwargs.get("initial", {})
        super().__init__(*args, paper=paper, **kwargs)
        if paper.letterhead is not None and row.last:
            told = f"Số cuối đã cấp năm {day.year}: {row.last}."
            if row.gaps:
                told += f" Còn trống: {', '.join(str(one) for one in row.gaps[:10])}."
            self.fields["number"].help_text = told


FORMS: dict[PaperAct, type[TakeForm]] = {
    PaperAct.RETURNED: ReasonForm,
    PaperAct.RECALLED: ReasonForm,
    PaperAct.SIGNED: SignForm,
    PaperAct.NUMBERED: NumberForm,
}
