"""Papers that follow from the programme: its decision and the letter to a lead that is late, drafted by one click."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.calendar import working_day
from accounts.choices import Role
from documents.blocks import Appendix, Article, Bullets, Fed, Paragraph, Table, from_json, to_json
from documents.choices import PaperKind, PaperState, RelationKind
from documents.models import Basis, OfficialDocument, Recipient
from documents.selectors.printed import printed
from documents.services.sources import fed_anew
from plans.choices import Part
from plans.models import WorkProgramme
from plans.selectors.owed import work_on
from plans.selectors.sources.tasks import LATE_TASKS, PROGRAMME_TASKS
from plans.services.decisions import draft_decision
from plans.services.urging_letters import draft_letter
from tests.factories import (
    AgencyFactory,
    LetterheadFactory,
    MembershipFactory,
    PaperFactory,
    TaskFactory,
    TaskPartyFactory,
    TaskProgressFactory,
    TaskReviewFactory,
    WorkProgrammeFactory,
)

pytestmark = pytest.mark.django_db
LATE, FAR = dt.date(2024, 6, 10), dt.date(2024, 12, 31)


@pytest.fixture
def desk():
    """The coordination office with an issuer of its own, and an officer of it."""
    agency = AgencyFactory(office=True)
    letterhead = LetterheadFactory(agency=agency, name="Văn phòng Điều phối", code="VPĐP")
    return MembershipFactory(agency=agency).user, letterhead


@pytest.fixture
def late():
    """Sở Tài chính: a task overdue by six working days, another that waits; Sở Xây dựng helps with the first."""
    agency = AgencyFactory(name="Sở Tài chính", slug="so-tai-chinh")
    task = TaskFactory(
        lead=agency, due_on=LATE, due_text="Tháng 5/2024", content="Cơ chế, chính sách"
    )
    helper = AgencyFactory(name="Sở Xây dựng")
    TaskPartyFactory(task=task, agency=helper, text="Sở XD", part=Part.COORDINATE)
    TaskPartyFactory(task=task, agency=None, text="các đoàn thể", part=Part.COORDINATE, order=999)
    far = TaskFactory(lead=agency, group=task.group, due_on=FAR, content="Còn lâu")
    TaskProgressFactory(task=far, agency=agency)
    return agency


def letter_to(agency, desk):
    user, letterhead = desk
    return draft_letter(agency=agency, letterhead=letterhead, day=working_day(), by=user)


# ── the letter ───────────────────────────────────────────────────────────────────────────────


def test_a_letter_names_what_is_late_and_copies_who_coordinates(desk, late):
    draft, new = letter_to(late, desk)

    assert new
    assert (draft.kind, draft.state, draft.number, draft.day) == (
        *(PaperKind.LETTER, PaperState.DRAFT, "", None),
    )
    paper = printed(draft)
    assert paper.addressees == ("Sở Tài chính",)
    assert paper.recipients == ("Sở Xây dựng (p/h)", "Các đoàn thể (p/h)", "Lưu: VT")
    first, fed, *rest = from_json(draft.body)
    assert "Sở Tài chính" in first.text
    assert "01 nhiệm vụ đã quá hạn" in first.text
    assert isinstance(fed, Fed)
    (table,) = fed.blocks
    (row,) = table.rows
    assert row.cells[1].startswith("Cơ chế, chính sách")
    assert row.cells[2] == "Tháng 5/2024"
    assert row.cells[3] == "Quá hạn 6 ngày làm việc"
    assert "25/6/2024" in rest[0].text  # five working days after 18/6
    assert rest[-1].text.endswith("./.")
    programme = WorkProgramme.objects.get()
    assert draft.relations.get(kind=RelationKind.CARRIES_OUT).other == programme.paper


def test_the_same_letter_is_opened_again_on_the_same_day(desk, late):
    first, _ = letter_to(late, desk)
    again, new = letter_to(late, desk)

    assert (again, new) == (first, False)
    OfficialDocument.objects.filter(pk=first.pk).update(state=PaperState.ISSUED)
    assert letter_to(late, desk)[1]


def test_nobody_is_urged_who_is_late_with_nothing(desk):
    calm = AgencyFactory()
    TaskProgressFactory(task=TaskFactory(lead=calm, due_on=FAR), agency=calm)
    with pytest.raises(ValidationError) as refusal:
        letter_to(calm, desk)
    assert refusal.value.code == "nothing"


def test_the_list_follows_what_is_done_until_it_is_frozen(desk, late):
    draft, _ = letter_to(late, desk)
    assert len(LATE_TASKS.blocks(draft, {"agency": late.slug})[0].rows) == 1
    task = late.task_parts.get(task__due_on=LATE).task
    TaskReviewFactory(task=task, subject=late, effective_on=working_day())

    assert LATE_TASKS.blocks(draft, {"agency": late.slug}) == ()
    with pytest.raises(ValidationError) as refusal:
        fed_anew(draft, from_json(draft.body), working_day())
    assert refusal.value.code == "source"
    draft.state = PaperState.SIGNING
    with pytest.raises(ValidationError) as refusal:
        fed_anew(draft, from_json(draft.body), working_day())
    assert refusal.value.code == "frozen"


def test_one_click_opens_the_draft(client, desk, late):
    client.force_login(desk[0])
    page = client.get("/don-doc/").content.decode()
    address = reverse("plans:urging_letter", args=[late.slug])
    assert f'action="{address}"' in page

    response = client.post(address)

    draft = OfficialDocument.objects.get(kind=PaperKind.LETTER)
    assert (response.status_code, response["Location"]) == (
        *(302, reverse("documents:paper_detail", args=[draft.pk])),
    )


def test_a_department_writes_no_urging_letter(client, desk, late):
    LetterheadFactory(agency=late)
    client.force_login(MembershipFactory(agency=late).user)

    assert client.post(reverse("plans:urging_letter", args=[late.slug])).status_code == 403
    assert "Soạn công văn" not in client.get("/don-doc/").content.decode()


def test_an_officer_without_an_issuer_is_told_what_to_do(client, late):
    client.force_login(MembershipFactory(agency=AgencyFactory(office=True)).user)

    response = client.post(reverse("plans:urging_letter", args=[late.slug]))

    assert response.status_code == 403
    assert "Chủ thể ban hành" in response.content.decode()


def test_a_letter_about_nothing_is_refused(client, desk):
    client.force_login(desk[0])
    calm = AgencyFactory(slug="so-thanh-than")

    assert client.post(reverse("plans:urging_letter", args=[calm.slug])).status_code == 409
    assert client.post(reverse("plans:urging_letter", args=["khong-co"])).status_code == 404


def test_the_same_letter_through_the_api(client, desk, late):
    client.force_login(desk[0])
    address = reverse("urging-letter", args=[late.slug])

    first, again = client.post(address), client.post(address)

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert first.json()["title"].startswith("đôn đốc")
    client.force_login(MembershipFactory(agency=late).user)
    assert client.post(address).status_code == 403


def test_a_recalled_decision_asks_nothing_of_anybody(late):
    assert work_on(working_day()).of(late).late
    OfficialDocument.objects.update(state=PaperState.RECALLED)

    assert work_on(working_day()).of(late).late == []


# ── the decision ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def board():
    """The Ban Chỉ đạo's head as an issuer, its officer, and last year's decision with its words."""
    agency = AgencyFactory(kind="province", slug="bcd")
    letterhead = LetterheadFactory(
        agency=agency, name="Trưởng Ban Chỉ đạo", code="BCĐ", is_post=True
    )
    user = MembershipFactory(agency=AgencyFactory(office=True)).user
    MembershipFactory(user=user, agency=agency, role=Role.OFFICER)
    old = PaperFactory(
        issuer=agency,
        issuer_text="TRƯỞNG BAN CHỈ ĐẠO",
        day=27,
        month=3,
        year=2024,
        body=to_json(
            (
                Article("1", "Ban hành Chương trình năm 2024 của giai đoạn 2021-2025."),
                Bullets(("Báo cáo năm 2024.",)),
                Paragraph("Luật năm 2015."),
                Appendix("", "Cũ", "", (Table((), ()),)),
            )
        ),
    )
    law = PaperFactory(kind="L", number="", notation="", title="Luật Tổ chức")
    Basis.objects.create(paper=old, order=1, text="Căn cứ Luật Tổ chức", other=law)
    Basis.objects.create(
        paper=old,
        order=2,
        text="Theo đề nghị của Giám đốc Sở tại Văn bản số 794/SNN ngày 18/3/2024",
    )
    Recipient.objects.create(paper=old, order=1, text="Như Điều 3")
    last = WorkProgrammeFactory(paper=old)
    programme = WorkProgrammeFactory(
        year=2025, title="Chương trình trọng tâm năm 2025", follows=last, paper__year=2025
    )
    return user, letterhead, programme, law


def test_a_decision_takes_the_last_ones_words_and_the_programmes_tasks(board):
    user, letterhead, programme, law = board
    task = TaskFactory(group__programme=programme, group__number="I", group__title="Chỉ đạo")
    draft, new = draft_decision(programme=programme, letterhead=letterhead, by=user)

    assert new
    assert (draft.kind, draft.notation, draft.title) == (
        *(PaperKind.DECISION, "QĐ-BCĐ", "Ban hành Chương trình trọng tâm năm 2025"),
    )
    article, bullets, paragraph, annex = from_json(draft.body)
    assert article.text == "Ban hành Chương trình năm 2025 của giai đoạn 2021-2025."
    assert bullets.items == ("Báo cáo năm 2025.",)
    assert paragraph.text == "Luật năm 2015."
    assert annex.landscape
    assert "Quyết định số  /QĐ-BCĐ" in annex.attached_to
    (fed,) = annex.blocks
    group, row = fed.blocks[0].rows
    assert (group.group, group.cells[:2]) == (True, ("I", "Chỉ đạo"))
    assert row.cells[:2] == (task.number, task.content)
    assert len(row.cells) == len(fed.blocks[0].columns) == 7
    assert [one.text for one in draft.bases.all()] == [
        *("Căn cứ Luật Tổ chức", "Theo đề nghị của Giám đốc Sở"),
    ]
    assert draft.relations.get().other == law
    assert [one.text for one in draft.recipients.all()] == ["Như Điều 3"]


def test_without_an_older_decision_the_articles_stand_in_short(board):
    user, letterhead, *_ = board
    programme = WorkProgrammeFactory(year=2026)
    TaskFactory(group__programme=programme)
    draft, _ = draft_decision(programme=programme, letterhead=letterhead, by=user)

    articles = [one for one in from_json(draft.body) if isinstance(one, Article)]
    assert [one.number for one in articles] == ["1", "2", "3"]
    assert draft.recipients.first().text == "Như Điều 3"


def test_a_decision_of_a_programme_is_begun_once(board):
    user, letterhead, programme, _ = board
    TaskFactory(group__programme=programme)
    first, _ = draft_decision(programme=programme, letterhead=letterhead, by=user)

    assert draft_decision(programme=programme, letterhead=letterhead, by=user) == (first, False)


def test_an_empty_programme_gives_no_decision(client, board):
    user, letterhead, programme, _ = board
    with pytest.raises(ValidationError) as refusal:
        draft_decision(programme=programme, letterhead=letterhead, by=user)
    assert refusal.value.code == "nothing"
    client.force_login(user)
    assert client.post(reverse("plans:decision_draft", args=[2025])).status_code == 409


def test_the_table_follows_the_programme_while_it_is_drafted(board):
    user, letterhead, programme, _ = board
    task = TaskFactory(group__programme=programme)
    draft, _ = draft_decision(programme=programme, letterhead=letterhead, by=user)
    task.content = "Việc đã sửa"
    task.save()

    *_, annex = fed_anew(draft, from_json(draft.body), working_day())

    assert annex.blocks[0].blocks[0].rows[-1].cells[1] == "Việc đã sửa"
    labels = [one.label for one in PROGRAMME_TASKS.offers(draft, user)]
    assert any("2025" in one for one in labels)


def test_one_click_begins_the_decision(client, board):
    user, letterhead, programme, _ = board
    TaskFactory(group__programme=programme)
    client.force_login(user)
    address = reverse("plans:decision_draft", args=[2025])
    assert f'action="{address}"' in client.get("/chuong-trinh/2025/").content.decode()

    response = client.post(address, {"qd": programme.pk})

    draft = OfficialDocument.objects.get(state=PaperState.DRAFT)
    assert draft.letterhead == letterhead
    assert response["Location"] == reverse("documents:paper_detail", args=[draft.pk])
    assert client.post(address, {"qd": "9999"}).status_code == 404
    told = client.post(reverse("programme-decision", args=[programme.pk]))
    assert (told.status_code, told.json()["id"]) == (200, draft.pk)


def test_a_department_begins_no_decision(client, board):
    *_, programme, _ = board
    TaskFactory(group__programme=programme)
    client.force_login(MembershipFactory().user)

    assert client.post(reverse("plans:decision_draft", args=[2025])).status_code == 403
    assert client.post(reverse("programme-decision", args=[programme.pk])).status_code == 403
