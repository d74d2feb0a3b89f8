from documents.models.arrival import Arrival
from documents.models.chapter import PrintChapter
from documents.models.day_off import DayOff
from documents.models.file import StoredFile
from documents.models.letterhead import Letterhead, StepRight, SymbolRule
from documents.models.paper import Basis, OfficialDocument, Recipient, Relation
from documents.models.way import (
    Delivery,
    PaperFile,
    PaperStep,
    PaperVersion,
    PrintRun,
)

__all__ = [
    "Arrival",
    "Basis",
    "DayOff",
    "Delivery",
    "Letterhead",
    "OfficialDocument",
    "PaperFile",
    "PaperStep",
    "PaperVersion",
    "PrintChapter",
    "PrintRun",
    "Recipient",
    "Relation",
    "StepRight",
    "StoredFile",
    "SymbolRule",
]
