from documents.models.arrival import Arrival
from documents.models.file import StoredFile
from documents.models.paper import OfficialDocument, Recipient, Relation

__all__ = ["Arrival", "OfficialDocument", "Recipient", "Relation", "StoredFile"]
