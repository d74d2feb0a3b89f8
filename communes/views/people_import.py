"""Many people at once, from a spreadsheet: looked at first, stored when confirmed."""

import base64

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Role
from accounts.http import SignedInRequest
from communes import permissions
from communes.exports import MEDIA_TYPE, to_xlsx
from communes.forms import PeopleFileForm
from communes.imports import people as imports
from communes.models import Agency
from communes.services import people as services
from communes.views.people import kept_agency


def _understand(
    request: SignedInRequest, agency: Agency, rows: list[imports.Row]
) -> list[imports.Understood]:
    def roles_in(one: Agency) -> list[Role]:
        kept = permissions.may_keep_people(request.user, one)
        return permissions.roles_to_give(request.user, one) if kept else []

    return imports.Reader(agency=agency, roles_in=roles_in, rows=rows).understand()


@require_http_methods(["GET", "HEAD", "POST"])
def people_import(request: SignedInRequest, slug: str) -> HttpResponse:
    agency = kept_agency(request, slug)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PeopleFileForm(*posted)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            rows = imports.read(file, size=file.size)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            return _preview(request, agency, rows)
    return render(
        request,
        "communes/people_import.html",
        {"agency": agency, "form": form, "header": imports.HEADER.values()},
        status=422 if form.errors else 200,
    )


def _preview(
    request: SignedInRequest, agency: Agency, rows: list[imports.Row], status: int = 200
) -> HttpResponse:
    understood = _understand(request, agency, rows)
    context = {
        "agency": agency,
        "lines": understood,
        "good": sum(line.person is not None for line in understood),
        "refused": sum(line.person is None for line in understood),
        "sealed": imports.seal(rows, by=request.user),
    }
    return render(request, "communes/people_import_preview.html", context, status=status)


@never_cache
@require_POST
def people_import_confirm(request: SignedInRequest, slug: str) -> HttpResponse:
    agency = kept_agency(request, slug)
    rows = imports.unseal(request.POST.get("rows", ""), by=request.user)
    understood = _understand(request, agency, rows)
    people = [line.person for line in understood if line.person is not None]
    if not people or (len(people) != len(understood) and "only_good" not in request.POST):
        return _preview(request, agency, rows, status=422)
    made = services.import_people(people=people, by=request.user)
    header = ["Tên đăng nhập", "Họ và tên", "Mật khẩu ban đầu"]
    lines = [(person.username, person.full_name, password) for person, password in made]
    sheet = base64.b64encode(to_xlsx("Tài khoản", header, lines)).decode()
    context = {
        "agency": agency,
        "lines": lines,
        "file": f"data:{MEDIA_TYPE};base64,{sheet}",
    }
    return render(request, "communes/people_import_done.html", context)


@require_safe
def people_import_template(request: SignedInRequest, slug: str) -> HttpResponse:
    agency = kept_agency(request, slug)
    example = ["nvan", "Nguyễn Văn A", "Chuyên viên", "", "", agency.name, "cán bộ"]
    sheet = to_xlsx("Người dùng", list(imports.HEADER.values()), [example])
    return HttpResponse(
        sheet,
        content_type=MEDIA_TYPE,
        headers={"Content-Disposition": 'attachment; filename="mau-nguoi-dung.xlsx"'},
    )
