"""Whom each step tells, in the portal and by mail: everybody concerned, nobody else, and never whoever did it."""

import pytest
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Activity, Notice
from accounts.tasks import send_notices
from documents.choices import PaperAct, RelationKind
from documents.models import OfficialDocument
from documents.services import steps
from tests.documents.house import House, number
from tests.factories import AgencyFactory, MembershipFactory, PaperFactory
from tests.plans.sink import running_sink

pytestmark = pytest.mark.django_db
REASON = "Thiếu mục nguồn lực"


@pytest.fixture
def house():
    return House()


@pytest.fixture
def other():
    """An agency with a focal point, one whose account is closed, and a keeper of its accounts."""
    agency = AgencyFactory.create()
    MembershipFactory.create(agency=agency, role=Role.FOCAL_POINT)
    MembershipFactory.create(agency=agency, role=Role.FOCAL_POINT, user__is_active=False)
    MembershipFactory.create(agency=agency, role=Role.ADMIN)
    return agency


def desk_of(agency):
    row = agency.memberships.get(role=Role.FOCAL_POINT, user__is_active=True)
    return row.user


def told(paper, act):
    """Who was told of a paper's last act of a kind."""
    step = paper.steps.filter(act=act).last()
    rows = Notice.objects.filter(key=f"paper:{paper.pk}:step:{step.pk}")
    return set(rows.values_list("user", flat=True))


def sent_to(house, other):
    return house.at("issued", recipients=[("Sở khác", "", other)])


def test_an_issued_paper_is_told_to_everybody_before_and_to_those_who_open_the_mail(house, other):
    paper = sent_to(house, other)

    before = {house.officer.pk, house.head.pk}
    assert told(paper, PaperAct.ISSUED) == before | {desk_of(other).pk}
    assert Notice.objects.filter(user=house.officer, title__startswith="Đã ban hành").exists()
    assert Notice.objects.get(user=desk_of(other)).title.startswith("Văn bản đến")


def test_an_agency_where_nobody_opens_the_mail_is_told_as_a_whole_but_its_keeper_of_accounts(
    house,
):
    agency = AgencyFactory.create()
    officers = {MembershipFactory.create(agency=agency, role=Role.OFFICER).user.pk for _ in "ab"}
    MembershipFactory.create(agency=agency, role=Role.ADMIN)

    paper = sent_to(house, agency)

    assert told(paper, PaperAct.ISSUED) - {house.officer.pk, house.head.pk} == officers


def test_a_recall_is_told_to_everybody_before_too(house, other):
    paper = sent_to(house, other)

    steps.recall(paper=paper, by=house.desk, reason="Ban hành nhầm")

    assert told(paper, PaperAct.RECALLED) == {
        *(house.officer.pk, house.head.pk),
        desk_of(other).pk,
    }


def test_a_replacement_is_told_to_the_people_and_readers_of_the_older_paper(house, other):
    old = sent_to(house, other)
    new = steps.replace_with(paper=old, by=house.officer)
    OfficialDocument.objects.filter(pk=new.pk).update(state="signed")
    new.refresh_from_db()
    number(new, house.desk, number="08")

    steps.issue(paper=new, by=house.desk)

    assert told(old, PaperAct.REPLACED) == {
        *(house.officer.pk, house.head.pk),
        desk_of(other).pk,
    }
    notice = Notice.objects.get(title__startswith="Đã được thay thế", user=house.head)
    assert "08/KH-SCT" in notice.words


def test_what_is_replaced_and_was_only_registered_has_no_step(house):
    old = PaperFactory.create(number="5", issuer=house.agency)
    paper = house.at("numbered", relations=[(RelationKind.REPLACES, old)])

    steps.issue(paper=paper, by=house.desk)

    old.refresh_from_db()
    assert old.state == "replaced"
    assert not old.steps.exists()


def test_a_number_is_told_to_whoever_issues(house):
    paper = house.at("signed")

    number(paper, house.head)

    assert told(paper, PaperAct.NUMBERED) == {house.desk.pk}


def test_whoever_takes_a_step_is_not_told_of_it(house):
    colleague = house.person(Role.FOCAL_POINT)
    paper = house.at("signed")

    number(paper, house.desk)

    assert told(paper, PaperAct.NUMBERED) == {colleague.pk}


def test_a_closed_account_is_not_told_that_it_is_next(house):
    gone = house.person(Role.DIRECTOR)
    gone.is_active = False
    gone.save()
    paper = house.paper()

    steps.send_up(paper=paper, by=house.officer)

    assert told(paper, PaperAct.SENT_UP) == {house.head.pk}


def test_a_return_reaches_everybody_before_by_mail_with_its_reason_and_the_way_there(
    house, settings
):
    settings.PORTAL_URL = "https://ntm.example"
    paper = house.at("signing")
    signer = house.person(Role.DIRECTOR)
    with running_sink() as sink:
        send_notices()
        sink.take()

        steps.send_back(paper=paper, by=signer, reason=REASON)
        send_notices()
        letters = sink.take()

    assert {one["To"] for one in letters} == {
        *(house.officer.email, house.head.email, house.desk.email),
    }
    address = f"https://ntm.example{reverse('documents:paper_detail', args=[paper.pk])}"
    for letter in letters:
        assert REASON in letter.get_content()
        assert address in letter.get_content()


def test_each_step_stands_on_the_trail_with_its_words(house):
    paper = house.at("unit")

    steps.send_back(paper=paper, by=house.head, reason=REASON)

    row = Activity.objects.filter(verb="took paper's step").latest("pk")
    assert row.by == house.head
    assert REASON in str(row.details)
