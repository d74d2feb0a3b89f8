"""An agency with a letterhead that stands behind two judged communes, and who writes for it."""

import pytest

from criteria.choices import Duty
from criteria.models import Criterion
from plans.services.sponsor_plans import PlanGiven, start_sponsor_plan
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    LetterheadFactory,
    MembershipFactory,
    PaperFactory,
    SponsorAssignmentFactory,
)
from tests.plans.yardstick import recognised


class Sponsor:
    """Thuận lacks criteria 2 and 3, Gio Mỹ is recognised and lacks none."""

    def __init__(self, yardstick, say):
        for criterion, name in zip(
            yardstick,
            ("Giao thông", "Trường học", "Môi trường và an toàn thực phẩm"),
            strict=True,
        ):
            criterion.name = name
        Criterion.objects.bulk_update(yardstick, ["name"])
        self.criteria, self.set = yardstick, yardstick[0].criteria_set
        self.agency = AgencyFactory(slug="so-thu", name="Sở Thử")
        self.head = LetterheadFactory(agency=self.agency, code="STH")
        self.officer = MembershipFactory(agency=self.agency).user
        self.stranger = MembershipFactory(agency=AgencyFactory(name="Sở Khác")).user
        self.decision = PaperFactory(number="1841", issuer__name="UBND tỉnh Quảng Trị")
        self.office = AgencyFactory(office=True, name="Văn phòng Điều phối")
        self.thuan = self.stand_behind("Thuận", "100", Duty.SPONSOR, say)
        self.my = self.stand_behind("Gio Mỹ", "111", Duty.IN_CHARGE, say)
        recognised(self.my)

    def stand_behind(self, name, marks, duty, say):
        commune = CommuneFactory(name=name)
        AgencyFactory(of_commune=True, commune=commune, name=f"UBND xã {name}")
        say(commune, marks)
        SponsorAssignmentFactory(
            agency=self.agency, commune=commune, duty=duty, paper=self.decision
        )
        return commune

    def start(self, **more):
        given = PlanGiven(self.set, **({"year_from": 2024, "decision": self.decision} | more))
        return start_sponsor_plan(
            letterhead=self.head, title="Đỡ đầu các xã năm 2024", given=given, by=self.officer
        )


@pytest.fixture
def sponsor(yardstick, say):
    return Sponsor(yardstick, say)
