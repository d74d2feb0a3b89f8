from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from criteria.permissions import Mandate


class EvidenceForm(forms.Form):
    """Files for a value: uploads, and files given for the commune before."""

    page = forms.CharField(label="Trang", max_length=40, required=False)
    quote = forms.CharField(label="Trích", max_length=500, required=False)
    note = forms.CharField(label="Ghi chú", max_length=500, required=False)
    known = forms.TypedMultipleChoiceField(label="Tệp đã nộp cho xã", coerce=int, required=False)
    speaking_as = forms.CharField(label="Nộp với tư cách", required=False)

    def __init__(
        self,
        *args: Any,
        mandates: tuple[Mandate, ...],
        known: list[int],
        uploads: list[UploadedFile],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.mandates, self.uploads = mandates, uploads
        choice = self.fields["known"]
        assert isinstance(choice, forms.TypedMultipleChoiceField)  # noqa: S101 -- for the type checker
        choice.choices = [(pk, str(pk)) for pk in known]
        choice.error_messages["invalid_choice"] = "Tệp đã chọn không còn trong danh sách."

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not self.uploads and not given.get("known") and "known" not in self.errors:
            raise ValidationError("Hãy chọn ít nhất một tệp.", code="none")
        return given

    @property
    def mandate(self) -> Mandate:
        """The mandate chosen, or the highest one."""
        wanted = self.cleaned_data.get("speaking_as")
        return next((one for one in self.mandates if one.key == wanted), self.mandates[0])

    def said(self) -> dict[str, Any]:
        """What the service takes beside the files, once the form is valid."""
        given = {key: self.cleaned_data[key] for key in ("page", "quote", "note")}
        return given | {"mandate": self.mandate}
