"""Papers by their symbol, as forms name them."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from accounts.models import User
from documents.models import OfficialDocument

LISTED = 200
NOTHING: Mapping[str, str] = {}


def tell_refusal(
    form: forms.BaseForm, refusal: ValidationError, shown_at: Mapping[str, str] = NOTHING
) -> None:
    """A service's refusal at the field it names (or at the one that shows it), else above the form."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        shown = shown_at.get(name, name)
        at = shown if shown in form.fields and name != NON_FIELD_ERRORS else None
        form.add_error(at, errors)


def papers_to_name(user: User) -> list[str]:
    """Symbols to choose from while typing: the latest on the register."""
    rows = OfficialDocument.objects.visible_to(user).exclude(number="")
    return [one.symbol for one in rows.only("number", "notation")[:LISTED]]


def paper_text(paper: OfficialDocument | None) -> str:
    """A paper as `PaperField` reads it; blank where it has no number."""
    return f"{paper.symbol} {paper.year or ''}".strip() if paper and paper.number else ""


class PaperField(forms.CharField):
    """A paper on the register, by its symbol as printed: «645/QĐ-UBND», or with its year."""

    papers = OfficialDocument.objects.none()

    def __init__(self, *, required: bool = False, **kwargs: Any) -> None:
        help_text = "Số, ký hiệu của văn bản đã vào sổ, ví dụ 645/QĐ-UBND; trùng thì thêm năm."
        super().__init__(max_length=60, required=required, help_text=help_text, **kwargs)
        self.widget.attrs["list"] = "papers"

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        symbol, _, year = text.partition(" ")
        number, _, notation = symbol.partition("/")
        rows = self.papers.filter(number__iexact=number, notation__iexact=notation)
        if year.strip("()").isdecimal():
            rows = rows.filter(year=int(year.strip("()")))
        found = list(rows[:2])
        if len(found) == 1:
            return found[0]
        if found:
            raise ValidationError(
                f"Có nhiều văn bản «{symbol}»: hãy thêm năm, ví dụ {symbol} 2024."
            )
        raise ValidationError(
            f"Sổ văn bản chưa có «{text}». Hãy xem lại số, ký hiệu, hoặc cho văn bản vào sổ trước; "
            "không có trong sổ thì để trống ô này."
        )


class PapersForm(forms.Form):
    """A form in which a paper is looked for among those that the writer may see."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, PaperField):
                field.papers = OfficialDocument.objects.visible_to(user)
