"""The queue: who waits for whom, by which rule, how late, in which order; what it costs."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import User
from criteria.choices import Stage
from criteria.models import Holding, Remark, RouteStep, Submission
from criteria.selectors.review import file_view
from criteria.selectors.review.queue import TABS, Filters, measure, queue
from criteria.services import review
from plans.selectors.badges import badges
from tests.criteria.review.world import ReviewWorld
from tests.factories import DistrictFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2024, 6, 18)


@pytest.fixture
def world():
    return ReviewWorld()


def asked(world, name, **said):
    return queue(User.objects.get(pk=world.people[name].pk), Filters(**said))


def counts(world, name, **said):
    return {key: count for key, _, count in asked(world, name, **said).tabs}


def names(found):
    return [one.file.scorecard.commune.name for one in found.lines]


def only(world, name, tab):
    (line,) = asked(world, name, tab=tab).lines
    return line


# tabs


def test_a_file_waits_for_whoever_holds_it(world):
    world.open()
    assert counts(world, "commune") == {
        **dict.fromkeys(("ben-canh", "cho-nguoi-khac", "tra-lai", "qua-han", "da-xac-nhan"), 0),
        "cho-toi": 1,
        "chua-gui": 2,
        "tat-ca": 2,
    }
    world.sent()
    assert names(asked(world, "district", tab="cho-toi")) == ["Hướng Việt"]
    assert counts(world, "commune")["cho-toi"] == 0
    assert counts(world, "commune")["cho-nguoi-khac"] == 1
    assert counts(world, "neighbour")["cho-nguoi-khac"] == 0


def test_everybody_sees_which_communes_have_not_sent(world):
    world.sent()
    for name in ("office", "district", "neighbour", "other"):
        assert names(asked(world, name, tab="chua-gui")) == ["Hướng Việt 1"], name
    world.act("recall", "commune")
    assert counts(world, "office")["chua-gui"] == 2
    world.submit()
    world.act("send_back", "district", words="Thiếu hồ sơ")
    assert counts(world, "office")["chua-gui"] == 1  # the other is among those sent back


def test_what_will_come_to_me_waits_for_others(world):
    world.sent()
    assert counts(world, "information")["cho-nguoi-khac"] == 1  # appraises after the district
    assert counts(world, "office")["cho-nguoi-khac"] == 1
    assert counts(world, "other")["cho-nguoi-khac"] == 0
    world.agree("district")
    world.act("verify", "district")
    assert counts(world, "information")["cho-toi"] == 1
    assert counts(world, "information")["cho-nguoi-khac"] == 0
    assert counts(world, "district")["cho-nguoi-khac"] == 1


def test_a_sponsors_review_stands_beside_and_waits_for_others_all_the_same(world):
    world.sent()
    found = counts(world, "sponsor")
    assert (found["cho-toi"], found["ben-canh"], found["cho-nguoi-khac"]) == (1, 1, 1)
    assert counts(world, "district")["ben-canh"] == 0


def test_a_returned_file_is_with_those_who_had_it(world):
    world.sent()
    world.act("send_back", "district", words="Thiếu hồ sơ")
    found = {name: counts(world, name)["tra-lai"] for name in ("district", "office", "other")}
    assert found == {"district": 1, "office": 1, "other": 0}
    assert counts(world, "commune")["cho-toi"] == 1


def test_a_confirmed_file_waits_for_nobody(world):
    world.confirmed()
    found = counts(world, "office")
    assert (found["da-xac-nhan"], found["cho-toi"], found["cho-nguoi-khac"]) == (1, 0, 0)


def test_files_of_a_closed_round_wait_for_nobody_until_opened_again(world):
    world.sent()
    world.round.closed_at, world.round.closed_by = timezone.now(), world.people["office"]
    world.round.save()
    assert counts(world, "district")["tat-ca"] == 0
    found = counts(world, "district", period=str(world.round.pk))
    assert (found["tat-ca"], found["cho-toi"], found["qua-han"]) == (2, 0, 0)
    assert badges(User.objects.get(pk=world.people["district"].pk), TODAY).files == 0
    Submission.objects.filter(pk=world.file().pk).update(reopened_at=timezone.now())
    assert counts(world, "district") | {"tat-ca": 1, "cho-toi": 1} == counts(world, "district")


def test_the_badge_counts_what_the_tab_counts(world):
    world.sent()
    world.sent(1)
    for name in ("district", "sponsor", "commune", "neighbour", "office"):
        person = User.objects.get(pk=world.people[name].pk)
        assert badges(person, TODAY).files == counts(world, name)["cho-toi"], name
    assert badges(User.objects.get(pk=world.people["district"].pk), TODAY).files == 2


def test_whoever_speaks_for_nobody_sees_all_files_first(world):
    from accounts.choices import Role  # noqa: PLC0415

    world.open()
    reader = world.serve(world.agencies["other"], Role.ADMIN)
    assert queue(reader, Filters()).tab == "tat-ca"
    assert asked(world, "district").tab == "cho-toi"


# to be passed on


def test_a_step_of_a_district_that_ended_is_to_be_passed_on(settings):
    settings.PORTAL_TODAY = "2025-06-18"
    world = ReviewWorld(starts=dt.date(2025, 1, 1), ends=dt.date(2025, 6, 30))
    world.sent()
    assert counts(world, "office")["giao-lai"] == 0
    settings.PORTAL_TODAY = "2025-07-03"
    assert counts(world, "office")["giao-lai"] == 1
    assert "giao-lai" not in counts(world, "other")
    assert asked(world, "other", tab="giao-lai").tab == "tat-ca"


def test_what_the_office_holds_for_want_of_a_district_is_to_be_passed_on_until_somebody_is_named(
    world,
):
    world.sent()
    held = Holding.objects.open().get(stage=Stage.VERIFIED)
    Holding.objects.filter(pk=held.pk).update(agency=world.agencies["office"])
    assert counts(world, "office")["giao-lai"] == 0
    RouteStep.objects.filter(stage=Stage.VERIFIED).delete()
    assert counts(world, "office")["giao-lai"] == 1
    held.refresh_from_db()
    review.pass_on(
        held,
        to=world.agencies["other"],
        words="Cấp huyện kết thúc",
        mandate=world.mandate("office"),
        by=world.people["office"],
    )
    assert counts(world, "office")["giao-lai"] == 0


# lateness


def dated(world, **days):
    for name, day in days.items():
        setattr(world.round, name, day)
    world.round.save()


def test_nothing_is_late_where_no_day_was_set(world):
    world.open()
    assert counts(world, "office")["qua-han"] == 0


def test_what_was_not_sent_in_time_is_late_by_working_days(world):
    world.sent(1)
    dated(world, submit_by=dt.date(2024, 6, 13))  # a Thursday; today is a Tuesday
    line = only(world, "office", "qua-han")
    assert (line.file, line.due.on, line.due.days) == (world.file(), dt.date(2024, 6, 13), 3)
    dated(world, submit_by=TODAY)
    assert counts(world, "office")["qua-han"] == 0


def test_an_extension_moves_the_day(world):
    world.sent(1)
    dated(world, submit_by=dt.date(2024, 6, 13))
    Submission.objects.update(due_on=dt.date(2024, 6, 20))
    assert counts(world, "office")["qua-han"] == 0


@pytest.mark.parametrize(
    ("road", "field", "other"),
    [
        ("sent", "verify_by", "appraise_by"),
        ("verified", "appraise_by", "verify_by"),
        ("appraised", "closes_on", "appraise_by"),
    ],
)
def test_each_stage_is_late_by_its_own_day(world, road, field, other):
    getattr(world, road)()
    dated(world, submit_by=TODAY, **{other: dt.date(2024, 6, 3)})
    assert counts(world, "office")["qua-han"] == 0
    dated(world, **{field: dt.date(2024, 6, 14)})
    assert only(world, "office", "qua-han").due.days == 2
    own = Submission.objects.filter(pk=world.file().pk)
    own.update(due_on=dt.date(2024, 6, 17))  # who was given longer, is read later
    assert only(world, "office", "qua-han").due.days == 1


def test_a_returned_file_is_late_by_the_day_of_whoever_waits_for_it(world):
    world.sent()
    world.act("send_back", "district", words="Thiếu hồ sơ")
    dated(world, submit_by=dt.date(2024, 6, 3), verify_by=dt.date(2024, 6, 17))
    late = {one.file.pk: one.due.days for one in asked(world, "office", tab="qua-han").lines}
    assert late[world.file().pk] == 1


# what a line says


def test_a_line_says_how_far_i_am_and_who_objects(world):
    world.sent()
    world.say("district", 8, agrees=False)
    world.say("district", 1)
    world.say("sponsor", 8, agrees=False)
    line = only(world, "district", "cho-toi")
    measure([line])
    assert (line.given, line.asked, line.left, line.progress.against) == (2, 3, 1, 1)
    assert (line.since, line.days[line.reading[0].pk]) == (TODAY, 0)


def test_working_days_of_whoever_holds_it(world, settings):
    world.sent()
    settings.PORTAL_TODAY = "2024-06-25"
    line = only(world, "district", "cho-toi")
    assert line.days[line.reading[0].pk] == 5


def test_a_line_counts_as_the_sheet_does(world):
    """The lean count of a list is that of the whole file, also after a return and a passing on."""
    world.verified()
    world.say("information", 17, agrees=False)
    world.say("information", 8)
    world.act("send_back", "information")
    for one in Remark.objects.all():
        review.answer(
            one, words="Đã sửa", mandate=world.mandate("commune"), by=world.people["commune"]
        )
    world.declare(numbers=[17])
    world.submit()
    world.verified(1)
    world.say("building", 1, place=1)
    held = Holding.objects.open().get(
        submission=world.file(1), agency=world.agencies["information"]
    )
    review.pass_on(
        held,
        to=world.agencies["other"],
        words="Sắp xếp bộ máy",
        mandate=world.mandate("office"),
        by=world.people["office"],
    )
    checked = 0
    for name in ("building", "information", "environment", "other", "sponsor"):
        found = asked(world, name, tab="tat-ca")
        measure(found.lines)
        for line in found.lines:
            view = file_view(line.file)
            for held in line.reading:
                said = (line.progress.parts[held.pk], line.progress.left(held))
                assert said == (len(view.part(held)), len(view.left(held))), (name, held)
                checked += 1
    assert checked == 8
    line = next(one for one in asked(world, "other", tab="cho-toi").lines)
    measure([line])
    assert (line.asked, line.given) == (2, 0)  # what was asked of the one before


# filters and order


def test_filters_of_the_address(world):
    world.sent()
    world.sent(1)
    world.say("district", 8, agrees=False, place=1)
    found = asked(world, "district", tab="tat-ca", commune="huong viet 1")
    assert names(found) == ["Hướng Việt 1"]
    assert counts(world, "district", commune="huong viet 1")["cho-toi"] == 1
    assert names(asked(world, "district", tab="tat-ca", objected=True)) == ["Hướng Việt 1"]
    assert names(asked(world, "district", tab="tat-ca", remarked=True)) == []
    assert len(asked(world, "district", district=world.district.code).lines) == 2
    assert len(asked(world, "district", district=DistrictFactory().code).lines) == 0
    assert len(asked(world, "office", tab="tat-ca", stage="3").lines) == 2
    assert len(asked(world, "office", tab="tat-ca", stage="4").lines) == 0
    assert len(asked(world, "office", tab="tat-ca", agency=world.agencies["district"].slug).lines)
    assert not asked(world, "office", tab="tat-ca", agency=world.agencies["building"].slug).lines


def test_in_ones_own_tabs_the_stage_is_that_of_ones_own_holding(world):
    world.sent()
    assert len(asked(world, "sponsor", tab="cho-toi", stage="3").lines) == 0
    assert len(asked(world, "sponsor", tab="cho-toi", stage="2").lines) == 1


def test_remarks_filter(world):
    world.sent()
    world.open()
    world.act("send_back", "district", words="Thiếu hồ sơ")
    assert len(asked(world, "district", tab="tat-ca", remarked=True).lines) == 1


def test_order_by_age_commune_and_progress(world, settings):
    world.sent(1)
    settings.PORTAL_TODAY = "2024-06-20"
    world.sent()
    world.say("district", 8)
    assert names(asked(world, "district")) == ["Hướng Việt 1", "Hướng Việt"]
    assert names(asked(world, "district", order="xa")) == ["Hướng Việt", "Hướng Việt 1"]
    assert names(asked(world, "district", order="-tien-do")) == ["Hướng Việt", "Hướng Việt 1"]
    assert names(asked(world, "district", order="tien-do")) == ["Hướng Việt 1", "Hướng Việt"]


def test_an_address_nobody_means_is_read_as_none():
    found = Filters.read({"xem": "?", "ky": "1;2", "cap": "9", "xep": "pk", "bat-dong": "co"})
    assert found == Filters()
    assert Filters.read({"ky": "9" * 30}).period == ""


# the page


def test_the_page_says_each_rule_and_who_holds_what(world, client):
    world.sent()
    client.force_login(world.people["district"])
    page = client.get(reverse("criteria:submission_list")).content.decode()
    for key, tab in TABS.items():
        assert (tab.rule in page) == (not tab.office), key
    assert "từ 18/6/2024, 0 ngày làm việc" in page
    assert "UBND huyện" in page
    assert "0/3" in page
    assert "Làm với cả 1 hồ sơ" in page


def test_the_rounds_are_one_step_away_and_the_rail_leads_here(world, client):
    client.force_login(world.people["district"])
    page = client.get(reverse("criteria:submission_list")).content.decode()
    assert f'href="{reverse("criteria:round_list")}"' in page
    world.sent()
    page = client.get(reverse("criteria:round_list")).content.decode()
    assert f'href="{reverse("criteria:submission_list")}"' in page
    assert '<b class="rail-count">1' in page


def test_an_empty_tab_says_what_would_be_here(world, client):
    client.force_login(world.people["other"])
    page = client.get(reverse("criteria:submission_list")).content.decode()
    assert "Không có hồ sơ nào chờ bạn" in page


def test_a_leader_whom_no_file_waits_for_begins_with_all_of_them(world, client):
    world.sent()
    client.force_login(world.people["leader"])
    page = client.get(reverse("criteria:submission_list")).content.decode()
    assert "Hướng Việt" in page


def test_strangers_read_no_queue(world, client):
    client.force_login(world.people["stranger"])
    for name in ("submission_list", "holder_times", "submission_bulk"):
        assert client.get(reverse(f"criteria:{name}")).status_code == 403


def test_the_filtered_list_as_a_spreadsheet(world, client):
    world.sent()
    client.force_login(world.people["district"])
    answer = client.get(reverse("criteria:submission_list"), {"xem": "tat-ca", "dang": "xlsx"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    body = {row[2]: row for row in rows if row[1] in {one.code for one in world.communes}}
    assert body["Hướng Việt"][4:10] == (
        "chờ thẩm tra",
        "UBND huyện; Sở đỡ đầu",
        "18/06/2024; 18/06/2024",
        *(0, 0, 3),
    )
    assert body["Hướng Việt 1"][4:6] == ("đang khai báo", "UBND xã Hướng Việt 1")
