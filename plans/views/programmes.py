"""Work programmes: the list, one by hand, its groups; the next year's from this one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import is_member
from documents.forms import papers_to_name, tell_refusal
from plans.forms.programmes import HeadForm, TaskGroupForm
from plans.models import TaskGroup, WorkProgramme
from plans.permissions import keeps_all
from plans.selectors.programme_drafts import waiting_drafts
from plans.selectors.programmes import COLUMNS, programme_rows, programmes, structure
from plans.services.programme_copy import start_next
from plans.services.programmes import (
    add_programme,
    add_task_group,
    change_programme,
    change_task_group,
    enter_decision,
    remove_task_group,
)

PAGE = 50
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được chương trình công tác."
NOT_THE_OFFICE = (
    "Chỉ chuyên viên và lãnh đạo Văn phòng Điều phối nhập, sửa chương trình công tác. "
    "Nếu thấy sai, hãy báo Văn phòng Điều phối."
)
SHOWN_AT = {"number": "symbol", "twin": "symbol", "date": "dated"}


@require_safe
def programme_list(request: SignedInRequest) -> HttpResponse:
    """Every year's programme; as a spreadsheet with ?dang=xlsx."""
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    rows = programmes(request.user)
    if request.GET.get("dang") == "xlsx":
        return spreadsheet("chuong-trinh", "Chương trình", COLUMNS, programme_rows(rows))
    may_keep = keeps_all(request.user)
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("trang")),
        "may_keep": may_keep,
        "drafts": waiting_drafts(request.user) if may_keep else [],
    }
    return render(request, "plans/programme_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def programme_add(request: SignedInRequest) -> HttpResponse:
    """An empty programme; its groups and tasks follow on its own page."""
    ask_keeper(request)
    form = HeadForm(request.POST if request.method == "POST" else None, user=request.user)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            said = form.said()
            new, _ = said.pop("new_paper"), said.pop("symbol")
            try:
                said["paper"] = enter_decision(paper=said["paper"], new=new, by=request.user)
                programme = add_programme(by=request.user, **said)
            except ValidationError as refusal:
                tell_refusal(form, refusal, SHOWN_AT)
                status = 409
            else:
                messages.success(request, f"Đã lập {programme}. Hãy thêm nhóm và nhiệm vụ.")
                return redirect("plans:programme_edit", pk=programme.pk)
    context = {"form": form, "papers": papers_to_name(request.user)}
    return render(request, "plans/programme_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def programme_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its head as a form, its groups and tasks to be opened."""
    programme = programme_or_404(request, pk)
    ask_keeper(request)
    if request.method != "POST":
        return _edit_page(request, programme)
    form, status = HeadForm(request.POST, user=request.user), 422
    seen = request.POST.get("version", "")
    if form.is_valid():
        said = form.said()
        new, _ = said.pop("new_paper"), said.pop("symbol")
        try:
            said["paper"] = enter_decision(paper=said["paper"], new=new, by=request.user)
            change_programme(
                programme=programme,
                seen=int(seen) if seen.isdecimal() else None,
                by=request.user,
                **said,
            )
        except ValidationError as refusal:
            tell_refusal(form, refusal, SHOWN_AT)
            status = 409
        else:
            messages.success(request, "Đã lưu chương trình.")
            return redirect("plans:programme_edit", pk=pk)
    return _edit_page(request, programme, form=form, status=status)


@require_POST
def programme_next(request: SignedInRequest, pk: int) -> HttpResponse:
    """A draft of the year after."""
    programme = programme_or_404(request, pk)
    ask_keeper(request)
    try:
        draft = start_next(programme=programme, by=request.user)
    except ValidationError as refusal:
        return _edit_page(request, programme, refused=refusal.messages, status=409)
    messages.success(request, f"Đã lấy các nhiệm vụ sang năm {programme.year + 1}; chưa ghi gì.")
    return redirect("plans:programme_draft", pk=draft.pk)


@require_POST
def taskgroup_add(request: SignedInRequest, pk: int) -> HttpResponse:
    programme = programme_or_404(request, pk)
    ask_keeper(request)
    form = TaskGroupForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, programme, group_form=form, status=422)
    group = add_task_group(programme=programme, by=request.user, **form.cleaned_data)
    messages.success(request, f"Đã thêm nhóm {group}.")
    return redirect("plans:programme_edit", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def taskgroup_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    group = group_or_404(request, pk)
    ask_keeper(request)
    initial = {"number": group.number, "title": group.title}
    form = TaskGroupForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        change_task_group(group=group, by=request.user, **form.cleaned_data)
        messages.success(request, "Đã lưu nhóm.")
        return redirect("plans:programme_edit", pk=group.programme_id)
    context = {"form": form, "group": group, "empty": not group.tasks.exists()}
    status = 422 if form.errors else 200
    return render(request, "plans/taskgroup_form.html", context, status=status)


@require_POST
def taskgroup_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    group = group_or_404(request, pk)
    ask_keeper(request)
    try:
        remove_task_group(group=group, by=request.user)
    except ValidationError as refusal:
        return _edit_page(request, group.programme, refused=refusal.messages, status=409)
    messages.success(request, "Đã bỏ nhóm.")
    return redirect("plans:programme_edit", pk=group.programme_id)


def ask_keeper(request: SignedInRequest) -> None:
    if not keeps_all(request.user):
        raise PermissionDenied(NOT_THE_OFFICE)


def programme_or_404(request: SignedInRequest, pk: int) -> WorkProgramme:
    rows = WorkProgramme.objects.visible_to(request.user).select_related("paper", "follows")
    found: WorkProgramme = get_object_or_404(rows, pk=pk)
    return found


def group_or_404(request: SignedInRequest, pk: int) -> TaskGroup:
    rows = TaskGroup.objects.visible_to(request.user).select_related("programme__paper")
    found: TaskGroup = get_object_or_404(rows, pk=pk)
    return found


def _edit_page(
    request: SignedInRequest,
    programme: WorkProgramme,
    *,
    form: HeadForm | None = None,
    group_form: TaskGroupForm | None = None,
    refused: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    paper = programme.paper
    initial = {
        "year": programme.year,
        "title": programme.title,
        "note": programme.note,
        "symbol": f"{paper.symbol} {paper.year or ''}".strip(),
    }
    context: dict[str, Any] = {
        "programme": programme,
        "groups": structure(programme),
        "form": form or HeadForm(initial=initial, user=request.user),
        "group_form": group_form or TaskGroupForm(),
        "refused": refused or [],
        "papers": papers_to_name(request.user),
    }
    return render(request, "plans/programme_edit.html", context, status=status)
