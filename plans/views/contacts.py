"""The working group, contact persons and offices of an agency: kept by itself and by the office."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from communes.models import Agency, Commune
from criteria.models import SponsorAssignment
from documents.forms import papers_to_name, tell_refusal
from plans.forms.contacts import ContactForm, OfficeForm, contact_initial, office_initial
from plans.models import AgencyOffice, Contact
from plans.permissions import may_keep
from plans.selectors.contacts import office_lists
from plans.selectors.counting import counted
from plans.services.contacts import add_contact, add_office, change_contact, change_office
from plans.views.sponsors import agency_or_404

GET_OR_POST = ["GET", "HEAD", "POST"]
NOT_YOURS = "Chỉ cán bộ, lãnh đạo của đơn vị và Văn phòng Điều phối ghi tổ công tác, đầu mối, phòng của đơn vị."


@require_safe
def contact_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """Everybody reads names; telephone and e-mail only whom they concern."""
    agency = agency_or_404(request, slug)
    context = {
        "agency": agency,
        "lists": office_lists(request.user, agency, working_day()),
        "keeps": may_keep(request.user, agency),
    }
    return render(request, "plans/contact_list.html", context)


@require_http_methods(GET_OR_POST)
def contact_add(request: SignedInRequest, slug: str) -> HttpResponse:
    """A new person; ?xa=CODE: for that commune."""
    agency = agency_or_404(request, slug)
    _refuse_others(request, agency)
    communes = _communes(agency)
    asked = [one.pk for one in communes if one.code == request.GET.get("xa")]
    form = ContactForm(
        request.POST or None, communes=communes, initial={"commune": str(*asked[:1])}
    )
    return _contact_page(request, agency, form, None)


@require_http_methods(GET_OR_POST)
def contact_edit(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    agency = agency_or_404(request, slug)
    rows = Contact.objects.visible_to(request.user).filter(agency__slug=slug)
    contact = get_object_or_404(rows.select_related("agency", "commune"), pk=pk)
    _refuse_others(request, agency)
    communes = _communes(agency)
    if contact.commune and contact.commune not in communes:
        communes.append(contact.commune)
    form = ContactForm(request.POST or None, communes=communes, initial=contact_initial(contact))
    return _contact_page(request, agency, form, contact)


@require_http_methods(GET_OR_POST)
def office_add(request: SignedInRequest, slug: str) -> HttpResponse:
    agency = agency_or_404(request, slug)
    _refuse_others(request, agency)
    form = OfficeForm(request.POST or None, user=request.user)
    return _office_page(request, agency, form, None)


@require_http_methods(GET_OR_POST)
def office_edit(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    agency = agency_or_404(request, slug)
    rows = AgencyOffice.objects.visible_to(request.user).filter(agency__slug=slug)
    office = get_object_or_404(rows.filter(counted()).select_related("agency", "paper"), pk=pk)
    _refuse_others(request, agency)
    form = OfficeForm(
        request.POST or None, user=request.user, kept=office, initial=office_initial(office)
    )
    return _office_page(request, agency, form, office)


def _contact_page(
    request: SignedInRequest, agency: Agency, form: ContactForm, contact: Contact | None
) -> HttpResponse:
    def store() -> Contact:
        given, by = form.given(), request.user
        if contact is None:
            return add_contact(agency=agency, given=given, by=by)
        seen = form.cleaned_data["seen"]
        return change_contact(contact=contact, given=given, seen=seen, by=by)

    context = {"agency": agency, "form": form, "contact": contact}
    return _answer(request, "plans/contact_form.html", store, context)


def _office_page(
    request: SignedInRequest, agency: Agency, form: OfficeForm, office: AgencyOffice | None
) -> HttpResponse:
    def store() -> AgencyOffice:
        given, by = form.given(), request.user
        if office is None:
            return add_office(agency=agency, given=given, by=by)
        seen = form.cleaned_data["seen"]
        return change_office(office=office, given=given, seen=seen, by=by)

    papers = papers_to_name(request.user)
    context = {"agency": agency, "form": form, "office": office, "papers": papers}
    return _answer(request, "plans/office_form.html", store, context)


def _answer(
    request: SignedInRequest, template: str, store: Any, context: dict[str, Any]
) -> HttpResponse:
    """The form, stored when it is sent: 422 where it is not valid, 409 where the service refuses."""
    form, status = context["form"], 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                row = store()
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã ghi «{row}».")
                return redirect("plans:contact_list", slug=context["agency"].slug)
    return render(request, template, context, status=status)


def _communes(agency: Agency) -> list[Commune]:
    rows = SponsorAssignment.objects.on(working_day()).filter(agency__slug=agency.slug)
    found = rows.select_related("commune").order_by("commune__sort_key")
    return [one.commune for one in found]


def _refuse_others(request: SignedInRequest, agency: Agency) -> None:
    if not may_keep(request.user, agency):
        raise PermissionDenied(NOT_YOURS)
