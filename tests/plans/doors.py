"""The doors of this app: open to all, to everybody signed in, or guarded (with arguments from the world)."""

PUBLIC: set[str] = set()
SIGNED_IN: set[str] = set()
GUARDED = {
    "plans:assignment_list": lambda _: [],
    # support
    "plans:attachment_file": lambda world: [world.attachment.pk],
}
