"""A paper of others as somebody writes it down: the little that is known of it, and its arrival."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms.boundfield import BoundField

from accounts.calendar import working_day
from accounts.models import User
from communes.forms import DayField
from communes.models import Agency
from communes.names import search_key
from documents.choices import PaperKind, RelationKind
from documents.forms.fields import PaperField, PapersForm, paper_text
from documents.forms.signed import ANY
from documents.models import OfficialDocument
from documents.selectors.arrivals import next_number
from documents.services.registering import Told

RELATIONS = 4
OLDEST_YEAR, MONTHS, DAYS = 1945, 12, 31
KNOWN = (
    *("place", "signer_prefix", "signer_post", "signer_name", "effective_on"),
    *("note", "source"),
)


class PartDateField(forms.CharField):
    """A date of which parts may be unknown, «27/3/2024», «11/2020», «2020»: day, month, year."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return (None, None, None)
        said = [int(one) for one in re.split(r"[/.\-\s]+", text.strip()) if one.isdecimal()]
        day, month, year = [*([None] * (3 - len(said))), *said][-3:]
        known = re.fullmatch(r"[\d/.\-\s]+", text) and year and year >= OLDEST_YEAR
        if not known or not 1 <= (month or 1) <= MONTHS or not 1 <= (day or 1) <= DAYS:
            raise ValidationError("Ngày chưa đúng. Hãy nhập như 27/3/2024, 11/2020 hoặc 2020.")
        return (day, month, year)


class IssuerField(forms.CharField):
    """An agency by its name as typed, matched without diacritics; one we do not know stays as words."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return (issuer_named(text), text)


def issuer_named(text: str) -> Agency | None:
    """The agency of the day that has exactly this name, short name, slug or other name."""
    wanted = search_key(text)
    if not wanted:
        return None
    rows = Agency.objects.on(working_day())
    one: Agency
    for one in rows.filter(search_key__contains=wanted):
        if wanted in {search_key(one.name), search_key(one.short_name), search_key(one.slug)}:
            return one
    found: Agency | None = rows.filter(
        Q(slug=text.strip()) | Q(aliases__search_key=wanted)
    ).first()
    return found


class LinesField(forms.CharField):
    """Lines of text, one a row, blank ones dropped."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": 3}), required=False, **kwargs)

    def clean(self, value: Any) -> Any:
        return [one.strip() for one in super().clean(value).splitlines() if one.strip()]


