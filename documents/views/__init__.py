from documents.views.days_off import day_off_drop, day_off_list
from documents.views.files import file_content, file_preview
from documents.views.papers import paper_detail, paper_list

__all__ = [
    "day_off_drop",
    "day_off_list",
    "file_content",
    "file_preview",
    "paper_detail",
    "paper_list",
]
