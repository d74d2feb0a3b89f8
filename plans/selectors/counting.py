"""What counts of what a paper carries (nothing while it is on its way, nothing once it is recalled); how many."""

from typing import Any

from django.db.models import CharField, Count, Q, QuerySet, Value

from documents.choices import ON_ITS_WAY, PaperState

NOT_COUNTING = (*ON_ITS_WAY, PaperState.RECALLED)


def counted(field: str = "paper") -> Q:
    """Rows without a paper, and those whose paper is out and not recalled; see `PaperQuerySet.in_force`."""
    return ~Q(**{f"{field}__state__in": NOT_COUNTING})


def count_of(where: str, rows: QuerySet[Any]) -> QuerySet[Any, tuple[str, int]]:
    """«where» and how many; no row where there are none."""
    model: Any = rows.model
    named = model.objects.order_by().filter(pk__in=rows.order_by().values("pk"))
    counted = named.annotate(where=Value(where, output_field=CharField())).values("where")
    found: QuerySet[Any, tuple[str, int]] = counted.annotate(count=Count("pk")).values_list(
        "where", "count"
    )
    return found


def how_many(**rows: QuerySet[Any]) -> dict[str, int]:
    """How many rows each name has, of any models, in one query."""
    first, *others = [count_of(where, one) for where, one in rows.items()]
    return dict.fromkeys(rows, 0) | dict(first.union(*others, all=True))
