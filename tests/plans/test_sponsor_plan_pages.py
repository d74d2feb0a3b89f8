"""Pages of sponsors' plans: who opens and changes them, what is kept of what was typed, what is refused."""

import pytest

from accounts.choices import Role
from documents.choices import PaperState
from documents.models import OfficialDocument
from plans.models import SponsorPlan
from tests.factories import (
    CommuneFactory,
    MembershipFactory,
    PaperFactory,
    SponsorPlanFactory,
)
from tests.plans.sponsor_plan_forms import SENTENCE, page, row_of, typed
from tests.plans.sponsor_plan_world import sponsor

__all__ = ["sponsor"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(sponsor):
    return sponsor.start()


@pytest.fixture
def mine(client, sponsor):
    client.force_login(sponsor.officer)
    return client


# --- begun -------------------------------------------------------------------------------------------


def test_the_form_shows_what_will_be_filled_in(mine, sponsor):
    answer = mine.get(page("sponsor_plan_add"))
    words = answer.content.decode()
    assert "2 xã sẽ điền sẵn" in words
    assert "Thuận" in words
    assert "1/3" in words
    form = answer.context["form"]
    assert form.initial["decision"] == "1841/QĐ-UBND 2020"
    assert form.initial["criteria_set"] == sponsor.set


def test_a_plan_is_begun_in_one_step(mine, sponsor):
    form = mine.get(page("sponsor_plan_add")).context["form"]
    answer = mine.post(
        page("sponsor_plan_add"), form.initial | {"criteria_set": sponsor.set.pk, "year_to": ""}
    )
    plan = SponsorPlan.objects.get()
    assert answer["Location"] == page("sponsor_plan", plan.pk)
    assert plan.communes.count() == 2
    assert plan.decision == sponsor.decision
    assert plan.by == sponsor.officer


def test_what_was_typed_is_kept_when_it_is_not_valid_or_refused(mine, sponsor, plan):
    told = {
        "letterhead": sponsor.head.pk,
        "criteria_set": sponsor.set.pk,
        "title": "Tiêu đề riêng",
    }
    wrong = mine.post(page("sponsor_plan_add"), told | {"year_from": "hai", "decision": "1/QĐ-LẠ"})
    assert wrong.status_code == 422
    assert "Tiêu đề riêng" in wrong.content.decode()
    twin = mine.post(page("sponsor_plan_add"), told | {"year_from": "2024"})
    assert twin.status_code == 409
    assert "dự thảo kế hoạch từ năm 2024" in twin.content.decode()
    assert "Tiêu đề riêng" in twin.content.decode()


def test_the_office_enters_a_plan_that_is_on_the_register_and_no_draft_of_others(client, sponsor):
    keeper = MembershipFactory(agency=sponsor.office).user
    client.force_login(keeper)
    paper = PaperFactory(kind="KH", number="224", notation="KH-STH", issuer=sponsor.agency)
    told = {
        "letterhead": f"dv-{sponsor.agency.slug}",
        "criteria_set": sponsor.set.pk,
        "title": "-",
        "year_from": "2020",
    }
    answer = client.post(page("sponsor_plan_add"), told)
    assert answer.status_code == 422
    assert "đã vào sổ" in str(answer.context["form"].errors)
    answer = client.post(page("sponsor_plan_add"), told | {"paper": "224/KH-STH"})
    plan = SponsorPlan.objects.get()
    assert answer["Location"] == page("sponsor_plan", plan.pk)
    assert plan.paper == paper
    add = {"commune": "Thuận", "duty": "sponsor"}
    assert client.post(page("sponsor_row_add", plan.pk), add).status_code == 302


def test_who_writes_under_no_letterhead_is_told_what_to_do(client, sponsor):
    client.force_login(sponsor.stranger)
    answer = client.get(page("sponsor_plan_add"))
    assert answer.status_code == 403
    assert "Chủ thể ban hành" in answer.content.decode()


# --- who sees and changes ------------------------------------------------------------------------------


def test_a_draft_is_seen_by_its_own_people_and_changed_by_them_alone(client, sponsor, plan):
    row = row_of(plan, sponsor.thuan)
    for user, expected in (
        (sponsor.officer, 200),
        (sponsor.stranger, 404),
        (MembershipFactory(agency=sponsor.office).user, 404),
    ):
        client.force_login(user)
        assert client.get(page("sponsor_plan", plan.pk)).status_code == expected
        assert client.get(page("sponsor_row", plan.pk, row.pk)).status_code == expected


def test_an_issued_plan_is_read_by_every_member_and_changed_by_nobody(client, sponsor, plan):
    OfficialDocument.objects.filter(pk=plan.paper_id).update(state=PaperState.ISSUED, number="7")
    row = row_of(plan, sponsor.thuan)
    client.force_login(sponsor.stranger)
    answer = client.get(page("sponsor_plan", plan.pk))
    assert answer.status_code == 200
    assert "Sửa" not in answer.content.decode().split("<main")[1]
    assert client.get(page("sponsor_row", plan.pk, row.pk)).status_code == 403
    client.force_login(sponsor.officer)
    answer = client.post(page("sponsor_row", plan.pk, row.pk), typed(row, means_text="Khác"))
    assert answer.status_code == 409
    assert "đã ban hành" in answer.content.decode()
    assert client.post(page("sponsor_plan_feed", plan.pk)).status_code == 409


def test_a_reader_of_the_agency_without_a_voice_changes_nothing(client, sponsor, plan):
    client.force_login(MembershipFactory(agency=sponsor.agency, role=Role.FOCAL_POINT).user)
    assert client.get(page("sponsor_plan", plan.pk)).status_code == 200
    assert client.get(page("sponsor_plan_edit", plan.pk)).status_code == 403
    assert client.post(page("sponsor_plan_renew", plan.pk)).status_code == 403


def test_who_does_not_hold_the_paper_does_not_write_into_it(client, sponsor, plan):
    OfficialDocument.objects.filter(pk=plan.paper_id).update(state=PaperState.CHECKING)
    client.force_login(sponsor.officer)
    answer = client.post(page("sponsor_plan_feed", plan.pk), {"seen": plan.paper.version})
    assert answer.status_code == 403


# --- a row -------------------------------------------------------------------------------------------


def test_a_row_is_said_with_its_targets_and_the_next_one_follows(mine, sponsor, plan):
    first = plan.communes.first()
    told = typed(
        first,
        **{"muc-0-text": "Đạt chuẩn nông thôn mới năm 2025", "muc-1-text": "14-15/19 tiêu chí"},
        next="1",
    )
    answer = mine.post(page("sponsor_row", plan.pk, first.pk), told)
    assert answer["Location"] == page("sponsor_row", plan.pk, plan.communes.last().pk)
    kinds = {(one.kind, one.level, one.year, one.at_most) for one in plan.paper.targets.all()}
    assert kinds == {("level", "ntm", 2025, None), ("criteria_met", "", None, 15)}


def test_a_stored_target_keeps_its_key_and_goes_when_its_words_are_blank(mine, sponsor, plan):
    row = row_of(plan, sponsor.thuan)
    url = page("sponsor_row", plan.pk, row.pk)
    mine.post(url, typed(row, **{"muc-0-text": "Đạt chuẩn năm 2025"}))
    target = plan.paper.targets.get()
    shown = mine.get(url)
    assert shown.context["aims"].forms[0].initial["key"] == target.pk
    row.refresh_from_db()
    more = {"muc-TOTAL_FORMS": "3", "muc-INITIAL_FORMS": "1", "muc-0-key": target.pk}
    changed = more | {"muc-0-text": "Đạt chuẩn năm 2026", "muc-0-kind": "level"}
    mine.post(url, typed(row, **changed, **{"muc-0-level": "ntm", "muc-0-year": "2026"}))
    target.refresh_from_db()
    assert target.year == 2026
    row.refresh_from_db()
    mine.post(url, typed(row, **more))
    assert not plan.paper.targets.exists()


def test_a_target_without_words_and_a_count_that_cannot_be_are_asked_again(mine, sponsor, plan):
    row = row_of(plan, sponsor.thuan)
    url = page("sponsor_row", plan.pk, row.pk)
    answer = mine.post(url, typed(row, **{"muc-0-year": "2025", "means_text": "Giữ lại"}))
    assert answer.status_code == 422
    assert "Giữ lại" in answer.content.decode()
    answer = mine.post(url, typed(row, met="9", means_text="Giữ lại"))
    assert answer.status_code == 409
    assert "Số tiêu chí đạt không thể lớn hơn 3" in answer.content.decode()
    assert "Giữ lại" in answer.content.decode()


def test_the_second_writer_is_told_and_keeps_what_was_typed(mine, sponsor, plan):
    row = row_of(plan, sponsor.thuan)
    url = page("sponsor_row", plan.pk, row.pk)
    mine.post(url, typed(row, state_text="một"))
    late = mine.post(url, typed(row, state_text="hai"))
    assert late.status_code == 409
    assert "Người khác vừa sửa" in late.content.decode()
    assert 'value="hai"' in late.content.decode()


def test_a_pasted_sentence_ticks_criteria_and_fills_a_target_and_stores_nothing(
    mine, sponsor, plan
):
    row = row_of(plan, sponsor.my)
    url = page("sponsor_plan_split", plan.pk, row.pk)
    answer = mine.post(url, typed(row, sentence=SENTENCE, means_text="Đã gõ"))
    assert answer.status_code == 200
    form, aims = answer.context["form"], answer.context["aims"]
    ticked = [line["criterion"].number for line in form.lines if line["unmet"].value()]
    assert ticked == [2, 3]
    assert form[f"printed-{sponsor.criteria[1].pk}"].value() == "trường học"
    assert aims.forms[0]["text"].value() == "phấn đấu đạt chuẩn nông thôn mới đến năm 2025"
    words = answer.content.decode()
    assert "Nhận ra 2 tiêu chí" in words
    assert "«cây xanh»" in words
    assert "Đã gõ" in words
    assert not row.unmet.exists()
    assert not plan.paper.targets.exists()


def test_splitting_nothing_says_so_and_keeps_what_was_typed(mine, sponsor, plan):
    row = row_of(plan, sponsor.my)
    url = page("sponsor_plan_split", plan.pk, row.pk)
    answer = mine.post(url, typed(row, sentence="", means_text="Đã gõ"))
    assert answer.status_code == 422
    assert "Đã gõ" in answer.content.decode()


def test_a_commune_is_added_with_its_state_moved_and_taken_out(mine, sponsor, plan, say):
    new = CommuneFactory(name="Cam Chính")
    say(new, "110")
    answer = mine.post(page("sponsor_row_add", plan.pk), {"commune": "cam chinh", "duty": ""})
    row = row_of(plan, new)
    assert answer["Location"] == page("sponsor_row", plan.pk, row.pk)
    assert (row.met, row.out_of, row.unmet.count()) == (2, 3, 1)
    twice = mine.post(page("sponsor_row_add", plan.pk), {"commune": "Cam Chính"})
    assert twice.status_code == 409
    assert mine.post(page("sponsor_row_add", plan.pk), {"commune": "Lạ"}).status_code == 422
    mine.post(page("sponsor_row_move", plan.pk, row.pk), {"ve": "len"})
    row.refresh_from_db()
    assert row.order == 2
    drop = page("sponsor_row_drop", plan.pk, row.pk)
    assert "Cam Chính" in mine.get(drop).content.decode()
    assert mine.post(drop, {"seen": row.version + 1}).status_code == 409
    mine.post(drop, {"seen": row.version})
    assert not plan.communes.filter(commune=new).exists()


def test_rows_of_another_plan_are_not_found(mine, sponsor, plan):
    other = SponsorPlanFactory(agency=sponsor.agency)
    row = row_of(plan, sponsor.thuan)
    assert mine.get(page("sponsor_row", other.pk, row.pk)).status_code == 404
