from documents.models.arrival import Arrival
from documents.models.day_off import DayOff
from documents.models.file import StoredFile
from documents.models.paper import OfficialDocument, Recipient, Relation

__all__ = ["Arrival", "DayOff", "OfficialDocument", "Recipient", "Relation", "StoredFile"]
