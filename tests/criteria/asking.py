"""Questions put to thresholds, in few words."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from criteria.evaluation import Asked, Reading, Rule, Value, pick
from criteria.names import REGION_NAMES

MANY, FEW = "xã có trên 3 trường", "xã có từ 3 trường trở xuống"
ASKED = Asked(
    day=dt.date(2024, 6, 18),
    year=2024,
    region="BTB",
    special_region="TDMNPB",
    special_basis="QĐ 318/QĐ-TTg",
    commune_class="ordinary",
    region_names=REGION_NAMES,
)


def asks(number, **given):
    """A percentage of at least so much, for the whole country unless told otherwise."""
    return Rule(number=None if number is None else Decimal(str(number)), unit="%", **given)


def reads(value, part=""):
    return Reading({part: measured(value)})


def measured(value):
    if isinstance(value, bool):
        return Value(answer=value)
    if isinstance(value, str):
        return Value(word=value)
    return Value() if value is None else Value(number=Decimal(str(value)))


def chosen(rules, **asked):
    return pick(rules, replace(ASKED, **asked))
