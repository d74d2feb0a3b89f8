"""Who is written to about what: one mail per person, never twice for the same thing."""

from django.db import models
from django.db.models import Q

from accounts.models import User
from communes.models import Agency, MemberQuerySet
from plans.choices import Audience, MailState, UrgeKind
from plans.models.programme import Task


class UrgingRule(models.Model):
    """When somebody is written to, and who: kept by the office. `days` are working days.

    BEFORE: so many days before the day; ESCALATION: so many days overdue without a word of progress.
    DIGEST and ON_THE_DAY need no days.
    """

    kind = models.CharField("khi", max_length=12, choices=UrgeKind)
    days = models.PositiveSmallIntegerField("số ngày làm việc", default=0)
    audience = models.CharField("gửi cho", max_length=12, choices=Audience)
    active = models.BooleanField("đang dùng", default=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "quy tắc đôn đốc"
        verbose_name_plural = "quy tắc đôn đốc"
        ordering = ["kind", "days", "audience"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "days", "audience"], name="urging_rule_once")
        ]

    def __str__(self) -> str:
        days = f" {self.days} ngày làm việc" if self.days else ""
        return f"{self.get_kind_display()}{days}: {self.get_audience_display()}"


class Mail(models.Model):
    """One mail to one person on one day; its lines say what it is about."""

    user = models.ForeignKey(User, models.PROTECT, related_name="mails", verbose_name="người nhận")
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="mails", verbose_name="cơ quan"
    )
    day = models.DateField("ngày")
    address = models.EmailField("địa chỉ", blank=True)
    subject = models.CharField("tiêu đề", max_length=300)
    body = models.TextField("nội dung")
    state = models.CharField(
        "trạng thái", max_length=8, choices=MailState, default=MailState.WAITING
    )
    recorded_at = models.DateTimeField("ghi lúc", auto_now_add=True)
    sending_at = models.DateTimeField("bắt đầu gửi lúc", null=True, blank=True)
    sent_at = models.DateTimeField("đã gửi lúc", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    error = models.CharField("lỗi", max_length=300, blank=True)

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "thư đôn đốc"
        verbose_name_plural = "thư đôn đốc"
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="mail_one_a_person_a_day"),
            models.CheckConstraint(
                name="mail_sent_has_its_moment",
                condition=~Q(state=MailState.SENT) | Q(sent_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Thư ngày {self.day.day}/{self.day.month}/{self.day.year} gửi {self.user}"


class MailLine(models.Model):
    """One thing that a person was told, under a key that comes once in a life.

    The key names the kind, the thing, whose it is and its day: «before-3:task:7:agency:4:2024-06-30»,
    «digest:2024-06-17:agency:4».
    """

    mail = models.ForeignKey(Mail, models.CASCADE, related_name="lines")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField("vì", max_length=12, choices=UrgeKind)
    key = models.CharField("khóa", max_length=120)
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="mail_lines"
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="cơ quan"
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = "việc nêu trong thư"
        verbose_name_plural = "việc nêu trong thư"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="mail_line_once_a_person")
        ]
