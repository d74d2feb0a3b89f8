"""What the commune types before it sends its file: results still missing, answers to remarks."""

from collections.abc import Sequence
from typing import Any

from django import forms

from criteria.choices import Status
from criteria.selectors.review.sending import RemarkLine, SendLine
from criteria.services.review import Declared

RESULTS = [(one.value, one.label) for one in Status]


class MissingForm(forms.Form):
    """A result for each criterion not declared; nothing is chosen beforehand."""

    note = forms.CharField(
        label="Lý do sửa số liệu của kỳ đã đóng",
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, lines: Sequence[SendLine], closed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for one in lines:
            number = one.criterion.number
            self.fields[f"tc-{number}"] = forms.ChoiceField(
                label=str(one.criterion),
                choices=RESULTS,
                required=False,
                widget=forms.RadioSelect(),
            )
            self.fields[f"base-{number}"] = forms.IntegerField(
                required=False, widget=forms.HiddenInput(), initial=one.base
            )
        if closed:
            self.fields["note"].required = True
            self.fields["note"].error_messages["required"] = "Hãy nêu lý do sửa."
        else:
            del self.fields["note"]

    @property
    def rows(self) -> list[tuple[SendLine, forms.BoundField, forms.BoundField]]:
        """Each criterion with its choice and the word that was seen."""
        return [
            (one, self[f"tc-{one.criterion.number}"], self[f"base-{one.criterion.number}"])
            for one in self.lines
        ]

    def said(self) -> dict[str, Any]:
        """What the service takes, once the form is valid."""
        cleaned = self.cleaned_data
        given = [
            Declared(
                one.criterion,
                Status(cleaned[f"tc-{one.criterion.number}"]),
                cleaned[f"base-{one.criterion.number}"],
            )
            for one in self.lines
            if cleaned.get(f"tc-{one.criterion.number}")
        ]
        return {"given": given, "note": cleaned.get("note", "")}


class AnswerForm(forms.Form):
    """The answer to a remark; about a criterion, a new result may come with it."""

    words = forms.CharField(
        label="Trả lời của xã",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Hãy ghi nội dung trả lời."},
    )
    status = forms.ChoiceField(
        label="Kết quả mới (nếu đổi)",
        choices=[("", "Giữ kết quả đã khai báo"), *RESULTS],
        required=False,
    )
    base = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, data: Any = None, *, one: RemarkLine) -> None:
        super().__init__(data, initial={"base": one.base}, auto_id=f"id_{one.remark.pk}_%s")
        self.one = one
        if one.remark.criterion is None:
            del self.fields["status"], self.fields["base"]

    def said(self) -> dict[str, Any]:
        """What the service takes, once the form is valid."""
        cleaned, criterion = self.cleaned_data, self.one.remark.criterion
        declared = None
        if criterion is not None and cleaned.get("status"):
            declared = Declared(criterion, Status(cleaned["status"]), cleaned["base"])
        return {"said": declared, "words": cleaned["words"]}
