from documents.models.arrival import Arrival
from documents.models.paper import OfficialDocument, Recipient, Relation

__all__ = ["Arrival", "OfficialDocument", "Recipient", "Relation"]
