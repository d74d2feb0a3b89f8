"""Beat: files of rounds that have begun are opened, who is about to be late is told, once."""

import datetime as dt

import pytest

from accounts.models import Notice
from criteria.choices import RoundKind
from criteria.models import Holding, Submission
from criteria.selectors.review.queue import must_pass
from criteria.services import Days, open_round, review
from criteria.services.review.reminding import open_begun, remind
from criteria.tasks import keep_files
from tests.criteria.review.world import ReviewWorld
from tests.factories import AgencyFactory, CommuneFactory, RoundFactory

pytestmark = pytest.mark.django_db
TUESDAY = dt.date(2024, 6, 18)


@pytest.fixture
def world():
    return ReviewWorld()


def due(world, **days):
    for name, day in days.items():
        setattr(world.round, name, day)
    world.round.save()


def titles(world, who):
    return sorted(Notice.objects.filter(user=world.people[who]).values_list("title", flat=True))


def test_files_of_begun_rounds_are_opened_once(world):
    RoundFactory(year=2025, name="Kỳ sau", starts=dt.date(2025, 1, 1), ends=dt.date(2025, 6, 30))
    assert (open_begun(TUESDAY), open_begun(TUESDAY)) == (2, 0)
    assert set(Submission.objects.values_list("round", flat=True)) == {world.round.pk}


def test_a_year_waits_for_its_first_half_and_what_is_past_gets_none(world):
    past = RoundFactory(year=2023, starts=dt.date(2023, 1, 1), ends=dt.date(2023, 6, 30))
    year = RoundFactory(
        kind=RoundKind.YEAR, year=2024, starts=dt.date(2024, 1, 1), ends=dt.date(2024, 12, 31)
    )
    demanded = RoundFactory(
        kind=RoundKind.ON_DEMAND, starts=dt.date(2024, 6, 1), ends=dt.date(2024, 7, 31)
    )
    open_begun(TUESDAY)
    assert set(Submission.objects.values_list("round", flat=True)) == {world.round.pk, demanded.pk}
    open_begun(dt.date(2024, 7, 1))
    assert year.submissions.count() == 2
    assert not past.submissions.exists()


def test_a_round_that_begins_later_gets_its_files_from_beat(world, settings):
    world.round.delete()
    days = Days(dt.date(2024, 7, 1), dt.date(2024, 12, 31))
    period = open_round(kind=RoundKind.YEAR, year=2024, days=days, by=world.people["office"])
    assert not period.submissions.exists()
    settings.PORTAL_TODAY = "2024-07-01"
    keep_files()
    assert period.submissions.count() == 2


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (dt.date(2024, 6, 17), []),
        (
            dt.date(2024, 6, 18),
            ["Xã Hướng Việt – Kỳ 6 tháng đầu năm 2024: còn 5 ngày làm việc để gửi hồ sơ"],
        ),
        (
            dt.date(2024, 6, 25),
            ["Xã Hướng Việt – Kỳ 6 tháng đầu năm 2024: hôm nay là hạn gửi hồ sơ"],
        ),
    ],
)
def test_a_commune_is_reminded_before_its_file_is_due(world, day, told):
    due(world, submit_by=dt.date(2024, 6, 25))
    world.open()
    remind(day)
    assert titles(world, "commune") == told


def test_each_reminder_comes_once_and_a_day_missed_is_made_up_for(world):
    due(world, submit_by=dt.date(2024, 6, 25))
    world.open()
    for day in (19, 20, 24, 24, 25):
        remind(dt.date(2024, 6, day))
    assert len(titles(world, "commune")) == 2
    assert {one.kind for one in Notice.objects.all()} == {"review"}


def test_nobody_is_reminded_of_a_day_that_nobody_set(world):
    world.open()
    remind(dt.date(2024, 6, 28))
    assert not Notice.objects.exists()


def test_who_is_late_is_told_once_with_what_lies_there(world):
    due(world, submit_by=dt.date(2024, 6, 10), verify_by=dt.date(2024, 6, 17))
    world.sent()
    world.sent(1)
    Notice.objects.all().delete()
    remind(TUESDAY)
    remind(dt.date(2024, 6, 19))
    assert titles(world, "district") == ["Quá hạn thẩm tra Kỳ 6 tháng đầu năm 2024: 2 hồ sơ"]
    told = Notice.objects.get()
    assert told.words == "Hạn 17/6/2024: Hướng Việt, Hướng Việt 1."
    assert told.address == f"/ho-so/?ky={world.round.pk}&xem=qua-han&cap=3"


def test_another_day_is_another_deadline(world):
    due(world, submit_by=dt.date(2024, 6, 10))
    world.open()
    remind(TUESDAY)
    world.act("extend", "office", due_on=dt.date(2024, 6, 19), words="Mưa lũ")
    Notice.objects.all().delete()
    remind(dt.date(2024, 6, 20))
    assert titles(world, "commune") == ["Quá hạn khai báo Kỳ 6 tháng đầu năm 2024: 1 hồ sơ"]


def test_a_confirmed_file_is_never_late(world):
    due(world, submit_by=dt.date(2024, 6, 10), closes_on=dt.date(2024, 7, 5))
    world.confirmed()
    Notice.objects.all().delete()
    remind(dt.date(2024, 7, 20))
    assert titles(world, "office") == []


def test_opened_files_wait_for_the_round_to_begin(world):
    world.round.starts = dt.date(2024, 6, 19)
    world.round.save()
    assert review.open_files(world.round) == 0
    with pytest.raises(Submission.DoesNotExist):
        world.file()


def test_a_commune_that_begins_later_gets_its_file_once_it_has_begun(world, settings):
    year = {"kind": "year", "year": 2025, "name": "Kỳ năm 2025"}
    period = RoundFactory(**year, starts=dt.date(2025, 1, 1), ends=dt.date(2025, 12, 31))
    merged = CommuneFactory(name="Hướng Lập mới", starts=dt.date(2025, 7, 1), district=None)
    AgencyFactory(kind="commune", commune=merged, name="UBND mới", starts=dt.date(2025, 7, 1))
    for commune, agency in zip(world.communes, world.communal, strict=True):
        for one in (commune, agency):
            one.ends = dt.date(2025, 6, 30)
            one.save()
    settings.PORTAL_TODAY = "2025-02-03"
    open_begun(dt.date(2025, 2, 3))
    assert not period.submissions.exists()
    settings.PORTAL_TODAY = "2025-07-02"
    open_begun(dt.date(2025, 7, 2))
    assert [one.agency.name for one in Holding.objects.filter(submission__round=period)] == [
        "UBND mới"
    ]


def test_a_file_of_a_commune_that_ended_lies_where_the_office_can_pass_it_on(world, settings):
    world.communal[0].ends = world.round.ends
    world.communal[0].save()
    settings.PORTAL_TODAY = "2024-07-02"
    world.open()
    (held,) = Holding.objects.filter(submission=world.file())
    assert held.agency == world.communal[0]
    assert must_pass(held, dt.date(2024, 7, 2), verified=True)


def test_beat_keeps_files(settings):
    asked = {one["task"] for one in settings.CELERY_BEAT_SCHEDULE.values()}
    assert keep_files.name in asked
