from django.db import models

from accounts.constraints import all_or_none
from accounts.models import User
from communes.models import MemberQuerySet
from documents.models import StoredFile
from plans.choices import DraftKind, DraftState


class PlanDraft(models.Model):
    """A list read from a sheet or pasted, with how it was understood: nothing counts until confirmed.

    `plan` has the shape of its kind (`plans.imports`); `options` what the writer chose or answered.
    """

    kind = models.CharField("loại", max_length=12, choices=DraftKind)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="plan_drafts"
    )
    text = models.TextField("bảng dán", blank=True)
    options = models.JSONField(default=dict, blank=True)
    plan = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        "trạng thái", max_length=10, choices=DraftState, default=DraftState.READY
    )
    version = models.PositiveIntegerField("lần sửa", default=1, editable=False)
    by = models.ForeignKey(User, models.PROTECT, related_name="plan_drafts")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    stored_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    stored_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    message = models.CharField("kết quả", max_length=500, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "bản nhập danh sách chờ xác nhận"
        verbose_name_plural = "bản nhập danh sách chờ xác nhận"
        ordering = ["-pk"]
        constraints = [all_or_none("stored_at", "stored_by", name="plandraft_stored_at_and_by")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.get_state_display()}"
