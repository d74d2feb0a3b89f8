"""Programmes and tasks by hand: who may, what is refused, what the trail says."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Activity
from documents.models import OfficialDocument
from plans.choices import Part
from plans.models import Task, TaskGroup, WorkProgramme
from plans.services.programmes import move_task, remove_task
from tests.factories import (
    AgencyFactory,
    PaperFactory,
    TaskFactory,
    TaskGroupFactory,
    TaskPartyFactory,
    TaskProgressFactory,
    WorkProgrammeFactory,
)

pytestmark = pytest.mark.django_db
CELLS = {
    "number": "1",
    "content": "Sửa bộ tiêu chí",
    "leads_text": "Sở Tài chính",
    "due_text": "Quý II/2024",
}


@pytest.fixture
def page(client, keeper):
    client.force_login(keeper)
    return client


def last_line():
    return Activity.objects.order_by("-pk").first()


def test_a_programme_by_hand_takes_its_decision_from_the_register(page):
    paper = PaperFactory(number="645", notation="QĐ-BCĐ", year=2024)

    answer = page.post(
        "/chuong-trinh/moi/", {"year": 2024, "title": "Chương trình", "symbol": "645/QĐ-BCĐ 2024"}
    )

    programme = WorkProgramme.objects.get()
    assert answer["Location"] == f"/chuong-trinh/soan/{programme.pk}/"
    assert (programme.paper, programme.title) == (paper, "Chương trình")
    assert last_line().verb == "added programme"


def test_a_decision_that_is_not_there_is_asked_for_and_then_put_on_the_register(page):
    AgencyFactory(provincial=True, slug="bcd-ctmtqg", name="Ban Chỉ đạo")
    given = {"year": 2025, "title": "Chương trình", "symbol": "9/QĐ-BCĐ", "issuer": "bcd-ctmtqg"}

    asked = page.post("/chuong-trinh/moi/", given)
    assert asked.status_code == 422
    assert "hãy ghi ngày ban hành để vào sổ" in asked.content.decode()

    page.post("/chuong-trinh/moi/", given | {"dated": "3/2/2025", "paper_title": "Ban hành"})
    paper = OfficialDocument.objects.get(number="9")
    assert (paper.dated, paper.issuer.slug) == (dt.date(2025, 2, 3), "bcd-ctmtqg")
    assert WorkProgramme.objects.get().paper == paper


def test_a_decision_has_one_programme_a_year(page):
    stored = WorkProgrammeFactory(paper__number="5")
    given = {"year": stored.year, "title": "Lần nữa", "symbol": stored.paper.symbol}

    answer = page.post("/chuong-trinh/moi/", given)

    assert answer.status_code == 409
    assert WorkProgramme.objects.count() == 1


def test_the_head_of_a_programme_is_changed_and_the_second_writer_told(page):
    programme = WorkProgrammeFactory()
    url = f"/chuong-trinh/soan/{programme.pk}/"
    given = {"year": 2024, "title": "Tên mới", "symbol": programme.paper.symbol, "version": 1}

    assert page.post(url, given).status_code == 302
    assert last_line().details["changes"]["title"] == [programme.title, "Tên mới"]

    again = page.post(url, given | {"title": "Tên khác nữa"})
    assert again.status_code == 409
    assert "Tên khác nữa" in again.content.decode()
    programme.refresh_from_db()
    assert programme.title == "Tên mới"


def test_groups_are_added_renamed_and_removed_while_empty(page):
    programme = WorkProgrammeFactory()

    page.post(f"/chuong-trinh/soan/{programme.pk}/nhom/", {"number": "I", "title": "Một"})
    page.post(f"/chuong-trinh/soan/{programme.pk}/nhom/", {"number": "II", "title": "Hai"})
    first, second = programme.groups.all()
    assert (first.order, second.order) == (1, 2)

    page.post(f"/chuong-trinh/soan/nhom/{first.pk}/", {"number": "I", "title": "Nhất"})
    assert last_line().details["changes"] == {"group": ["I Một", "I Nhất"]}

    page.post(f"/chuong-trinh/soan/nhom/{second.pk}/bo/")
    assert list(programme.groups.all()) == [first]


def test_a_group_without_a_title_is_refused_with_what_was_typed(page):
    programme = WorkProgrammeFactory()

    answer = page.post(f"/chuong-trinh/soan/{programme.pk}/nhom/", {"number": "VII", "title": ""})

    assert answer.status_code == 422
    assert 'value="VII"' in answer.content.decode()


def test_a_group_with_tasks_is_not_removed(page):
    group = TaskFactory().group

    assert page.post(f"/chuong-trinh/soan/nhom/{group.pk}/bo/").status_code == 409
    assert TaskGroup.objects.filter(pk=group.pk).exists()


def test_a_task_by_hand_knows_its_leads_deadline_and_papers(page, treasury):
    group = TaskGroupFactory()
    paper = PaperFactory(number="16", notation="QĐ-UBND")

    page.post(
        f"/chuong-trinh/soan/nhom/{group.pk}/nhiem-vu/",
        CELLS | {"note": "Theo QĐ 16/QĐ-UBND", "coordinators_text": "Sở Tài chính"},
    )

    task = Task.objects.get()
    assert (task.due_kind, task.due_on) == ("quarter", dt.date(2024, 6, 30))
    assert {one.part for one in task.parties.filter(agency=treasury)} == set(Part.values)
    assert task.references.get().paper == paper
    assert last_line().verb == "added task"


def test_words_that_nobody_knows_are_asked_and_answered_in_the_form(page, treasury):
    group = TaskGroupFactory()
    url = f"/chuong-trinh/soan/nhom/{group.pk}/nhiem-vu/"

    asked = page.post(url, CELLS | {"leads_text": "Sở Bí ẩn"})
    assert asked.status_code == 422
    assert 'name="answer-so-bi-an"' in asked.content.decode()
    assert not Task.objects.exists()

    given = CELLS | {"leads_text": "Sở Bí ẩn", "answer-so-bi-an": "agency:so-tc"}
    assert page.post(url, given).status_code == 302
    assert Task.objects.get().parties.get().agency == treasury


@pytest.mark.parametrize(
    "wrong",
    [{"content": ""}, {"due_text": "Khi xong"}, {"due_text": "Khi xong", "due_kind": "month"}],
)
def test_a_task_that_cannot_be_is_refused_with_what_was_typed(page, treasury, wrong):
    group = TaskGroupFactory()

    answer = page.post(f"/chuong-trinh/soan/nhom/{group.pk}/nhiem-vu/", CELLS | wrong)

    assert answer.status_code == 422
    assert "Sở Tài chính" in answer.content.decode()
    assert not Task.objects.exists()


def test_a_stored_task_is_edited_with_a_trail_of_words_and_parties(page, treasury):
    task = TaskFactory(lead=AgencyFactory(name="Sở Cũ"))
    other = TaskPartyFactory(task=task, part=Part.COORDINATE, order=1, text="Sở Lạ")
    url = f"/nhiem-vu/{task.pk}/sua/"

    given = CELLS | {"version": 1, "due_text": "Tháng 9/2024"}
    assert page.post(url, given)["Location"] == f"/nhiem-vu/{task.pk}/"

    task.refresh_from_db()
    assert (task.content, task.due_on) == ("Sửa bộ tiêu chí", dt.date(2024, 9, 30))
    assert [one.agency for one in task.parties.all()] == [treasury]
    words, parties = Activity.objects.order_by("pk")
    assert words.details["changes"]["due_on"] == ["2024-06-30", "2024-09-30"]
    assert parties.details["changes"]["parties"] == [
        {"chủ trì": ["Sở Cũ"], "phối hợp": ["«Sở Lạ»"]},
        {"chủ trì": ["Sở Tài chính"], "phối hợp": []},
    ]
    assert not task.parties.filter(pk=other.pk).exists()

    again = page.post(url, given | {"content": "Của người thứ hai"})
    assert again.status_code == 409
    assert "Của người thứ hai" in again.content.decode()


def test_what_words_meant_before_they_mean_again(page, treasury):
    task = TaskFactory(leads_text="Cơ quan đầu mối")
    TaskPartyFactory(task=task, agency=treasury, text="Cơ quan đầu mối", order=1)

    given = CELLS | {"leads_text": "Cơ quan đầu mối", "version": 1}
    page.post(f"/nhiem-vu/{task.pk}/sua/", given)

    assert task.parties.get().agency == treasury


def test_a_task_moves_to_another_group_and_takes_its_number_there(keeper):
    task, stays = TaskFactory(order=1), TaskFactory(order=1)
    programme = task.group.programme
    TaskGroup.objects.filter(pk=stays.group_id).update(programme=programme, number="II")
    group = TaskGroup.objects.get(pk=stays.group_id)

    moved = move_task(task=task, group=group, after=stays, by=keeper)

    assert [one.pk for one in group.tasks.all()] == [stays.pk, task.pk]
    assert (moved.code, moved.search_key.split()[0]) == ("II.1", "ii")
    first = move_task(task=moved, group=group, after=None, by=keeper)
    assert [one.pk for one in group.tasks.all()] == [first.pk, stays.pk]


def test_a_task_stays_in_its_programme(keeper):
    task = TaskFactory()

    with pytest.raises(ValidationError) as refused:
        move_task(task=task, group=TaskGroupFactory(), after=None, by=keeper)

    assert refused.value.code == "elsewhere"


def test_a_group_of_another_programme_is_not_offered(page):
    task, other = TaskFactory(), TaskGroupFactory()

    answer = page.post(f"/nhiem-vu/{task.pk}/chuyen/", {"group": other.pk})

    assert answer.status_code == 422


def test_a_task_entered_by_mistake_is_removed_and_one_with_progress_stays(page, keeper):
    mistake, used = TaskFactory(), TaskFactory()
    TaskProgressFactory(task=used)

    page.post(f"/nhiem-vu/{mistake.pk}/xoa/", {"version": 1})
    assert not Task.objects.filter(pk=mistake.pk).exists()
    assert last_line().verb == "removed task"

    assert page.post(f"/nhiem-vu/{used.pk}/xoa/", {}).status_code == 409
    with pytest.raises(ValidationError) as refused:
        remove_task(task=TaskFactory(), seen=7, by=keeper)
    assert refused.value.code == "stale"


def test_a_draft_of_next_year_is_one_step_from_the_list(page, last_year):
    answer = page.post(f"/chuong-trinh/soan/{last_year.pk}/nam-sau/")
    assert answer["Location"].startswith("/chuong-trinh/nhap/")

    assert page.post(f"/chuong-trinh/soan/{last_year.pk}/nam-sau/").status_code == 409
    assert "Bản nhập đang chờ" in page.get("/chuong-trinh/").content.decode()


def test_members_read_the_list_and_only_the_office_is_offered_to_write(client, member):
    programme = WorkProgrammeFactory()
    shown = client.get("/chuong-trinh/").content.decode()

    assert f"/chuong-trinh/{programme.year}/" in shown
    assert "/chuong-trinh/nhap/" not in shown
    assert "/chuong-trinh/soan/" not in shown


@pytest.mark.parametrize(
    "url",
    [
        *("/chuong-trinh/moi/", "/chuong-trinh/soan/{programme}/", "/nhiem-vu/{task}/sua/"),
        *("/chuong-trinh/soan/nhom/{group}/", "/chuong-trinh/soan/nhom/{group}/nhiem-vu/"),
    ],
)
def test_a_department_may_not_write_programmes(client, member, url):
    task = TaskFactory()
    keys = {"task": task.pk, "group": task.group_id, "programme": task.group.programme_id}

    for answer in (client.get(url.format(**keys)), client.post(url.format(**keys), CELLS)):
        assert answer.status_code == 403
    task.refresh_from_db()
    assert task.content == "Sửa đổi bộ tiêu chí xã"


def test_the_list_is_a_spreadsheet_too(client, member):
    WorkProgrammeFactory()

    answer = client.get("/chuong-trinh/", {"dang": "xlsx"})

    assert answer["Content-Disposition"] == 'attachment; filename="chuong-trinh.xlsx"'


def test_the_list_and_the_edit_page_cost_the_same_for_one_row_as_for_five(page):
    programme = WorkProgrammeFactory()

    def queries(count):
        while programme.groups.count() < count:
            task = TaskFactory(group__programme=programme, lead=AgencyFactory())
            WorkProgrammeFactory(follows=programme)
            assert task.pk
        found = []
        for url in ("/chuong-trinh/", f"/chuong-trinh/soan/{programme.pk}/"):
            with CaptureQueriesContext(connection) as asked:
                page.get(url)
            found.append(len(asked))
        return found

    queries(1)  # what is kept for later pages is kept now
    assert queries(1) == queries(5)
