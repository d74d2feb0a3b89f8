import datetime as dt
from typing import ClassVar, Self

from django.contrib.auth.models import AbstractUser, AnonymousUser, UserManager
from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.choices import MailPace, NoticeKind, NoticeMail
from accounts.constraints import all_or_none, ends_after_it_starts


class User(AbstractUser):
    """A person with an account. What they may do follows from where they serve, not from here."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField("họ và tên", max_length=100)
    post = models.CharField("chức vụ", max_length=150, blank=True)
    phone = models.CharField("điện thoại", max_length=30, blank=True)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)
    demo = models.BooleanField("tài khoản trình diễn", default=False)

    objects: ClassVar[UserManager["User"]] = UserManager()  # type: ignore[assignment]

    REQUIRED_FIELDS = ["email", "full_name"]

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def on(self, day: dt.date) -> Self:
        """The delegations in force on that day."""
        return self.filter(starts__lte=day, ends__gte=day, revoked_at=None)


class Delegation(models.Model):
    """For a span of days one person acts in another's stead (ủy quyền); the trail names both."""

    giver = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="delegations_given",
        verbose_name="người ủy quyền",
    )
    receiver = models.ForeignKey(
        User,
        models.PROTECT,
        related_name="delegations_received",
        verbose_name="người được ủy quyền",
    )
    starts = models.DateField("từ ngày")
    ends = models.DateField("đến ngày")
    reason = models.CharField("lý do", max_length=300)
    recorded_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField("thu hồi lúc", null=True, blank=True)
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "-pk"]
        constraints = [
            ends_after_it_starts("delegation_ends_after_it_starts"),
            all_or_none("revoked_at", "revoked_by", name="delegation_revoked_at_and_by"),
            models.CheckConstraint(
                name="delegation_is_to_somebody_else",
                condition=~Q(giver=models.F("receiver")),
                violation_error_message="Không thể ủy quyền cho chính mình.",
            ),
        ]


class Activity(models.Model):
    """One line of the trail. Its subject is named, not linked, so that the trail outlives it."""

    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="activities")
    label = models.CharField(
        "tác nhân", max_length=100, blank=True, help_text="khi hệ thống tự làm"
    )
    on_behalf_of = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    verb = models.CharField("việc", max_length=100)
    subject = models.CharField("đối tượng", max_length=100)
    title = models.CharField("tên đối tượng", max_length=300)
    details = models.JSONField("chi tiết", default=dict)
    at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        verbose_name = "nhật ký"
        verbose_name_plural = "nhật ký"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject", "at"], name="activity_subject_at")]


class FailedLogin(models.Model):
    """A wrong try to sign in: by name and address, since a name need not exist."""

    username = models.CharField("tên đăng nhập", max_length=150)
    address = models.CharField("địa chỉ", max_length=45)
    at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        verbose_name = "lần đăng nhập sai"
        verbose_name_plural = "lần đăng nhập sai"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["username", "address", "at"], name="failed_login_key")]


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """One's own alone."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def unread_first(self) -> Self:
        """What is not read yet before what is, each newest first."""
        unread = ExpressionWrapper(Q(read_at=None), BooleanField())
        return self.order_by(unread.desc(), "-recorded_at", "-pk")

    def waiting(self) -> Self:
        """What no mail has taken along yet."""
        return self.filter(mail_state=NoticeMail.WAITING)

    def with_pace(self) -> Self:
        """Each with its `pace` (MailPace): what its person chose for its kind by now."""
        chosen = NoticeSetting.objects.filter(user=OuterRef("user"), kind=OuterRef("kind"))
        pace = Subquery(chosen.order_by().values("mail")[:1])
        return self.annotate(pace=Coalesce(pace, Value(MailPace.AT_ONCE.value)))


class Notice(models.Model):
    """A word to one person about one thing, told once under its key; mailed with others of the moment in one mail.

    `mail_claim` names the mail that took it along: who claimed it first sends it (`accounts.mails`).
    That of a digest of the day begins with the day, so that no second one goes on it.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="notices")
    kind = models.CharField("loại", max_length=10, choices=NoticeKind, default=NoticeKind.OTHER)
    key = models.CharField("khóa", max_length=120)
    title = models.CharField("việc", max_length=300)
    words = models.CharField("nội dung", max_length=1000, blank=True)
    address = models.CharField("đường dẫn", max_length=200, blank=True)
    recorded_at = models.DateTimeField("lúc", auto_now_add=True)
    read_at = models.DateTimeField("đã đọc lúc", null=True, blank=True)
    mail_state = models.CharField(
        "thư", max_length=8, choices=NoticeMail, default=NoticeMail.WAITING
    )
    mail_claim = models.CharField("lượt gửi", max_length=32, blank=True)
    mail_attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    mail_tried_at = models.DateTimeField("thử gửi lúc", null=True, blank=True)
    mailed_at = models.DateTimeField("đã gửi thư lúc", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notice_once_a_person")
        ]
        indexes = [
            models.Index(fields=["user", "read_at"], name="notice_of_user_unread"),
            models.Index(
                fields=["user"],
                condition=Q(mail_state=NoticeMail.WAITING),
                name="notice_waiting_for_mail",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NoticeSetting(models.Model):
    """How one person wants to be mailed about notices of one kind. Without a row: at once."""

    user = models.ForeignKey(User, models.PROTECT, related_name="notice_settings")
    kind = models.CharField("loại", max_length=10, choices=NoticeKind)
    mail = models.CharField("thư", max_length=8, choices=MailPace, default=MailPace.AT_ONCE)

    class Meta:
        verbose_name = "cách nhận thông báo"
        verbose_name_plural = "cách nhận thông báo"
        ordering = ["user", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="notice_setting_once_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_mail_display()}"
