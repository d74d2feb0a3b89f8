"""Who held a file for how many working days: the steps add up to the whole, whatever happened."""

import datetime as dt
import io
import itertools

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from communes.models import Agency
from criteria.choices import FileState, HoldEnd, Stage
from criteria.models import Holding, Remark, Round, Submission
from criteria.selectors.review import holders
from criteria.selectors.review.holders import by_agency, by_stage, file_times, stretches, time_of
from criteria.services import review
from documents.calendar import WorkCalendar
from tests.criteria.review.crowd import crowd
from tests.criteria.review.world import ReviewWorld
from tests.factories import DayOffFactory

FIRST = dt.date(2024, 1, 1)


@pytest.fixture
def world(db):
    return ReviewWorld()


@pytest.fixture
def on(settings):
    """Let it be another day of June 2024 (or of the month given)."""

    def move(day, month=6):
        settings.PORTAL_TODAY = f"2024-{month:02d}-{day:02d}"

    move(3)
    return move


def said(time):
    return [(step.stage, step.who, step.days) for step in time.steps]


def whole(time):
    return sum(step.days for step in time.steps)


def test_the_steps_add_up_to_the_way_from_opening_to_today(world, on):
    world.open()  # Monday 3/6
    on(7)
    world.sent()
    on(11)
    time = stretches(world.file())
    assert said(time) == [
        (Stage.DECLARED, "UBND xã Hướng Việt", 4),
        (Stage.VERIFIED, "UBND huyện", 2),
    ]
    assert (time.total, time.since, time.steps[-1].until) == (6, dt.date(2024, 6, 3), None)
    assert [(one.who, one.days) for one in time.beside] == [("Sở đỡ đầu", 2)]


def test_a_day_that_the_office_wrote_off_is_not_counted(world, on):
    world.open()
    DayOffFactory(day=dt.date(2024, 6, 5))
    on(7)
    assert stretches(world.file()).total == 3


def test_appraisers_at_once_stand_inside_one_step(world, on):
    world.open()
    on(4)
    world.verified()
    on(6)
    world.agree("building", [1])
    world.act("appraise", "building")
    on(10)
    for name, numbers in (("information", [8, 17]), ("environment", [17])):
        world.agree(name, numbers)
        world.act("appraise", name)
    on(12)
    time = stretches(world.file())
    assert [(step.stage, step.days) for step in time.steps] == [(1, 1), (3, 0), (4, 4), (5, 2)]
    assert time.total == whole(time) == 7
    step = time.steps[2]
    assert step.who == "3 cơ quan cùng giữ"
    assert {one.who: one.days for one in step.inside} == {
        "Sở Xây dựng": 2,
        "Sở Thông tin và Truyền thông": 4,
        "Sở Tài nguyên và Môi trường": 4,
    }


def test_a_return_is_a_step_of_the_commune_and_the_sum_stays_the_total(world, on):
    world.open()
    on(4)
    world.sent()
    on(6)
    world.act("send_back", "district", words="Thiếu hồ sơ")
    on(12)
    review.answer(
        Remark.objects.get(),
        words="Đã bổ sung",
        mandate=world.mandate("commune"),
        by=world.people["commune"],
    )
    world.submit()
    on(14)
    time = stretches(world.file())
    assert [(step.stage, step.days, step.ended_words) for step in time.steps] == [
        (1, 1, "đã chuyển tiếp"),
        (3, 2, "đã trả lại"),
        (1, 4, "đã chuyển tiếp"),
        (3, 2, ""),
    ]
    assert time.total == whole(time) == 9


def test_who_took_over_counts_from_that_day_inside_the_step_too(world, on):
    world.open()
    on(4)
    world.verified()
    on(7)
    held = Holding.objects.open().get(
        submission=world.file(), agency=world.agencies["information"]
    )
    review.pass_on(
        held,
        to=world.agencies["other"],
        words="Sắp xếp bộ máy",
        mandate=world.mandate("office"),
        by=world.people["office"],
    )
    on(12)
    time = stretches(world.file())
    assert [(step.stage, step.days) for step in time.steps] == [(1, 1), (3, 0), (4, 6)]
    inside = {one.who: one.days for one in time.steps[-1].inside}
    assert (inside["Sở Thông tin và Truyền thông"], inside["Sở khác"]) == (3, 3)
    assert time.total == whole(time)


def test_a_confirmed_file_counts_no_further_and_what_lay_between_is_said(world, on):
    world.open()
    on(4)
    world.confirmed()
    on(20)
    assert stretches(world.file()).total == 1
    world.act("reopen", "office", words="Sai số liệu")
    on(21)
    time = stretches(world.file())
    assert [(step.stage, step.days) for step in time.steps][-2:] == [(None, 12), (1, 1)]
    assert time.steps[-2].who == "không cơ quan nào giữ"
    assert time.total == whole(time) == 14


