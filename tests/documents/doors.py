"""The doors of this app: open to all, to everybody signed in, or guarded (with arguments from the world)."""

from tests.factories import DayOffFactory, StoredFileFactory

PUBLIC: set[str] = set()
SIGNED_IN: set[str] = set()
GUARDED = {
    "documents:paper_list": lambda _: [],
    "documents:paper_detail": lambda world: [world.paper.pk],
    "documents:paper_check": lambda world: [world.paper.pk],
    "documents:paper_print": lambda world: [world.paper.pk],
    "documents:paper_pdf": lambda world: [world.paper.pk],
    "documents:paper_docx": lambda world: [world.paper.pk],
    "documents:paper_page": lambda world: [world.paper.pk, 1],
    "documents:code_find": lambda world: [world.paper.code],
    "documents:day_off_list": lambda _: [],
    "documents:day_off_drop": lambda _: [DayOffFactory.create().pk],
    "documents:file": lambda _: [StoredFileFactory.create().pk],
    "documents:file_preview": lambda _: [StoredFileFactory.create().pk],
}
