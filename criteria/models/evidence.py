"""The files behind what was said, and what others answered to it."""

from django.db import models
from django.db.models import Q

from accounts.constraints import all_or_none
from accounts.models import User
from communes.models import Agency, MemberQuerySet
from criteria.models.catalogue import Criterion, Indicator
from criteria.models.entry import Measurement, StatusEntry
from criteria.models.scorecard import Scorecard
from documents.models import StoredFile


class Reply(models.Model):
    """A commune agrees with a word that another said of it, or contests it and says why."""

    entry = models.ForeignKey(
        StatusEntry, models.PROTECT, null=True, blank=True, related_name="replies"
    )
    measurement = models.ForeignKey(
        Measurement, models.PROTECT, null=True, blank=True, related_name="replies"
    )
    agrees = models.BooleanField("đồng ý")
    note = models.CharField("lý do", max_length=1000, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "ý kiến của xã"
        verbose_name_plural = "ý kiến của xã"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="reply_is_about_one_word",
                condition=Q(entry=None, measurement__isnull=False)
                | Q(entry__isnull=False, measurement=None),
            ),
            models.CheckConstraint(
                name="reply_contests_with_a_reason",
                condition=Q(agrees=True) | ~Q(note=""),
                violation_error_message="Không đồng ý thì phải nêu lý do.",
            ),
        ]


class EvidenceQuerySet(MemberQuerySet):
    def living(self) -> "EvidenceQuerySet":
        """Those not taken back."""
        return self.filter(withdrawn_at=None)


class Evidence(models.Model):
    """A file behind what is said of an indicator or a criterion; one file may stand behind several."""

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="evidence")
    scorecard = models.ForeignKey(Scorecard, models.PROTECT, related_name="evidence")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="evidence")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    measurement = models.ForeignKey(
        Measurement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
        help_text="giá trị đang tính lúc nộp",
    )
    reply = models.ForeignKey(
        Reply, models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    name = models.CharField("tên tệp", max_length=255, help_text="tên lúc nộp ở đây")
    page = models.CharField("trang", max_length=40, blank=True)
    quote = models.CharField("trích", max_length=500, blank=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    withdrawn_at = models.DateTimeField("rút lúc", null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField("lý do rút", max_length=300, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        ordering = ["pk"]
        indexes = [models.Index(fields=["scorecard", "criterion"], name="evidence_of_criterion")]
        constraints = [
            all_or_none("withdrawn_at", "withdrawn_by", name="evidence_withdrawn_at_and_by"),
            models.CheckConstraint(
                name="evidence_withdrawn_with_a_reason",
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                violation_error_message="Rút phải nêu lý do.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
