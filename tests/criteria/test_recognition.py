"""Recognitions: who may enter and take them back, what is refused, what the pages show."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Activity
from communes.choices import Confidence
from criteria.choices import Level
from criteria.models import LevelRule, Recognition
from criteria.selectors.levels import at_risk, levels_of
from criteria.services.recognition import recognise, revoke_recognition
from tests.criteria.ladder import judge, ladder
from tests.factories import (
    CommuneFactory,
    PaperFactory,
    RecognitionFactory,
    UserFactory,
)

TODAY = dt.date(2024, 6, 18)
DAY = dt.date(2024, 5, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def commune():
    return CommuneFactory(name="Gio Mai")


@pytest.fixture
def rules():
    return ladder()


# ── giving ───────────────────────────────────────────────────────────────────────────────────


def test_a_recognition_is_kept_with_its_paper_and_a_line_on_the_trail(commune):
    paper, by = PaperFactory(), UserFactory()
    row = recognise(
        commune=commune, level=Level.STANDARD, since=DAY, year=2023, paper=paper, by=by
    )
    row.refresh_from_db()
    assert (row.level, row.year, row.since, row.paper) == ("ntm", 2023, DAY, paper)
    assert (row.source, row.confidence) == (paper.short, Confidence.SOURCED)
    line = Activity.objects.get(verb="recognised commune")
    assert (line.by, line.details["level"]) == (by, "ntm")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"since": TODAY + dt.timedelta(1)}, "future"),
        ({"decided_on": TODAY + dt.timedelta(1)}, "future"),
        ({"since": dt.date(2019, 1, 1)}, "outside"),
        ({"source": "  "}, "source"),
        ({"level": Level.ADVANCED}, "ladder"),
    ],
)
@pytest.mark.usefixtures("rules")
def test_what_is_refused(commune, given, code):
    said = {"level": Level.STANDARD, "since": DAY, "source": "QĐ 1", **given}
    with pytest.raises(ValidationError) as caught:
        recognise(commune=commune, by=UserFactory(), **said)
    assert caught.value.code == code
    assert Recognition.objects.count() == 0


@pytest.mark.parametrize("since", [dt.date(2023, 1, 1), dt.date(2024, 6, 1)])
def test_a_level_is_not_given_twice_while_it_is_held(commune, since):
    RecognitionFactory(commune=commune, since=since)
    with pytest.raises(ValidationError) as caught:
        recognise(
            commune=commune, level=Level.STANDARD, since=DAY, source="QĐ 2", by=UserFactory()
        )
    assert caught.value.code == "duplicate"


def test_a_level_that_was_taken_back_may_be_given_again(commune):
    RecognitionFactory(commune=commune, since=dt.date(2021, 1, 1), revoked_on=dt.date(2023, 1, 1))
    recognise(commune=commune, level=Level.STANDARD, since=DAY, source="QĐ 2", by=UserFactory())
    assert Recognition.objects.on(DAY).count() == 1


@pytest.mark.usefixtures("rules")
def test_a_missing_rung_is_confirmed_by_a_note(commune):
    row = recognise(
        commune=commune,
        level=Level.ADVANCED,
        since=DAY,
        source="QĐ 3",
        note="Công nhận cùng ngày với đạt chuẩn",
        by=UserFactory(),
    )
    assert row.note == "Công nhận cùng ngày với đạt chuẩn"


@pytest.mark.usefixtures("rules")
def test_with_the_rung_held_no_note_is_asked(commune):
    RecognitionFactory(commune=commune, since=dt.date(2023, 6, 5))
    row = recognise(
        commune=commune, level=Level.ADVANCED, since=DAY, source="QĐ 3", by=UserFactory()
    )
    assert row.note == ""


@pytest.mark.usefixtures("rules")
def test_the_ladder_belongs_to_its_period(commune):
    """Before 02/8/2022 no rule here asked for the lower level."""
    day = dt.date(2021, 5, 1)
    recognise(commune=commune, level=Level.ADVANCED, since=day, source="QĐ 3", by=UserFactory())
    assert Recognition.objects.count() == 1


# ── taking back ──────────────────────────────────────────────────────────────────────────────


def test_a_recognition_is_taken_back_with_day_paper_and_reason(commune):
    row, paper = RecognitionFactory(commune=commune), PaperFactory()
    revoke_recognition(
        recognition=row, revoked_on=DAY, reason="Hụt 10 tiêu chí", paper=paper, by=UserFactory()
    )
    row.refresh_from_db()
    assert (row.revoked_on, row.revoked_reason, row.revoking_paper) == (
        DAY,
        "Hụt 10 tiêu chí",
        paper,
    )
    assert Activity.objects.get(verb="revoked recognition").details["reason"] == "Hụt 10 tiêu chí"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": " "}, "reason"),
        ({"revoked_on": TODAY + dt.timedelta(1)}, "future"),
        ({"revoked_on": dt.date(2023, 6, 4)}, "before"),
    ],
)
def test_what_is_refused_of_a_revocation(commune, given, code):
    row = RecognitionFactory(commune=commune)
    said = {"revoked_on": DAY, "reason": "Hụt", **given}
    with pytest.raises(ValidationError) as caught:
        revoke_recognition(recognition=row, by=UserFactory(), **said)
    row.refresh_from_db()
    assert (caught.value.code, row.revoked_on) == (code, None)


def test_it_is_taken_back_once(commune):
    row = RecognitionFactory(commune=commune, revoked_on=DAY)
    with pytest.raises(ValidationError) as caught:
        revoke_recognition(recognition=row, revoked_on=TODAY, reason="Hụt", by=UserFactory())
    assert caught.value.code == "revoked"


@pytest.mark.usefixtures("rules")
def test_the_higher_level_goes_first(commune):
    lower = RecognitionFactory(commune=commune)
    RecognitionFactory(commune=commune, level=Level.ADVANCED)
    with pytest.raises(ValidationError) as caught:
        revoke_recognition(recognition=lower, revoked_on=DAY, reason="Hụt", by=UserFactory())
    assert caught.value.code == "ladder"


# ── where communes stand ─────────────────────────────────────────────────────────────────────


def test_recognised_and_short_and_met_and_not_recognised_both_show(rules, commune):
    criteria_set = rules[0].criteria_set
    other = CommuneFactory()
    judge(commune, criteria_set, unmet=[3])
    judge(other, criteria_set)
    RecognitionFactory(commune=commune)
    first, second = levels_of([commune, other], TODAY)
    assert first.lines[0].reach.missing == ("chưa đạt tiêu chí 3 của bộ 2021–2025",)
    assert (first.lines[0].reach.meets, first.lines[0].reach.differs) == (False, True)
    assert (second.lines[0].reach.meets, second.lines[0].reach.differs) == (True, True)
    assert second.lines[1].reach.missing == (
        "bộ nâng cao chưa đánh giá",
        "chưa được công nhận đạt chuẩn nông thôn mới",
    )
    assert (first.highest.rule, second.highest) == (rules[0], None)


@pytest.mark.parametrize(
    ("unmet", "losses"),
    [
        ([1, 2], None),
        ([1, 2, 3, 4], 2),
        ([1, 2, 3, 4, 10], 1),
        ([1, 2, 3, 4, 5, 10], 0),
        ([*range(1, 10), 11], 0),
    ],
)
def test_who_is_at_risk_and_how_many_losses_are_left(rules, commune, unmet, losses):
    judge(commune, rules[0].criteria_set, unmet=unmet)
    assert at_risk([commune], TODAY) == []  # not recognised: nothing to lose
    RecognitionFactory(commune=commune)
    found = at_risk([commune], TODAY)
    assert [one.line.risk.losses for one in found] == ([] if losses is None else [losses])


def test_a_level_is_lost_on_the_set_it_is_measured_on_not_on_its_own(rules, commune):
    """QĐ 18/2022/QĐ-TTg: kiểu mẫu is measured on the criteria of nâng cao."""
    measured, own = rules[0].criteria_set, rules[1].criteria_set
    rule = LevelRule.objects.create(
        level=Level.MODEL,
        criteria_set=own,
        measured_on=measured,
        revoke_share_key=30,
        revoke_share_any=50,
        starts=rules[0].starts,
        confidence=Confidence.SOURCED,
    )
    judge(commune, own, unmet=[1])
    judge(commune, measured, unmet=range(1, 11))
    RecognitionFactory(commune=commune, level=Level.MODEL)
    (found,) = at_risk([commune], TODAY)
    assert (found.line.rule, found.line.risk.losses, found.line.risk.total) == (rule, 0, 19)


@pytest.mark.usefixtures("rules", "member")
def test_what_cannot_be_told_is_counted(commune, client):
    RecognitionFactory(commune=commune)
    page = client.get(reverse("criteria:recognition_risk")).content.decode()
    assert "1 công nhận khác chưa xét được" in page


def test_the_number_of_queries_does_not_follow_the_communes(
    rules, django_assert_num_queries, commune
):
    others = [CommuneFactory() for _ in range(4)]
    for one in [commune, *others]:
        judge(one, rules[0].criteria_set, unmet=[1])
        RecognitionFactory(commune=one)
    for places in ([commune], [commune, *others]):
        with django_assert_num_queries(5):
            levels_of(places, TODAY)


# ── the pages ────────────────────────────────────────────────────────────────────────────────


def test_the_list_shows_filters_and_downloads(member, client, commune):
    RecognitionFactory(commune=commune, year=2022)
    gone = RecognitionFactory(level=Level.ADVANCED, year=2021, revoked_on=DAY)
    address = reverse("criteria:recognition_list")
    page = client.get(address).content.decode()
    assert "Gio Mai" in page
    assert "thu hồi 1/5/2024" in page
    assert "Thu hồi<span" not in page  # only the office takes back
    for query, wanted in (
        ("muc=advanced", {gone.pk}),
        ("nam=2021", {gone.pk}),
        ("tinh-trang=da-thu-hoi", {gone.pk}),
        ("xa=gio mai", {commune.recognitions.get().pk}),
    ):
        found = client.get(f"{address}?{query}").context["page"]
        assert {one.pk for one in found} == wanted, query
    sheet = load_workbook(BytesIO(client.get(f"{address}?dang=xlsx").content)).active
    assert sheet.max_row == 3
    assert "Không có công nhận nào khớp" in client.get(f"{address}?nam=1999").content.decode()


@pytest.mark.usefixtures("member")
def test_an_empty_list_says_what_would_be_there(client):
    page = client.get(reverse("criteria:recognition_list")).content.decode()
    assert "Chưa có công nhận nào" in page
    page = client.get(reverse("criteria:recognition_risk")).content.decode()
    assert "Không xã nào có nguy cơ" in page


@pytest.mark.usefixtures("member")
def test_the_page_of_risks_tells_losses_and_rule(rules, client, commune):
    rules[0].revoking_paper = PaperFactory(kind="QĐ", number="18", notation="2022/QĐ-TTg")
    rules[0].save()
    judge(commune, rules[0].criteria_set, unmet=[1, 2, 3, 4, 10])
    RecognitionFactory(commune=commune)
    address = reverse("criteria:recognition_risk")
    page = client.get(address).content.decode()
    assert "mất thêm 1 tiêu chí là thuộc diện thu hồi" in page
    assert "QĐ 18/2022/QĐ-TTg" in page
    sheet = load_workbook(BytesIO(client.get(f"{address}?dang=xlsx").content)).active
    assert [cell.value for cell in sheet[sheet.max_row]][5] == "1, 2, 3, 4, 10"


@pytest.mark.usefixtures("member")
def test_the_rules_are_shown_with_their_period(rules, client):
    page = client.get(reverse("criteria:level_rules")).content.decode()
    assert "từ 50% số tiêu chí của bộ 2021–2025 chưa đạt" in page
    assert "Đang áp dụng ngày 18/6/2024" in page


def form(**given):
    return {"level": "ntm", "year": "2023", "source": "QĐ 5", "since": "1/5/2024", **given}


@pytest.mark.usefixtures("office")
def test_the_office_enters_a_recognition(client, commune):
    address = reverse("criteria:recognition_add", args=[commune.code])
    assert "Ghi công nhận" in client.get(address).content.decode()
    answer = client.post(address, form(), follow=True)
    assert "Đã ghi xã Gio Mai đạt chuẩn nông thôn mới." in answer.content.decode()
    row = Recognition.objects.get()
    assert (row.since, row.year, row.source) == (DAY, 2023, "QĐ 5")


@pytest.mark.usefixtures("office")
def test_a_registered_paper_gives_its_day(client, commune):
    PaperFactory(kind="QĐ", number="77", notation="QĐ-UBND", day=2, month=5, year=2024)
    address = reverse("criteria:recognition_add", args=[commune.code])
    client.post(address, form(paper="77/QĐ-UBND", since="", source=""))
    row = Recognition.objects.get()
    assert (row.decided_on, row.since, row.paper.number) == (dt.date(2024, 5, 2),) * 2 + ("77",)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        ({"since": "hôm qua"}, 422, "Ngày chưa đúng"),
        ({"since": ""}, 422, "Hãy ghi ngày quyết định hoặc ngày tính từ."),
        ({"paper": "9999/QĐ-UBND"}, 422, "Sổ văn bản chưa có"),
        ({"since": "19/6/2024"}, 409, "không được sau ngày làm việc"),
        ({"source": ""}, 409, "Hãy chọn văn bản đã vào sổ"),
        ({"level": "advanced"}, 409, "chưa được công nhận đạt chuẩn nông thôn mới"),
    ],
)
@pytest.mark.usefixtures("rules")
def test_a_refusal_keeps_what_was_typed(client, commune, given, status, words):
    address = reverse("criteria:recognition_add", args=[commune.code])
    answer = client.post(address, form(year="2021", **given))
    page = answer.content.decode()
    assert (answer.status_code, Recognition.objects.count()) == (status, 0)
    assert words in page
    assert 'value="2021"' in page


@pytest.mark.usefixtures("member")
def test_nobody_else_enters_or_takes_back(client, commune):
    row = RecognitionFactory(commune=commune)
    for address in (
        reverse("criteria:recognition_add", args=[commune.code]),
        reverse("criteria:recognition_revoke", args=[row.pk]),
    ):
        for answer in (client.get(address), client.post(address, form())):
            assert answer.status_code == 403
            assert "Chỉ Văn phòng Điều phối" in answer.content.decode()


@pytest.mark.usefixtures("office")
def test_the_office_takes_back(client, commune):
    row = RecognitionFactory(commune=commune)
    address = reverse("criteria:recognition_revoke", args=[row.pk])
    assert "từ 5/6/2023" in client.get(address).content.decode()
    assert client.post(address, {"revoked_on": "1/5/2024"}).status_code == 422
    said = {"revoked_on": "1/5/2024", "reason": "Hụt"}
    assert client.post(address, said).status_code == 302
    again = client.post(address, said)
    assert (again.status_code, Recognition.objects.get().revoked_on) == (409, DAY)


def test_an_unknown_commune_or_recognition_is_not_found(office, client):
    assert office is not None
    for address in (
        reverse("criteria:recognition_add", args=["00000"]),
        reverse("criteria:recognition_revoke", args=[0]),
    ):
        assert client.get(address).status_code == 404
