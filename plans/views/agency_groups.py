"""Groups of agencies in words: whom each means on a day, and who belongs to the listed ones."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.calendar import read_day, working_day
from accounts.http import SignedInRequest
from communes.http import spreadsheet
from communes.models import is_member
from documents.forms import papers_to_name, tell_refusal
from plans.choices import GroupRule
from plans.forms.groups import GroupForm, LeaveForm, MemberForm
from plans.models import AgencyGroup, GroupMember
from plans.permissions import keeps_all
from plans.selectors.agency_groups import COLUMNS, group_lines, group_rows
from plans.selectors.groups import Groups
from plans.services.groups import add_group, add_member, change_group, end_member
from plans.views.programmes import NOT_A_MEMBER, ask_keeper

GET_OR_POST = ["GET", "HEAD", "POST"]


@require_safe
def group_list(request: SignedInRequest) -> HttpResponse:
    """Whom each group means on a day (?ngay=), in words and one by one; as a spreadsheet with ?dang=xlsx."""
    if not is_member(request.user):
        raise PermissionDenied(NOT_A_MEMBER)
    asked, mistaken = request.GET.get("ngay", ""), ""
    try:
        day = read_day(asked) if asked else working_day()
    except ValueError:
        day, mistaken = working_day(), asked
    found = group_lines(request.user, day)
    if request.GET.get("dang") == "xlsx":
        name = f"nhom-co-quan-{day:%Y-%m-%d}"
        return spreadsheet(name, "Nhóm cơ quan", COLUMNS, group_rows(found))
    context = {
        "day": day,
        "mistaken": mistaken,
        "lines": found,
        "may_keep": keeps_all(request.user),
    }
    return render(request, "plans/group_list.html", context)


@require_http_methods(GET_OR_POST)
def group_add(request: SignedInRequest) -> HttpResponse:
    ask_keeper(request)
    form = GroupForm(request.POST if request.method == "POST" else None)
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            group = add_group(by=request.user, **form.said())
        except ValidationError as refusal:
            tell_refusal(form, refusal)
            status = 409
        else:
            messages.success(request, f"Đã thêm nhóm «{group}».")
            return redirect("plans:group_edit", pk=group.pk)
    return render(request, "plans/group_form.html", {"form": form}, status=status)


@require_http_methods(GET_OR_POST)
def group_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    group = _group(request, pk)
    if request.method != "POST":
        return _edit_page(request, group)
    form = GroupForm(request.POST)
    if not form.is_valid():
        return _edit_page(request, group, form=form, status=422)
    try:
        change_group(group=group, by=request.user, **form.said())
    except ValidationError as refusal:
        tell_refusal(form, refusal)
        return _edit_page(request, group, form=form, status=409)
    messages.success(request, "Đã lưu nhóm.")
    return redirect("plans:group_edit", pk=pk)


@require_POST
def group_member_add(request: SignedInRequest, pk: int) -> HttpResponse:
    group = _group(request, pk)
    form = MemberForm(request.POST, user=request.user)
    if not form.is_valid():
        return _edit_page(request, group, member_form=form, status=422)
    try:
        member = add_member(group=group, by=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        tell_refusal(form, refusal)
        return _edit_page(request, group, member_form=form, status=409)
    messages.success(request, f"Đã thêm {member.agency} vào nhóm.")
    return redirect("plans:group_edit", pk=pk)


@require_POST
def group_member_end(request: SignedInRequest, pk: int) -> HttpResponse:
    ask_keeper(request)
    rows = GroupMember.objects.visible_to(request.user).select_related("group", "agency")
    member: GroupMember = get_object_or_404(rows, pk=pk)
    form = LeaveForm(request.POST)
    if not form.is_valid():
        refused = [str(words) for errors in form.errors.values() for words in errors]
        return _edit_page(request, member.group, refused=refused, status=422)
    try:
        end_member(member=member, by=request.user, **form.cleaned_data)
    except ValidationError as refusal:
        return _edit_page(request, member.group, refused=refusal.messages, status=409)
    messages.success(request, f"Đã ghi {member.agency} rời nhóm.")
    return redirect("plans:group_edit", pk=member.group_id)


def _group(request: SignedInRequest, pk: int) -> AgencyGroup:
    rows = AgencyGroup.objects.visible_to(request.user)
    group: AgencyGroup = get_object_or_404(rows, pk=pk)
    ask_keeper(request)
    return group


def _edit_page(
    request: SignedInRequest,
    group: AgencyGroup,
    *,
    form: GroupForm | None = None,
    member_form: MemberForm | None = None,
    refused: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    initial = {
        "name": group.name,
        "rule": group.rule,
        "other_names": "\n".join(group.other_names),
        "note": group.note,
    }
    members = group.members.select_related("agency", "paper").order_by(
        "agency__sort_key", "starts"
    )
    context: dict[str, Any] = {
        "group": group,
        "form": form or GroupForm(initial=initial),
        "is_list": group.rule == GroupRule.LISTED,
        "members": members,
        "behind": Groups(working_day()).members(group),
        "member_form": member_form or MemberForm(user=request.user),
        "papers": papers_to_name(request.user),
        "refused": refused or [],
    }
    return render(request, "plans/group_edit.html", context, status=status)
