"""The commune's side: what is sent, what is missing, remarks answered."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from criteria.choices import Change, FileState, Status
from criteria.models import Remark, RemarkStep, StatusEntry
from criteria.selectors.review.sending import (
    declared_counts,
    files_on_sheet,
    send_page,
    unanswered_counts,
)
from criteria.services import close_round, review, withdraw_status
from tests.criteria.review.world import ReviewWorld
from tests.factories import (
    CriterionFactory,
    EvidenceFactory,
    IndicatorFactory,
    MeasurementFactory,
    RoundFactory,
    StatusEntryFactory,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
TODAY = dt.date(2024, 6, 18)


@pytest.fixture
def world():
    return ReviewWorld()


@pytest.fixture
def commune(world, client):
    client.force_login(world.people["commune"])
    return client


def url(name, *args):
    return reverse(f"criteria:{name}", args=args)


def returned(world):
    """A file that the district sent back with an objection to criterion 8 and words for the whole."""
    world.sent()
    world.say("district", 8, agrees=False)
    world.act("send_back", "district", words="Bổ sung biên bản họp thôn")
    return world.file(), Remark.objects.get(criterion=world.criteria[8])


# ── the completion bar ───────────────────────────────────────────────────────────────────────


def bar(world, client):
    return client.get(url("scorecard_detail", world.cards[0].pk)).content.decode()


def test_the_bar_says_how_much_is_declared_and_by_when(world, commune):
    world.round.submit_by = dt.date(2024, 6, 20)
    world.round.save()
    world.open()
    world.declare(numbers=[1, 8])
    text = bar(world, commune)
    assert "2/3 tiêu chí đã khai báo" in text
    assert "Còn 2 ngày làm việc" in text
    assert f"Hồ sơ {world.round}</a>: <span>2/3" in text
    assert url("submission_send", world.file().pk) in text


def test_a_full_form_asks_to_be_sent(world, commune):
    world.open()
    world.declare()
    assert "Đã khai báo đủ, hồ sơ chưa gửi" in bar(world, commune)
    world.submit()
    text = bar(world, commune)
    assert ("hồ sơ chưa gửi" in text, "chờ thẩm tra" in text) == (False, True)


def test_the_bar_offers_sending_to_nobody_else(world, client):
    world.open()
    world.declare()
    client.force_login(world.people["district"])
    text = bar(world, client)
    assert ("Gửi hồ sơ" in text, "đang khai báo" in text) == (False, True)


def test_an_extension_is_the_day_that_counts(world, commune):
    world.round.submit_by = dt.date(2024, 6, 10)
    world.round.save()
    world.open()
    assert "quá hạn 6 ngày làm việc" in bar(world, commune)
    world.act("extend", "office", due_on=dt.date(2024, 6, 21), words="Mưa lũ")
    text = bar(world, commune)
    assert ("Còn 3 ngày làm việc" in text, "đã gia hạn" in text) == (True, True)


def test_the_bar_follows_as_a_result_is_saved(world, commune):
    world.open()
    said = commune.post(
        url("log_status", world.cards[0].pk, 8), {"status": "met", "base": ""}, headers=HTMX
    ).content.decode()
    assert 'id="tally-file" hx-swap-oob="true"' in said
    assert "1/3 tiêu chí đã khai báo" in said


def test_a_word_of_another_stage_leaves_the_bar(world, client):
    world.open()
    client.force_login(world.people["sponsor"])
    said = client.post(
        url("log_status", world.cards[0].pk, 8), {"status": "met", "base": ""}, headers=HTMX
    ).content.decode()
    assert "tally-file" not in said


def test_the_file_that_lies_with_the_commune_comes_first(world, settings):
    world.sent()
    later = RoundFactory(
        kind="year", name="Kỳ năm 2024", starts=dt.date(2024, 1, 1), ends=dt.date(2024, 12, 31)
    )
    review.open_files(later)
    found = files_on_sheet(world.people["commune"], world.cards[0], TODAY)
    assert [one.file.round for one in found] == [later, world.round]
    assert [one.sends is not None for one in found] == [True, False]
    found = files_on_sheet(world.people["leader"], world.cards[0], TODAY)
    assert [one.file.round for one in found] == [world.round, later]


# ── sending ──────────────────────────────────────────────────────────────────────────────────


def test_the_page_says_what_is_missing_and_does_not_send(world, commune):
    file = world.open()
    world.declare(numbers=[1])
    text = commune.get(url("submission_send", file.pk)).content.decode()
    assert "1/3" in text
    assert "2 tiêu chí chưa khai báo" in text
    assert "UBND huyện" in text
    refusal = commune.post(url("submission_send", file.pk))
    assert (refusal.status_code, world.file().state) == (409, FileState.DECLARING)


def test_the_commune_sends(world, commune):
    file = world.open()
    world.declare()
    assert commune.post(url("submission_send", file.pk)).status_code == 302
    assert world.file().state == FileState.VERIFYING
    again = commune.get(url("submission_send", file.pk)).content.decode()
    assert "không gửi được lúc này" in again
    assert commune.post(url("submission_send", file.pk)).status_code == 409


@pytest.mark.parametrize("who", ["district", "office", "neighbour", "leader", "sponsor"])
def test_nobody_else_sends_recalls_or_declares(world, client, who):
    file, remark = returned(world)
    client.force_login(world.people[who])
    for name in ("submission_send", "submission_recall", "submission_declare"):
        assert client.post(url(name, file.pk)).status_code == 403
    assert client.get(url("submission_send", file.pk)).status_code == 403
    assert client.post(url("remark_answer", remark.pk), {"words": "x"}).status_code == 403


def test_what_lacks_is_named_by_indicator_and_criterion(world):
    file = world.open()
    world.declare(numbers=[1, 8])
    for code in ("1.1", "8.1"):
        MeasurementFactory(scorecard=world.cards[0], indicator=world.indicators[code], number=1)
    EvidenceFactory(
        scorecard=world.cards[0], criterion=world.criteria[1], indicator=world.indicators["1.1"]
    )
    page = send_page(world.file(), TODAY)
    assert file.pk
    assert [one.criterion.number for one in page.missing] == [17]
    assert [one.indicator.code for one in page.unmeasured] == ["17.1", "17.2"]
    assert [one.indicator.code for one in page.unproved] == ["8.1"]
    assert [one.criterion.number for one in page.bare] == [8]
    assert (page.met, page.unmet) == (2, 0)
    EvidenceFactory(  # before its value
        scorecard=world.cards[0], criterion=world.criteria[8], indicator=world.indicators["8.1"]
    )
    assert send_page(world.file(), TODAY).bare == []


def test_a_claim_without_evidence_is_named_though_its_values_are_looked_up(world):
    world.open()
    world.declare(numbers=[1])
    page = send_page(world.file(), TODAY)
    looked_up = [replace(one, unmeasured=(), unproved=()) for one in page.lines]
    assert [one.criterion.number for one in replace(page, lines=looked_up).bare] == [1]


def test_missing_criteria_are_declared_together(world, commune):
    file = world.open()
    world.declare(numbers=[1])
    typed = {"tc-8": "met", "base-8": "", "tc-17": "not_met", "base-17": ""}
    assert commune.post(url("submission_declare", file.pk), typed).status_code == 302
    said = dict(StatusEntry.objects.filter(stage=1).values_list("criterion__number", "status"))
    assert said == {1: "met", 8: "met", 17: "not_met"}
    assert declared_counts([file]) == {file.pk: 3}


def test_nothing_is_chosen_beforehand_and_nothing_chosen_is_refused(world, commune):
    file = world.open()
    page = commune.get(url("submission_send", file.pk)).content.decode()
    assert " checked" not in page
    refusal = commune.post(url("submission_declare", file.pk), {})
    assert (refusal.status_code, StatusEntry.objects.count()) == (409, 0)
    assert "Chưa chọn kết quả" in refusal.content.decode()


def test_a_stale_choice_stores_none_and_keeps_what_was_chosen(world, commune):
    file = world.open()
    StatusEntryFactory(scorecard=world.cards[0], criterion=world.criteria[8], stage=2)
    typed = {"tc-8": "met", "base-8": "", "tc-17": "met", "base-17": ""}
    refusal = commune.post(url("submission_declare", file.pk), typed)
    assert (refusal.status_code, StatusEntry.objects.filter(stage=1).count()) == (409, 0)
    assert refusal.content.decode().count("checked") == 2


def test_the_page_costs_the_same_with_three_criteria_and_with_eight(world, commune):
    file = world.open()
    address = url("submission_send", file.pk)

    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert commune.get(address).status_code == 200
        return len(caught)

    commune.get(address)
    few = queries()
    for number in range(20, 25):
        criterion = CriterionFactory(criteria_set=world.set, number=number)
        indicator = IndicatorFactory(criterion=criterion)
        MeasurementFactory(scorecard=world.cards[0], indicator=indicator)
    assert (queries(), few <= 30) == (few, True)


def test_a_locked_file_is_not_offered_to_be_sent(world, commune, settings):
    file = world.open()
    world.declare()
    settings.PORTAL_TODAY = "2024-07-20"
    close_round(period=world.round, by=world.people["office"])
    text = commune.get(url("submission_send", file.pk)).content.decode()
    assert "đã đóng, hồ sơ đã khóa" in text
    assert "<button" not in text.split("<main")[1]
    assert commune.post(url("submission_send", file.pk)).status_code == 409
    assert "hồ sơ chưa gửi" not in bar(world, commune)


# ── remarks ──────────────────────────────────────────────────────────────────────────────────


def test_each_remark_stands_with_its_words_and_a_box(world, commune):
    file, remark = returned(world)
    text = commune.get(url("submission_remarks", file.pk)).content.decode()
    assert "Chưa có quyết định phê duyệt" in text
    assert "Bổ sung biên bản họp thôn" in text
    assert f"{url('scorecard_detail', world.cards[0].pk)}#tc-8" in text
    assert text.count("Lưu trả lời") == 2
    assert unanswered_counts([file]) == {file.pk: 2}
    assert remark.pk


def test_others_read_the_remarks_without_a_box(world, client):
    file, _ = returned(world)
    client.force_login(world.people["sponsor"])
    text = client.get(url("submission_remarks", file.pk)).content.decode()
    assert ("Bổ sung biên bản" in text, "Lưu trả lời" in text) == (True, False)


def test_an_answer_is_saved_alone_and_in_place(world, commune):
    _, remark = returned(world)
    said = commune.post(url("remark_answer", remark.pk), {"words": "Đã bổ sung"}, headers=HTMX)
    text = said.content.decode()
    assert said.status_code == 200
    assert f'id="nx-{remark.pk}"' in text
    assert "Còn <strong>1</strong> nhận xét" in text
    assert RemarkStep.objects.get().words == "Đã bổ sung"
    assert StatusEntry.objects.count() == 3


def test_the_same_answer_again_is_stored_once(world, commune):
    _, remark = returned(world)
    for words in ("Đã bổ sung", " Đã bổ sung ", "Đã bổ sung biên bản"):
        assert commune.post(url("remark_answer", remark.pk), {"words": words}).status_code == 302
    said = [one.words for one in RemarkStep.objects.order_by("pk")]
    assert said == ["Đã bổ sung", "Đã bổ sung biên bản"]


def test_an_answer_without_words_stays_to_be_mended(world, commune):
    _, remark = returned(world)
    for headers in ({}, HTMX):
        refusal = commune.post(
            url("remark_answer", remark.pk), {"words": " ", "status": "not_met"}, headers=headers
        )
        text = refusal.content.decode()
        assert refusal.status_code == 422
        assert "Hãy ghi nội dung trả lời." in text
        assert '<option value="not_met" selected>' in text
    assert not RemarkStep.objects.exists()


def test_a_new_result_comes_with_the_answer(world, commune):
    _, remark = returned(world)
    base = StatusEntry.objects.filter(criterion=world.criteria[8]).latest("pk").pk
    typed = {"words": "Đúng là chưa đạt", "status": "not_met", "base": f"{base}"}
    assert commune.post(url("remark_answer", remark.pk), typed).status_code == 302
    said = StatusEntry.objects.filter(criterion=world.criteria[8]).latest("pk")
    assert (said.status, said.note, said.stage) == (Status.NOT_MET, "Đúng là chưa đạt", 1)
    assert said.effective_on == TODAY


def test_a_stale_result_stores_neither_answer_nor_result(world, commune):
    _, remark = returned(world)
    typed = {"words": "Đúng là chưa đạt", "status": "not_met", "base": ""}
    refusal = commune.post(url("remark_answer", remark.pk), typed)
    assert (refusal.status_code, "Đúng là chưa đạt" in refusal.content.decode()) == (409, True)
    assert (RemarkStep.objects.count(), StatusEntry.objects.count()) == (0, 3)


def test_answered_remarks_let_the_file_go_again(world, commune):
    file, _ = returned(world)
    assert commune.post(url("submission_send", file.pk)).status_code == 409
    for one in Remark.objects.all():
        commune.post(url("remark_answer", one.pk), {"words": "Đã bổ sung"})
    assert "Đã khai báo đủ, hồ sơ chưa gửi lại" in bar(world, commune)
    assert commune.post(url("submission_send", file.pk)).status_code == 302
    assert (world.file().state, world.file().turn) == (FileState.VERIFYING, 2)


def test_a_result_about_a_closed_round_is_a_correction_with_the_answer_as_its_reason(
    world, commune, settings
):
    world.confirmed()
    settings.PORTAL_TODAY = "2024-07-20"
    close_round(period=world.round, by=world.people["office"])
    world.act("reopen", "office", words="Sai số liệu tiêu chí 8")
    file = world.file()
    remark = Remark.objects.get()
    text = commune.get(url("submission_remarks", file.pk)).content.decode()
    assert "sửa số liệu của kỳ đã đóng" in text
    commune.post(url("remark_answer", remark.pk), {"words": "Đã sửa"})
    (claim,) = StatusEntry.objects.filter(criterion=world.criteria[8], stage=1)
    withdraw_status(entry=claim, reason="Nhầm", by=world.people["commune"])
    page = commune.get(url("submission_send", file.pk)).content.decode()
    assert "Lý do sửa số liệu của kỳ đã đóng" in page
    base = StatusEntry.objects.filter(criterion=world.criteria[8], withdrawn_at=None).latest("pk")
    typed = {"tc-8": "not_met", "base-8": f"{base.pk}"}
    assert commune.post(url("submission_declare", file.pk), typed).status_code == 422
    typed["note"] = "Đếm nhầm"
    assert commune.post(url("submission_declare", file.pk), typed).status_code == 302
    made = StatusEntry.objects.latest("pk")
    assert (made.corrects, made.change, made.effective_on) == (
        world.round,
        Change.CORRECTION,
        dt.date(2024, 6, 30),
    )


def test_the_remarks_cost_the_same_with_one_and_with_three(world, commune):
    file, _ = returned(world)
    address = url("submission_remarks", file.pk)

    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert commune.get(address).status_code == 200
        return len(caught)

    commune.get(address)
    few = queries()
    first = Remark.objects.first()
    for number in (1, 17):
        Remark.objects.create(
            submission=file, step=first.step, criterion=world.criteria[number], words="Bổ sung"
        )
    assert (queries(), few <= 32) == (few, True)


def test_a_result_of_the_commune_is_saved_in_few_queries(world, commune):
    world.open()
    address = url("log_status", world.cards[0].pk, 8)
    with CaptureQueriesContext(connection) as caught:
        commune.post(address, {"status": "met", "base": ""}, headers=HTMX)
    real = [one for one in caught if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    assert len(real) <= 18
