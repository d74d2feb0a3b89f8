"""What plans promise to do, and what is accepted as unmet until a year."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q

from communes.models import Agency, Commune, MemberQuerySet
from criteria.models import Criterion
from documents.models import OfficialDocument
from plans.choices import ActionState, DueKind
from plans.models.base import About, Kept


class PlanAction(Kept, About):
    """An action that a plan promises: of a sponsor for its communes, of a commune for an unmet indicator.

    `agency` is blank only in the plan of a commune outside the home tree, whose committee is no agency here.
    """

    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_actions",
        verbose_name="đơn vị có kế hoạch",
    )
    paper = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, blank=True, related_name="plan_actions"
    )
    situation = models.CharField("hiện trạng", max_length=1000, blank=True)
    content = models.CharField("việc", max_length=500)
    unit_name = models.CharField("phòng, người thực hiện", max_length=200, blank=True)
    due_text = models.CharField("thời hạn như in", max_length=200, blank=True)
    due_kind = models.CharField(
        "dạng thời hạn", max_length=10, choices=DueKind, default=DueKind.NONE
    )
    due_on = models.DateField("hạn", null=True, blank=True)
    state = models.CharField(
        "tình trạng", max_length=10, choices=ActionState, default=ActionState.PLANNED
    )
    done_on = models.DateField("thực hiện ngày", null=True, blank=True)
    result = models.CharField("kết quả", max_length=500, blank=True)

    class Meta(About.Meta):
        abstract = False
        verbose_name = "việc trong kế hoạch"
        verbose_name_plural = "việc trong kế hoạch"
        ordering = ["agency", "due_on", "pk"]
        constraints = [
            *About.Meta.constraints,
            models.CheckConstraint(
                name="planaction_is_an_agencys_or_a_papers",
                condition=Q(agency__isnull=False) | Q(paper__isnull=False),
                violation_error_message="Chọn đơn vị có kế hoạch.",
            ),
            models.CheckConstraint(
                name="planaction_done_has_its_day",
                condition=~Q(state=ActionState.DONE) | Q(done_on__isnull=False),
                violation_error_message="Việc đã thực hiện phải có ngày.",
            ),
        ]

    def __str__(self) -> str:
        return self.content


class AcceptanceQuerySet(MemberQuerySet):
    def on(self, day: dt.date) -> Self:
        """Those in force on that day: begun, not ended, and the year not over."""
        rows = self.filter(starts__lte=day, until_year__gte=day.year)
        return rows.filter(Q(ended_on=None) | Q(ended_on__gt=day))


class Acceptance(Kept, About):
    """A leader, or a signed paper, accepts that a commune does not meet something until the end of a year."""

    commune = models.ForeignKey(
        Commune, models.PROTECT, related_name="acceptances", verbose_name="xã"
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="acceptances", verbose_name="tiêu chí"
    )
    until_year = models.PositiveSmallIntegerField("chấp nhận đến hết năm")
    reason = models.CharField("lý do", max_length=500)
    paper = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="acceptances",
        help_text="văn bản đã ký; trống khi lãnh đạo chấp nhận ngay trên cổng",
    )
    starts = models.DateField("từ ngày")
    ended_on = models.DateField("thôi chấp nhận từ ngày", null=True, blank=True)
    ended_reason = models.CharField("lý do thôi chấp nhận", max_length=300, blank=True)

    objects = AcceptanceQuerySet.as_manager()  # type: ignore[misc]  # a QuerySet of its own

    class Meta(About.Meta):
        abstract = False
        verbose_name = "chấp nhận chưa đạt"
        verbose_name_plural = "chấp nhận chưa đạt"
        ordering = ["commune", "criterion", "pk"]
        constraints = [
            *About.Meta.constraints,
            models.CheckConstraint(
                name="acceptance_ends_with_a_reason",
                condition=Q(ended_on=None) | ~Q(ended_reason=""),
                violation_error_message="Thôi chấp nhận phải nêu lý do.",
            ),
        ]

    @property
    def basis(self) -> str:
        """The signed paper, or who accepted it in the portal."""
        if self.paper is not None:
            return self.paper.short
        who = self.on_behalf_of or self.by
        return f"{who} chấp nhận trên cổng" if who else "chấp nhận trên cổng"
