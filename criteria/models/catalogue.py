from django.db import models
from django.db.models import Q

from accounts.constraints import ends_after_it_starts
from communes.choices import CommuneClassKind, Confidence
from communes.models import Span, SpanQuerySet
from criteria.choices import Comparator, Level, ValueType
from documents.models import OfficialDocument


class CriteriaSetQuerySet(SpanQuerySet):
    def of_level(self, level: Level) -> "CriteriaSetQuerySet":
        return self.filter(level=level)


class CriteriaSet(Span):
    """A yardstick: dated data with its legal source, in force until its successor's decision."""

    code = models.SlugField("mã", max_length=60, unique=True)
    name = models.CharField("tên", max_length=300)
    short_name = models.CharField("tên gọn", max_length=60)
    level = models.CharField("mức", max_length=10, choices=Level)
    paper = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="criteria_sets",
        verbose_name="văn bản",
    )
    region = models.CharField("vùng của tỉnh", max_length=10, default="BTB")
    special_region = models.CharField(
        "vùng áp dụng cho xã ĐBKK",
        max_length=10,
        blank=True,
        help_text="trống: không có quy tắc riêng",
    )
    note = models.CharField("ghi chú", max_length=1000, blank=True)

    objects = CriteriaSetQuerySet.as_manager()

    class Meta:
        verbose_name = "bộ tiêu chí"
        verbose_name_plural = "bộ tiêu chí"
        ordering = ["-starts", "code"]
        constraints = [ends_after_it_starts("set_ends_after_it_starts")]

    def __str__(self) -> str:
        return self.short_name


class Criterion(models.Model):
    """A criterion of a set, in the group in which the law puts it."""

    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="criteria")
    number = models.PositiveSmallIntegerField("số")
    name = models.CharField("tên", max_length=200)
    group_code = models.CharField("nhóm", max_length=5, blank=True)
    group_name = models.CharField("tên nhóm", max_length=200, blank=True)

    class Meta:
        verbose_name = "tiêu chí"
        verbose_name_plural = "tiêu chí"
        ordering = ["criteria_set", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["criteria_set", "number"], name="criterion_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class Indicator(models.Model):
    """An indicator of a criterion. Its type follows the threshold of the day (amendments)."""

    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="indicators")
    code = models.CharField("mã", max_length=10)
    order = models.PositiveSmallIntegerField("thứ tự")
    name = models.CharField("tên", max_length=500)
    value_type = models.CharField("kiểu giá trị", max_length=10, choices=ValueType)
    unit = models.CharField("đơn vị tính", max_length=40, blank=True)
    parts = models.JSONField(
        "các phần",
        default=list,
        blank=True,
        help_text="chỉ tiêu cần nhiều số: [{code, name}]",
    )
    rule = models.CharField("quy tắc bằng lời", max_length=500, blank=True)
    applicable_if = models.CharField("chỉ áp dụng khi", max_length=300, blank=True)
    delegated_to = models.CharField("giao quy định cho", max_length=100, blank=True)
    name_confidence = models.CharField(
        max_length=10, choices=Confidence, default=Confidence.SOURCED
    )
    name_source = models.CharField("nguồn của tên", max_length=500, blank=True)
    note = models.CharField("ghi chú", max_length=1000, blank=True)

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["criterion", "order"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "code"], name="indicator_code_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Threshold(models.Model):
    """What an indicator asks, by region, year, class of commune, part and span, with its source.

    A value may be a number, a yes/no or a word; none of them means that the value is not known.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="thresholds")
    order = models.PositiveSmallIntegerField("thứ tự")
    part = models.CharField("phần", max_length=40, blank=True)
    region = models.CharField("vùng", max_length=10, help_text="chung: cả nước")
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True)
    commune_class = models.CharField(
        "loại xã", max_length=10, choices=CommuneClassKind, blank=True
    )
    condition = models.CharField("điều kiện", max_length=200, blank=True)
    starts = models.DateField("từ ngày", null=True, blank=True)
    ends = models.DateField("đến ngày", null=True, blank=True)
    value_type = models.CharField("kiểu giá trị", max_length=10, choices=ValueType)
    comparator = models.CharField("so sánh", max_length=10, choices=Comparator)
    number = models.DecimalField(
        "mức (số)", max_digits=14, decimal_places=4, null=True, blank=True
    )
    answer = models.BooleanField("mức (có/không)", null=True, blank=True)
    word = models.CharField("mức (chữ)", max_length=200, blank=True)
    confidence = models.CharField("độ tin cậy", max_length=10, choices=Confidence)
    certainty = models.CharField("mức nhớ", max_length=10, blank=True)
    source = models.CharField("nguồn", max_length=500, blank=True)
    paper = models.ForeignKey(
        OfficialDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="thresholds",
    )
    note = models.CharField("ghi chú", max_length=1000, blank=True)

    class Meta:
        verbose_name = "ngưỡng đạt"
        verbose_name_plural = "ngưỡng đạt"
        ordering = ["indicator", "order"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "order"], name="threshold_order_once"),
            models.CheckConstraint(
                name="threshold_has_at_most_one_value",
                condition=Q(number=None, answer=None)
                | Q(number=None, word="")
                | Q(answer=None, word=""),
                violation_error_message="Ngưỡng chỉ có một giá trị: số, có/không hoặc chữ.",
            ),
        ]
