from django.db import models


class Role(models.TextChoices):
    """In which role a person serves an agency. The agency's kind says which office it is."""

    OFFICER = "officer", "cán bộ"
    FOCAL_POINT = "focal_point", "đầu mối"
    DIRECTOR = "director", "thủ trưởng"
    ADMIN = "admin", "quản trị"


class NoticeKind(models.TextChoices):
    """What a notice is about: people choose by kind how they are mailed."""

    REVIEW = "review", "hồ sơ kỳ đánh giá"
    PAPER = "paper", "văn bản"
    REPORT = "report", "báo cáo"
    PROPOSAL = "proposal", "kiến nghị"
    OTHER = "other", "việc khác"


class MailPace(models.TextChoices):
    """How soon a person is mailed about notices of a kind. The portal itself shows every one at once."""

    AT_ONCE = "at_once", "gửi ngay"
    DAILY = "daily", "gộp một thư mỗi ngày"
    NONE = "none", "không gửi thư"


class NoticeMail(models.TextChoices):
    """Whether a notice has gone out by mail."""

    WAITING = "waiting", "chờ gửi thư"
    SENDING = "sending", "đang gửi thư"
    SENT = "sent", "đã gửi thư"
    SKIPPED = "skipped", "không gửi thư"
    FAILED = "failed", "không gửi được thư"
