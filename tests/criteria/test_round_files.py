"""Rounds with their files: deadlines, rounds on demand, progress by state, closing, and what is checked."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from criteria import services
from criteria.choices import FileState, RoundKind, Status
from criteria.models import FrozenStatus, Holding, Opinion, Round, Submission
from criteria.selectors.review.rounds import confirmed_faults, file_faults, files_of_rounds
from criteria.selectors.rounds import differences, round_page
from criteria.services import Days
from tests.criteria.review.world import ReviewWorld
from tests.criteria.rounds import refused
from tests.factories import CommuneFactory, RoundFactory, SubmissionFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2024, 6, 18)
DAYS = Days(dt.date(2024, 6, 10), dt.date(2024, 6, 25))


@pytest.fixture
def world():
    return ReviewWorld()


@pytest.fixture
def office(world):
    return world.people["office"]


@pytest.fixture
def visitor(world, client):
    client.force_login(world.people["office"])
    return client


def on_demand(office, **more):
    given = {"name": "Kiểm tra sau lũ", "note": "Lũ tháng 5", "days": DAYS, "places": []}
    return services.open_round(kind=RoundKind.ON_DEMAND, year=2024, by=office, **given | more)


def days(**more):
    return Days(dt.date(2025, 1, 1), dt.date(2025, 6, 30), **more)


# ── deadlines ────────────────────────────────────────────────────────────────────────────────


def test_a_round_keeps_by_when_a_file_should_be_where(office):
    given = days(
        closes_on=dt.date(2025, 7, 31),
        submit_by=dt.date(2025, 7, 5),
        verify_by=dt.date(2025, 7, 15),
        appraise_by=dt.date(2025, 7, 25),
    )
    made = services.open_round(kind=RoundKind.HALF_YEAR, year=2025, days=given, by=office)
    assert (made.submit_by, made.verify_by, made.appraise_by) == (
        dt.date(2025, 7, 5),
        dt.date(2025, 7, 15),
        dt.date(2025, 7, 25),
    )
    again = services.change_round(period=made, days=days(), name="", by=office)
    assert (again.submit_by, again.closes_on) == (None, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"submit_by": dt.date(2024, 12, 31)},
        {"submit_by": dt.date(2025, 7, 5), "verify_by": dt.date(2025, 7, 4)},
        {"submit_by": dt.date(2025, 7, 5), "appraise_by": dt.date(2025, 7, 4)},
        {"appraise_by": dt.date(2025, 8, 1), "closes_on": dt.date(2025, 7, 31)},
    ],
)
def test_deadlines_out_of_order_are_refused(office, wrong):
    given = days(**wrong)
    code = refused(
        lambda: services.open_round(kind=RoundKind.HALF_YEAR, year=2025, days=given, by=office)
    )
    assert code == "order"


def test_deadlines_are_typed_and_shown(world, visitor):
    address = reverse("criteria:round_edit", args=[world.round.pk])
    typed = {"starts": "1/1/2024", "ends": "30/6/2024", "submit_by": "20/6/2024"}
    assert visitor.post(address, typed).status_code == 302
    assert 'value="20/6/2024"' in visitor.get(address).content.decode()
    page = visitor.get(reverse("criteria:round_detail", args=[world.round.pk])).content.decode()
    assert "<dt>Hạn xã gửi hồ sơ</dt><dd>20/6/2024</dd>" in page
    assert "Các xã (kỳ đột xuất)" not in visitor.get(address).content.decode()


# ── on demand ────────────────────────────────────────────────────────────────────────────────


def test_a_round_that_has_begun_opens_its_files(office, world):
    made = on_demand(office)
    assert made.submissions.count() == 2
    assert set(Holding.objects.values_list("agency__name", flat=True)) == {
        one.name for one in world.communal
    }


def test_adding_a_round_says_how_many_files_were_opened(world, visitor):
    typed = {"kind": "on_demand", "year": "2024", "name": "Sau lũ", "note": "Lũ tháng 5"}
    now = typed | {"starts": "1/6/2024", "ends": "30/6/2024"}
    page = visitor.post("/ky/them/", now, follow=True).content.decode()
    assert "Đã thêm Sau lũ, mở 2 hồ sơ." in page
    later = typed | {"name": "Sau bão", "starts": "1/9/2024", "ends": "30/9/2024"}
    page = visitor.post("/ky/them/", later, follow=True).content.decode()
    assert "Đã thêm Sau bão, chưa mở hồ sơ nào." in page


def test_a_round_on_demand_may_name_communes_overlap_and_come_again(office, world):
    first = on_demand(office, places=world.communes[:1])
    second = on_demand(office, name="Kiểm tra lại")
    assert [one.scorecard.commune for one in first.submissions.all()] == world.communes[:1]
    assert (Round.objects.filter(kind="on_demand").count(), second.submissions.count()) == (2, 2)


@pytest.mark.parametrize(("wrong", "code"), [({"name": " "}, "name"), ({"note": ""}, "reason")])
def test_a_round_on_demand_has_a_name_and_a_reason(office, wrong, code):
    assert refused(lambda: on_demand(office, **wrong)) == code


def test_communes_of_the_round_exist_at_its_cut_off(office, world):
    gone = CommuneFactory(ends=dt.date(2024, 6, 20))
    assert refused(lambda: on_demand(office, places=[gone])) == "places"
    code = refused(
        lambda: services.open_round(
            kind=RoundKind.HALF_YEAR,
            year=2025,
            days=days(),
            places=world.communes,
            by=office,
        )
    )
    assert code == "places"


def test_a_commune_left_out_loses_its_untouched_file_alone(office, world):
    period = on_demand(office)
    given = {"period": period, "days": DAYS, "name": period.name, "note": period.note}
    services.change_round(**given, places=world.communes[:1], by=office)
    assert [one.scorecard for one in period.submissions.all()] == world.cards[:1]
    services.change_round(**given, places=world.communes, by=office)
    world.round = period
    world.declare(world.cards[1], day=dt.date(2024, 6, 12))
    world.submit(1)
    left = {"places": world.communes[:1], "by": office}
    assert refused(lambda: services.change_round(**given, **left)) == "sent"
    assert period.submissions.count() == 2


def test_the_office_names_communes_by_code_or_name(world, visitor):
    typed = {"kind": "on_demand", "year": "2024", "name": "Kiểm tra sau lũ", "note": "Lũ"}
    typed |= {"starts": "10/6/2024", "ends": "25/6/2024"}
    page = visitor.post(
        "/ky/them/", typed | {"places": f"xã Hướng Việt 1\n{world.communes[0].code}"}
    )
    made = Round.objects.get(kind="on_demand")
    assert (page.status_code, set(made.places.all())) == (302, set(world.communes))
    shown = visitor.get(reverse("criteria:round_detail", args=[made.pk])).content.decode()
    assert "<dd>Hướng Việt, Hướng Việt 1</dd>" in shown


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Không Đâu", "Không có xã nào mang mã hoặc tên «Không Đâu»."),
        ("Trùng", "là tên của nhiều xã, hãy ghi mã"),
    ],
)
def test_a_commune_that_is_not_understood_is_asked(world, visitor, said, told):
    CommuneFactory.create_batch(2, name="Trùng")
    typed = {"kind": "on_demand", "year": "2024", "name": "Kỳ", "note": "Lũ", "places": said}
    page = visitor.post("/ky/them/", typed | {"starts": "10/6/2024", "ends": "25/6/2024"})
    text = page.content.decode()
    assert (page.status_code, told in text, f"{said}</textarea>" in text) == (422, True, True)


def test_a_round_on_demand_counts_its_own_communes(office, world):
    for card in world.cards:
        world.declare(card, day=dt.date(2024, 6, 12))
    found = round_page(on_demand(office, places=world.communes[:1]), TODAY)
    assert (found.line.places, found.line.spoken, len(found.places)) == (1, 1, 1)


# ── progress and closing ─────────────────────────────────────────────────────────────────────


def test_the_page_counts_files_by_state_with_their_lists(world, visitor):
    world.verified(0)
    files = files_of_rounds([world.round])[world.round.pk]
    assert [(one.state, one.count) for one in files.counts] == [
        ("declaring", 1),
        ("appraising", 1),
    ]
    text = visitor.get(reverse("criteria:round_detail", args=[world.round.pk])).content.decode()
    assert f"/ho-so/?ky={world.round.pk}&amp;xem=tat-ca&amp;cap=4" in text
    assert f"/ho-so/?ky={world.round.pk}&amp;xem=chua-gui" in text
    assert "1 chờ thẩm định</a>" in text
    assert "0/2 đã xác nhận" in visitor.get("/ky/").content.decode()


def test_closing_says_how_many_files_are_not_confirmed_and_locks_them(world, visitor, settings):
    world.confirmed(0)
    settings.PORTAL_TODAY = "2024-07-20"
    address = reverse("criteria:round_close", args=[world.round.pk])
    text = visitor.get(address).content.decode()
    assert "1/2 hồ sơ chưa xác nhận" in text
    assert "chốt theo cấp cao nhất đã ghi" in text
    assert visitor.post(address).status_code == 302
    left = world.file(1)
    assert (left.state, left.is_locked) == (FileState.DECLARING, True)
    assert Holding.objects.open().filter(submission=left).exists()
    page = visitor.get(reverse("criteria:round_detail", args=[world.round.pk])).content.decode()
    assert "1 hồ sơ chưa xác nhận khi đóng kỳ" in page


def test_the_list_costs_the_same_with_one_round_and_with_five(world, visitor):
    world.open()

    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert visitor.get("/ky/").status_code == 200
        return len(caught)

    visitor.get("/ky/")
    one = queries()
    for year in range(2018, 2022):
        period = RoundFactory(kind="year", year=year, name=f"Kỳ năm {year}")
        SubmissionFactory(round=period, scorecard=world.cards[0])
    assert queries() == one


# ── what is kept is true ─────────────────────────────────────────────────────────────────────


@pytest.fixture
def closed(world, settings):
    world.confirmed(0)
    settings.PORTAL_TODAY = "2024-07-20"
    services.close_round(period=world.round, by=world.people["office"])
    return Round.objects.get()


def test_the_confirmed_state_is_what_is_frozen_and_stays_so(world, closed, visitor, capsys):
    world.act("reopen", "office", words="Sai số liệu")
    assert (differences(closed), confirmed_faults(closed), file_faults()) == ([], [], [])
    call_command("check_rounds")
    assert "khớp" in capsys.readouterr().out
    address = reverse("criteria:round_detail", args=[closed.pk])
    assert "Tính lại và so" in visitor.get(address).content.decode()
    checked = visitor.get(f"{address}?kiem-tra=1").content.decode()
    assert "kết quả đã chốt và hồ sơ đã xác nhận đều khớp" in checked


def test_a_confirmed_criterion_that_was_not_frozen_so_is_found(world, closed, visitor):
    kept = FrozenStatus.objects.get(criterion=world.criteria[8])
    first = Opinion.objects.filter(criterion=world.criteria[8], stage=3).get()
    FrozenStatus.objects.filter(pk=kept.pk).update(entry=first.entry)
    assert len(confirmed_faults(closed)) == 1
    with pytest.raises(CommandError, match="tiêu chí 8: đã xác nhận mà không chốt"):
        call_command("check_rounds")
    address = reverse("criteria:round_detail", args=[closed.pk])
    assert "2 chỗ không khớp" in visitor.get(f"{address}?kiem-tra=1").content.decode()


def test_a_frozen_status_that_was_changed_is_found(world, closed):
    FrozenStatus.objects.filter(criterion=world.criteria[8]).update(status=Status.NOT_MET)
    assert "đã xác nhận «Đạt», chốt «Chưa đạt»" in confirmed_faults(closed)[0]


@pytest.mark.parametrize("state", [FileState.VERIFYING, FileState.CONFIRMED])
def test_a_state_that_its_steps_do_not_tell_is_found(world, state):
    world.verified()
    Submission.objects.filter(turn=1).update(state=state)
    faults = file_faults([world.round])
    assert any("theo các bước thì appraising" in one for one in faults)
    assert len(faults) == 2


def test_a_file_without_a_holder_and_a_wrong_turn_are_found(world):
    world.sent()
    Holding.objects.filter(stage=3).delete()
    Submission.objects.filter(turn=1).update(turn=2)
    faults = file_faults()
    assert [one.split(": ")[1].split(" mà ")[0] for one in faults] == [
        "ghi lần gửi 2, đã gửi 1 lần",
        "chờ thẩm tra",
    ]


# ── the API ──────────────────────────────────────────────────────────────────────────────────


def test_the_api_opens_and_changes_a_round(world, visitor):
    given = {"kind": "on_demand", "year": 2024, "name": "Kiểm tra sau lũ", "note": "Lũ"}
    given |= {"starts": "2024-06-10", "ends": "2024-06-25", "places": [world.communes[0].code]}
    said = {"content_type": "application/json"}
    made = visitor.post("/api/v1/rounds/", given, **said)
    assert (made.status_code, made.json()["places"]) == (201, [world.communes[0].code])
    address = f"/api/v1/rounds/{made.json()['id']}/"
    page = visitor.get(address).json()
    assert page["files"] == [{"state": "declaring", "count": 1}]
    assert page["communes"][0]["file"] == Submission.objects.get().pk
    changed = visitor.put(address, given | {"submit_by": "2024-06-20"}, **said)
    assert changed.json()["submit_by"] == "2024-06-20"
    refusal = visitor.put(address, given | {"note": ""}, **said)
    assert (refusal.status_code, refusal.json()["code"]) == (409, "reason")
    wrong = visitor.post("/api/v1/rounds/", given | {"places": ["Không Đâu"]}, **said)
    assert (wrong.status_code, "Không Đâu" in wrong.content.decode()) == (400, True)


def test_the_api_opens_for_nobody_else(world, client):
    client.force_login(world.people["commune"])
    assert client.post("/api/v1/rounds/", {}).status_code == 403
    address = f"/api/v1/rounds/{world.round.pk}/"
    assert client.put(address, {}, content_type="application/json").status_code == 403
    assert client.post(f"{address}open-files/").status_code == 403


def test_the_api_opens_the_files_that_are_missing(world, visitor):
    address = f"/api/v1/rounds/{world.round.pk}/open-files/"
    assert [visitor.post(address).json()["opened"] for _ in range(2)] == [2, 0]


# ── files that the office opens ──────────────────────────────────────────────────────────────


def test_a_year_waits_while_its_half_runs_unless_the_office_opens_its_files(world, visitor):
    typed = {"kind": "year", "year": "2024", "starts": "1/1/2024", "ends": "31/12/2024"}
    visitor.post("/ky/them/", typed)
    year = Round.objects.get(kind="year")
    assert not year.submissions.exists()
    address = reverse("criteria:round_open_files", args=[year.pk])
    page = reverse("criteria:round_detail", args=[year.pk])
    assert "Mở hồ sơ của 2 xã" in visitor.get(page).content.decode()
    assert visitor.post(address).status_code == 302
    assert year.submissions.count() == 2
    assert "Mở hồ sơ của" not in visitor.get(page).content.decode()


@pytest.mark.parametrize("who", ["commune", "leader"])
def test_nobody_else_opens_files(world, client, who):
    client.force_login(world.people[who])
    page = client.get(reverse("criteria:round_detail", args=[world.round.pk])).content.decode()
    address = reverse("criteria:round_open_files", args=[world.round.pk])
    assert ("Mở hồ sơ của" in page, client.post(address).status_code) == (False, 403)
