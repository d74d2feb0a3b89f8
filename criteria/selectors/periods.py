"""Which yardstick and which round are in force on a day."""

import datetime as dt

from criteria.choices import Level
from criteria.models import CriteriaSet, Round


def set_in_force(on: dt.date, level: Level = Level.STANDARD) -> CriteriaSet | None:
    """The yardstick of that level on that day: from its decision until the next one's effective day."""
    return CriteriaSet.objects.on(on).filter(level=level).order_by("-starts").first()


def round_in_force(on: dt.date) -> Round | None:
    """The round that runs on that day; of a half-year and a year, the one that closes first."""
    return Round.objects.regular().filter(starts__lte=on, ends__gte=on).order_by("ends").first()


def round_before(on: dt.date) -> Round | None:
    """The last round whose cut-off lies before that day."""
    return Round.objects.regular().filter(ends__lt=on).order_by("-ends").first()
