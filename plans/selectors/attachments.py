"""Files behind progress, support and difficulties: every member may see them."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import User
from plans.models import Attachment


def files_shown_to(user: User | AnonymousUser) -> QuerySet[Attachment, int]:
    """Keys of the files that stand behind something (`settings.FILE_READERS`)."""
    rows: QuerySet[Attachment, int] = (
        Attachment.objects.visible_to(user).order_by().values_list("file", flat=True)
    )
    return rows


def with_files() -> "QuerySet[Attachment]":
    """What `_attachments.html` shows, to prefetch «attachments» with."""
    rows: QuerySet[Attachment] = Attachment.objects.select_related("file", "by")
    return rows
