"""Tasks of a programme as the office keeps them: added, edited, moved, removed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.http import SignedInRequest
from documents.forms import tell_refusal
from plans.forms.programmes import PlaceForm, TaskForm, task_initial
from plans.models import Task
from plans.selectors.parties import Parties
from plans.selectors.programmes import day_of, stored_answers
from plans.selectors.references import Cited, cited_in, papers_named
from plans.services.programmes import add_task, change_task, move_task, remove_task
from plans.views.programmes import ask_keeper, group_or_404

SHOWN_AT = {"due_on": "due_on", "content": "content"}


@require_http_methods(["GET", "HEAD", "POST"])
def task_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """The next task of a group, its number one more than the last."""
    group = group_or_404(request, pk)
    ask_keeper(request)
    programme = group.programme
    last = group.tasks.order_by("order").last()
    number = f"{int(last.number) + 1}" if last and last.number.isdecimal() else ""
    form = TaskForm(
        request.POST if request.method == "POST" else None,
        year=programme.year,
        known=Parties(day_of(programme)),
        answers={},
        initial={"number": number or ("" if last else "1")},
    )
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                task = add_task(
                    group=group,
                    wording=form.wording(),
                    leads=form.leads,
                    coordinators=form.coordinators,
                    references=_references(form),
                    by=request.user,
                )
            except ValidationError as refusal:
                tell_refusal(form, refusal, SHOWN_AT)
                status = 409
            else:
                messages.success(request, f"Đã thêm nhiệm vụ {task.code}.")
                return redirect("plans:programme_edit", pk=programme.pk)
    context = {"form": form, "group": group, "programme": programme}
    return render(request, "plans/task_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def task_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Its cells as printed, and whom they mean; the second writer is told."""
    task = _task(request, pk)
    form = TaskForm(
        request.POST if request.method == "POST" else None,
        year=task.group.programme.year,
        known=Parties(day_of(task.group.programme)),
        answers=stored_answers(task),
        initial=task_initial(task),
    )
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                change_task(
                    task=task,
                    wording=form.wording(),
                    leads=form.leads,
                    coordinators=form.coordinators,
                    references=_references(form),
                    seen=form.cleaned_data["version"],
                    by=request.user,
                )
            except ValidationError as refusal:
                tell_refusal(form, refusal, SHOWN_AT)
                status = 409
            else:
                messages.success(request, f"Đã lưu nhiệm vụ {task.code}.")
                return redirect("plans:task_detail", pk=pk)
    return _edit_page(request, task, form=form, status=status)


@require_POST
def task_move(request: SignedInRequest, pk: int) -> HttpResponse:
    task = _task(request, pk)
    form = PlaceForm(request.POST, task=task)
    if not form.is_valid():
        return _edit_page(request, task, place=form, status=422)
    moved = move_task(task=task, by=request.user, **form.cleaned_data)
    messages.success(request, f"Đã chuyển nhiệm vụ, nay là {moved.code}.")
    return redirect("plans:programme_edit", pk=task.group.programme_id)


@require_POST
def task_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    task = _task(request, pk)
    seen = request.POST.get("version", "")
    try:
        remove_task(task=task, seen=int(seen) if seen.isdecimal() else None, by=request.user)
    except ValidationError as refusal:
        return _edit_page(request, task, refused=refusal.messages, status=409)
    messages.success(request, f"Đã xóa nhiệm vụ {task.code}.")
    return redirect("plans:programme_edit", pk=task.group.programme_id)


def _task(request: SignedInRequest, pk: int) -> Task:
    rows = Task.objects.visible_to(request.user).select_related("group__programme__paper")
    task: Task = get_object_or_404(rows, pk=pk)
    ask_keeper(request)
    return task


def _references(form: TaskForm) -> list[Cited]:
    texts = [form.cleaned_data[name] for name in ("note", "expected_result", "content")]
    return cited_in(texts, papers_named(texts))


def _edit_page(
    request: SignedInRequest,
    task: Task,
    *,
    form: TaskForm | None = None,
    place: PlaceForm | None = None,
    refused: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    programme = task.group.programme
    context: dict[str, Any] = {
        "task": task,
        "programme": programme,
        "form": form
        or TaskForm(
            year=programme.year,
            known=Parties(day_of(programme)),
            answers=stored_answers(task),
            initial=task_initial(task),
        ),
        "place": place or PlaceForm(task=task, initial={"group": task.group_id}),
        "references": task.references.select_related("paper"),
        "refused": refused or [],
    }
    return render(request, "plans/task_edit.html", context, status=status)