class RegisterForm(PapersForm):
    """What is known of the paper; blank is unknown."""

    kind = forms.ChoiceField(label="Loại", choices=PaperKind.choices)
    number = forms.CharField(label="Số", max_length=11, required=False)
    notation = forms.CharField(
        label="Ký hiệu", max_length=30, required=False, help_text="Như đã in, ví dụ QĐ-UBND."
    )
    date = PartDateField(
        label="Ngày", max_length=20, required=False, help_text="27/3/2024, 11/2020 hoặc 2020."
    )
    title = forms.CharField(label="Trích yếu", max_length=500, widget=forms.Textarea({"rows": 2}))
    issuer = IssuerField(
        label="Cơ quan ban hành",
        max_length=200,
        required=False,
        widget=forms.TextInput({"list": "agencies", "autocomplete": "off"}),
        help_text="Chọn trong danh sách; cơ quan ngoài danh sách thì gõ như in trên văn bản.",
    )
    place = forms.CharField(label="Địa danh", max_length=100, required=False)
    effective_on = DayField(label="Hiệu lực từ", required=False)
    signer_prefix = forms.CharField(
        label="Quyền hạn", max_length=200, required=False, help_text="TM., KT., TL., TUQ."
    )
    signer_post = forms.CharField(label="Chức vụ người ký", max_length=200, required=False)
    signer_name = forms.CharField(label="Người ký", max_length=100, required=False)
    bases = LinesField(label="Căn cứ", help_text="Mỗi dòng một căn cứ.")
    recipients = LinesField(label="Nơi nhận", help_text="Mỗi dòng một nơi.")
    note = forms.CharField(label="Ghi chú", max_length=1000, required=False)
    source = forms.CharField(
        label="Nguồn", max_length=300, required=False, help_text="Thấy ở đâu, ai đưa."
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        for place in range(1, RELATIONS + 1):
            kinds = [("", "Không"), *RelationKind.choices]
            self.fields[f"relation_{place}"] = forms.ChoiceField(
                label=f"Quan hệ {place}", choices=kinds, required=False
            )
            paper = PaperField(label=f"với văn bản {place}")
            paper.papers = OfficialDocument.objects.visible_to(user)
            self.fields[f"other_{place}"] = paper

    def relation_fields(self) -> Iterator[tuple[BoundField, BoundField]]:
        for place in range(1, RELATIONS + 1):
            yield self[f"relation_{place}"], self[f"other_{place}"]

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        for place in range(1, RELATIONS + 1):
            kind, other = cleaned.get(f"relation_{place}"), cleaned.get(f"other_{place}")
            if kind and not other and f"other_{place}" not in self.errors:
                self.add_error(f"other_{place}", "Hãy ghi số, ký hiệu của văn bản liên quan.")
            if other and not kind:
                self.add_error(f"relation_{place}", "Hãy chọn quan hệ.")
        return cleaned

    def told(self) -> Told:
        """What the service takes, once the form is valid."""
        given = self.cleaned_data
        issuer, text = given["issuer"]
        known = {name: given[name] for name in KNOWN}
        known["issuer_text"] = "" if issuer else text
        return Told(
            kind=PaperKind(given["kind"]),
            title=given["title"],
            issuer=issuer,
            number=given["number"],
            notation=given["notation"],
            date=given["date"],
            bases=given["bases"],
            recipients=given["recipients"],
            relations=self._relations(),
            known=known,
        )

    def _relations(self) -> list[tuple[str, OfficialDocument]]:
        given = self.cleaned_data
        pairs = {
            (given[f"relation_{place}"], given[f"other_{place}"])
            for place in range(1, RELATIONS + 1)
            if given.get(f"relation_{place}") and given.get(f"other_{place}")
        }
        return sorted(pairs, key=lambda pair: (pair[0], pair[1].pk))


class ArrivalForm(forms.Form):
    """A line of an office's incoming register."""

    number = forms.CharField(label="Số đến", max_length=11, required=False)
    arrived_on = DayField(label="Ngày đến", required=False)
    forwarded_to = forms.CharField(label="Chuyển", max_length=300, required=False)
    file_number = forms.CharField(label="Lưu hồ sơ số", max_length=50, required=False)
    note = forms.CharField(label="Ghi chú", max_length=500, required=False)


class ArrivedForm(ArrivalForm):
    """A line for one of the writer's own offices, with the next number of the year proposed."""

    agency = forms.ChoiceField(label="Sổ đến của")

    def __init__(
        self, *args: Any, offices: list[Agency], optional: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offices = {one.slug: one for one in offices}
        agency = self.fields["agency"]
        assert isinstance(agency, forms.ChoiceField)  # noqa: S101 -- for the type checker
        none = [("", "Không vào sổ đến")] if optional else []
        agency.choices = [*none, *((one.slug, str(one)) for one in offices)]
        agency.required = not optional
        self.order_fields(["agency"])
        self.fields["arrived_on"].initial = working_day()
        if offices:
            self.fields["number"].initial = next_number(offices[0], working_day().year)

    def arrival(self) -> dict[str, Any] | None:
        """What `add_arrival` takes; None where it goes to no register."""
        given = dict(self.cleaned_data)
        agency = self.offices.get(given.pop("agency"))
        return {"agency": agency, **given} if agency else None


class ScanForm(forms.Form):
    scan = forms.FileField(
        label="Bản quét",
        required=False,
        widget=forms.FileInput({"accept": ANY}),
        help_text="PDF hoặc ảnh; nộp thêm tệp khác ở trang văn bản.",
    )


def registered_initial(paper: OfficialDocument) -> dict[str, Any]:
    """A registered paper as its form shows it."""
    initial: dict[str, Any] = {name: getattr(paper, name) for name in KNOWN}
    initial |= {
        "kind": paper.kind,
        "number": paper.number,
        "notation": paper.notation,
        "title": paper.title,
        "date": paper.date_words,
        "issuer": paper.issuer.name if paper.issuer else paper.issuer_text,
        "bases": "\n".join(one.text for one in paper.bases.all()),
        "recipients": "\n".join(one.text for one in paper.recipients.all()),
        "seen": paper.version,
    }
    rows = paper.relations.select_related("other")[:RELATIONS]
    for place, one in enumerate(rows, start=1):
        initial[f"relation_{place}"] = one.kind
        initial[f"other_{place}"] = paper_text(one.other)
    return initial
