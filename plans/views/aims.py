"""What a task of the programme is to turn green, kept at the task."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.calendar import working_day
from accounts.http import SignedInRequest
from criteria.selectors.across import districts_on
from documents.forms import tell_refusal
from plans.forms.fields import communes_to_name
from plans.forms.red import AimForm
from plans.models import Task, TaskAim
from plans.permissions import keeps_all
from plans.services.aims import aim_task, drop_aim
from plans.views.red import NOT_THE_OFFICE

GET_OR_POST = ["GET", "HEAD", "POST"]
NOT_A_MEMBER = "Chỉ người có vai trò ở một cơ quan mới xem được nhiệm vụ."


@require_http_methods(GET_OR_POST)
def task_aims(request: SignedInRequest, pk: int) -> HttpResponse:
    """Read by every member; the coordination office adds."""
    tasks = Task.objects.visible_to(request.user).select_related("group__programme__paper")
    task = get_object_or_404(tasks, pk=pk)
    keeps, day, status = keeps_all(request.user), working_day(), 200
    if request.method == "POST" and not keeps:
        raise PermissionDenied(NOT_THE_OFFICE)
    given = request.POST if request.method == "POST" else None
    form = AimForm(given, day=day, districts=districts_on(day)) if keeps else None
    if form is not None and form.is_bound:
        status = 422
        if form.is_valid():
            try:
                aim = aim_task(task=task, by=request.user, **form.said())
            except ValidationError as refusal:
                tell_refusal(form, refusal)
                status = 409
            else:
                messages.success(request, f"Đã gắn nhiệm vụ với {aim.words}.")
                return redirect("plans:task_aims", pk=pk)
    aims = task.aims.select_related("criterion__criteria_set", "indicator", "commune", "district")
    context = {
        "task": task,
        "form": form,
        "aims": aims,
        "communes": communes_to_name(day) if keeps else [],
    }
    return render(request, "plans/task_aims.html", context, status=status)


@require_POST
def aim_drop(request: SignedInRequest, pk: int) -> HttpResponse:
    rows = TaskAim.objects.visible_to(request.user)
    about = ("task__group", "criterion", "indicator", "commune", "district")
    aim = get_object_or_404(rows.select_related(*about), pk=pk)
    if not keeps_all(request.user):
        raise PermissionDenied(NOT_THE_OFFICE)
    drop_aim(aim=aim, by=request.user)
    messages.success(request, f"Đã bỏ: {aim.words}.")
    return redirect("plans:task_aims", pk=aim.task_id)
