"""Who owes which report to whom and when, and the dated items that follow from it."""

from django.db import models
from django.db.models import Q

from accounts.constraints import all_or_none, ends_after_it_starts
from accounts.models import User
from communes.models import Agency, MemberQuerySet, Span, SpanQuerySet
from documents.models import OfficialDocument
from plans.choices import Frequency
from plans.models.base import Kept


class ReportDuty(Kept, Span):
    """A report that somebody owes somebody, as a paper says: words as printed, and the day it falls due.

    `who` and `whom` are those printed; `agency` and `addressee` the agencies they mean, where they are one.
    `day` is a day of the month, `months` the months it falls in («6,12»; blank: every one), `weekday` 1
    (Monday) to 7. With a plan's `paper` it counts from the day that paper is out.
    """

    what = models.CharField("báo cáo", max_length=300)
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="report_duties",
        verbose_name="đơn vị báo cáo",
    )
    who = models.CharField("ai báo cáo (như in)", max_length=200, blank=True)
    addressee = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="report_duties_to",
        verbose_name="nơi nhận",
    )
    whom = models.CharField("báo cáo ai (như in)", max_length=200, blank=True)
    frequency = models.CharField("chế độ", max_length=9, choices=Frequency)
    day = models.PositiveSmallIntegerField("ngày trong tháng", null=True, blank=True)
    months = models.CharField("các tháng", max_length=40, blank=True)
    weekday = models.PositiveSmallIntegerField("thứ (1 là thứ Hai)", null=True, blank=True)
    paper = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="report_duties",
        verbose_name="theo văn bản",
    )
    remind_days = models.PositiveSmallIntegerField("nhắc trước (ngày làm việc)", default=3)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    objects = SpanQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "chế độ báo cáo"
        verbose_name_plural = "chế độ báo cáo"
        ordering = ["agency", "frequency", "pk"]
        constraints = [
            ends_after_it_starts("report_duty_ends_after_it_starts"),
            models.CheckConstraint(
                name="report_duty_is_somebodys",
                condition=Q(agency__isnull=False) | ~Q(who=""),
                violation_error_message="Ghi đơn vị báo cáo, hoặc ai báo cáo bằng lời.",
            ),
            models.CheckConstraint(
                name="report_duty_day_of_a_month",
                condition=Q(day=None) | Q(day__range=(1, 31)),
                violation_error_message="Ngày trong tháng phải từ 1 đến 31.",
            ),
            models.CheckConstraint(
                name="report_duty_day_of_a_week",
                condition=Q(weekday=None) | Q(weekday__range=(1, 7)),
                violation_error_message="Thứ phải từ 1 (thứ Hai) đến 7 (Chủ nhật).",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} – {self.agency or self.who}"


class DutyItem(models.Model):
    """One report owed by a day; done when somebody says so, with the paper that carried it where there is one."""

    duty = models.ForeignKey(ReportDuty, models.PROTECT, related_name="items")
    due_on = models.DateField("hạn")
    period = models.CharField("kỳ", max_length=60)
    done_on = models.DateField("đã gửi ngày", null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    paper = models.ForeignKey(
        OfficialDocument, models.PROTECT, null=True, blank=True, related_name="duty_items"
    )
    note = models.CharField("ghi chú", max_length=300, blank=True)
    opened_at = models.DateTimeField("mở lúc", auto_now_add=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo đến hạn"
        verbose_name_plural = "báo cáo đến hạn"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["duty", "due_on"], name="duty_item_once"),
            all_or_none("done_on", "done_by", name="duty_item_done_on_and_by"),
        ]

    def __str__(self) -> str:
        return f"{self.duty.what}, {self.period}"
