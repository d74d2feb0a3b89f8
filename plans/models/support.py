"""Needs of communes, and help offered, planned and given (QĐ 1841/QĐ-UBND). Money in triệu đồng."""

from typing import Any

from django.db import models
from django.db.models import Q

from communes.models import Agency, Commune
from plans.choices import ActionState, MoneySource, NeedState, SupportForm
from plans.models.base import About, Kept

AMOUNT: dict[str, Any] = {"max_digits": 14, "decimal_places": 3, "null": True, "blank": True}


class Need(Kept, About):
    """What a commune asks for: for which criterion or indicator, how much, by when."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="needs", verbose_name="xã")
    content = models.CharField("cần gì", max_length=500)
    quantity = models.DecimalField("khối lượng", **AMOUNT)
    unit = models.CharField("đơn vị tính", max_length=40, blank=True)
    money = models.DecimalField("kinh phí (triệu đồng)", **AMOUNT)
    by_day = models.DateField("cần trước ngày", null=True, blank=True)
    state = models.CharField(
        "tình trạng", max_length=10, choices=NeedState, default=NeedState.OPEN
    )
    note = models.CharField("ghi chú", max_length=500, blank=True)

    class Meta(About.Meta):
        abstract = False
        verbose_name = "nhu cầu hỗ trợ"
        verbose_name_plural = "nhu cầu hỗ trợ"
        ordering = ["by_day", "pk"]

    def __str__(self) -> str:
        return self.content


class SupportAction(Kept, About):
    """Help offered, planned or given by an agency. Only an offer may lack its commune."""

    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="support", verbose_name="đơn vị hỗ trợ"
    )
    unit_name = models.CharField("phòng, bộ phận thực hiện", max_length=200, blank=True)
    partner = models.CharField("cùng với, từ nguồn của", max_length=200, blank=True)
    need = models.ForeignKey(
        Need, models.PROTECT, null=True, blank=True, related_name="support", verbose_name="nhu cầu"
    )
    form = models.CharField("hình thức", max_length=12, choices=SupportForm)
    content = models.CharField("nội dung", max_length=500)
    state = models.CharField("tình trạng", max_length=10, choices=ActionState)
    planned_on = models.DateField("dự kiến ngày", null=True, blank=True)
    done_on = models.DateField("thực hiện ngày", null=True, blank=True)
    quantity_planned = models.DecimalField("khối lượng kế hoạch", **AMOUNT)
    quantity_done = models.DecimalField("khối lượng thực hiện", **AMOUNT)
    quantity_unit = models.CharField("đơn vị tính", max_length=40, blank=True)
    total_planned = models.DecimalField(
        "tổng kinh phí kế hoạch như nêu", help_text="triệu đồng, như trong văn bản", **AMOUNT
    )
    total_done = models.DecimalField(
        "tổng kinh phí thực hiện như nêu", help_text="triệu đồng, như trong văn bản", **AMOUNT
    )
    result = models.CharField("kết quả", max_length=500, blank=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)

    class Meta(About.Meta):
        abstract = False
        verbose_name = "hoạt động hỗ trợ"
        verbose_name_plural = "hoạt động hỗ trợ"
        ordering = ["-done_on", "-planned_on", "-pk"]
        indexes = [
            models.Index(fields=["commune", "state", "done_on"], name="support_commune_state"),
            models.Index(fields=["agency", "state", "done_on"], name="support_agency_state"),
        ]
        constraints = [
            *About.Meta.constraints,
            models.CheckConstraint(
                name="support_without_a_commune_is_an_offer",
                condition=Q(commune__isnull=False)
                | Q(state__in=[ActionState.OFFERED, ActionState.DROPPED]),
                violation_error_message="Hỗ trợ đã lên kế hoạch hoặc đã thực hiện phải có xã.",
            ),
            models.CheckConstraint(
                name="support_done_has_its_day",
                condition=~Q(state=ActionState.DONE) | Q(done_on__isnull=False),
                violation_error_message="Hỗ trợ đã thực hiện phải có ngày.",
            ),
        ]

    def __str__(self) -> str:
        return self.content


class SupportMoney(models.Model):
    """Money of one source in a support action, triệu đồng; blank is not zero. `days`: công."""

    action = models.ForeignKey(SupportAction, models.CASCADE, related_name="money")
    source = models.CharField("nguồn", max_length=15, choices=MoneySource)
    planned = models.DecimalField("kế hoạch", **AMOUNT)
    done = models.DecimalField("thực hiện", **AMOUNT)
    days_planned = models.DecimalField("ngày công kế hoạch", **AMOUNT)
    days_done = models.DecimalField("ngày công thực hiện", **AMOUNT)

    class Meta:
        verbose_name = "kinh phí hỗ trợ"
        verbose_name_plural = "kinh phí hỗ trợ"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["action", "source"], name="support_money_once"),
            models.CheckConstraint(
                name="support_days_are_labour",
                condition=Q(source=MoneySource.LABOUR_DAYS) | Q(days_planned=None, days_done=None),
            ),
        ]
