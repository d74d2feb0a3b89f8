from communes.models.agency import Agency, AgencyAlias
from communes.models.membership import Held, Membership, held_by, is_member, keep_held
from communes.models.place import (
    Commune,
    CommuneAlias,
    CommuneClass,
    District,
    Province,
    Succession,
)
from communes.models.span import MemberQuerySet, Span, SpanQuerySet

__all__ = [
    "Agency",
    "AgencyAlias",
    "Commune",
    "CommuneAlias",
    "CommuneClass",
    "District",
    "Held",
    "MemberQuerySet",
    "Membership",
    "Province",
    "Span",
    "SpanQuerySet",
    "Succession",
    "held_by",
    "is_member",
    "keep_held",
]
