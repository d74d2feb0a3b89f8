import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from communes.services.spans import refuse_overlap
from tests.factories import AgencyFactory, CommuneFactory

pytestmark = pytest.mark.django_db
FIRST, LAST = dt.date(2020, 1, 1), dt.date(2024, 12, 31)


@pytest.mark.parametrize(
    ("starts", "ends", "apart"),
    [
        (dt.date(2024, 12, 31), None, False),
        (dt.date(2025, 1, 1), None, True),
        (dt.date(2019, 1, 1), dt.date(2019, 12, 31), True),
        (dt.date(2019, 1, 1), dt.date(2020, 1, 1), False),
        (dt.date(2021, 1, 1), dt.date(2021, 1, 1), False),
    ],
)
def test_spans_of_one_code_lie_apart(starts, ends, apart):
    CommuneFactory(code="19369", starts=FIRST, ends=LAST)
    other = CommuneFactory.build(code="19369", starts=starts, ends=ends)
    if apart:
        refuse_overlap(other)
    else:
        with pytest.raises(ValidationError):
            refuse_overlap(other)


def test_a_row_does_not_collide_with_itself():
    refuse_overlap(CommuneFactory(code="19369", starts=FIRST, ends=LAST))


def test_another_code_may_share_the_days():
    CommuneFactory(code="19369", starts=FIRST)
    refuse_overlap(CommuneFactory.build(code="19372", starts=FIRST))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL keeps it by itself")
@pytest.mark.parametrize(
    ("factory", "key"), [(CommuneFactory, {"code": "19369"}), (AgencyFactory, {"slug": "so-thu"})]
)
def test_postgresql_refuses_it_whatever_the_door(factory, key):
    factory(**key, starts=FIRST, ends=LAST)
    with pytest.raises(IntegrityError):
        factory(**key, starts=LAST, ends=None)
