"""The accounts of an agency, kept by its focal point."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import services as accounts
from accounts.calendar import working_day
from accounts.http import SignedInRequest
from accounts.models import User
from communes import permissions
from communes.forms import CloseForm, PersonForm
from communes.models import Agency
from communes.selectors import people as selectors
from communes.services import people as services

PAGE = 50


def kept_agency(request: SignedInRequest, slug: str) -> Agency:
    """The agency of the address, if the reader keeps its accounts."""
    agencies = Agency.objects.visible_to(request.user).on(working_day())
    agency: Agency = get_object_or_404(agencies, slug=slug)
    if not permissions.may_keep_people(request.user, agency):
        raise PermissionDenied(
            f"Chỉ đầu mối của {agency} và của Văn phòng Điều phối quản lý người dùng ở đây."
        )
    return agency


def _kept_person(request: SignedInRequest, agency: Agency, pk: int) -> User:
    people = User.objects.filter(memberships__agency=agency).distinct()
    person: User = get_object_or_404(people, pk=pk)
    if not permissions.may_keep_person(request.user, person):
        raise PermissionDenied(
            f"Tài khoản của {person} không thuộc riêng cơ quan này, là tài khoản quản trị, hoặc là "
            "của chính bạn. Đề nghị đầu mối của Văn phòng Điều phối."
        )
    return person


@require_safe
def people_list(request: SignedInRequest, slug: str) -> HttpResponse:
    agency = kept_agency(request, slug)
    lines = selectors.people_of(agency, seen_by=request.user)
    page = Paginator(lines, PAGE).get_page(request.GET.get("trang"))
    return render(request, "communes/people_list.html", {"agency": agency, "page": page})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person_add(request: SignedInRequest, slug: str) -> HttpResponse:
    agency = kept_agency(request, slug)
    form = PersonForm(
        request.POST if request.method == "POST" else None,
        roles=permissions.roles_to_give(request.user, agency),
    )
    if form.is_valid():
        person, password = services.add_person(new=form.new_person(agency), by=request.user)
        context = {"agency": agency, "person": person, "password": password, "added": True}
        return render(request, "communes/person_password.html", context)
    return render(
        request,
        "communes/person_add.html",
        {"agency": agency, "form": form},
        status=422 if form.errors else 200,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person_reset_password(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    agency = kept_agency(request, slug)
    person = _kept_person(request, agency, pk)
    context: dict[str, Any] = {"agency": agency, "person": person}
    if request.method != "POST":
        return render(request, "communes/person_reset_password.html", context)
    context["password"] = accounts.give_password(person=person, by=request.user)
    return render(request, "communes/person_password.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def person_close(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    agency = kept_agency(request, slug)
    person = _kept_person(request, agency, pk)
    form = CloseForm(
        request.POST if request.method == "POST" else None,
        colleagues=selectors.colleagues(person, [agency]),
    )
    if form.is_valid():
        services.close_person(person=person, agency=agency, by=request.user, **form.cleaned_data)
        messages.success(request, f"Đã đóng tài khoản của {person}.")
        return redirect("communes:people_list", slug=agency.slug)
    return render(
        request,
        "communes/person_close.html",
        {"agency": agency, "person": person, "form": form},
        status=422 if form.errors else 200,
    )
