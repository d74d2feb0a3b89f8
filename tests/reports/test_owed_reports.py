"""Who owes which report for a round: opened ahead, sent by its paper's issue, late, owed again by a recall."""

import datetime as dt

import pytest

from accounts.models import Activity, Notice
from communes.choices import AgencyKind
from criteria.choices import RoundKind
from documents.choices import PaperAct, PaperState
from documents.selectors import work_calendar
from documents.services.following import follow
from plans.models import DutyItem, ReportDuty
from plans.selectors.duties import Owing, duty_lines
from plans.services.duties import DutyGiven, change_duty, remind
from reports import tasks
from reports.choices import Kind
from reports.kinds import KINDS
from reports.models import OwedReport
from reports.selectors.cycles import kinds_of, reporters_of
from reports.selectors.owed import owed_lines, with_runs
from reports.services import cycle_owed
from tests.factories import (
    AgencyFactory,
    MembershipFactory,
    PaperFactory,
    ReportRunFactory,
    RoundFactory,
    SponsorAssignmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
KIND = Kind.AGENCY_HALF_YEAR
DAY = dt.date(2024, 6, 18)  # the working day of tests


@pytest.fixture(autouse=True)
def only_kind(monkeypatch):
    for one in list(KINDS):
        if one != KIND:
            monkeypatch.delitem(KINDS, one)


@pytest.fixture
def period():
    return RoundFactory(
        kind=RoundKind.HALF_YEAR, starts=dt.date(2024, 1, 1), ends=dt.date(2024, 6, 30)
    )


@pytest.fixture
def sponsor():
    return SponsorAssignmentFactory().agency


@pytest.fixture
def owed(period, sponsor):
    cycle_owed.open_owed(period, reporters_of(period, kinds_of(period)))
    return OwedReport.objects.select_related("item__duty").get()


def state_of(owed, day):
    (line,) = duty_lines(
        [DutyItem.objects.select_related("duty").get(pk=owed.item_id)], day, work_calendar()
    )
    return line.owing


def report_of(owed, **more):
    paper = PaperFactory(issuer=owed.agency, state=PaperState.ISSUED, **more)
    return ReportRunFactory(agency=owed.agency, round=owed.round, paper=paper, state="done").paper


def issue(owed, by, day, **more):
    paper = report_of(owed, **more)
    follow(PaperAct.ISSUED, paper, by, day)
    return paper


def test_beat_opens_what_falls_due_once(period, sponsor):
    tasks.open_owed_reports()
    tasks.open_owed_reports()
    owed = OwedReport.objects.get()
    duty = owed.item.duty
    assert (owed.kind, owed.agency) == (KIND, sponsor)
    assert (owed.item.due_on, owed.item.period) == (period.ends, "6 tháng đầu năm 2024")
    assert (duty.agency, duty.paper, duty.frequency) == (sponsor, None, "periodic")
    assert "Ủy ban nhân dân tỉnh" in duty.whom
    line = Activity.objects.get(verb="opened owed reports")
    assert (line.by, line.details["count"]) == (None, 1)


def test_a_round_far_away_is_not_opened(sponsor):
    RoundFactory(kind=RoundKind.HALF_YEAR, starts=dt.date(2024, 1, 1), ends=dt.date(2024, 12, 30))
    RoundFactory(
        kind=RoundKind.HALF_YEAR, year=2020, starts=dt.date(2020, 1, 1), ends=dt.date(2020, 6, 30)
    )
    assert cycle_owed.open_due_rounds(DAY) == 0


def test_the_day_on_which_the_round_closes_comes_first(period, sponsor):
    period.closes_on = dt.date(2024, 7, 5)
    period.save()
    cycle_owed.open_due_rounds(DAY)
    assert OwedReport.objects.get().item.due_on == period.closes_on


def test_a_changed_day_of_the_round_is_followed_until_the_office_sets_its_own(period, owed):
    period.closes_on = dt.date(2024, 7, 5)
    period.save()
    cycle_owed.open_due_rounds(DAY)
    owed.item.refresh_from_db()
    assert owed.item.due_on == period.closes_on
    cycle_owed.set_due_day(period=period, due_on=dt.date(2024, 7, 9), by=UserFactory())
    cycle_owed.open_due_rounds(DAY)
    owed.item.refresh_from_db()
    assert owed.item.due_on == dt.date(2024, 7, 9)


def test_the_next_round_rests_on_the_same_duty(owed, period):
    following = RoundFactory(
        kind=RoundKind.HALF_YEAR, year=2025, starts=dt.date(2025, 1, 1), ends=dt.date(2025, 6, 30)
    )
    cycle_owed.open_owed(following, reporters_of(period, kinds_of(period)))
    assert ReportDuty.objects.count() == 1
    assert DutyItem.objects.count() == 2


def test_a_duty_that_ended_owes_nothing_more(owed, period):
    ReportDuty.objects.update(ends=dt.date(2024, 12, 31))
    following = RoundFactory(
        kind=RoundKind.HALF_YEAR, year=2025, starts=dt.date(2025, 1, 1), ends=dt.date(2025, 6, 30)
    )
    assert cycle_owed.open_owed(following, reporters_of(period, kinds_of(period))) == 0


def test_naming_the_paper_of_a_duty_leaves_what_is_owed(owed):
    duty, paper = owed.item.duty, PaperFactory(state=PaperState.ISSUED)
    given = {name: getattr(duty, name) for name in DutyGiven.__slots__} | {"paper": paper}
    change_duty(duty=duty, given=DutyGiven(**given), seen=None, by=UserFactory())
    assert OwedReport.objects.get().item.duty.paper == paper


def test_issuing_the_report_sends_what_was_owed(owed):
    by = UserFactory()
    paper = issue(owed, by, dt.date(2024, 6, 17))
    item = DutyItem.objects.get()
    assert (item.paper, item.done_on, item.done_by) == (paper, dt.date(2024, 6, 17), by)
    assert state_of(owed, DAY) is Owing.SENT


def test_issued_after_its_day_is_late_not_missing(owed):
    DutyItem.objects.update(due_on=dt.date(2024, 6, 10))
    assert state_of(owed, DAY) is Owing.LATE
    issue(owed, UserFactory(), dt.date(2024, 6, 17))
    assert state_of(owed, DAY) is Owing.SENT_LATE


def test_recalled_it_is_owed_again(owed):
    by = UserFactory()
    paper = issue(owed, by, dt.date(2024, 6, 17))
    assert DutyItem.objects.get().done_on is not None
    follow(PaperAct.RECALLED, paper, by, DAY)
    item = DutyItem.objects.get()
    assert (item.paper, item.done_on) == (None, None)


def test_other_papers_send_nothing(owed):
    paper = PaperFactory(issuer=owed.agency, state=PaperState.ISSUED)
    follow(PaperAct.ISSUED, paper, UserFactory(), DAY)
    assert DutyItem.objects.get().done_on is None


def test_said_to_be_sent_by_hand_before_stays(owed):
    DutyItem.objects.update(done_on=dt.date(2024, 6, 5), done_by=UserFactory())
    issue(owed, UserFactory(), dt.date(2024, 6, 17))
    assert DutyItem.objects.get().done_on == dt.date(2024, 6, 5)


def test_what_is_out_already_is_opened_as_sent(period, sponsor):
    paper = PaperFactory(issuer=sponsor, state=PaperState.ISSUED, day=14, month=6, year=2024)
    ReportRunFactory(agency=sponsor, round=period, paper=paper, state="done")
    cycle_owed.open_due_rounds(DAY)
    item = DutyItem.objects.get()
    assert (item.paper, item.done_on) == (paper, dt.date(2024, 6, 14))


def test_reminders_come_before_and_after(owed):
    person = MembershipFactory(agency=owed.agency, role="officer").user
    remind(DAY)
    assert not Notice.objects.exists()
    for day in (dt.date(2024, 6, 27), dt.date(2024, 6, 28), dt.date(2024, 7, 4)):
        remind(day)
        remind(day)
    told = [one.title for one in Notice.objects.filter(user=person).order_by("pk")]
    assert [one.split(":")[0] for one in told] == ["Báo cáo sắp đến hạn", "Quá hạn báo cáo"]


def test_who_has_the_paper_in_hand(owed, period):
    office = MembershipFactory(agency=AgencyFactory(kind=AgencyKind.OFFICE), role="officer").user
    paper = PaperFactory(issuer=owed.agency, state=PaperState.DRAFT, by=None)
    run = ReportRunFactory(agency=owed.agency, round=period, paper=paper, state="done")
    own = MembershipFactory(agency=owed.agency, role="officer").user
    (line,) = with_runs(owed_lines(office, period, DAY), office)
    assert (line.run, line.paper, line.opens) == (run, paper, False)
    assert line.holder == str(owed.agency)
    (line,) = with_runs(owed_lines(own, period, DAY), own)
    assert line.opens


def test_others_see_only_what_is_theirs(owed, period):
    stranger = MembershipFactory(role="officer").user
    own = MembershipFactory(agency=owed.agency, role="officer").user
    leader = MembershipFactory(
        agency=AgencyFactory(kind=AgencyKind.PROVINCE), role="director"
    ).user
    assert owed_lines(stranger, period, DAY) == []
    assert len(owed_lines(own, period, DAY)) == len(owed_lines(leader, period, DAY)) == 1
