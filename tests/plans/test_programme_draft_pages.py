"""The pages of a table that waits: paste, mend, answer, name, store; who may."""

import pytest

from accounts.choices import Role
from plans.models import PlanDraft, WorkProgramme
from plans.services.programme_copy import start_next
from tests.factories import AgencyFactory, MembershipFactory, PaperFactory
from tests.plans.programme_tables import table
from tests.plans.programme_world import ONE, TWO, cells, mend

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, keeper):
    client.force_login(keeper)
    return client


def test_a_pasted_table_becomes_a_draft_and_nothing_is_stored(page, treasury):
    answer = page.post("/chuong-trinh/nhap/", {"year": 2024, "text": table(ONE)})

    draft = PlanDraft.objects.get()
    assert answer["Location"] == f"/chuong-trinh/nhap/{draft.pk}/"
    assert draft.text == table(ONE)
    assert not WorkProgramme.objects.exists()
    shown = page.get(answer["Location"]).content.decode()
    assert "<strong>1 nhiệm vụ</strong>" in shown
    assert "chưa có gì được ghi" in shown


@pytest.mark.parametrize(
    "given", [{"text": ""}, {"text": "không phải bảng"}, {"text": table(ONE), "year": ""}]
)
def test_what_cannot_be_read_is_said_with_everything_typed_kept(page, given):
    answer = page.post("/chuong-trinh/nhap/", {"year": 2024} | given)

    assert answer.status_code == 422
    assert given["text"] in answer.content.decode()
    assert not PlanDraft.objects.exists()


def test_a_row_is_edited_where_it_stands(page, opened):
    draft = opened(ONE)
    url = f"/chuong-trinh/nhap/{draft.pk}/"
    assert page.get(f"{url}?sua=0").context["row_form"].initial["content"] == "Việc một"

    given = {
        "act": "edit",
        "row": 0,
        "seen": draft.version,
        "number": "1",
        "content": "Việc mới",
        "leads": "Sở Tài chính",
        "due_text": "Năm 2024",
    }
    answer = page.post(f"{url}sua/", given)

    assert answer["Location"] == f"{url}#dong-0"
    draft.refresh_from_db()
    assert cells(draft, 0) == ["1", "Việc mới", "Sở Tài chính", "", "Năm 2024", "", ""]


def test_a_form_of_deadline_without_its_day_is_refused_and_kept(page, opened):
    draft = opened(ONE)
    given = {"act": "edit", "row": 0, "content": "Còn đây", "due_kind": "month"}

    answer = page.post(f"/chuong-trinh/nhap/{draft.pk}/sua/", given)

    assert answer.status_code == 422
    assert "Còn đây" in answer.content.decode()


@pytest.mark.parametrize("act", ["nope", "up"])
def test_an_act_that_cannot_be_done_is_refused(page, opened, act):
    draft = opened(ONE)

    answer = page.post(f"/chuong-trinh/nhap/{draft.pk}/sua/", {"act": act, "row": 0})

    assert answer.status_code == 409


def test_the_table_is_read_again_from_what_was_pasted(page, opened):
    draft = opened(ONE)
    mend(draft, "out", 0)

    page.post(f"/chuong-trinh/nhap/{draft.pk}/sua/", {"act": "reread"})

    draft.refresh_from_db()
    assert draft.plan["rows"][0]["kind"] == "task"


def test_a_table_of_next_year_has_no_source_to_be_read_again(page, last_year, keeper):
    draft = start_next(programme=last_year, by=keeper)

    answer = page.post(f"/chuong-trinh/nhap/{draft.pk}/sua/", {"act": "reread"})

    assert answer.status_code == 409


def test_answers_name_and_storing_by_the_page(page, opened, treasury):
    draft = opened(TWO, title="", paper=None)
    url = f"/chuong-trinh/nhap/{draft.pk}/"
    paper = PaperFactory(number="77", notation="QĐ-BCĐ", year=2024)
    assert "Chưa rõ là ai" in page.get(url).content.decode()

    page.post(f"{url}tra-loi/", {"answer-so-bi-an": "agency:so-tc"})
    page.post(f"{url}ten/", {"year": 2024, "title": "Chương trình 2024", "symbol": "77/QĐ-BCĐ"})
    answer = page.post(f"{url}ghi/", {})

    programme = WorkProgramme.objects.get()
    assert (programme.paper, programme.title) == (paper, "Chương trình 2024")
    assert answer["Location"] == f"/chuong-trinh/soan/{programme.pk}/"
    assert "Chương trình này đã được ghi" in page.get(url).content.decode()


def test_storing_with_open_questions_says_where(page, opened):
    draft = opened(TWO)

    answer = page.post(f"/chuong-trinh/nhap/{draft.pk}/ghi/", {})

    assert answer.status_code == 409
    assert "Còn chỗ chưa rõ ở nhiệm vụ 2" in answer.content.decode()


def test_a_draft_is_discarded_once(page, opened):
    url = f"/chuong-trinh/nhap/{opened(ONE).pk}/bo/"

    assert page.post(url)["Location"] == "/chuong-trinh/"
    assert page.post(url).status_code == 409
    assert not WorkProgramme.objects.exists()


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, None])
def test_only_officers_and_directors_of_the_office_see_drafts(client, opened, role):
    draft = opened(ONE)
    if role is None:
        person = MembershipFactory().user
    else:
        person = MembershipFactory(agency=AgencyFactory(office=True), role=role).user
    client.force_login(person)

    for url in ("/chuong-trinh/nhap/", f"/chuong-trinh/nhap/{draft.pk}/"):
        assert client.get(url).status_code == 403
    assert client.post(f"/chuong-trinh/nhap/{draft.pk}/ghi/").status_code == 403
    assert not WorkProgramme.objects.exists()


def test_another_kind_of_draft_is_none_of_this(page, opened):
    draft = opened(ONE)
    PlanDraft.objects.filter(pk=draft.pk).update(kind="assignments")

    assert page.get(f"/chuong-trinh/nhap/{draft.pk}/").status_code == 404
