"""What counts of what a paper carries: nothing while the paper is on its way, nothing once it is recalled."""

from django.db.models import Q

from documents.choices import ON_ITS_WAY, PaperState

NOT_COUNTING = (*ON_ITS_WAY, PaperState.RECALLED)


def counted(field: str = "paper") -> Q:
    """Rows without a paper, and those whose paper is out and not recalled; see `PaperQuerySet.in_force`."""
    return ~Q(**{f"{field}__state__in": NOT_COUNTING})
