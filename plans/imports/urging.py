"""Who is urged and when, as shipped (`plans/data/urging.yaml`). Loading twice changes nothing."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from communes.imports.table import read_yaml
from communes.services.reference import Keeper
from plans.choices import Audience, UrgeKind
from plans.models import UrgingRule

DATA = Path(__file__).resolve().parents[1] / "data" / "urging.yaml"
RULE = ("kind", "days", "audience")


@transaction.atomic
def load_urging(path: Path = DATA) -> Keeper[UrgingRule]:
    """A rule that the office has turned off stays so. A mistake raises DataError: file, row, field.

    Outside a demonstration new ones wait switched off: nobody is written to before the office says so.
    """
    known = set(UrgingRule.objects.values_list("pk", flat=True))
    rules = Keeper(UrgingRule, *RULE)
    for row in read_yaml(path).get("rules", []):
        row.only(*RULE)
        with row.blamed():
            rules.keep(
                kind=row.choice("kind", UrgeKind),
                days=row.whole("days") or 0,
                audience=row.choice("audience", Audience),
            )
    if not settings.DEMO:
        UrgingRule.objects.exclude(pk__in=known).update(active=False)
    return rules
