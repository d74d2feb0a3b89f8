"""People and offices of an agency, as its staff or the office type them."""

from typing import Any

from django import forms

from accounts.calendar import working_day
from communes.forms import DayField
from communes.models import Commune
from documents.forms import PaperField, PapersForm, paper_text
from plans.choices import ContactKind
from plans.models import AgencyOffice, Contact
from plans.services.contacts import ContactGiven, OfficeGiven

PERSON = ("kind", "name", "post", "unit_name", "phone", "email", "starts", "ends")
OFFICE = ("name", "order", "leads", "part", "starts", "ends")
SEEN = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ContactForm(forms.Form):
    """A person for one of the agency's communes, or for all of them."""

    kind = forms.ChoiceField(
        label="Vai", choices=[(one.value, one.label.capitalize()) for one in ContactKind]
    )
    name = forms.CharField(label="Họ và tên", max_length=100)
    commune = forms.ChoiceField(label="Xã", required=False)
    post = forms.CharField(label="Chức vụ", max_length=150, required=False)
    unit_name = forms.CharField(label="Phòng, bộ phận", max_length=200, required=False)
    phone = forms.CharField(
        label="Điện thoại",
        max_length=30,
        required=False,
        widget=forms.TextInput({"inputmode": "tel"}),
        help_text="Chỉ đơn vị, xã được giúp và Văn phòng Điều phối thấy số và thư điện tử.",
    )
    email = forms.EmailField(label="Thư điện tử", required=False)
    starts = DayField(label="Từ ngày")
    ends = DayField(label="Đến ngày", required=False, help_text="Trống: đến nay.")
    seen = SEEN

    def __init__(self, *args: Any, communes: list[Commune], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communes = {str(one.pk): one for one in communes}
        field = self.fields["commune"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- for the type checker
        named = [(key, str(one)) for key, one in self.communes.items()]
        field.choices = [("", "Mọi xã của đơn vị"), *named]
        self.fields["starts"].initial = working_day

    def given(self) -> ContactGiven:
        """What the service takes, once the form is valid."""
        said = {name: self.cleaned_data[name] for name in PERSON}
        commune = self.communes.get(self.cleaned_data["commune"])
        return ContactGiven(**said | {"kind": ContactKind(said["kind"]), "commune": commune})


def contact_initial(contact: Contact) -> dict[str, Any]:
    found = {name: getattr(contact, name) for name in PERSON}
    return found | {"commune": str(contact.commune_id or ""), "seen": contact.version}


class OfficeForm(PapersForm):
    """An office with its part in the plan."""

    name = forms.CharField(label="Phòng, bộ phận", max_length=200)
    leads = forms.BooleanField(label="Chủ trì", required=False)
    part = forms.CharField(
        label="Việc được giao", required=False, widget=forms.Textarea({"rows": 4})
    )
    order = forms.IntegerField(label="Thứ tự", min_value=1, max_value=99, initial=1)
    paper = PaperField(label="Theo kế hoạch")
    starts = DayField(label="Từ ngày")
    ends = DayField(label="Đến ngày", required=False, help_text="Trống: đến nay.")
    seen = SEEN

    def __init__(self, *args: Any, kept: AgencyOffice | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = kept
        self.fields["starts"].initial = working_day

    def given(self) -> OfficeGiven:
        """A paper without a number cannot be typed: the stored one stays where the field is blank."""
        said = {name: self.cleaned_data[name] for name in OFFICE}
        paper = self.cleaned_data["paper"]
        if paper is None and self.kept and self.kept.paper and not paper_text(self.kept.paper):
            paper = self.kept.paper
        return OfficeGiven(paper=paper, **said)


def office_initial(office: AgencyOffice) -> dict[str, Any]:
    found = {name: getattr(office, name) for name in OFFICE}
    return found | {"paper": paper_text(office.paper), "seen": office.version}
