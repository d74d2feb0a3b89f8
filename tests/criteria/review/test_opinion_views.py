"""Acts on the review sheet: opinions row by row and many at once, rows opened, ticks, handing on, returning."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import Role
from criteria.choices import Doubt, FileState, OpinionWay, RemarkAct, Stage, Status
from criteria.models import FileStep, OpenedRow, Opinion, Remark, RemarkStep
from criteria.services import review
from tests.criteria.review.test_sheet import last, page, returned, sheet_of, text
from tests.criteria.review.world import ReviewWorld
from tests.factories import MembershipFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
BUTTONS = {
    "district": "Thẩm tra xong, chuyển tiếp",
    "sponsor": "Nộp ý kiến rà soát",
    "building": "Nộp ý kiến thẩm định",
    "office": "Xác nhận",
}
NO = {
    "agrees": "no",
    "doubt": Doubt.NO_EVIDENCE.value,
    "status": Status.NOT_MET.value,
    "words": "Chưa có quyết định phê duyệt",
}


@pytest.fixture
def world():
    return ReviewWorld()


@pytest.fixture
def sent(world):
    world.sent()
    return world


def door(world, name, *more):
    return reverse(f"criteria:{name}", args=[world.file().pk, *more])


def post(client, world, who, name, *more, htmx=False, **data):
    client.force_login(world.people[who])
    return client.post(door(world, name, *more), data, headers=HTMX if htmx else None)


def say(client, world, number, who="district", *, htmx=True, **data):
    return post(client, world, who, "opinion_say", number, htmx=htmx, **data)


def test_agreeing_saves_at_once_and_the_counts_follow(client, sent):
    answer = say(client, sent, 8, agrees="yes")
    assert answer.status_code == 200
    said = Opinion.objects.get()
    assert (said.agrees, said.status, said.agency) == (True, "met", sent.agencies["district"])
    shown = text(answer)
    assert shown.startswith('<tbody id="dong-8"')
    assert "đã lưu" in shown
    assert 'id="review-bar" hx-swap-oob="true"' in shown
    assert "<strong>1</strong>/3 tiêu chí đã có ý kiến" in shown


def test_without_scripts_the_page_comes_back_at_the_row(client, sent):
    answer = say(client, sent, 8, htmx=False, agrees="yes", loc="phan-toi")
    assert answer.status_code == 302
    assert answer.url == f"{door(sent, 'submission_detail')}?loc=phan-toi#tc-8"
    assert Opinion.objects.get().agrees


def test_disagreeing_asks_a_reason_a_result_and_words(client, sent):
    answer = say(client, sent, 8, agrees="no", words="Thiếu ảnh")
    assert answer.status_code == 422
    shown = text(answer)
    assert "đã lưu" not in shown
    assert "Hãy chọn lý do không đồng ý." in shown
    assert "Hãy chọn kết quả theo đơn vị bạn." in shown
    assert "Thiếu ảnh</textarea>" in shown
    assert '<details class="disagree" open' in shown
    assert not Opinion.objects.exists()


def test_disagreeing_is_kept_with_its_reason(client, sent):
    answer = say(client, sent, 8, **NO)
    said = Opinion.objects.get()
    assert (said.agrees, said.status, said.doubt) == (False, "not_met", "no_evidence")
    assert "<strong>1</strong> không đồng ý" in text(answer)


def test_a_refusal_of_the_service_keeps_what_was_typed(client, sent):
    answer = say(client, sent, 8, **NO | {"status": "met"})
    assert answer.status_code == 409
    shown = text(answer)
    assert "kết quả lại như xã khai báo" in shown
    assert "Chưa có quyết định phê duyệt</textarea>" in shown


@pytest.mark.parametrize("htmx", [True, False])
def test_of_two_at_once_the_second_sees_both(client, sent, htmx):
    colleague = MembershipFactory(
        agency=sent.agencies["district"], role=Role.OFFICER, user__full_name="Hồ Thị Lan"
    ).user
    mandate = sent.mandate("district")
    review.say(
        sent.file(),
        sent.criteria[8],
        review.Said(agrees=True),
        base=None,
        mandate=mandate,
        by=colleague,
    )
    answer = say(client, sent, 8, htmx=htmx, **NO)
    assert answer.status_code == 409
    shown = text(answer)
    assert "Hồ Thị Lan" in shown
    assert "Lấy ý kiến này" in shown
    assert "Giữ ý kiến của tôi" in shown
    assert "Chưa có quyết định phê duyệt</textarea>" in shown
    assert Opinion.objects.count() == 1
    again = say(client, sent, 8, base=Opinion.objects.get().pk, **NO)
    assert again.status_code == 200
    assert [one.agrees for one in Opinion.objects.order_by("pk")] == [True, False]


def test_who_looked_at_an_earlier_sending_is_refused(client, world):
    returned(world)
    base = last(world, 8)
    answer = say(client, world, 8, agrees="yes", base=base, turn=1)
    assert answer.status_code == 409
    assert "Xã đã gửi lại hồ sơ (lần gửi 2)" in text(answer)
    bulk = post(client, world, "district", "rows_open", count=2, loc="lan-nay", turn=1)
    assert bulk.status_code == 409
    assert not Opinion.objects.filter(turn=2).exists()
    assert not OpenedRow.objects.filter(turn=2).exists()
    assert say(client, world, 8, agrees="yes", base=base, turn=2).status_code == 200


def test_a_stale_agreement_may_be_kept(client, sent):
    sent.say("district", 8, agrees=False)
    answer = say(client, sent, 8, agrees="yes")
    assert answer.status_code == 409
    assert "Giữ «Đồng ý»" in text(answer)


def test_copying_takes_the_column_before_words_and_all(client, world):
    world.verified()
    before = Opinion.objects.get(criterion=world.criteria[8])
    assert 'data-act="copy"' in text(page(client, world, "information"))
    answer = say(client, world, 8, "information", agrees="copy", before=before.pk)
    assert answer.status_code == 200
    said = Opinion.objects.latest("pk")
    assert (said.stage, said.agrees, said.given) == (Stage.APPRAISED, True, OpinionWay.COPIED)


def test_copying_what_changed_meanwhile_is_refused(client, world):
    world.verified()
    other = Opinion.objects.get(criterion=world.criteria[17])
    answer = say(client, world, 8, "information", agrees="copy", before=other.pk)
    assert answer.status_code == 409
    assert "Cột trước vừa thay đổi" in text(answer)
    assert not Opinion.objects.filter(stage=Stage.APPRAISED).exists()


def test_a_criterion_of_another_appraiser_is_refused(client, world):
    world.verified()
    answer = say(client, world, 1, "information", agrees="yes")
    assert answer.status_code == 409
    assert not Opinion.objects.filter(stage=Stage.APPRAISED).exists()


@pytest.mark.parametrize("who", ["commune", "building", "office", "leader", "other", "neighbour"])
@pytest.mark.parametrize("act", ["opinion_say", "row_open"])
def test_who_does_not_hold_the_file_may_not(client, sent, who, act):
    answer = post(client, sent, who, act, 8, agrees="yes")
    assert answer.status_code == 403
    assert not Opinion.objects.exists()
    assert not OpenedRow.objects.exists()


def test_a_stranger_finds_nothing(client, sent):
    assert page(client, sent, "stranger").status_code == 404
    assert say(client, sent, 8, "stranger", agrees="yes").status_code == 404


def test_a_row_that_is_not_there(client, sent):
    assert say(client, sent, 99, agrees="yes").status_code == 404


def test_opening_a_row_is_noted_once_a_turn_and_agency(client, sent):
    answer = post(client, sent, "district", "row_open", 8, htmx=True)
    post(client, sent, "district", "row_open", 8, htmx=True)
    assert OpenedRow.objects.count() == 1
    shown = text(answer)
    assert 'id="chi-tiet-8"' in shown
    assert "Mọi ý kiến trong hồ sơ này" in shown
    assert "Đồng ý 1 dòng đã mở" in shown


def test_opening_without_scripts_leads_to_the_rows_page(client, sent):
    answer = post(client, sent, "district", "row_open", 8)
    assert answer.status_code == 302
    shown = client.get(answer.url)
    assert shown.status_code == 200
    assert "Tiêu chí 8. Thông tin và Truyền thông" in text(shown)
    assert 'data-act="agree"' in text(shown)


def test_a_reader_opens_a_row_without_a_note(client, sent):
    client.force_login(sent.people["leader"])
    answer = client.get(door(sent, "review_row", 8), headers=HTMX)
    assert 'id="chi-tiet-8"' in text(answer)
    assert "data-act" not in text(answer)
    assert not OpenedRow.objects.exists()


def test_a_bulk_agreement_leaves_out_rows_never_opened(client, sent):
    for number in (1, 8):
        post(client, sent, "district", "row_open", number)
    shown = text(page(client, sent, "district"))
    assert "Đồng ý 2 dòng đã mở" in shown
    assert "Bỏ lại 1 dòng chưa mở." in shown
    answer = post(client, sent, "district", "rows_agree", count=2, loc="tat-ca")
    assert answer.status_code == 302
    assert set(Opinion.objects.values_list("criterion__number", "given")) == {
        (1, OpinionWay.BULK),
        (8, OpinionWay.BULK),
    }


def test_a_bulk_act_works_on_the_filter(client, sent):
    post(client, sent, "district", "rows_open", count=3, loc="tat-ca")
    sent.say("sponsor", 17)
    sent.say("district", 8, agrees=False)
    answer = post(client, sent, "district", "rows_agree", count=0, loc="bat-dong")
    assert answer.status_code == 302
    answer = post(client, sent, "district", "rows_agree", count=2, loc="chua")
    assert answer.status_code == 302
    agreed = Opinion.objects.filter(stage=Stage.VERIFIED, agrees=True)
    assert set(agreed.values_list("criterion__number", flat=True)) == {1, 17}


def test_a_bulk_agreement_never_covers_an_objection_of_a_stage_below(client, sent):
    sent.say("sponsor", 17, agrees=False)
    sent.agree("sponsor", [1, 8])
    sent.act("review", "sponsor")
    post(client, sent, "district", "rows_open", count=3, loc="tat-ca")
    shown = text(page(client, sent, "district"))
    assert "Đồng ý 2 dòng đã mở" in shown
    assert "1 dòng cấp trước không đồng ý: xem từng dòng." in shown
    post(client, sent, "district", "rows_agree", count=2, loc="tat-ca")
    agreed = Opinion.objects.filter(stage=Stage.VERIFIED)
    assert set(agreed.values_list("criterion__number", flat=True)) == {1, 8}


@pytest.mark.parametrize("act", ["rows_open", "rows_agree", "rows_copy"])
def test_a_bulk_act_on_another_number_of_rows_does_nothing(client, sent, act):
    post(client, sent, "district", "row_open", 8)
    answer = post(client, sent, "district", act, count=7, loc="tat-ca")
    assert answer.status_code == 409
    assert not Opinion.objects.exists()
    assert OpenedRow.objects.count() == 1


def test_a_bulk_copy_takes_what_the_column_before_says(client, world):
    world.verified()
    post(client, world, "information", "rows_open", count=2, loc="tat-ca")
    answer = post(client, world, "information", "rows_copy", count=2, loc="tat-ca")
    assert answer.status_code == 302
    found = Opinion.objects.filter(stage=Stage.APPRAISED)
    assert set(found.values_list("criterion__number", "given")) == {(8, "copied"), (17, "copied")}


def test_the_act_of_the_stage_waits_for_every_row(client, sent):
    shown = text(page(client, sent, "district"))
    assert f'href="{door(sent, "hand_on")}?vai=' in shown
    assert "Thẩm tra xong, chuyển tiếp (còn 3 tiêu chí)" in shown
    client.force_login(sent.people["district"])
    asked = text(client.get(door(sent, "hand_on")))
    assert "Còn 3 tiêu chí chưa có ý kiến" in asked
    answer = post(client, sent, "district", "hand_on")
    assert answer.status_code == 409
    assert sent.file().state == FileState.VERIFYING


@pytest.mark.parametrize(
    ("who", "ready", "state"),
    [
        ("district", "sent", FileState.APPRAISING),
        ("sponsor", "sent", FileState.VERIFYING),
        ("building", "verified", FileState.APPRAISING),
        ("office", "appraised", FileState.CONFIRMED),
    ],
)
def test_each_stage_hands_the_file_on_after_one_question(client, world, who, ready, state):
    getattr(world, ready)()
    world.agree(who, [1] if who == "building" else [1, 8, 17])
    assert BUTTONS[who] in text(page(client, world, who))
    asked = text(client.get(door(world, "hand_on")))
    assert f'<button class="btn btn-primary">{BUTTONS[who]}</button>' in asked
    assert post(client, world, who, "hand_on").status_code == 302
    assert world.file().state == state
    assert FileStep.objects.latest("pk").agency == world.agencies[who]


def test_a_return_lists_what_becomes_a_remark(client, sent):
    sent.say("district", 8, agrees=False, words="Chưa có trạm")
    client.force_login(sent.people["district"])
    asked = text(client.get(door(sent, "send_back")))
    assert "Xã phải trả lời 1 nhận xét" in asked
    assert "Thiếu minh chứng: Chưa có trạm" in asked
    answer = post(client, sent, "district", "send_back", words="Bổ sung sớm")
    assert answer.status_code == 302
    assert sent.file().state == FileState.RETURNED
    assert [one.criterion_id for one in Remark.objects.order_by("pk")] == [
        sent.criteria[8].pk,
        None,
    ]


def test_a_return_without_a_reason_is_refused_in_place(client, sent):
    answer = post(client, sent, "district", "send_back", words=" ")
    assert answer.status_code == 409
    assert "Trả lại phải nêu lý do" in text(answer)
    assert sent.file().state == FileState.VERIFYING


def test_a_sponsor_does_not_return(client, sent):
    assert door(sent, "send_back") not in text(page(client, sent, "sponsor"))
    assert post(client, sent, "sponsor", "send_back", words="Sai").status_code == 403


def test_remarks_are_ticked_where_they_stand(client, world):
    returned(world)
    remark = Remark.objects.get(criterion=world.criteria[8])
    address = reverse("criteria:remark_tick", args=[remark.pk])
    client.force_login(world.people["district"])
    answer = client.post(address, {"settled": "yes"}, headers=HTMX)
    assert answer.status_code == 200
    assert RemarkStep.objects.latest("pk").act == RemarkAct.SETTLED
    shown = text(answer)
    assert "✓ đã trả lời đủ" in shown
    assert "<strong>1</strong> nhận xét chưa đánh dấu" in shown
    again = client.post(address, {"settled": "no"})
    assert again.status_code == 302
    assert "✗ chưa trả lời đủ" in text(client.get(again.url))


def test_only_who_looks_again_ticks(client, world):
    returned(world)
    address = reverse("criteria:remark_tick", args=[Remark.objects.first().pk])
    for who in ("commune", "leader", "building"):
        client.force_login(world.people[who])
        assert client.post(address, {"settled": "yes"}).status_code == 403
    client.force_login(world.people["district"])
    assert client.post(address, {}).status_code == 409
    assert not RemarkStep.objects.exclude(act=RemarkAct.ANSWERED).exists()


def test_the_second_turn_goes_through_the_sheet(client, world):
    returned(world)
    for number in (8, 17):
        assert (
            say(client, world, number, agrees="yes", base=last(world, number)).status_code == 200
        )
    shown = text(page(client, world, "district"))
    assert "<strong>3</strong>/3 tiêu chí đã có ý kiến" in shown
    assert "Thẩm tra xong, chuyển tiếp (còn 2 nhận xét)" in shown
    for one in Remark.objects.all():
        client.post(reverse("criteria:remark_tick", args=[one.pk]), {"settled": "yes"})
    assert "(còn" not in text(page(client, world, "district")).split('id="review-bar"')[1]
    assert post(client, world, "district", "hand_on").status_code == 302
    assert world.file().state == FileState.APPRAISING


def test_somebody_with_two_voices_chooses(client, world):
    world.sent()
    MembershipFactory(user=world.people["district"], agency=world.agencies["sponsor"])
    found = sheet_of(world)
    assert [mandate.stage for _, mandate in found.voices] == [Stage.REVIEWED, Stage.VERIFIED]
    assert found.mandate.stage == Stage.VERIFIED
    key = found.voices[0][1].key
    shown = text(page(client, world, "district", f"?vai={key}"))
    assert "Nộp ý kiến rà soát" in shown
    say(client, world, 8, agrees="yes", vai=key)
    assert Opinion.objects.get().stage == Stage.REVIEWED


def test_a_row_saved_costs_the_same_whatever_was_said_before(client, sent):
    say(client, sent, 1, agrees="yes")
    counts = []
    for number in (8, 17):
        with CaptureQueriesContext(connection) as found:
            assert say(client, sent, number, agrees="yes").status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert counts[0] <= 42
