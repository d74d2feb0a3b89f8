from django import forms

from communes.choices import Confidence
from criteria.choices import Kinship

SURE = [
    (Confidence.RECALLED.value, "chưa kiểm chứng"),
    (Confidence.SOURCED.value, "đã kiểm chứng, có nguồn"),
]


class MappingForm(forms.Form):
    """What the office corrects of a row of a mapping."""

    kinship = forms.ChoiceField(label="Quan hệ", choices=Kinship)
    note = forms.CharField(label="Ghi chú", max_length=500, required=False)
    confidence = forms.ChoiceField(label="Độ tin cậy", choices=SURE)
    source = forms.CharField(label="Nguồn", max_length=500, required=False)

    def clean_kinship(self) -> Kinship:
        return Kinship(self.cleaned_data["kinship"])

    def clean_confidence(self) -> Confidence:
        return Confidence(self.cleaned_data["confidence"])
