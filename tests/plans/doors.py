"""The doors of this app: open to all, to everybody signed in, or guarded (with arguments from the world)."""

PUBLIC: set[str] = set()
SIGNED_IN: set[str] = set()
GUARDED = {
    "plans:assignment_list": lambda _: [],
    # support
    "plans:attachment_file": lambda world: [world.attachment.pk],
    # urging
    "plans:urging_list": lambda _: [],
    "plans:urging_rules": lambda _: [],
    "plans:urging_copy": lambda world: [world.agency.slug],
    "plans:mail_list": lambda _: [],
    "plans:mail_detail": lambda world: [world.mail.pk],
    # tasks
    "plans:programme_detail": lambda _: [2024],
    "plans:programme_print": lambda _: [2024],
    "plans:programme_limits": lambda _: [2024],
    "plans:task_detail": lambda world: [world.extension.task_id],
    "plans:task_progress": lambda world: [world.extension.task_id],
    "plans:task_percent": lambda world: [world.extension.task_id, world.extension.agency.slug],
    "plans:task_review": lambda world: [world.extension.task_id],
    "plans:extension_ask": lambda world: [world.extension.task_id],
    "plans:extension_decide": lambda world: [world.extension.pk],
    "plans:extension_withdraw": lambda world: [world.extension.pk],
    "plans:progress_withdraw": lambda world: [world.progress.pk],
    "plans:review_withdraw": lambda world: [world.review.pk],
}
