"""A file handed in for a paper, and what it is."""

from collections.abc import Sequence
from typing import Any

from django import forms

from documents.choices import PaperFileKind

ANY = ".pdf,.jpg,.jpeg,.png,.webp,.tif,.tiff,.doc,.docx,.xls,.xlsx,.odt,.ods"


class PaperFileForm(forms.Form):
    """What kind, the file, and for Word the signed copy made from it."""

    kind = forms.ChoiceField(label="Là")
    file = forms.FileField(
        label="Tệp",
        widget=forms.FileInput({"accept": ANY}),
        error_messages={"required": "Hãy chọn tệp.", "empty": "Tệp rỗng (0 byte)."},
    )
    copy = forms.FileField(
        label="Bản đã ký làm từ tệp Word",
        required=False,
        widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png,.webp,.tif,.tiff"}),
        help_text="Chỉ khi nộp bản Word: bản ký số hoặc bản quét có chữ ký.",
    )
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)

    def __init__(self, *args: Any, kinds: Sequence[PaperFileKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 -- for the type checker
        kind.choices = [(one.value, one.label) for one in kinds]
        if PaperFileKind.WORD not in kinds:
            del self.fields["copy"]

    def said(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "kind": PaperFileKind(given["kind"]),
            "upload": given["file"],
            "copy": given.get("copy"),
            "note": given["note"],
        }
