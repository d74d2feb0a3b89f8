"""What became of a task: appended words of its leads, of whoever confirms, and asked extensions."""

from django.db import models
from django.db.models import Q

from accounts.constraints import all_or_none
from accounts.models import User
from communes.models import Agency, MemberQuerySet
from plans.choices import ExtensionState, TaskState
from plans.models.base import Told
from plans.models.programme import Task


class TaskProgress(Told):
    """A lead (each member of a group for itself) says where its task stands."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="progress")
    state = models.CharField("tình trạng", max_length=12, choices=TaskState)
    percent = models.PositiveSmallIntegerField("phần trăm", null=True, blank=True)
    words = models.TextField("diễn giải", blank=True)

    class Meta(Told.Meta):
        abstract = False
        verbose_name = "tiến độ"
        verbose_name_plural = "tiến độ"
        indexes = [models.Index(fields=["task", "agency"], name="progress_task_agency")]
        constraints = [
            *Told.Meta.constraints,
            models.CheckConstraint(
                name="taskprogress_percent_up_to_100",
                condition=Q(percent=None) | Q(percent__lte=100),
                violation_error_message="Phần trăm phải từ 0 đến 100.",
            ),
        ]


class TaskReview(Told):
    """Whoever may confirm agrees that a task is completed, or returns it with a reason.

    The coordination office; Sở NN&PTNT for what the office leads. `subject` is the lead it speaks to
    where a task has several; None: the task as a whole.
    """

    task = models.ForeignKey(Task, models.PROTECT, related_name="reviews")
    subject = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị"
    )
    agrees = models.BooleanField("xác nhận hoàn thành")
    reason = models.CharField("lý do", max_length=1000, blank=True)

    class Meta(Told.Meta):
        abstract = False
        verbose_name = "xác nhận hoàn thành"
        verbose_name_plural = "xác nhận hoàn thành"
        constraints = [
            *Told.Meta.constraints,
            models.CheckConstraint(
                name="taskreview_returns_with_a_reason",
                condition=Q(agrees=True) | ~Q(reason=""),
                violation_error_message="Trả lại thì phải nêu lý do.",
            ),
        ]


class Extension(models.Model):
    """A lead asks for a later day; the task keeps its original one. The last granted counts."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="extensions")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    due_on = models.DateField("xin gia hạn đến")
    reason = models.CharField("lý do", max_length=1000)
    asked_on = models.DateField("ngày xin")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    on_behalf_of = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    illustrative = models.BooleanField("số liệu minh họa", default=False)
    state = models.CharField(
        "kết quả", max_length=10, choices=ExtensionState, default=ExtensionState.ASKED
    )
    decided_on = models.DateField("ngày quyết định", null=True, blank=True)
    decided_at = models.DateTimeField("quyết định lúc", null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField("ý kiến", max_length=1000, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "xin gia hạn"
        verbose_name_plural = "xin gia hạn"
        ordering = ["pk"]
        constraints = [
            all_or_none("decided_at", "decided_by", name="extension_decided_at_and_by"),
            models.UniqueConstraint(
                fields=["task", "agency"],
                condition=Q(state=ExtensionState.ASKED),
                name="extension_asked_once_at_a_time",
            ),
        ]
