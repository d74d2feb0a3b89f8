"""An office's own matrix: heads, communes, marks and counts are found, shown, and asked where unclear."""

from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse

from criteria.choices import DraftState, Stage, Status
from criteria.models import EntryDraft, StatusEntry
from criteria.models.plan import Plan
from tests.criteria.people import World
from tests.criteria.sheets import saved, upload
from tests.factories import CommuneFactory, CriterionFactory, StatusEntryFactory

pytestmark = pytest.mark.django_db
OLD_EXCEL = Path(__file__).parent / "files" / "ma-tran.xls"


@pytest.fixture
def world():
    world = World()
    world.set = world.scorecard.criteria_set
    names = {1: "Quy hoạch", 2: "Giao thông", 3: "Thủy lợi và phòng, chống thiên tai"}
    for number, name in names.items():
        CriterionFactory(criteria_set=world.set, number=number, name=name)
    world.thuan = CommuneFactory(name="Thuận", district=world.commune.district)
    world.xy = CommuneFactory(name="Xy", district=world.commune.district)
    return world


@pytest.fixture
def signed_in(client, world):
    client.force_login(world.people["office"])
    return client


HEAD = ["STT", "Xã", 1, 2, 3, 8, "Tổng số TC đạt"]


def table(*rows, title="Tháng 6"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    return book


def drafted(client, world, book, **more):
    content = book if isinstance(book, bytes) else saved(book)
    given = {"file": upload(content, "ma-tran.xlsx"), "criteria_set": world.set.pk}
    answer = client.post("/nhap/ma-tran/", given | more)
    assert answer.status_code == 302, answer.content.decode()
    return EntryDraft.objects.latest("pk")


def plan_of(draft):
    return Plan.from_json(draft.plan)


def said(draft, commune):
    """By criterion what the matrix says of a commune: status or state."""
    return {
        one.code: one.says or one.state for one in plan_of(draft).cells if one.commune == commune
    }


def test_marks_of_all_kinds_are_understood_and_a_blank_stays_blank(world, signed_in):
    book = table(
        ["BIỂU TỔNG HỢP"],
        HEAD,
        [1, "Hướng Việt", "x", "Đ", "", 0, 2],
        [2, "Thuận", 1, "+", "đạt", "chưa", 3],
        [3, "xã Xy", "K", "KAD", "", "x", 1],
    )

    draft = drafted(signed_in, world, book)

    assert said(draft, "Hướng Việt") == {
        "TC1": "met",
        "TC2": "met",
        "TC3": "blank",
        "TC8": "not_met",
    }
    assert set(said(draft, "Thuận").values()) == {"met", "not_met"}
    assert said(draft, "Xy") == {
        "TC1": "not_met",
        "TC2": "not_applicable",
        "TC3": "blank",
        "TC8": "met",
    }
    assert plan_of(draft).problems == []
    assert not StatusEntry.objects.exists()


def test_what_is_confirmed_becomes_statuses(world, signed_in):
    draft = drafted(signed_in, world, table(HEAD, [1, "Thuận", "x", "K", "", "", 1]))

    signed_in.post(reverse("criteria:draft_store", args=[draft.pk]), {"seen": "2"})

    found = {one.criterion.number: one for one in StatusEntry.objects.all()}
    assert {number: one.status for number, one in found.items()} == {
        1: Status.MET,
        2: Status.NOT_MET,
    }
    assert {(one.stage, one.draft_id) for one in found.values()} == {(Stage.CONFIRMED, draft.pk)}


def test_what_a_mark_means_is_the_makers_to_say(world, signed_in):
    draft = drafted(signed_in, world, table(HEAD, [1, "Thuận", "x", "?", "", "", 1]))
    assert said(draft, "Thuận")["TC2"] == "refused"

    url = reverse("criteria:draft_options", args=[draft.pk])
    signed_in.post(url, {"mark:?": "in_progress", "mark:": "not_met", "effective_on": "1/6/2024"})

    draft.refresh_from_db()
    assert said(draft, "Thuận") == {
        "TC1": "met",
        "TC2": "in_progress",
        "TC3": "not_met",
        "TC8": "not_met",
    }
    assert draft.options["effective_on"] == "2024-06-01"


def test_names_say_more_than_a_row_that_counts_columns(world, signed_in):
    book = table(
        ["STT", "Xã", "Giao thông", "Quy hoạch", "Thủy lợi"],
        [1, 2, 3, 4, 5],
        [1, "Thuận", "x", "K", "x"],
    )

    assert said(drafted(signed_in, world, book), "Thuận") == {
        "TC2": "met",
        "TC1": "not_met",
        "TC3": "met",
    }


def test_district_rows_head_and_settle_names_and_totals_are_passed_over(world, signed_in):
    twin = CommuneFactory(name="Thuận")
    district = twin.district
    book = table(
        HEAD,
        ["I", f"{district.kind} {district.name}"],
        [1, "Thuận", "x", "x", "x", "x", 4],
        ["", "Tổng cộng", 1, 1, 1, 1, 4],
    )

    draft = drafted(signed_in, world, book)

    rows = [(row.text, row.commune) for row in plan_of(draft).rows]
    assert rows == [("Thuận", "Thuận")]
    assert {one.place for one in plan_of(draft).cells} == {twin.pk}


def test_a_name_that_may_be_two_is_asked_and_the_answer_is_kept(world, signed_in):
    twin = CommuneFactory(name="Thuận")
    book = table(HEAD, [1, "Thuận", "x", "", "", "", 1], [2, "Xy", "x", "", "", "", 1])
    draft = drafted(signed_in, world, book)
    (asked,) = [row for row in plan_of(draft).rows if row.commune is None]
    assert {one["code"] for one in asked.choices} == {twin.code, world.thuan.code}

    url = reverse("criteria:draft_options", args=[draft.pk])
    signed_in.post(url, {f"answer:{asked.at}": twin.code})

    draft.refresh_from_db()
    assert said(draft, "Thuận")["TC1"] == "met"


def test_a_count_that_differs_from_the_marks_is_told(world, signed_in):
    draft = drafted(signed_in, world, table(HEAD, [1, "Thuận", "x", "x", "", "", 3]))

    assert plan_of(draft).problems == [
        "Cột tổng khác với số ô đạt ở 1 xã: Thuận (ghi 3, đếm được 2)."
    ]


def test_a_commune_in_two_rows_counts_once(world, signed_in):
    book = table(HEAD, [1, "Thuận", "x", "", "", "", 1], [2, "thuan", "K", "", "", "", 0])

    found = [one.state for one in plan_of(drafted(signed_in, world, book)).cells]

    assert found == ["new", "blank", "blank", "blank"] + ["refused"] * 4


def test_the_same_word_in_a_higher_stage_is_a_word(world, signed_in):
    entry = StatusEntryFactory(
        scorecard=world.scorecard, criterion=world.criterion, stage=Stage.DECLARED
    )
    from criteria.services import rebuild_current  # noqa: PLC0415

    rebuild_current()
    draft = drafted(signed_in, world, table(HEAD, [1, "Hướng Việt", "", "", "", "x", 1]))

    (found,) = [one for one in plan_of(draft).cells if one.code == "TC8"]
    assert (found.state, found.base) == ("changed", entry.pk)
    assert "khai báo" in found.why


def test_another_sheet_may_be_chosen(world, signed_in):
    book = table(HEAD, [1, "Thuận", "x", "x", "x", "x", 4])
    other = book.create_sheet("Tháng 5")
    other.append(HEAD)
    other.append([1, "Xy", "K", "", "", "", 0])
    draft = drafted(signed_in, world, book)
    assert plan_of(draft).sheets == ["Tháng 6", "Tháng 5"]

    url = reverse("criteria:draft_options", args=[draft.pk])
    signed_in.post(url, {"sheet": "Tháng 5"})

    draft.refresh_from_db()
    assert {one.commune for one in plan_of(draft).cells} == {"Xy"}


def test_a_table_without_heads_is_a_draft_with_words(world, signed_in):
    draft = drafted(signed_in, world, table(["a", "b"], ["Thuận", "x"]))

    assert (draft.state, plan_of(draft).cells) == (DraftState.READY, [])
    assert "Không tìm thấy dòng tiêu đề" in plan_of(draft).problems[0]


def test_merged_heads_of_an_old_excel_file_are_read(world, signed_in):
    draft = drafted(signed_in, world, OLD_EXCEL.read_bytes())

    assert said(draft, "Thuận") == {
        "TC1": "met",
        "TC2": "not_met",
        "TC3": "blank",
        "TC8": "met",
    }


def test_no_file_is_answered_with_what_to_do(signed_in):
    answer = signed_in.post("/nhap/ma-tran/", {})

    assert answer.status_code == 422
    assert "Hãy chọn tệp ma trận." in answer.content.decode()
