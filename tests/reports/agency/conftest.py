"""A department that sponsors a commune, its six-month report, and help that it gave."""

import datetime as dt

import pytest

from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    ReportRunFactory,
    SponsorAssignmentFactory,
    SupportActionFactory,
    SupportMoneyFactory,
)
from tests.reports.agency.world import DAY


@pytest.fixture
def agency():
    return AgencyFactory(name="Sở Thông tin và Truyền thông", short_name="Sở TT&TT")


@pytest.fixture
def run(yardstick, agency):
    return ReportRunFactory(agency=agency, criteria_set=yardstick, as_of=DAY)


@pytest.fixture
def commune(agency):
    commune = CommuneFactory(name="Hướng Việt", district__name="Hướng Hóa")
    SponsorAssignmentFactory(agency=agency, commune=commune)
    return commune


@pytest.fixture
def give(agency, commune):
    """Help to the commune; amounts by source."""

    def given(on=dt.date(2024, 5, 16), money=None, **more):
        action = SupportActionFactory(agency=agency, commune=commune, done_on=on, **more)
        for source, amount in (money or {}).items():
            SupportMoneyFactory(action=action, source=source, done=amount, planned=amount)
        return action

    return given
