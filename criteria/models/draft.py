from django.db import models

from accounts.constraints import all_or_none
from accounts.models import User
from communes.models import MemberQuerySet
from criteria.choices import DraftKind, DraftState
from criteria.models.catalogue import CriteriaSet, Criterion
from documents.models import StoredFile


class EntryDraft(models.Model):
    """What was read from a file or pasted, with what it would change: nothing counts until confirmed.

    `plan` holds what was understood, in the shape of its kind (`criteria.imports`); `options` what
    the writer chose: the day, the mandate, how columns are read.
    """

    kind = models.CharField("loại", max_length=10, choices=DraftKind)
    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, null=True, blank=True, related_name="drafts"
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, null=True, blank=True, related_name="drafts"
    )
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="drafts"
    )
    text = models.TextField("bảng dán", blank=True)
    options = models.JSONField(default=dict, blank=True)
    plan = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        "trạng thái", max_length=10, choices=DraftState, default=DraftState.READING
    )
    done = models.PositiveIntegerField("đã xong", default=0)
    total = models.PositiveIntegerField("tổng số", default=0)
    message = models.CharField("kết quả", max_length=500, blank=True)
    heartbeat = models.DateTimeField(
        "nhịp cuối", null=True, blank=True, help_text="lúc bắt đầu đọc hoặc ghi"
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="entry_drafts")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    stored_at = models.DateTimeField("lưu lúc", null=True, blank=True)
    stored_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "bản nhập chờ xác nhận"
        verbose_name_plural = "bản nhập chờ xác nhận"
        ordering = ["-pk"]
        constraints = [all_or_none("stored_at", "stored_by", name="draft_stored_at_and_by")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.get_state_display()}"
