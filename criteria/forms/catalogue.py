"""What the office types when it keeps the catalogue: thresholds, sets, responsibilities."""

import hashlib
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from communes.choices import CommuneClassKind, Confidence
from communes.forms import DayField
from criteria.choices import Comparator, ValueType
from criteria.models import Indicator, Threshold
from criteria.names import REGION_NAMES
from criteria.services.catalogue import Demand
from criteria.services.reading import read_answer
from criteria.words import read_number, write_number
from documents import forms as documents_forms
from documents.forms import PaperField, PapersForm

REASON = {"required": "Hãy nêu lý do: vì sao sửa."}
# Where a refusal of the model or of a service is shown, if it names a field that no form has.
SHOWN_AT = {"number": "value", "answer": "value", "word": "value", "certainty": "confidence"}


def tell_refusal(form: forms.Form, refusal: ValidationError) -> None:
    """A service's refusal at the field it names, else above the form."""
    documents_forms.tell_refusal(form, refusal, SHOWN_AT)


class CatalogueForm(PapersForm):
    """A form of the office."""


class ThresholdForm(CatalogueForm):
    """A threshold as it is corrected or added; what it follows (`refers_to`) is kept."""

    region = forms.ChoiceField(label="Vùng", choices=list(REGION_NAMES.items()))
    part = forms.ChoiceField(label="Phần", required=False)
    year = forms.IntegerField(label="Năm", required=False, min_value=2000, max_value=2100)
    commune_class = forms.ChoiceField(
        label="Loại xã", required=False, choices=[("", "mọi xã"), *CommuneClassKind.choices]
    )
    condition = forms.CharField(label="Điều kiện", max_length=200, required=False)
    starts = DayField(label="Từ ngày", required=False)
    ends = DayField(label="Đến ngày", required=False)
    value_type = forms.ChoiceField(label="Kiểu giá trị", choices=ValueType.choices)
    comparator = forms.ChoiceField(label="So sánh", choices=Comparator.choices)
    value = forms.CharField(
        label="Mức",
        max_length=200,
        required=False,
        help_text="Số (87,5), Có, Không hoặc một mức bằng chữ. Trống: chưa có.",
    )
    confidence = forms.ChoiceField(label="Độ tin cậy", choices=Confidence.choices)
    paper = PaperField(label="Văn bản")
    source = forms.CharField(label="Nguồn", max_length=500, required=False)
    note = forms.CharField(label="Ghi chú", max_length=1000, required=False)
    reason = forms.CharField(label="Lý do", max_length=300, error_messages=REASON)
    previewed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, indicator: Indicator, old: Threshold | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.old = old
        part = self.fields["part"]
        assert isinstance(part, forms.ChoiceField)  # noqa: S101 -- for the type checker
        part.choices = [("", "–"), *((one["code"], one["name"]) for one in indicator.parts)]
        if old is not None and old.part not in {key for key, _ in part.choices}:
            part.choices = [*part.choices, (old.part, old.part)]
        if not indicator.parts and not (old and old.part):
            del self.fields["part"]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        text = given.get("value", "").strip()
        value: dict[str, Any] = {"number": None, "answer": None, "word": ""}
        try:
            if text:
                value |= _read_value(given.get("value_type", ""), text)
        except ValueError as error:
            self.add_error("value", str(error))
        return given | {"said": value}

    @property
    def demand(self) -> Demand:
        """What was typed, once the form is valid."""
        given = self.cleaned_data
        follows: dict[str, Any] = {}
        if self.old is not None and self.old.refers_to_id and not given["value"]:
            follows = {"refers_to": self.old.refers_to, "factor": self.old.factor}
        names = [
            *("region", "year", "commune_class", "condition", "starts", "ends", "value_type"),
            *("comparator", "confidence", "paper", "source", "note"),
        ]
        same = self.old is not None and given["confidence"] == self.old.confidence
        return Demand(
            **{name: given[name] for name in names},
            **given["said"],
            **follows,
            part=given.get("part", ""),
            certainty=self.old.certainty if self.old and same else "",
        )

    @property
    def digest(self) -> str:
        """What was previewed must be what is stored."""
        return hashlib.sha256(repr(self.demand).encode()).hexdigest()[:16]


def threshold_initial(threshold: Threshold) -> dict[str, Any]:
    """A stored row as the form shows it."""
    names = [
        *("region", "part", "year", "commune_class", "condition", "starts", "ends"),
        *("value_type", "comparator", "confidence", "source", "note"),
    ]
    found = {name: getattr(threshold, name) for name in names}
    paper = threshold.paper
    return found | {
        "value": value_text(threshold),
        "paper": f"{paper.symbol} {paper.year or ''}".strip() if paper else "",
    }


def value_text(threshold: Threshold) -> str:
    if threshold.number is not None:
        return write_number(Decimal(threshold.number))
    if threshold.answer is not None:
        return "Có" if threshold.answer else "Không"
    return threshold.word


def _read_value(kind: str, text: str) -> dict[str, Any]:
    """The text as its kind; raises ValueError with what to do."""
    if kind == ValueType.BOOLEAN:
        answer = read_answer(text)
        if answer is not None:
            return {"answer": answer}
        raise ValueError(f"Hãy nhập Có hoặc Không. Bạn nhập «{text}».")
    if kind == ValueType.TEXT:
        return {"word": text}
    return {"number": read_number(text)}


class CheckForm(CatalogueForm):
    """With which paper or source a value was compared."""

    paper = PaperField(label="Văn bản đã đối chiếu")
    source = forms.CharField(
        label="Nguồn", max_length=500, required=False, help_text="Điều, mục, trang; hoặc địa chỉ."
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label="Lý do", max_length=300, error_messages=REASON)
