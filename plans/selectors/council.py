"""What plans knows of a condition of recognition (`settings.COUNCIL_FACTS`)."""

import datetime as dt

from communes.models import Commune
from criteria.selectors.council_conditions import Known
from criteria.words import write_number
from plans.models import Debt


def debt_known(commune: Commune, day: dt.date) -> Known | None:
    """The last debt that was reported by the day; a blank amount says nothing."""
    rows = Debt.objects.filter(commune=commune, as_of__lte=day).order_by("-as_of")
    last = rows.first()
    if last is None:
        return None
    on = f"{last.as_of.day}/{last.as_of.month}/{last.as_of.year}"
    if last.amount is None:
        return Known(f"nợ đọng đến {on}: chưa có số liệu", None, last.illustrative)
    words = f"nợ đọng {write_number(last.amount)} triệu đồng đến {on}"
    return Known(words, last.amount == 0, last.illustrative)
