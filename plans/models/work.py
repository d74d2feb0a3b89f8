"""Works, capital and outstanding construction debt of communes, as the report tables need them.

Money in triệu đồng; a blank amount was not reported, zero is zero.
"""

from django.db import models
from django.db.models import Q

from communes.models import Commune
from communes.names import search_key
from criteria.models import Indicator
from plans.choices import MoneySource, WorkKind
from plans.models.base import Kept
from plans.models.draft import PlanDraft
from plans.models.support import AMOUNT


class Work(Kept):
    """A construction work in a commune."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="works", verbose_name="xã")
    name = models.CharField("công trình", max_length=300)
    kind = models.CharField("loại", max_length=12, choices=WorkKind)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="works"
    )
    investment = models.DecimalField("tổng mức đầu tư", **AMOUNT)
    quantity = models.DecimalField("khối lượng", **AMOUNT)
    unit = models.CharField("đơn vị tính", max_length=40, blank=True)
    started_on = models.DateField("khởi công", null=True, blank=True)
    finished_on = models.DateField("hoàn thành", null=True, blank=True)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    search_key = models.CharField(max_length=350, editable=False, db_index=True)

    class Meta:
        verbose_name = "công trình"
        verbose_name_plural = "công trình"
        ordering = ["commune", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["commune", "name"], name="work_once")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.search_key = search_key(self.name)[:350]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Capital(Kept):
    """Capital of one year and source for a commune (one work, or as a whole), as of a day."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="capital", verbose_name="xã")
    work = models.ForeignKey(Work, models.PROTECT, null=True, blank=True, related_name="capital")
    year = models.PositiveSmallIntegerField("kế hoạch vốn năm")
    source = models.CharField("nguồn", max_length=15, choices=MoneySource)
    as_of = models.DateField("tính đến ngày")
    allocated = models.DecimalField("đã phân bổ", **AMOUNT)
    disbursed = models.DecimalField("đã giải ngân", **AMOUNT)
    draft = models.ForeignKey(PlanDraft, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "vốn"
        verbose_name_plural = "vốn"
        ordering = ["commune", "year", "as_of", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "year", "source", "as_of"], name="capital_of_a_work_once"
            ),
            models.UniqueConstraint(
                fields=["commune", "year", "source", "as_of"],
                condition=Q(work=None),
                name="capital_as_a_whole_once",
            ),
        ]


class Debt(Kept):
    """Outstanding construction debt (nợ đọng xây dựng cơ bản) of a commune as of a day."""

    commune = models.ForeignKey(Commune, models.PROTECT, related_name="debts", verbose_name="xã")
    as_of = models.DateField("tính đến ngày")
    amount = models.DecimalField("nợ đọng", **AMOUNT)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    draft = models.ForeignKey(PlanDraft, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "nợ đọng xây dựng cơ bản"
        verbose_name_plural = "nợ đọng xây dựng cơ bản"
        ordering = ["commune", "as_of"]
        constraints = [models.UniqueConstraint(fields=["commune", "as_of"], name="debt_once")]
