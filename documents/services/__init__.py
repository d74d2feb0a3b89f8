from documents.services.days_off import add_day_off, drop_day_off
from documents.services.files import name_of, store_file
from documents.services.papers import add_arrival, register_paper
from documents.services.previews import preview_of
from documents.services.upkeep import clean_files, wrong_files

__all__ = [
    "add_arrival",
    "add_day_off",
    "clean_files",
    "drop_day_off",
    "name_of",
    "preview_of",
    "register_paper",
    "store_file",
    "wrong_files",
]
