from documents.services.files import name_of, store_file
from documents.services.papers import add_arrival, register_paper
from documents.services.previews import preview_of
from documents.services.upkeep import clean_files, wrong_files

__all__ = [
    "add_arrival",
    "clean_files",
    "name_of",
    "preview_of",
    "register_paper",
    "store_file",
    "wrong_files",
]
