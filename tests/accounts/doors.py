"""The doors of this app: open to all, to everybody signed in, or guarded (with arguments from the world)."""

from tests.factories import NoticeFactory

PUBLIC = {
    "accounts:login",
    "accounts:logout",
    "accounts:password_reset",
    "accounts:password_reset_done",
    "accounts:password_reset_confirm",
    "accounts:password_reset_complete",
}
SIGNED_IN = {
    "accounts:password_change",
    "accounts:notice_list",
    "accounts:notice_read_all",
    "notice-list",
    "notice-read-all",
}
GUARDED = {
    "accounts:notice_open": lambda _: [NoticeFactory.create().pk],
    "notice-detail": lambda _: [NoticeFactory.create().pk],
    "notice-read": lambda _: [NoticeFactory.create().pk],
}
