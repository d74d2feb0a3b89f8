"""Words to people about what waits for them: told once under a key, shown on a page, mailed together."""

from collections.abc import Iterable

from django.utils import timezone

from accounts.choices import NoticeKind, NoticeMail
from accounts.models import Notice, User


def tell(
    users: Iterable[User],
    *,
    key: str,
    title: str,
    words: str = "",
    address: str = "",
    kind: NoticeKind = NoticeKind.OTHER,
) -> None:
    """Tell each of them once under this key; a second time changes nothing.

    `address` is a path of the portal. Who has no address of mail, or no account in use, gets no mail;
    how soon the others do, they choose by kind (`NoticeSetting`), and it is asked when mailing.
    """
    people = {one.pk: one for one in users}
    Notice.objects.bulk_create(
        (
            Notice(
                user=person,
                kind=kind,
                key=key[:120],
                title=title[:300],
                words=words[:1000],
                address=address[:200],
                mail_state=NoticeMail.WAITING if has_mail(person) else NoticeMail.SKIPPED,
            )
            for person in people.values()
        ),
        ignore_conflicts=True,
    )


def read(*, user: User, notice: Notice | None = None, kind: NoticeKind | None = None) -> int:
    """Mark one notice read, or all of a person, or all of one kind; how many were not."""
    rows = Notice.objects.visible_to(user).unread()
    if notice is not None:
        rows = rows.filter(pk=notice.pk)
    if kind is not None:
        rows = rows.filter(kind=kind)
    return rows.update(read_at=timezone.now())


def has_mail(person: User) -> bool:
    """Somebody whom a mail can reach."""
    return person.is_active and bool(person.email)
