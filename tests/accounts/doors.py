"""The doors of this app: open to all, to everybody signed in, or guarded (with arguments from the world)."""

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
    "accounts:notice_settings",
    "notice-list",
    "notice-mail-settings",
    "notice-read-all",
}
GUARDED = {
    "accounts:notice_open": lambda world: [world.notice.pk],
    "notice-detail": lambda world: [world.notice.pk],
    "notice-read": lambda world: [world.notice.pk],
}
