"""A round with two communes of one district, three criteria, the agencies that look at their files."""

import datetime as dt

from accounts.choices import Role
from communes.choices import AgencyKind
from criteria.choices import Doubt, Stage, Status
from criteria.models import Holding, Submission
from criteria.permissions import Mandate
from criteria.services import review
from criteria.services.review import Said
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    CriteriaSetFactory,
    CriterionFactory,
    DistrictFactory,
    IndicatorFactory,
    MembershipFactory,
    ResponsibilityFactory,
    RoundFactory,
    RouteStepFactory,
    ScorecardFactory,
    SponsorAssignmentFactory,
    StatusEntryFactory,
    UserFactory,
)

STARTS, CUT_OFF = dt.date(2024, 1, 1), dt.date(2024, 6, 30)
DISTRICTS_END = dt.date(2025, 6, 30)


class ReviewWorld:
    """Criteria 8 and 17 of two departments (17 of both), criterion 1 of a third; the sponsor stands beside."""

    def __init__(self, communes=2, *, starts=STARTS, ends=CUT_OFF):
        self.set = CriteriaSetFactory()
        self.criteria = {
            number: CriterionFactory(criteria_set=self.set, number=number, name=name)
            for number, name in (
                (1, "Quy hoạch"),
                (8, "Thông tin và Truyền thông"),
                (17, "Môi trường"),
            )
        }
        self.indicators = {
            code: IndicatorFactory(criterion=self.criteria[int(code.split(".")[0])], code=code)
            for code in ("1.1", "8.1", "17.1", "17.2")
        }
        self.district = DistrictFactory(name="Hướng Hóa")
        self.communes = [
            CommuneFactory(name=f"Hướng Việt {n}" if n else "Hướng Việt", district=self.district)
            for n in range(communes)
        ]
        self.agencies = {
            "district": AgencyFactory(
                kind=AgencyKind.DISTRICT,
                district=self.district,
                name="UBND huyện",
                ends=DISTRICTS_END,
            ),
            "building": AgencyFactory(name="Sở Xây dựng"),
            "information": AgencyFactory(name="Sở Thông tin và Truyền thông"),
            "environment": AgencyFactory(name="Sở Tài nguyên và Môi trường"),
            "sponsor": AgencyFactory(name="Sở đỡ đầu"),
            "office": AgencyFactory(office=True, name="Văn phòng Điều phối"),
            "leader": AgencyFactory(provincial=True, name="UBND tỉnh"),
            "other": AgencyFactory(name="Sở khác"),
        }
        for code, agency in (
            ("1.1", "building"),
            ("8.1", "information"),
            ("17.1", "information"),
            ("17.2", "environment"),
        ):
            ResponsibilityFactory(indicator=self.indicators[code], agency=self.agencies[agency])
        self.communal = [
            AgencyFactory(kind=AgencyKind.COMMUNE, commune=one, name=f"UBND xã {one.name}")
            for one in self.communes
        ]
        self.agencies["commune"] = self.communal[0]
        for one in self.communes:
            SponsorAssignmentFactory(commune=one, agency=self.agencies["sponsor"])
        self.people = {name: self.serve(agency) for name, agency in self.agencies.items()}
        self.people["neighbour"] = self.serve(
            self.communal[1] if communes > 1 else AgencyFactory(of_commune=True)
        )
        self.people["stranger"] = UserFactory()
        RouteStepFactory(stage=Stage.VERIFIED, ends=DISTRICTS_END)
        RouteStepFactory(stage=Stage.APPRAISED)
        RouteStepFactory(stage=Stage.CONFIRMED)
        self.round = RoundFactory(starts=starts, ends=ends)
        self.cards = [
            ScorecardFactory(commune=one, criteria_set=self.set) for one in self.communes
        ]

    def serve(self, agency, role=Role.OFFICER):
        return MembershipFactory(agency=agency, role=role).user

    def declare(
        self, card=None, *, day=dt.date(2024, 6, 1), numbers=(1, 8, 17), status=Status.MET
    ):
        """What the commune says of those criteria, as rows alone."""
        place = self.cards.index(card) if card else 0
        return [
            StatusEntryFactory(
                scorecard=self.cards[place],
                criterion=self.criteria[number],
                status=status,
                stage=Stage.DECLARED,
                effective_on=day,
                agency=self.communal[place],
            )
            for number in numbers
        ]

    def open(self):
        """The files of the round, the first commune's returned."""
        review.open_files(self.round)
        return self.file()

    def file(self, place=0):
        return Submission.objects.get(round=self.round, scorecard=self.cards[place])

    def mandate(self, name, stage=None):
        stages = {"district": Stage.VERIFIED, "office": Stage.CONFIRMED, "sponsor": Stage.REVIEWED}
        stages |= {"commune": Stage.DECLARED}
        return Mandate(stage or stages.get(name, Stage.APPRAISED), self.agencies[name])

    def submit(self, place=0):
        mandate = Mandate(Stage.DECLARED, self.communal[place])
        return review.submit(self.file(place), mandate=mandate, by=self.people["commune"])

    def sent(self, place=0):
        """A file declared and sent, which lies with the district."""
        if not Submission.objects.filter(round=self.round).exists():
            self.open()
        self.declare(self.cards[place])
        self.submit(place)
        return self.file(place)

    def say(self, name, number, *, agrees=True, place=0, base=None, **said):
        given = {
            "doubt": Doubt.NO_EVIDENCE,
            "words": "Chưa có quyết định phê duyệt",
            "status": Status.NOT_MET,
        }
        return review.say(
            self.file(place),
            self.criteria[number],
            Said(agrees=True) if agrees else Said(agrees=False, **given | said),
            base=base,
            mandate=self.mandate(name),
            by=self.people[name],
        )

    def agree(self, name, numbers=(1, 8, 17), place=0):
        for number in numbers:
            self.say(name, number, place=place)

    def act(self, act, name, place=0, **more):
        """«verify», «appraise», «send_back», «confirm» … in the name of that agency."""
        return getattr(review, act)(
            self.file(place), mandate=self.mandate(name), by=self.people[name], **more
        )

    def verified(self, place=0):
        self.sent(place)
        self.agree("district", place=place)
        self.act("verify", "district", place)
        return self.file(place)

    def appraised(self, place=0):
        self.verified(place)
        for name, numbers in (("building", [1]), ("information", [8, 17]), ("environment", [17])):
            self.agree(name, numbers, place)
            self.act("appraise", name, place)
        return self.file(place)

    def confirmed(self, place=0):
        self.appraised(place)
        self.agree("office", place=place)
        self.act("confirm", "office", place)
        return self.file(place)

    def holders(self, place=0):
        """Names of those that hold the file and for whom it waits."""
        rows = Holding.objects.open().in_the_way().filter(submission=self.file(place))
        names = {agency.pk: name for name, agency in self.agencies.items()}
        return sorted(names.get(one.agency_id, str(one.agency)) for one in rows)
