"""What is said in a round, and closing it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from criteria import services
from criteria.choices import Stage
from criteria.services import Days, Value

CUT_OFF, AFTER, TODAY = dt.date(2023, 12, 31), dt.date(2024, 3, 1), dt.date(2024, 6, 18)
YEAR = Days(dt.date(2023, 1, 1), CUT_OFF)


def log(world, status, *, day=CUT_OFF, base=None, change="", note="", stage=Stage.REVIEWED):
    return services.log_status(
        scorecard=world.scorecard,
        criterion=world.criterion,
        status=status,
        effective_on=day,
        base=base,
        change=change,
        note=note,
        mandate=world.mandate(stage),
        by=world.people["sponsor"],
    )


def measure(world, number, *, day=CUT_OFF, base=None, **more):
    return services.measure(
        scorecard=world.scorecard,
        indicator=world.indicator,
        value=Value(number=Decimal(number)),
        effective_on=day,
        base=base,
        mandate=world.mandate(),
        by=world.people["sponsor"],
        **more,
    )


def close(period, world):
    return services.close_round(period=period, by=world.people["office"])


def refused(act):
    with pytest.raises(ValidationError) as refusal:
        act()
    return refusal.value.code
