"""Who may do what to a file of a round: every role at every act, by the API and on the pages."""

import datetime as dt
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from communes.choices import AgencyKind
from criteria.models import Holding, Remark
from criteria.services import review
from tests.criteria.review.world import DISTRICTS_END, ReviewWorld
from tests.factories import AgencyFactory, DelegationFactory, DistrictFactory, UserFactory

pytestmark = pytest.mark.django_db

MEMBERS = {
    *("commune", "neighbour", "sponsor", "district", "neighbouring district", "information"),
    *("other", "office", "leader", "delegate", "focal point"),
}
OUTSIDERS = {"administrator", "stranger"}
OF_THE_DISTRICT = {"district", "delegate"}  # its officer, and to whom the officer lent the voice
DONE, NOT_YOURS, NOT_FOUND, TOO_LATE = "done", 403, 404, 409


class Matrix(ReviewWorld):
    """The world of a review with everybody around it, and the scenes in which the acts are tried."""

    def __init__(self, **days):
        super().__init__(**days)
        elsewhere = DistrictFactory(name="Gio Linh")
        neighbour = AgencyFactory(kind=AgencyKind.DISTRICT, district=elsewhere, ends=DISTRICTS_END)
        self.people |= {
            "neighbouring district": self.serve(neighbour),
            "delegate": UserFactory(),
            "focal point": self.serve(self.agencies["district"], Role.FOCAL_POINT),
            "administrator": UserFactory(is_staff=True, is_superuser=True),
        }
        DelegationFactory(
            giver=self.people["district"],
            receiver=self.people["delegate"],
            ends=dt.date(2024, 12, 31),
        )
        self.clients = {name: Client() for name in MEMBERS | OUTSIDERS}
        for name, client in self.clients.items():
            client.force_login(self.people[name])

    # what stands before the act
    def declared(self):
        self.open()
        self.declare()

    def missing(self):
        self.open()
        self.declare(numbers=[1, 8])

    def seen_by_the_sponsor(self):
        self.sent()
        self.agree("sponsor")

    def seen_by_the_district(self):
        self.sent()
        self.agree("district")

    def seen_by_information(self):
        self.verified()
        self.agree("information", [8, 17])

    def seen_by_the_office(self):
        self.appraised()
        self.agree("office")

    def opened_by_all(self):
        self.sent()
        for name in ("sponsor", "district"):
            review.open_rows(
                self.file(),
                [self.criteria[8].pk],
                mandate=self.mandate(name),
                by=self.people[name],
            )

    def returned(self):
        self.sent()
        self.say("district", 8, agrees=False)
        self.act("send_back", "district")

    def sent_again(self):
        self.returned()
        review.answer(
            Remark.objects.get(),
            words="Đã bổ sung",
            mandate=self.mandate("commune"),
            by=self.people["commune"],
        )
        self.submit()


@dataclass
class Act:
    """At which scene it is tried, at which door, with what; who does it, and who is told it is too late."""

    scene: str
    door: str
    doers: set[str]
    said: dict = field(default_factory=dict)
    late: set[str] = field(default_factory=set)
    day: str = "2024-06-18"


def saying(stage, **more):
    return {"criterion": 17, "agrees": True, "base": None, "stage": stage, **more}


