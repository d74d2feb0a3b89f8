import datetime as dt

from django.db import models
from django.db.models import Q

from accounts.constraints import all_or_none, ends_after_it_starts
from accounts.models import User
from communes.choices import CommuneClassKind, Confidence
from communes.models import Span, SpanQuerySet
from criteria.choices import Combine, Comparator, Level, ValueType
from documents.models import OfficialDocument


class CriteriaSetQuerySet(SpanQuerySet):
    def of_level(self, level: Level) -> "CriteriaSetQuerySet":
        return self.filter(level=level)


def plain_classes() -> list[str]:
    """The classes that sets before 2026 distinguish."""
    return [CommuneClassKind.ORDINARY.value, CommuneClassKind.SPECIAL.value]


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
    classes = models.JSONField(
        "loại xã mà ngưỡng phân biệt", default=plain_classes, help_text="mã loại xã, theo thứ tự"
    )
    stated_indicators = models.PositiveSmallIntegerField(
        "số chỉ tiêu theo văn bản",
        null=True,
        blank=True,
        help_text="khi danh sách chỉ tiêu chưa nhập đủ",
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
    combine = models.CharField(
        "khi sáp nhập", max_length=10, choices=Combine, default=Combine.ANEW
    )
    denominator = models.CharField(
        "mẫu số", max_length=100, blank=True, help_text="tính trên tổng số gì: «số hộ»"
    )
    takes_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_by",
        verbose_name="lấy số liệu của chỉ tiêu",
        help_text="chỉ tiêu của bộ khác mà số liệu được dùng ở đây",
    )
    asks_set = models.ForeignKey(
        CriteriaSet,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="asked_by",
        verbose_name="đạt mọi tiêu chí của bộ",
    )
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


class ThresholdQuerySet(models.QuerySet["Threshold"]):
    def known_at(self, moment: dt.datetime | None = None) -> "ThresholdQuerySet":
        """The rows that stood at that moment; None means now. Shipped rows stand since ever."""
        if moment is None:
            return self.filter(superseded_at=None)
        rows = self.filter(Q(recorded_at=None) | Q(recorded_at__lte=moment))
        return rows.filter(Q(superseded_at=None) | Q(superseded_at__gt=moment))


class Threshold(models.Model):
    """What an indicator asks, by region, year, class of commune, part and span, with its source.

    A value may be a number, a yes/no or a word; none of them means that the value is not known. It
    may also be another indicator's threshold times a factor (QĐ 319/QĐ-TTg: income × 1,10). A
    correction is a new row that replaces the old one: what was judged before keeps its yardstick.
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
    refers_to = models.ForeignKey(
        Indicator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="referred_by",
        verbose_name="theo ngưỡng của chỉ tiêu",
    )
    factor = models.DecimalField("nhân với", max_digits=6, decimal_places=4, null=True, blank=True)
    note = models.CharField("ghi chú", max_length=1000, blank=True)
    recorded_at = models.DateTimeField("ghi lúc", null=True, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField("lý do sửa", max_length=300, blank=True)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    superseded_at = models.DateTimeField("thôi dùng lúc", null=True, blank=True)
    superseded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField("kiểm chứng lúc", null=True, blank=True)
    checked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ThresholdQuerySet.as_manager()

    class Meta:
        verbose_name = "ngưỡng đạt"
        verbose_name_plural = "ngưỡng đạt"
        ordering = ["indicator", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "order"],
                condition=Q(superseded_at=None),
                name="threshold_order_once",
            ),
            all_or_none("recorded_at", "recorded_by", name="threshold_recorded_at_and_by"),
            all_or_none("superseded_at", "superseded_by", name="threshold_superseded_at_and_by"),
            all_or_none("checked_at", "checked_by", name="threshold_checked_at_and_by"),
            all_or_none("refers_to", "factor", name="threshold_refers_with_a_factor"),
            models.CheckConstraint(
                name="threshold_refers_or_has_a_value",
                condition=Q(refers_to=None) | Q(number=None, answer=None, word=""),
                violation_error_message="Ngưỡng theo chỉ tiêu khác thì không có mức riêng.",
            ),
            models.CheckConstraint(
                name="threshold_has_at_most_one_value",
                condition=Q(number=None, answer=None)
                | Q(number=None, word="")
                | Q(answer=None, word=""),
                violation_error_message="Ngưỡng chỉ có một giá trị: số, có/không hoặc chữ.",
            ),
        ]
