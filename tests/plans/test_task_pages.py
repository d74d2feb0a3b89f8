"""The page of a task and what may be done there: who, and how each refusal is told."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.choices import ExtensionState, TaskState
from plans.models import Extension, TaskProgress, TaskReview
from tests.documents.files import pdf, upload
from tests.factories import (
    AgencyFactory,
    ExtensionFactory,
    MembershipFactory,
    TaskProgressFactory,
    TaskReviewFactory,
)
from tests.plans.programmes import officer_of, programme_with, reported_done

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def case():
    return programme_with()


@pytest.fixture
def lead(case, client):
    user = officer_of(case.lead)
    client.force_login(user)
    return user


def at(case, act=""):
    return f"/nhiem-vu/{case.task.pk}/{act}"


def text(answer):
    return answer.content.decode()


@pytest.mark.usefixtures("member")
def test_a_member_reads_what_was_said_and_finds_nothing_to_press(case, client):
    TaskProgressFactory(task=case.task, agency=case.lead, words="Đang lấy ý kiến", percent=40)

    page = text(client.get(at(case)))

    assert "Đang lấy ý kiến" in page
    assert "Báo tiến độ" not in page
    assert "Xác nhận" not in page


def test_a_lead_finds_its_acts(case, lead, client):
    page = text(client.get(at(case)))

    assert at(case, "tien-do/") in page
    assert at(case, "gia-han/") in page


def test_withdrawn_words_stay_to_be_read_with_the_reason(case, lead, client):
    said = TaskProgressFactory(task=case.task, agency=case.lead, words="Nhầm việc", by=lead)

    answer = client.post(f"/nhiem-vu/tien-do/{said.pk}/rut/", {"reason": "ghi nhầm nhiệm vụ"})

    assert answer.headers["Location"] == at(case)
    page = text(client.get(at(case)))
    assert "Nhầm việc" in page
    assert "ghi nhầm nhiệm vụ" in page


def test_a_lead_reports_with_evidence(case, lead, client):
    said = {
        "agency": case.lead.slug,
        "state": TaskState.DONE,
        "percent": "100 %",
        "words": "Đã ban hành quyết định",
        "effective_on": "17/6/2024",
        "base": "0",
        "files": [upload(pdf(), "quyet-dinh.pdf", "application/pdf")],
    }

    answer = client.post(at(case, "tien-do/"), said)

    assert answer.headers["Location"] == at(case)
    made = TaskProgress.objects.get()
    assert (made.agency, made.percent, made.by) == (case.lead, 100, lead)
    assert made.effective_on == dt.date(2024, 6, 17)
    assert "quyet-dinh.pdf" in text(client.get(at(case)))


def test_a_mistaken_figure_is_told_and_everything_typed_kept(case, lead, client):
    said = {
        "agency": case.lead.slug,
        "state": "in_progress",
        "percent": "140",
        "words": "Gần xong",
    }

    answer = client.post(at(case, "tien-do/"), said)

    assert answer.status_code == 422
    assert "Phần trăm phải từ 0 đến 100. Bạn nhập 140." in text(answer)
    assert "Gần xong" in text(answer)
    assert not TaskProgress.objects.exists()


def test_a_word_said_meanwhile_is_a_conflict(case, lead, client):
    TaskProgressFactory(task=case.task, agency=case.lead)
    said = {"agency": case.lead.slug, "state": "in_progress", "words": "Của tôi", "base": "0"}

    answer = client.post(at(case, "tien-do/"), said)

    assert answer.status_code == 409
    assert "Đã có tiến độ mới" in text(answer)
    assert "Của tôi" in text(answer)


@pytest.mark.usefixtures("member")
def test_who_does_not_lead_reports_nothing(case, client):
    assert client.get(at(case, "tien-do/")).status_code == 403
    answer = client.post(at(case, "tien-do/"), {"agency": case.lead.slug, "state": "in_progress"})
    assert answer.status_code == 403
    assert "Chỉ cán bộ, lãnh đạo của đơn vị chủ trì" in text(answer)


def test_one_lead_does_not_speak_for_another(case, lead, client):
    other = AgencyFactory()
    case.task.parties.create(part="lead", order=90, text="Sở khác", agency=other)

    answer = client.post(at(case, "tien-do/"), {"agency": other.slug, "state": "in_progress"})

    assert answer.status_code == 422
    assert not TaskProgress.objects.exists()


@pytest.mark.usefixtures("office")
def test_the_office_reports_for_nobody(case, client):
    assert client.get(at(case, "tien-do/")).status_code == 403


def test_a_figure_typed_into_the_table_answers_its_cell(case, lead, client):
    url = at(case, f"phan-tram/{case.lead.slug}/")

    answer = client.post(url, {"value": "45", "base": "0"}, headers=HTMX)

    assert answer.status_code == 200
    assert f'id="o-{case.task.pk}-{case.lead.slug}"' in text(answer)
    assert "đã lưu" in text(answer)
    assert TaskProgress.objects.get().percent == 45


def test_two_writers_of_a_figure_see_both(case, lead, client):
    url = at(case, f"phan-tram/{case.lead.slug}/")
    client.post(url, {"value": "45", "base": "0"}, headers=HTMX)

    answer = client.post(url, {"value": "60", "base": "0"}, headers=HTMX)

    assert answer.status_code == 409
    page = text(answer)
    assert "Lấy của họ" in page
    assert 'value="60"' in page
    assert "<output>45</output>" in page


def test_a_mistaken_figure_in_the_table_stays_as_typed(case, lead, client):
    answer = client.post(at(case, f"phan-tram/{case.lead.slug}/"), {"value": "12,5"}, headers=HTMX)

    assert answer.status_code == 422
    assert 'value="12,5"' in text(answer)
    assert "số nguyên" in text(answer)


def test_without_scripts_a_figure_leads_back_to_the_task(case, lead, client):
    url = at(case, f"phan-tram/{case.lead.slug}/")

    assert client.post(url, {"value": "45"}).headers["Location"] == at(case)
    wrong = client.post(url, {"value": "450"})
    assert wrong.status_code == 422
    assert "Chưa ghi được tiến độ" in text(wrong)


@pytest.mark.usefixtures("member")
def test_a_figure_of_others_is_not_yours(case, client):
    url = at(case, f"phan-tram/{case.lead.slug}/")

    assert client.post(url, {"value": "45"}, headers=HTMX).status_code == 403


@pytest.mark.usefixtures("office")
def test_the_office_confirms_from_the_page(case, client):
    said = reported_done(case.task, case.lead)
    url = at(case, "xac-nhan/") + f"?don-vi={case.lead.slug}"
    assert url in text(client.get(at(case)))

    answer = client.post(url, {"decision": "agree", "base": said.pk})

    assert answer.headers["Location"] == at(case)
    assert "đã xác nhận hoàn thành" in text(client.get(at(case)))


@pytest.mark.usefixtures("office")
def test_the_office_returns_with_a_reason_only(case, client):
    reported_done(case.task, case.lead)
    url = at(case, "xac-nhan/") + f"?don-vi={case.lead.slug}"

    refused = client.post(url, {"decision": "return"})
    assert refused.status_code == 409
    assert "phải nêu lý do" in text(refused)
    assert client.post(url, {}).status_code == 422
    client.post(url, {"decision": "return", "reason": "Thiếu tờ trình"})

    assert "Thiếu tờ trình" in text(client.get(at(case)))


def test_a_lead_confirms_nothing_of_its_own(case, lead, client):
    reported_done(case.task, case.lead)
    url = at(case, "xac-nhan/") + f"?don-vi={case.lead.slug}"

    assert client.post(url, {"decision": "agree"}).status_code == 403
    assert not TaskReview.objects.exists()


def test_the_department_confirms_what_the_office_leads(client):
    office = AgencyFactory(office=True)
    case = programme_with(office)
    reported_done(case.task, office)
    url = at(case, "xac-nhan/") + f"?don-vi={office.slug}"
    client.force_login(officer_of(office))
    assert client.post(url, {"decision": "agree"}).status_code == 403
    client.force_login(officer_of(AgencyFactory(slug="so-nong-nghiep-ptnt")))

    client.post(url, {"decision": "agree"})

    assert TaskReview.objects.get().subject == office


@pytest.mark.usefixtures("office")
def test_a_confirmation_is_taken_back_by_who_gave_it(case, client, office):
    review = TaskReviewFactory(task=case.task, subject=case.lead)
    assert client.get(f"/nhiem-vu/xac-nhan/{review.pk}/rut/").status_code == 403
    own = TaskReviewFactory(
        task=case.task, subject=case.lead, agency=office.memberships.get().agency
    )

    refused = client.post(f"/nhiem-vu/xac-nhan/{own.pk}/rut/", {})
    client.post(f"/nhiem-vu/xac-nhan/{own.pk}/rut/", {"reason": "nhầm"})
    again = client.post(f"/nhiem-vu/xac-nhan/{own.pk}/rut/", {"reason": "nhầm"})

    own.refresh_from_db()
    assert (refused.status_code, again.status_code) == (422, 409)
    assert own.withdrawn_reason == "nhầm"


def test_a_lead_asks_and_takes_back(case, lead, client):
    wrong = client.post(at(case, "gia-han/"), {"agency": case.lead.slug, "due_on": "31/6/2024"})
    early = client.post(
        at(case, "gia-han/"),
        {"agency": case.lead.slug, "due_on": "30/6/2024", "reason": "Chờ ý kiến"},
    )
    said = {"agency": case.lead.slug, "due_on": "30/9/2024", "reason": "Chờ ý kiến của bộ"}
    answer = client.post(at(case, "gia-han/"), said)

    assert (wrong.status_code, early.status_code, answer.status_code) == (422, 409, 302)
    assert "Ngày gia hạn phải sau 30/6/2024" in text(early)
    asked = Extension.objects.get()
    assert "xin gia hạn đến 30/9/2024" in text(client.get(at(case)))
    assert client.get(f"/nhiem-vu/gia-han/{asked.pk}/quyet-dinh/").status_code == 403
    client.post(f"/nhiem-vu/gia-han/{asked.pk}/rut/")
    asked.refresh_from_db()
    assert asked.state == ExtensionState.WITHDRAWN


@pytest.mark.usefixtures("office")
def test_the_office_grants_and_the_original_day_is_struck_through(case, client):
    asked = ExtensionFactory(task=case.task, agency=case.lead)
    url = f"/nhiem-vu/gia-han/{asked.pk}/quyet-dinh/"
    assert url in text(client.get(at(case)))

    silent = client.post(url, {"decision": "refuse"})
    answer = client.post(url, {"decision": "grant"})
    again = client.post(url, {"decision": "grant"})

    assert (silent.status_code, answer.status_code, again.status_code) == (409, 302, 409)
    page = text(client.get(at(case)))
    assert "</span>30/6/2024</del> <strong>30/9/2024</strong>" in page
    assert "gia hạn 1 lần" in page


@pytest.mark.usefixtures("office")
def test_each_of_two_leads_that_ask_is_answered(case, client):
    second = AgencyFactory()
    case.task.parties.create(part="lead", order=90, text="Sở khác", agency=second)
    asked = [ExtensionFactory(task=case.task, agency=one) for one in (case.lead, second)]

    page = text(client.get(at(case)))

    for one in asked:
        assert f'href="/nhiem-vu/gia-han/{one.pk}/quyet-dinh/"' in page


@pytest.mark.usefixtures("office")
def test_only_the_asker_takes_an_extension_back(case, client):
    asked = ExtensionFactory(task=case.task, agency=case.lead)

    assert client.post(f"/nhiem-vu/gia-han/{asked.pk}/rut/").status_code == 403


def test_the_page_costs_the_same_for_one_word_and_for_five(case, lead, client):
    def more():
        TaskProgressFactory(task=case.task, agency=case.lead, by=MembershipFactory().user)
        TaskReviewFactory(task=case.task, subject=case.lead, agrees=False, reason="Thiếu")
        ExtensionFactory(
            task=case.task,
            agency=case.lead,
            state=ExtensionState.REFUSED,
            decided_on=dt.date(2024, 6, 18),
        )

    more()
    with CaptureQueriesContext(connection) as one:
        client.get(at(case))
    for _ in range(4):
        more()
    with CaptureQueriesContext(connection) as five:
        client.get(at(case))

    assert len(one) == len(five) <= 21