ALL_BEFORE = OF_THE_DISTRICT | {"information"}
WORDS = {"words": "Bổ sung minh chứng"}
NEW = {"criterion": 17, "status": "met"}
MATRIX = {
    "submit": Act("declared", "submissions/{file}/submit", {"commune"}),
    "declare": Act("missing", "submissions/{file}/declare", {"commune"}, {"results": [NEW]}),
    "recall": Act("sent", "submissions/{file}/recall", {"commune"}),
    "say in the review": Act("sent", "opinions", {"sponsor"}, saying(2)),
    "say in the verification": Act("sent", "opinions", OF_THE_DISTRICT, saying(3)),
    "say in the appraisal": Act("verified", "opinions", {"information"}, saying(4)),
    "say in the confirmation": Act("appraised", "opinions", {"office"}, saying(5)),
    "say as the commune": Act("sent", "opinions", set(), saying(1)),
    "review": Act("seen_by_the_sponsor", "submissions/{file}/review", {"sponsor"}),
    "verify": Act("seen_by_the_district", "submissions/{file}/verify", OF_THE_DISTRICT),
    "appraise": Act("seen_by_information", "submissions/{file}/appraise", {"information"}),
    "confirm": Act("seen_by_the_office", "submissions/{file}/confirm", {"office"}),
    "return from the verification": Act(
        "sent", "submissions/{file}/return", OF_THE_DISTRICT, WORDS
    ),
    "return from the appraisal": Act(
        "verified", "submissions/{file}/return", {"information"}, WORDS, late=OF_THE_DISTRICT
    ),
    "return from the confirmation": Act(
        "appraised", "submissions/{file}/return", {"office"}, WORDS, late=ALL_BEFORE
    ),
    "extend": Act(
        "sent", "submissions/{file}/extend", {"office"}, {"due_on": "2024-07-05", **WORDS}
    ),
    "reopen": Act("confirmed", "submissions/{file}/reopen", {"office"}, WORDS),
    "pass on": Act("sent", "holdings/{holding}/pass-on", {"office"}, WORDS),
    "answer": Act("returned", "remarks/{remark}/answer", {"commune"}, WORDS),
    "tick": Act("sent_again", "remarks/{remark}/tick", OF_THE_DISTRICT, {"settled": True}),
    "open a row": Act(
        "sent", "submissions/{file}/open-rows", OF_THE_DISTRICT | {"sponsor"}, {"criteria": [8]}
    ),
    "agree with opened rows": Act(
        "opened_by_all", "opinions/agree-with-opened", OF_THE_DISTRICT | {"sponsor"}, {"rows": 1}
    ),
    "copy the column before": Act(
        "verified", "submissions/{file}/copy-before", {"information"}, {"stage": 4}
    ),
    "close the round": Act("confirmed", "rounds/{round}/close", {"office"}, day="2024-07-01"),
    "read the file": Act("sent", "GET submissions/{file}", MEMBERS),
    "read opinions": Act("sent", "GET opinions", MEMBERS),
}


# The same on the pages. Who speaks there is who holds the file now; as whom is not said, so a sponsor,
# whose review stands beside the way, meets its own act.
HAND_ON, SAY, SAID = "criteria:hand_on", "criteria:opinion_say", {"agrees": "yes"}
PAGES = {
    "send": Act("declared", "criteria:submission_send", {"commune"}),
    "recall": Act("sent", "criteria:submission_recall", {"commune"}),
    "say in the verification": Act("sent", SAY, OF_THE_DISTRICT | {"sponsor"}, SAID),
    "say in the appraisal": Act("verified", SAY, {"information", "sponsor"}, SAID),
    "say in the confirmation": Act("appraised", SAY, {"office", "sponsor"}, SAID),
    "hand on the review": Act("seen_by_the_sponsor", HAND_ON, {"sponsor"}, late=OF_THE_DISTRICT),
    "hand on the verification": Act(
        "seen_by_the_district", HAND_ON, OF_THE_DISTRICT, late={"sponsor"}
    ),
    "hand on the appraisal": Act(
        "seen_by_information", HAND_ON, {"information"}, late={"sponsor"}
    ),
    "confirm": Act("seen_by_the_office", HAND_ON, {"office"}, late={"sponsor"}),
    "return from the verification": Act("sent", "criteria:send_back", OF_THE_DISTRICT, WORDS),
    "return from the appraisal": Act("verified", "criteria:send_back", {"information"}, WORDS),
    "return from the confirmation": Act("appraised", "criteria:send_back", {"office"}, WORDS),
    "extend": Act(
        "sent", "criteria:submission_extend", {"office"}, {"due_on": "5/7/2024", **WORDS}
    ),
    "reopen": Act("confirmed", "criteria:submission_reopen", {"office"}, WORDS),
    "pass on": Act("sent", "criteria:holding_pass_on", {"office"}, WORDS),
    "answer": Act("returned", "criteria:remark_answer", {"commune"}, WORDS),
    "tick": Act(
        "sent_again", "criteria:remark_tick", OF_THE_DISTRICT, {"settled": "yes"}, late={"sponsor"}
    ),
    "open a row": Act("sent", "criteria:row_open", OF_THE_DISTRICT | {"sponsor"}),
    "open all rows": Act(
        "sent", "criteria:rows_open", OF_THE_DISTRICT | {"sponsor"}, {"count": 3}
    ),
    "agree with opened rows": Act(
        "opened_by_all", "criteria:rows_agree", OF_THE_DISTRICT | {"sponsor"}, {"count": 1}
    ),
    "close the round": Act("confirmed", "criteria:round_close", {"office"}, day="2024-07-01"),
    "read the file": Act("sent", "GET criteria:submission_detail", MEMBERS),
    "read a row": Act("sent", "GET criteria:review_row", MEMBERS),
    "read the remarks": Act("returned", "GET criteria:submission_remarks", MEMBERS),
}
ABOUT = {
    SAY: "file number",
    "criteria:row_open": "file number",
    "criteria:review_row": "file number",
    "criteria:remark_answer": "remark",
    "criteria:remark_tick": "remark",
    "criteria:holding_pass_on": "holding",
    "criteria:round_close": "round",
}


