"""The doors of this app: open to all, to everybody signed in, or guarded (with arguments from the world)."""

PUBLIC: set[str] = set()
SIGNED_IN: set[str] = set()
GUARDED = {
    "documents:paper_list": lambda _: [],
    "documents:paper_detail": lambda world: [world.paper.pk],
}
