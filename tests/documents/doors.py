"""The doors of this app: open to all, to everybody signed in, or guarded (with arguments from the world)."""

from tests.factories import (
    DayOffFactory,
    LetterheadFactory,
    StepRightFactory,
    StoredFileFactory,
)

PUBLIC: set[str] = set()
SIGNED_IN: set[str] = set()
GUARDED = {
    "documents:paper_list": lambda _: [],
    "documents:draft_start": lambda _: [],
    "documents:paper_waiting": lambda _: [],
    "documents:paper_step": lambda world: [world.paper.pk, "trinh"],
    "documents:letterhead_list": lambda _: [],
    "documents:letterhead_add": lambda _: [],
    "documents:letterhead_edit": lambda _: [LetterheadFactory.create().pk],
    "documents:right_add": lambda _: [LetterheadFactory.create().pk],
    "documents:right_end": lambda _: [StepRightFactory.create(role="officer").pk],
    "documents:symbol_rule_set": lambda _: [LetterheadFactory.create().pk],
    "documents:symbol_rule_drop": lambda _: [
        LetterheadFactory.create().symbol_rules.create(kind="KH", template="{code}").pk
    ],
    "documents:paper_detail": lambda world: [world.paper.pk],
    "documents:paper_check": lambda world: [world.paper.pk],
    "documents:paper_print": lambda world: [world.paper.pk],
    "documents:paper_pdf": lambda world: [world.paper.pk],
    "documents:paper_docx": lambda world: [world.paper.pk],
    "documents:paper_page": lambda world: [world.paper.pk, 1],
    "documents:code_find": lambda world: [world.paper.code],
    "documents:paper_register": lambda _: [],
    "documents:paper_register_edit": lambda world: [world.paper.pk],
    "documents:arrival_list": lambda _: [],
    "documents:arrival_add": lambda world: [world.paper.pk],
    "documents:arrival_edit": lambda _: [1],
    "paper-file-list": lambda _: [],
    "paper-file-detail": lambda _: [1],
    "paper-file-content": lambda _: [1],
    "arrival-list": lambda _: [],
    "arrival-detail": lambda _: [1],
    "delivery-list": lambda _: [],
    "registered-paper-list": lambda _: [],
    "registered-paper-detail": lambda world: [world.paper.pk],
    "documents:paper_files": lambda world: [world.paper.pk],
    "documents:paper_file": lambda world: [world.paper.pk, 1],
    "documents:paper_edit": lambda world: [world.paper.pk],
    "documents:paper_autosave": lambda world: [world.paper.pk],
    "documents:paper_leaf": lambda world: [world.paper.pk],
    "documents:paper_paste": lambda world: [world.paper.pk],
    "documents:paper_source": lambda world: [world.paper.pk],
    "documents:version_list": lambda world: [world.paper.pk],
    "documents:version_diff": lambda world: [world.paper.pk, 1, 2],
    "documents:day_off_list": lambda _: [],
    "documents:day_off_drop": lambda _: [DayOffFactory.create().pk],
    "documents:file": lambda _: [StoredFileFactory.create().pk],
    "documents:file_preview": lambda _: [StoredFileFactory.create().pk],
}
