"""What an indicator asks of one commune on one day, which rule says so, and where it stands."""

import datetime as dt
from dataclasses import dataclass

from communes.models import Commune
from criteria.evaluation import Choice, pick
from criteria.models import Indicator
from criteria.selectors.catalogue import asked, class_on, rules_for


@dataclass(frozen=True, slots=True)
class Lookup:
    """The answer for one commune; a class of None is not known on that day."""

    indicator: Indicator
    commune: Commune
    day: dt.date
    commune_class: str | None
    choice: Choice


def lookup(
    indicator: Indicator, commune: Commune, day: dt.date, known_at: dt.datetime | None = None
) -> Lookup:
    """Thresholds as they stand now, or as known at a moment; the class is that of the day."""
    kind = class_on([commune], day).get(commune.pk)
    question = asked(indicator.criterion.criteria_set, day, kind)
    rules = rules_for([indicator], known_at).get(indicator.pk, [])
    return Lookup(indicator, commune, day, kind, pick(rules, question))
