"""The first page: what it shows follows from what the person holds."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from communes.choices import Confidence
from criteria.choices import Status
from criteria.models import StatedCount
from criteria.services.current import rebuild_current
from reports.choices import RunState
from reports.selectors.asked import Asked
from reports.selectors.board import chosen
from reports.selectors.home import Department, Leader, Office, OwnCommune, OwnDistrict, home
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    CriteriaSetFactory,
    CriterionFactory,
    DelegationFactory,
    EntryDraftFactory,
    IndicatorFactory,
    MembershipFactory,
    ReportRunFactory,
    ResponsibilityFactory,
    RoundFactory,
    ScorecardFactory,
    SponsorAssignmentFactory,
    StatusEntryFactory,
    ThresholdFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
LAST_YEAR = dt.date(2023, 12, 1)
THIS_YEAR = dt.date(2024, 3, 1)


@pytest.fixture
def yardstick():
    criteria_set = CriteriaSetFactory()
    for number in range(1, 4):
        IndicatorFactory(
            criterion=CriterionFactory(criteria_set=criteria_set, number=number), code="1"
        )
    RoundFactory()
    RoundFactory(kind="year", year=2023, starts=dt.date(2023, 1, 1), ends=dt.date(2023, 12, 31))
    return criteria_set


@pytest.fixture
def say(yardstick):
    def told(commune, number, status, on=LAST_YEAR, **facts):
        found = commune.scorecards.filter(criteria_set=yardstick).first()
        entry = StatusEntryFactory(
            scorecard=found or ScorecardFactory(commune=commune, criteria_set=yardstick),
            criterion=yardstick.criteria.get(number=number),
            status=status,
            effective_on=on,
            **facts,
        )
        rebuild_current()
        return entry

    return told


def sections_of(user):
    """A fresh user: what somebody holds is kept on the object."""
    return home(User.objects.get(pk=user.pk))


def test_who_holds_nothing_gets_a_calm_page_without_data(client, stranger, say):
    say(CommuneFactory(name="Bí Mật"), 1, Status.MET)

    response = client.get("/")

    assert response.status_code == 200
    assert response.context["sections"] == []
    assert "chưa được gán vai trò" in response.content.decode()
    assert "Bí Mật" not in response.content.decode()


@pytest.mark.parametrize(
    ("trait", "section"),
    [
        ({}, Department),
        ({"of_commune": True}, OwnCommune),
        ({"of_district": True}, OwnDistrict),
        ({"office": True}, Office),
        ({"provincial": True}, Leader),
    ],
)
def test_the_page_follows_from_what_is_held(client, yardstick, trait, section):
    user = MembershipFactory(agency=AgencyFactory(**trait)).user
    client.force_login(user)

    response = client.get("/")

    assert response.status_code == 200
    assert [type(one) for one in response.context["sections"]] == [section]


def test_several_memberships_are_several_sections_the_own_one_first(client, yardstick):
    own = MembershipFactory()
    lent = MembershipFactory(agency=AgencyFactory(office=True))
    DelegationFactory(giver=lent.user, receiver=own.user)
    MembershipFactory(user=own.user, agency=own.agency, role="director")
    client.force_login(own.user)

    sections = client.get("/").context["sections"]

    assert [(type(one), one.held.agency) for one in sections] == [
        (Department, own.agency),
        (Office, lent.agency),
    ]
    assert sections[1].held.lent_by == lent.user


def test_a_department_sees_what_is_met_unmet_unknown_and_changed_in_its_communes(member, say):
    agency = member.memberships.get().agency
    commune = SponsorAssignmentFactory(agency=agency, duty="").commune
    SponsorAssignmentFactory(agency=agency, ends=dt.date(2024, 6, 17))  # over
    say(commune, 1, Status.NOT_MET)
    say(commune, 2, Status.NOT_MET)
    say(commune, 2, Status.MET, on=THIS_YEAR)

    (one,) = sections_of(member)[0].communes

    assert one.assignment.duty_words == "chưa rõ nhiệm vụ"
    assert (one.row.standing.met, one.row.gained) == (1, (2,))
    assert [criterion.number for criterion in one.row.standing.unmet] == [1]
    assert [criterion.number for criterion in one.row.standing.unknown] == [3]


def test_a_stated_count_stands_beside_with_its_source_and_counts_nothing(
    client, member, yardstick
):
    agency = member.memberships.get().agency
    commune = SponsorAssignmentFactory(agency=agency, carried_on=True).commune
    StatedCount.objects.create(
        subject="criteria_met",
        commune=commune,
        value=10,
        out_of=19,
        as_of=dt.date(2020, 11, 1),
        text="KH của Sở TT&TT, 11/2020",
    )

    page = client.get("/").content.decode()

    assert "<strong>10/19</strong>" in page
    assert "KH của Sở TT&amp;TT, 11/2020" in page
    assert "QĐ 1625 chưa nhập danh sách" in page
    assert sections_of(member)[0].communes[0].row.standing.met == 0


def test_a_criterion_answered_for_is_counted_over_every_commune_of_the_day(member, say, yardstick):
    agency = member.memberships.get().agency
    criterion = yardstick.criteria.get(number=2)
    ResponsibilityFactory(agency=agency, indicator=criterion.indicators.get())
    ResponsibilityFactory(indicator=yardstick.criteria.get(number=1).indicators.get())
    for status in (Status.MET, Status.MET, Status.NOT_MET, "in_progress", "not_applicable"):
        say(CommuneFactory(), 2, status)
    say(CommuneFactory(ends=dt.date(2023, 12, 31)), 2, Status.MET)  # no longer there
    CommuneFactory()

    (one,) = sections_of(member)[0].criteria

    assert (one.criterion, one.met, one.unmet) == (criterion, 2, 2)
    assert (one.unknown, one.not_applicable, one.total) == (1, 1, 6)
    standings = [row.standing for row in chosen(Asked()).rows]
    assert one.met == sum(one.cells[2].status == Status.MET for one in standings)


def test_a_department_sees_its_own_reports_of_this_round(member, yardstick):
    agency = member.memberships.get().agency
    run = ReportRunFactory(agency=agency, criteria_set=yardstick)
    ReportRunFactory(agency=agency, criteria_set=yardstick, as_of=dt.date(2023, 12, 31))
    ReportRunFactory(criteria_set=yardstick)

    assert sections_of(member)[0].runs == [run]


def test_a_commune_sees_what_is_not_met_and_who_helps(client, say):
    commune = CommuneFactory()
    user = MembershipFactory(agency=AgencyFactory(of_commune=True, commune=commune)).user
    say(commune, 3, Status.NOT_MET)
    helper = SponsorAssignmentFactory(commune=commune)
    client.force_login(user)

    page = client.get("/").content.decode()

    assert "chốt số liệu ngày 30/6/2024, còn <strong>12 ngày</strong>" in page
    assert "#tc-3" in page
    assert helper.agency.name in page


def test_a_district_sees_what_fell_and_what_is_silent(say):
    agency = AgencyFactory(of_district=True)
    fell, silent = (CommuneFactory(district=agency.district) for _ in range(2))
    elsewhere = CommuneFactory()
    for commune in (fell, elsewhere):
        say(commune, 1, Status.MET)
        say(commune, 1, Status.NOT_MET, on=THIS_YEAR)

    section = sections_of(MembershipFactory(agency=agency).user)[0]

    assert [row.commune for row in section.falling] == [fell]
    assert [row.commune for row in section.silent] == [silent]
    assert [row.commune for row in section.rows] == [fell, silent]


def test_the_office_sees_what_is_unverified_silent_or_stuck(office, say, yardstick):
    indicator = yardstick.criteria.get(number=1).indicators.get()
    ThresholdFactory(indicator=indicator)
    ThresholdFactory(indicator=indicator, confidence=Confidence.RECALLED)
    ThresholdFactory(indicator=indicator, confidence=Confidence.MISSING, number=None)
    failed = ReportRunFactory(criteria_set=yardstick, state=RunState.FAILED)
    ReportRunFactory(criteria_set=yardstick, state=RunState.DONE)
    silent = CommuneFactory()
    entry = say(CommuneFactory(), 1, Status.MET)
    say(CommuneFactory(), 1, Status.MET, illustrative=True)

    section = sections_of(office)[0]

    assert (section.unverified, section.unknown, section.runs) == (1, 1, [failed])
    assert [row.commune for row in section.silent] == [silent]
    assert section.latest == [entry]


def test_a_leader_sees_what_rose_and_what_fell(say):
    rose, fell = CommuneFactory(), CommuneFactory()
    say(rose, 1, Status.NOT_MET)
    say(rose, 1, Status.MET, on=THIS_YEAR)
    say(fell, 1, Status.MET)
    say(fell, 1, Status.NOT_MET, on=THIS_YEAR)
    user = MembershipFactory(agency=AgencyFactory(provincial=True)).user

    section = sections_of(user)[0]

    assert [row.commune for row in section.gained] == [rose]
    assert [row.commune for row in section.falling] == [fell]


@pytest.mark.parametrize(
    "trait", [{}, {"of_district": True}, {"office": True}, {"provincial": True}]
)
def test_five_rows_cost_the_queries_of_one(client, say, yardstick, trait):
    agency = AgencyFactory(**trait)
    client.force_login(MembershipFactory(agency=agency).user)
    ResponsibilityFactory(
        agency=agency, indicator=yardstick.criteria.get(number=3).indicators.get()
    )

    def one_more(number):
        commune = CommuneFactory(**({"district": agency.district} if agency.district else {}))
        SponsorAssignmentFactory(agency=agency, commune=commune)
        say(commune, 1, Status.MET)
        say(commune, 1, Status.NOT_MET, on=THIS_YEAR)
        say(commune, 2, Status.NOT_MET)
        say(commune, 2, Status.MET, on=THIS_YEAR)
        StatedCount.objects.create(
            subject="criteria_met", commune=commune, value=1, as_of=LAST_YEAR, text="nguồn"
        )
        ReportRunFactory(agency=agency, criteria_set=yardstick)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        return len(queries)

    one_more(0)
    at_one = asked()
    for number in range(1, 5):
        one_more(number)

    assert asked() == at_one


# ── imports ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("agency", "uploads", "matrix"),
    [
        ({"office": True}, True, True),
        ({}, True, False),
        ({"of_commune": True}, True, False),
        ({"provincial": True}, False, False),
    ],
)
@pytest.mark.usefixtures("yardstick")
def test_every_first_page_leads_to_imports_and_counts_ones_own_drafts(
    client, agency, uploads, matrix
):
    user = MembershipFactory(agency=AgencyFactory(**agency)).user
    for by, state in (
        (user, "ready"),
        (user, "failed"),
        (user, "stored"),
        (UserFactory(), "ready"),
    ):
        EntryDraftFactory(by=by, state=state)
    client.force_login(user)
    page = client.get("/").content.decode()
    assert 'href="/nhap/"' in page
    assert "<strong>2 chờ ghi</strong>" in page
    assert ('href="/nhap/tep/"' in page) == uploads
    assert ('href="/nhap/ma-tran/"' in page) == matrix


def test_a_stranger_is_led_to_no_import(client):
    client.force_login(UserFactory())
    assert "/nhap/" not in client.get("/").content.decode()
