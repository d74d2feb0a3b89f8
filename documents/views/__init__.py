from documents.views.files import file_content, file_preview
from documents.views.papers import paper_detail, paper_list

__all__ = ["file_content", "file_preview", "paper_detail", "paper_list"]
