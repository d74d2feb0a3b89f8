"""Report duties: kept, opened as dated items, reminded of, said to be sent."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from accounts.choices import Role
from accounts.models import Activity, Notice
from documents.choices import PaperState
from documents.selectors import work_calendar
from plans.choices import Frequency
from plans.models import DutyItem, ReportDuty
from plans.selectors.duties import (
    DutyFilters,
    Owing,
    duty_items,
    duty_lines,
    late_before,
    owed_by,
)
from plans.services.duties import (
    DutyGiven,
    add_duty,
    ask_report,
    change_duty,
    drop_duty,
    open_items,
    remind,
    send_report,
    unsend_report,
)
from plans.tasks import keep_duties
from tests.factories import (
    AgencyFactory,
    CommunePlanFactory,
    DayOffFactory,
    DutyItemFactory,
    MembershipFactory,
    PaperFactory,
    ReportDutyFactory,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2024, 6, 18)


@pytest.fixture
def person():
    return MembershipFactory(agency=AgencyFactory(name="Sở Tài chính"))


def given(person, **said):
    known = {"what": "Kết quả", "frequency": Frequency.MONTHLY, "starts": dt.date(2024, 1, 1)}
    return DutyGiven(**(known | {"agency": person.agency, "day": 16} | said))


def due(duty):
    return list(duty.items.order_by("due_on").values_list("due_on", flat=True))


def code(refusal):
    errors = getattr(refusal.value, "error_dict", None)
    return next(iter(errors.values()))[0].code if errors else refusal.value.code


def test_a_new_duty_opens_what_comes_due_and_nothing_past(person):
    duty = add_duty(given=given(person), by=person.user)
    assert due(duty) == [dt.date(2024, 7, 16)]
    assert duty.items.get().period == "tháng 7/2024"
    assert Activity.objects.get().verb == "added report duty"


def test_a_far_day_is_opened_too_so_that_it_is_seen(person):
    duty = add_duty(given=given(person, frequency=Frequency.YEARLY, day=None), by=person.user)
    assert due(duty) == [dt.date(2024, 12, 31)]


def test_opening_again_changes_nothing_and_makes_up_for_days_missed(person):
    duty = add_duty(given=given(person, frequency=Frequency.WEEKLY, day=None), by=person.user)
    first = due(duty)
    assert open_items(TODAY) == 0
    assert due(duty) == first
    assert open_items(TODAY + dt.timedelta(days=60)) == 8  # up to 31 days beyond, none left out
    assert len(due(duty)) == len(first) + 8


def test_a_duty_ends_on_its_day(person):
    duty = add_duty(given=given(person, ends=dt.date(2024, 7, 15)), by=person.user)
    assert due(duty) == []


def test_a_drafts_duties_do_not_count_until_it_is_out():
    plan = CommunePlanFactory()
    duty = ReportDutyFactory(paper=plan.paper, agency=plan.agency)
    assert open_items(TODAY) == 0
    plan.paper.state = PaperState.ISSUED
    plan.paper.save()
    assert open_items(TODAY) == 1
    item = duty.items.get()
    assert [line.item for line in owed_by(plan.agency, TODAY)] == [item]
    plan.paper.state = PaperState.RECALLED
    plan.paper.save()
    assert owed_by(plan.agency, TODAY) == []
    assert open_items(dt.date(2024, 8, 1)) == 0


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"agency": None}, "whose"),
        ({"weekday": 3}, "weekday"),
        ({"months": "13"}, "months"),
        ({"frequency": Frequency.DEMAND}, "day"),
        ({"frequency": Frequency.WEEKLY, "day": None, "months": "6"}, "months"),
    ],
)
def test_what_a_duty_may_not_say(person, said, why):
    with pytest.raises(ValidationError) as refusal:
        add_duty(given=given(person, **said), by=person.user)
    assert code(refusal) == why
    assert not ReportDuty.objects.exists()


def test_nobody_reports_to_themselves(person):
    with pytest.raises(ValidationError) as refusal:
        add_duty(given=given(person, addressee=person.agency), by=person.user)
    assert code(refusal) == "itself"


def test_a_plan_before_the_signer_keeps_its_duties(person):
    paper = PaperFactory(state=PaperState.SIGNING)
    with pytest.raises(ValidationError) as refusal:
        add_duty(given=given(person, paper=paper), by=person.user)
    assert code(refusal) == "locked"


def test_a_change_moves_what_is_to_come_and_keeps_what_was(person):
    duty = add_duty(given=given(person), by=person.user)
    past = DutyItemFactory(duty=duty)
    changed = change_duty(duty=duty, given=given(person, day=20), seen=1, by=person.user)
    assert due(changed) == [past.due_on, dt.date(2024, 6, 20)]
    with pytest.raises(ValidationError) as refusal:
        change_duty(duty=duty, given=given(person, day=21), seen=1, by=person.user)
    assert code(refusal) == "stale"


def test_a_duty_that_was_served_is_ended_and_not_dropped(person):
    duty = add_duty(given=given(person), by=person.user)
    item = duty.items.get()
    send_report(item=item, by=person.user)
    with pytest.raises(ValidationError) as refusal:
        drop_duty(duty=duty, by=person.user)
    assert code(refusal) == "used"
    unsend_report(item=item, by=person.user)
    drop_duty(duty=duty, by=person.user)
    assert not DutyItem.objects.exists()


def test_a_report_is_sent_once_on_a_day_that_was(person):
    item = DutyItemFactory(duty__agency=person.agency)
    with pytest.raises(ValidationError) as refusal:
        send_report(item=item, done_on=TODAY + dt.timedelta(days=1), by=person.user)
    assert code(refusal) == "future"
    with pytest.raises(ValidationError) as refusal:
        send_report(item=item, paper=PaperFactory(state=PaperState.DRAFT), by=person.user)
    assert code(refusal) == "draft"
    sent = send_report(item=item, by=person.user)
    assert (sent.done_on, sent.done_by) == (TODAY, person.user)
    with pytest.raises(ValidationError) as refusal:
        send_report(item=item, by=person.user)
    assert code(refusal) == "sent"
    again = unsend_report(item=item, by=person.user)
    assert (again.done_on, again.done_by) == (None, None)
    with pytest.raises(ValidationError) as refusal:
        unsend_report(item=item, by=person.user)
    assert code(refusal) == "owed"


def test_a_report_on_demand_is_asked_for_by_a_day(person):
    to = MembershipFactory()
    duty = ReportDutyFactory(
        agency=person.agency, addressee=to.agency, frequency=Frequency.DEMAND, day=None
    )
    assert open_items(TODAY) == 0
    item = ask_report(duty=duty, due_on=dt.date(2024, 6, 21), note="Số liệu nước sạch", by=to.user)
    assert Notice.objects.get().user == person.user
    for day, why in ((dt.date(2024, 6, 21), "twin"), (dt.date(2024, 6, 17), "past")):
        with pytest.raises(ValidationError) as refusal:
            ask_report(duty=duty, due_on=day, note="x", by=to.user)
        assert code(refusal) == why
    assert item.period == "theo yêu cầu, hạn 21/6/2024"


def line(due_on, day=TODAY, **said):
    item = DutyItemFactory(due_on=due_on, **said)
    return duty_lines([item], day, work_calendar())[0]


def test_a_day_off_counts_to_the_next_working_day():
    sunday = line(dt.date(2024, 6, 16), dt.date(2024, 6, 17))
    assert (sunday.until, sunday.owing, sunday.days) == (dt.date(2024, 6, 17), Owing.SOON, 0)
    assert line(dt.date(2024, 6, 16)).owing is Owing.LATE
    DayOffFactory(day=dt.date(2024, 6, 17))
    assert line(dt.date(2024, 6, 16)).until == TODAY


def test_late_soon_and_calm_by_working_days():
    assert (line(dt.date(2024, 6, 14)).owing, line(dt.date(2024, 6, 14)).days) == (Owing.LATE, 2)
    assert line(dt.date(2024, 6, 21)).owing is Owing.SOON  # three working days
    assert line(dt.date(2024, 6, 24)).owing is Owing.OPEN


@pytest.mark.parametrize("day", [dt.date(2024, 6, n) for n in range(12, 24)])
def test_the_list_of_late_items_says_as_its_lines_do(member, day):
    for number in range(8, 28):
        DutyItemFactory(due_on=dt.date(2024, 6, number))
    calendar = work_calendar()
    late = set(duty_items(member, DutyFilters(state="late"), day, calendar))
    lines = duty_lines(DutyItem.objects.select_related("duty"), day, calendar)
    assert late == {one.item for one in lines if one.owing is Owing.LATE}
    assert late_before(day, calendar) <= day


def test_reminders_come_before_on_the_day_and_after_each_once(person):
    duty = ReportDutyFactory(agency=person.agency)
    DutyItemFactory(duty=duty, due_on=dt.date(2024, 6, 21))
    MembershipFactory(agency=person.agency, role=Role.ADMIN)
    told = Notice.objects.filter(user=person.user)
    for day, count in ((17, 0), (18, 1), (19, 1), (21, 2), (24, 3), (25, 3)):
        remind(dt.date(2024, 6, day))
        assert told.count() == count, day
    assert Notice.objects.count() == told.count()  # nobody but officers and focal points
    assert {one.title.partition(":")[0] for one in told} == {
        "Báo cáo sắp đến hạn",
        "Báo cáo đến hạn hôm nay",
        "Quá hạn báo cáo",
    }


def test_a_report_of_no_agency_is_minded_by_whom_it_goes_to(person):
    duty = ReportDutyFactory(agency=None, who="Các thôn", addressee=person.agency)
    DutyItemFactory(duty=duty)
    remind(TODAY)
    assert Notice.objects.get().user == person.user
    assert [one.duty for one in owed_by(person.agency, TODAY)] == [duty]


def test_beat_opens_and_reminds(person):
    duty = ReportDutyFactory(agency=person.agency, day=19)
    keep_duties()
    keep_duties()
    assert due(duty) == [dt.date(2024, 6, 19), dt.date(2024, 7, 19)]
    assert Notice.objects.count() == 1
