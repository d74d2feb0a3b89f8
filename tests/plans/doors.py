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
}