def test_a_round_that_closed_over_a_file_ends_its_time(world, on):
    world.open()
    on(20)
    moment = timezone.make_aware(dt.datetime(2024, 6, 7, 9))  # noqa: DTZ001 -- made aware here
    Round.objects.update(closed_at=moment, closed_by=world.people["office"])
    assert stretches(world.file()).total == 4


def test_a_file_that_nobody_ever_held_has_no_steps(world, on):
    world.open()
    Holding.objects.all().delete()
    time = stretches(world.file())
    assert (time.steps, time.total, time.since) == ((), 0, None)


def test_averages_of_a_stage_and_of_an_agency(world, on):
    world.open()
    on(4)
    world.sent()
    on(6)
    world.sent(1)
    on(7)
    times = file_times(Submission.objects.select_related("round", "scorecard__commune"))
    stages = {one.stage: (one.count, one.mean, one.most, one.held) for one in by_stage(times)}
    assert stages == {1: (2, 2.0, 3, 0), 3: (2, 2.0, 3, 2)}
    district = next(one for one in by_agency(times) if one.stage == Stage.VERIFIED)
    assert (district.agency, district.count) == (world.agencies["district"], 2)
    assert district.longest.file == world.file()
    assert [one.mean for one in by_agency(times)] == sorted(
        (one.mean for one in by_agency(times)), reverse=True
    )


# whatever the days

gaps = st.integers(0, 40)
HELD = st.tuples(st.sampled_from([1, 3, 4, 5]), gaps, gaps, st.integers(1, 4), st.booleans())


def holdings_of(plan):
    """Holdings one after another, sometimes with a gap; an appraisal by several that end on days of their own."""
    day, rows, keys = FIRST, [], itertools.count(1)
    for turn, (stage, gap, length, many, beside) in enumerate(plan):
        day += dt.timedelta(gap if gap > 30 else 0)
        count = many if stage == Stage.APPRAISED else 1
        ends = [day + dt.timedelta(length * (place + 1)) for place in range(count)]
        if beside:
            rows.append(held(next(keys), turn, 2, day, day + dt.timedelta(90), beside=True))
        rows += [held(next(keys), turn, stage, day, end) for end in ends]
        day = max(ends)
    return rows, day


def held(key, turn, stage, since, until, *, beside=False):
    agency = Agency(pk=key, name=f"Cơ quan {key}", sort_key=f"{key:03d}")
    ended = HoldEnd.HANDED_ON
    return Holding(
        pk=key,
        turn=turn,
        stage=stage,
        agency=agency,
        since=since,
        until=until,
        ended=ended,
        beside=beside,
    )


@settings(max_examples=150, deadline=None, derandomize=True)
@given(plan=st.lists(HELD, min_size=1, max_size=7), still=st.booleans(), later=gaps, off=gaps)
def test_the_sum_of_the_steps_is_the_total_on_any_days(plan, still, later, off):
    rows, day = holdings_of(plan)
    if still:
        last = [one for one in rows if not one.beside][-1]
        last.until, last.ended = None, ""
    file = Submission(state=FileState.VERIFYING if still else FileState.CONFIRMED)
    calendar = WorkCalendar({FIRST + dt.timedelta(off): False})
    time = time_of(file, rows, day + dt.timedelta(later), calendar)
    assert whole(time) == time.total
    assert all(before.until == after.since for before, after in itertools.pairwise(time.steps))
    end = day + dt.timedelta(later) if still else day
    assert time.total == calendar.between(rows[0].since, end)
    for step in time.steps:
        assert all(one.days <= step.days for one in step.inside)


# the page


def test_the_page_and_its_spreadsheet_add_up(world, on, client):
    world.open()
    on(4)
    world.verified()
    on(11)
    client.force_login(world.people["other"])
    page = client.get(reverse("criteria:holder_times")).content.decode()
    assert "3 cơ quan cùng giữ" in page
    assert "6 ngày" in page
    assert "Sở đỡ đầu" in page
    assert "Khai báo: 2 đơn vị" in page
    assert page.index("UBND huyện") < page.index("Khai báo: 2 đơn vị")
    answer = client.get(reverse("criteria:holder_times"), {"dang": "xlsx", "xa": "huong viet"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    place = list(holders.COLUMNS).index("Ngày làm việc của bước")
    days = [
        row[place]
        for row in rows
        if row[1] == world.communes[0].code and isinstance(row[place], int)
    ]
    assert sum(days) == stretches(world.file()).total == 6


def test_the_files_come_fifty_at_a_time(world, client):
    world.open()
    crowd(world, 53)  # and the two of the world
    client.force_login(world.people["other"])
    address = reverse("criteria:holder_times")
    for at, count, told in (("1", 50, "1–50 trong 55 hồ sơ"), ("2", 5, "51–55 trong 55 hồ sơ")):
        page = client.get(address, {"trang": at}).content.decode()
        assert (page.count('data-label="Các bước"'), told in page) == (count, True)
