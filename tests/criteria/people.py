"""Everybody who may have a word about one commune, and some who may not."""

from accounts.choices import Role
from communes.choices import AgencyKind
from criteria.choices import Stage
from criteria.permissions import Mandate
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    CriterionFactory,
    IndicatorFactory,
    MembershipFactory,
    ResponsibilityFactory,
    ScorecardFactory,
    SponsorAssignmentFactory,
    UserFactory,
)


class World:
    """A commune, its scorecard with one criterion of one indicator, and the people around it."""

    def __init__(self):
        self.commune = CommuneFactory(name="Hướng Việt")
        self.scorecard = ScorecardFactory(commune=self.commune)
        self.criterion = CriterionFactory(
            criteria_set=self.scorecard.criteria_set, number=8, name="Thông tin và Truyền thông"
        )
        self.indicator = IndicatorFactory(criterion=self.criterion, code="8.1", order=1)
        self.sponsor = AgencyFactory(name="Sở đỡ đầu")
        SponsorAssignmentFactory(commune=self.commune, agency=self.sponsor)
        self.responsible = AgencyFactory(name="Sở phụ trách chỉ tiêu")
        ResponsibilityFactory(indicator=self.indicator, agency=self.responsible)
        own = AgencyFactory(kind=AgencyKind.COMMUNE, commune=self.commune)
        district = AgencyFactory(kind=AgencyKind.DISTRICT, district=self.commune.district)
        neighbour = AgencyFactory(of_commune=True)
        self.people = {
            "commune": self.serve(own),
            "sponsor": self.serve(self.sponsor),
            "director of the sponsor": self.serve(self.sponsor, Role.DIRECTOR),
            "focal point of the sponsor": self.serve(self.sponsor, Role.FOCAL_POINT),
            "responsible": self.serve(self.responsible),
            "district": self.serve(district),
            "office": self.serve(AgencyFactory(office=True)),
            "leader": self.serve(AgencyFactory(provincial=True)),
            "another department": self.serve(AgencyFactory()),
            "neighbouring commune": self.serve(neighbour),
            "stranger": UserFactory(),
        }

    def serve(self, agency, role=Role.OFFICER):
        return MembershipFactory(agency=agency, role=role).user

    def mandate(self, stage=Stage.REVIEWED):
        return Mandate(stage, self.sponsor)
