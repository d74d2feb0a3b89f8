"""The way of a paper on its pages: who sees which button, what a step asks, what a refusal keeps."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import Role
from documents.blocks import Paragraph
from documents.formcheck import Finding
from documents.models import OfficialDocument
from documents.services.drafts import save_draft
from tests.documents.house import House
from tests.factories import MembershipFactory, StepRightFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    return House()


def step(paper, act):
    return reverse("documents:paper_step", args=[paper.pk, act])


def detail(paper):
    return reverse("documents:paper_detail", args=[paper.pk])


def text(response):
    return response.content.decode()


def test_an_officer_begins_a_draft_from_the_letterhead(client, house):
    client.force_login(house.officer)
    page = client.get(reverse("documents:draft_start"), {"loai": "BC"})
    assert '<option value="BC" selected>' in text(page)
    given = {"kind": "KH", "letterhead": house.letterhead.pk, "title": "Đỡ đầu"}
    assert client.post(reverse("documents:draft_start"), given | {"title": ""}).status_code == 422
    response = client.post(reverse("documents:draft_start"), given)
    paper = OfficialDocument.objects.get()
    assert response.status_code == 302
    assert str(paper.pk) in response["Location"]
    assert (paper.by, paper.notation) == (house.officer, "KH-SCT")


def test_who_drafts_for_nobody_is_told_what_to_do(client, house):
    client.force_login(house.head)
    response = client.get(reverse("documents:draft_start"))
    assert response.status_code == 403
    assert "Chủ thể ban hành" in text(response)


def test_nobody_drafts_in_anothers_name(client, house):
    other = House()
    client.force_login(house.officer)
    given = {"kind": "KH", "letterhead": other.letterhead.pk, "title": "Đỡ đầu"}
    assert client.post(reverse("documents:draft_start"), given).status_code == 422


def test_the_page_has_one_button_for_whoever_is_next(client, house):
    paper = house.at("unit")
    for person, shown in ((house.officer, False), (house.head, True), (house.desk, False)):
        client.force_login(person)
        page = text(client.get(detail(paper)))
        assert (f'href="{step(paper, "duyet")}"' in page) == shown
        assert house.head.full_name in page
        assert (f'href="{step(paper, "rut-ve")}"' in page) == (person == house.officer)


def test_a_step_of_somebody_else_is_refused_with_who_holds_it(client, house):
    paper = house.at("unit")
    client.force_login(house.officer)
    response = client.post(step(paper, "duyet"), {"seen": 1})
    assert response.status_code == 403
    assert house.head.full_name in text(response)
    client.force_login(MembershipFactory.create(role=Role.DIRECTOR).user)
    assert client.get(step(paper, "duyet")).status_code == 404


def test_the_whole_way_through_the_pages(client, house, monkeypatch):
    found = Finding(rule="S3", where="Ký hiệu", what="Thiếu số", mend="Cấp số")
    monkeypatch.setattr("documents.views.steps.findings_of", lambda _: [found])
    paper = house.paper(body=(Paragraph("Một."),))
    way = [
        (house.officer, "trinh", {}),
        (house.head, "duyet", {}),
        (house.desk, "xac-nhan", {"words": "Đã xem"}),
        (house.head, "ky", {}),
        (house.desk, "cap-so", {"number": "12", "notation": "KH-SCT", "day": "18/6/2024"}),
        (house.desk, "ban-hanh", {}),
    ]
    for person, act, given in way:
        client.force_login(person)
        page = client.get(step(paper, act))
        assert ("Thiếu số" in text(page)) == (act == "xac-nhan")
        response = client.post(step(paper, act), {"seen": paper.version} | given)
        assert response.status_code == 302, text(response)
        paper.refresh_from_db()
    assert (paper.state, paper.symbol) == ("issued", "12/KH-SCT")
    confirmed = paper.steps.get(act="checked")
    assert confirmed.words == "Đã xem"
    assert confirmed.findings == [found.to_json()]
    page = text(client.get(detail(paper)))
    assert "Đã qua" in page
    assert "xác nhận khi còn" in page


def test_a_return_without_a_reason_is_not_taken_and_a_reason_is_shown(client, house):
    paper = house.at("signing")
    client.force_login(house.head)
    assert client.post(step(paper, "tra-lai"), {"words": ""}).status_code == 422
    client.post(step(paper, "tra-lai"), {"words": "Thiếu mục II"})
    client.force_login(house.officer)
    assert "Thiếu mục II" in text(client.get(detail(paper)))


def test_what_was_typed_stays_when_a_step_is_refused(client, house):
    house.at("issued")
    paper = house.at("signed")
    client.force_login(house.desk)
    given = {"number": "7", "notation": "KH-SCT", "day": "18/6/2024", "words": "Ghi theo sổ"}
    response = client.post(step(paper, "cap-so"), given)
    assert response.status_code == 409
    assert "đã dùng" in text(response)
    assert "Ghi theo sổ" in text(response)
    assert client.post(step(paper, "cap-so"), given | {"sure": "on"}).status_code == 302


def test_a_step_taken_meanwhile_or_on_an_older_version_is_refused(client, house):
    paper = house.at("unit")
    save_draft(paper=paper, content={"title": "Mới"}, seen=1, by=house.head)
    client.force_login(house.head)
    response = client.post(step(paper, "duyet"), {"seen": 1})
    assert (response.status_code, "vừa được sửa" in text(response)) == (409, True)
    client.post(step(paper, "duyet"), {"seen": 2})
    response = client.post(step(paper, "duyet"), {"seen": 2})
    assert (response.status_code, "tải lại trang" in text(response)) == (409, True)


def test_a_replacement_begins_as_a_draft(client, house):
    old = house.at("issued")
    client.force_login(house.officer)
    assert "dự thảo mới" in text(client.get(step(old, "thay-the")))
    client.post(step(old, "thay-the"))
    new = OfficialDocument.objects.exclude(pk=old.pk).get()
    assert new.relations.get().other == old


def test_an_unknown_act_and_a_registered_paper_have_no_step(client, house):
    paper = house.paper()
    client.force_login(house.officer)
    assert client.get(step(paper, "nhay")).status_code == 404
    OfficialDocument.objects.filter(pk=paper.pk).update(letterhead=None, state="registered")
    assert client.get(step(paper, "trinh")).status_code == 404


def test_the_inner_history_is_its_own_peoples(client, house):
    paper = house.at("issued")
    stranger = MembershipFactory.create(role=Role.OFFICER).user
    client.force_login(stranger)
    page = text(client.get(detail(paper)))
    assert "Đã qua" not in page
    client.force_login(house.officer)
    assert "Đã qua" in text(client.get(detail(paper)))


def test_a_step_that_nobody_may_take_says_where_to_mend_it(client, house):
    StepRightFactory.create(
        letterhead=house.letterhead, step="approve", user=MembershipFactory.create().user
    )
    house.letterhead.rights.get().user.memberships.all().delete()
    right = house.letterhead.rights.get()
    right.user.is_active = False
    right.user.save()
    paper = house.at("draft")
    OfficialDocument.objects.filter(pk=paper.pk).update(state="unit")
    client.force_login(house.officer)
    page = text(client.get(detail(paper)))
    assert "chưa có ai giữ quyền" in page
    assert reverse("documents:letterhead_edit", args=[house.letterhead.pk]) in page


def test_what_waits_is_listed(client, house):
    house.at("unit", title="Kế hoạch chờ duyệt")
    house.at("signed", title="Kế hoạch chờ số")
    client.force_login(house.head)
    page = text(client.get(reverse("documents:paper_waiting")))
    assert "Kế hoạch chờ duyệt" in page
    assert "Kế hoạch chờ số" not in page


def test_reading_the_list_of_what_waits_costs_the_same_for_one_and_five(client, house):
    client.force_login(house.officer)
    counts = []
    for more in (1, 4):
        for _ in range(more):
            house.paper()
        client.get(reverse("documents:paper_waiting"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("documents:paper_waiting"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_waits_stands_on_the_first_page_and_is_counted_at_the_left(client, house):
    for n in range(7):
        house.at("unit", title=f"Kế hoạch chờ {n}")
    client.force_login(house.head)
    page = text(client.get(reverse("reports:home")))
    assert "Văn bản chờ tôi (7)" in page
    assert page.count("Kế hoạch chờ") == 6
    assert '7<i class="visually-hidden"> việc chờ bạn</i>' in page
    client.force_login(house.desk)
    assert "Văn bản chờ tôi" not in text(client.get(reverse("reports:home")))
