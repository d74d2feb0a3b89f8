from django.db import models


class Role(models.TextChoices):
    """In which role a person serves an agency. The agency's kind says which office it is."""

    OFFICER = "officer", "cán bộ"
    FOCAL_POINT = "focal_point", "đầu mối"
    DIRECTOR = "director", "thủ trưởng"
    ADMIN = "admin", "quản trị"


class NoticeMail(models.TextChoices):
    """Whether a notice has gone out by mail."""

    WAITING = "waiting", "chờ gửi thư"
    SENDING = "sending", "đang gửi thư"
    SENT = "sent", "đã gửi thư"
    SKIPPED = "skipped", "không gửi thư"
    FAILED = "failed", "không gửi được thư"
