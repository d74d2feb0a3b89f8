"""What happens to a paper: its steps, its versions, its files, its prints, and to whom it was sent."""

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.constraints import all_or_none
from accounts.models import User
from communes.models import Agency
from documents.choices import PaperAct, PaperFileKind, PaperState, PrintState
from documents.models.claimed import ClaimedPrint, ClaimedQuerySet
from documents.models.file import StoredFile
from documents.models.paper import Fixed, OfficialDocument, Recipient, refuse_removal


class Appended(models.Model):
    """Written once: never edited, never taken out by hand."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Fixed(f"{type(self).__name__} is appended, never edited.")
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> tuple[int, dict[str, int]]:
        raise Fixed(f"{type(self).__name__} is appended, never removed.")


class PaperStep(Appended):
    """One act on a paper's way: appended, never changed. A return carries its reason in `words`."""

    paper = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="steps")
    act = models.CharField("việc", max_length=10, choices=PaperAct)
    state = models.CharField("trạng thái sau đó", max_length=10, choices=PaperState)
    version = models.PositiveIntegerField("phiên bản")
    words = models.CharField("ý kiến, lý do", max_length=1000, blank=True)
    findings = models.JSONField("lỗi thể thức đã xác nhận", default=list, blank=True)
    details = models.JSONField("chi tiết", default=dict, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    on_behalf_of = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        verbose_name = "bước của văn bản"
        verbose_name_plural = "bước của văn bản"
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="paper_step_back_has_a_reason",
                condition=~Q(act__in=[PaperAct.RETURNED, PaperAct.RECALLED]) | ~Q(words=""),
                violation_error_message="Trả lại, thu hồi phải nêu lý do.",
            )
        ]


class PaperVersion(Appended):
    """A draft's whole content as it stood after a save: what differs is shown between two of them."""

    paper = models.ForeignKey(OfficialDocument, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("phiên bản")
    content = models.JSONField("nội dung")
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    class Meta:
        verbose_name = "phiên bản"
        verbose_name_plural = "phiên bản"
        ordering = ["paper", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "number"], name="paper_version_once")
        ]


class PaperFileQuerySet(models.QuerySet["PaperFile"]):
    def delete(self) -> tuple[int, dict[str, int]]:
        """As Django's, but bytes that an issued paper rests on are kept for ever."""
        refuse_removal(OfficialDocument.objects.filter(pk__in=self.order_by().values("paper")))
        return super().delete()


class PaperFile(Appended):
    """A file of a paper, kept for ever under its hash: what was printed, signed, scanned, attached.

    `report` is what was found in a signed file (`documents.signing`).
    """

    paper = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="files")
    kind = models.CharField("loại", max_length=8, choices=PaperFileKind)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="paper_files")
    name = models.CharField("tên tệp", max_length=255)
    version = models.PositiveIntegerField("phiên bản", null=True, blank=True)
    report = models.JSONField("kết quả kiểm tra", default=dict, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    objects = PaperFileQuerySet.as_manager()

    class Meta:
        verbose_name = "tệp của văn bản"
        verbose_name_plural = "tệp của văn bản"
        ordering = ["paper", "pk"]

    def __str__(self) -> str:
        return self.name


class PrintRunQuerySet(ClaimedQuerySet["PrintRun"]):
    """Prints as the worker claims them."""


class PrintRun(ClaimedPrint):
    """One print of one version of a paper by the worker; the row is the queue's truth.

    `findings` are those of the form check on the PDF. `fingerprint`
    is of what was printed: a paper that says something else since (its number, its day) is printed anew.
    """

    paper = models.ForeignKey(OfficialDocument, models.CASCADE, related_name="prints")
    version = models.PositiveIntegerField("phiên bản")
    fingerprint = models.CharField("dấu nội dung", max_length=64, blank=True, editable=False)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="print_runs"
    )
    pages = models.PositiveIntegerField("số trang", null=True, blank=True)
    findings = models.JSONField("lỗi thể thức trên bản in", default=list, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = PrintRunQuerySet.as_manager()

    class Meta:
        verbose_name = "lần in"
        verbose_name_plural = "lần in"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "version"],
                condition=Q(state__in=[PrintState.QUEUED, PrintState.RUNNING]),
                name="print_once_at_a_time",
            ),
            models.CheckConstraint(
                name="print_done_has_its_file",
                condition=~Q(state=PrintState.DONE) | Q(file__isnull=False),
            ),
        ]

    @property
    def is_settled(self) -> bool:
        return self.state in {PrintState.DONE, PrintState.FAILED}


class Delivery(models.Model):
    """An issued paper sent to an agency in the portal, and who opened it first."""

    paper = models.ForeignKey(OfficialDocument, models.PROTECT, related_name="deliveries")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="deliveries")
    recipient = models.ForeignKey(
        Recipient, models.SET_NULL, null=True, blank=True, related_name="deliveries"
    )
    sent_at = models.DateTimeField("gửi lúc", auto_now_add=True)
    opened_at = models.DateTimeField("mở lúc", null=True, blank=True)
    opened_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "lượt gửi"
        verbose_name_plural = "lượt gửi"
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "agency"], name="delivery_once"),
            all_or_none("opened_at", "opened_by", name="delivery_opened_at_and_by"),
        ]