def knock(world, client, act):
    """What the door answers; whatever it did is undone."""
    file = world.file()
    holding = Holding.objects.open().in_the_way().filter(submission=file).first()
    remark = Remark.objects.filter(submission=file).first()
    keys = {
        "file": file.pk,
        "holding": holding.pk if holding else 0,
        "remark": remark.pk if remark else 0,
        "round": world.round.pk,
        "number": 17,
    }
    door, how = act.door.removeprefix("GET "), {"content_type": "application/json"}
    if door.startswith("criteria:"):
        address, how = (
            reverse(door, args=[keys[one] for one in ABOUT.get(door, "file").split()]),
            {},
        )
    else:
        address = f"/api/v1/{door.format(**keys)}/"
    said = act.said | {
        "submission": file.pk,
        "submissions": [file.pk],
        "to": world.agencies["other"].slug,
    }
    with transaction.atomic():
        read = act.door.startswith("GET ")
        answer = client.get(address) if read else client.post(address, said, **how)
        transaction.set_rollback(True)
    return DONE if answer.status_code in {200, 201, 302} else answer.status_code


@pytest.mark.parametrize(
    ("act", "to_outsiders"),
    [
        *(pytest.param(act, NOT_YOURS, id=f"{name}, by the API") for name, act in MATRIX.items()),
        *(pytest.param(act, NOT_FOUND, id=f"{name}, on the pages") for name, act in PAGES.items()),
    ],
)
def test_who_may(act, to_outsiders, settings):
    world = Matrix()
    getattr(world, act.scene)()
    settings.PORTAL_TODAY = act.day
    answers = {who: knock(world, client, act) for who, client in world.clients.items()}
    expected = dict.fromkeys(MEMBERS, NOT_YOURS) | dict.fromkeys(OUTSIDERS, to_outsiders)
    expected |= dict.fromkeys(act.doers, DONE) | dict.fromkeys(act.late, TOO_LATE)
    assert answers == expected


def test_nobody_speaks_after_their_membership_ended(settings):
    world = Matrix()
    world.sent()
    world.people["district"].memberships.update(ends=dt.date(2024, 6, 17))
    client = Client()
    client.force_login(world.people["district"])
    assert settings.PORTAL_TODAY == "2024-06-18"
    assert knock(world, client, MATRIX["return from the verification"]) == NOT_YOURS
    lent = knock(world, world.clients["delegate"], MATRIX["return from the verification"])
    assert lent == NOT_YOURS


def test_for_an_agency_that_has_ended_nobody_speaks(settings):
    """A district's step still open when districts end waits for whom the office names."""
    settings.PORTAL_TODAY = "2025-06-18"
    world = Matrix(starts=dt.date(2025, 1, 1), ends=dt.date(2025, 6, 30))
    world.sent()
    acts = [
        *(MATRIX["open a row"], MATRIX["say in the verification"], PAGES["open a row"]),
        *(MATRIX["return from the verification"], PAGES["return from the verification"]),
    ]
    assert {knock(world, world.clients["district"], act) for act in acts} == {DONE}
    settings.PORTAL_TODAY = "2025-07-01"
    assert {knock(world, world.clients["district"], act) for act in acts} == {NOT_YOURS}
    assert knock(world, world.clients["office"], MATRIX["pass on"]) == DONE
