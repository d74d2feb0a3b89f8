"""A table that waits: mended row by row, answered, named, stored once; who may."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Activity
from communes.choices import AgencyKind
from documents.models import OfficialDocument
from plans.choices import DraftState, Part
from plans.imports.programme_table import read_text
from plans.models import PlanDraft, Task, WorkProgramme
from plans.selectors.programme_drafts import preview
from plans.services import programme_drafts as services
from plans.services.programme_copy import start_next
from tests.factories import (
    AgencyFactory,
    AgencyGroupFactory,
    PaperFactory,
    WorkProgrammeFactory,
)
from tests.plans.programme_tables import DAMAGED, row
from tests.plans.programme_world import ONE, TWO, cells, mend

pytestmark = pytest.mark.django_db


def test_a_row_is_joined_with_the_one_above_cell_by_cell(opened):
    draft = opened(ONE, row("5", "còn lại", "Sở Tài chính", "", "", "- mục", ""))

    mend(draft, "up", 1)

    assert len(draft.plan["rows"]) == 1
    assert cells(draft, 0) == [
        *("1", "Việc một còn lại", "Sở Tài chính Sở Tài chính", "", "Quý II/2024"),
        *("Báo cáo\n- mục", "Ghi"),
    ]


def test_the_first_row_has_none_above(opened):
    with pytest.raises(ValidationError) as refused:
        mend(opened(ONE), "up", 0)

    assert refused.value.code == "row"


def test_cells_move_left_from_a_column_and_right_again(opened):
    draft = opened(ONE)
    mend(draft, "edit", 0, cells=["1", "Việc", "Sở", "Hải", "Lăng", "Năm 2024", "Kết quả"])

    mend(draft, "left", 0, column=4)
    assert cells(draft, 0)[3:] == ["Hải Lăng", "Năm 2024", "Kết quả", ""]

    mend(draft, "right", 0, column=4)
    assert cells(draft, 0)[3:] == ["Hải Lăng", "", "Năm 2024", "Kết quả"]


def test_a_row_is_left_out_and_taken_back(opened):
    draft = opened(ONE, row("2", "Việc hai", "Sở Tài chính", "", "Năm 2024"))

    mend(draft, "out", 1)
    assert (len(preview(draft).tasks), len(preview(draft).left_out)) == (1, 1)

    mend(draft, "back", 1)
    assert len(preview(draft).tasks) == 2


def test_a_row_becomes_a_group_and_gives_its_number_to_those_below(opened):
    draft = opened(ONE, row("2", "Việc hai", "Sở Tài chính", "", "Năm 2024"))

    mend(draft, "edit", 0, cells=["IV", "Nhóm bốn", "", "", "", "", ""])
    mend(draft, "group", 0)

    assert [one.code for one in preview(draft).lines] == ["IV", "IV.2"]


def test_misread_words_are_mended_when_asked_and_only_then(opened):
    draft = opened(row("1", "Đẩy mạnh trao trả", "Sở Tài chính", "", "Năm 2024", "các xã DBKK"))
    assert preview(draft).misread_count == 2

    mend(draft, "spell_all", -1)

    assert cells(draft, 0)[1] == "Đẩy mạnh phong trào"
    assert cells(draft, 0)[5] == "các xã ĐBKK"
    assert preview(draft).misread_count == 0


def test_the_last_change_is_taken_back_step_by_step(opened):
    draft = opened(ONE, row("2", "Việc hai", "Sở Tài chính", "", "Năm 2024"))
    mend(draft, "out", 0)
    mend(draft, "out", 1)

    services.undo(draft, seen=draft.version)
    assert [one["kind"] for one in draft.plan["rows"]] == ["out", "task"]
    services.undo(draft, seen=draft.version)
    assert [one["kind"] for one in draft.plan["rows"]] == ["task", "task"]
    with pytest.raises(ValidationError) as refused:
        services.undo(draft, seen=draft.version)
    assert refused.value.code == "nothing"


def test_the_second_writer_is_told(opened):
    draft = opened(ONE)
    again = PlanDraft.objects.get(pk=draft.pk)
    mend(draft, "below", 0)

    with pytest.raises(ValidationError) as refused:
        mend(again, "out", 0)

    assert refused.value.code == "stale"
    assert len(PlanDraft.objects.get(pk=draft.pk).plan["rows"]) == 2


def test_unknown_words_are_asked_once_and_block_storing_until_answered(opened, keeper):
    draft = opened(TWO, row("3", "Việc ba", "Sở Bí ẩn", "", "Năm 2024"))
    (question,) = preview(draft).questions
    assert (question.text, question.codes) == ("Sở Bí ẩn", ["2", "3"])

    with pytest.raises(ValidationError) as refused:
        services.store(draft, keeper, seen=None)
    assert refused.value.code == "open"
    assert not WorkProgramme.objects.exists()

    services.answer(draft, {question.piece.key: "agency:so-tc"}, seen=draft.version)
    services.store(draft, keeper, seen=draft.version)
    leads = {task.parties.get().agency.slug for task in Task.objects.all()}
    assert leads == {"so-tc"}


def test_words_may_stay_words(opened, keeper):
    draft = opened(TWO)
    services.answer(draft, {"so-bi-an": "words"}, seen=None)

    services.store(draft, keeper, seen=None)

    party = Task.objects.get().parties.get()
    assert (party.text, party.agency, party.group) == ("Sở Bí ẩn", None, None)


def test_a_deadline_nobody_can_tell_is_chosen_with_its_day(opened, keeper):
    draft = opened(row("1", "Việc", "Sở Tài chính", "", "Sau khi có hướng dẫn"))
    assert preview(draft).lines[0].due_problem

    given = {"cells": cells(draft, 0), "due_kind": "month", "due_on": "2024-09-30"}
    mend(draft, "edit", 0, **given)
    services.store(draft, keeper, seen=None)

    task = Task.objects.get()
    assert (task.due_text, task.due_kind, task.due_on) == (
        *("Sau khi có hướng dẫn", "month", dt.date(2024, 9, 30)),
    )


@pytest.mark.parametrize(("missing", "code"), [({"title": ""}, "head"), ({"paper": None}, "head")])
def test_title_and_decision_are_needed_to_store(opened, keeper, missing, code):
    with pytest.raises(ValidationError) as refused:
        services.store(opened(ONE, **missing), keeper, seen=None)

    assert refused.value.code == code


def test_a_decision_not_on_the_register_is_put_there_with_the_programme(opened, keeper):
    new = {
        "number": "645",
        "notation": "QĐ-BCĐ",
        "dated": "2024-03-27",
        "title": "Ban hành",
        "issuer": AgencyFactory(provincial=True, slug="bcd").slug,
    }
    draft = opened(ONE, paper=None, new_paper=new, symbol="645/QĐ-BCĐ")

    programme = services.store(draft, keeper, seen=None)

    assert OfficialDocument.objects.get(number="645") == programme.paper
    assert programme.paper.dated == dt.date(2024, 3, 27)


def test_stored_is_what_the_table_says_once_with_one_line_of_the_trail(opened, keeper, treasury):
    paper = PaperFactory(number="1625", notation="QĐ-UBND", year=2022)
    draft = opened(
        row("I", "Nhóm một"),
        row("1", "Việc", "Sở Tài chính", "", "Quý II/ 2024", "Kết quả", "QĐ 1625/QĐ-UBND"),
        row("II", "Nhóm hai"),
        row("1", "Việc khác", "Sở Tài chính", "Sở Tài chính", "Thường xuyên"),
    )

    programme = services.store(draft, keeper, seen=draft.version)

    first, second = Task.objects.order_by("group__order")
    assert [str(one) for one in programme.groups.all()] == ["I Nhóm một", "II Nhóm hai"]
    assert (first.code, first.due_text, first.due_kind, first.due_on) == (
        *("I.1", "Quý II/ 2024", "quarter", dt.date(2024, 6, 30)),
    )
    assert (first.leads_text, first.expected_result, first.note) == (
        *("Sở Tài chính", "Kết quả", "QĐ 1625/QĐ-UBND"),
    )
    assert first.references.get().paper == paper
    assert [(one.part, one.agency) for one in second.parties.order_by("-part")] == [
        (Part.LEAD, treasury),
        (Part.COORDINATE, treasury),
    ]
    draft.refresh_from_db()
    assert (draft.state, draft.stored_by) == (DraftState.STORED, keeper)
    assert draft.message.endswith("2 nhiệm vụ (I 1, II 1).")
    verbs = list(Activity.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["read list", "added programme", "stored list"]

    with pytest.raises(ValidationError) as refused:
        services.store(draft, keeper, seen=None)
    assert refused.value.code in {"ended", "twin"}
    assert WorkProgramme.objects.count() == 1


def test_a_table_without_groups_gets_one(opened, keeper):
    services.store(opened(ONE), keeper, seen=None)

    assert Task.objects.get().group.title == "Nhiệm vụ"


def test_a_decision_has_one_programme_a_year(opened, keeper):
    draft = opened(ONE)
    WorkProgrammeFactory(paper_id=draft.options["paper"], year=2024)

    with pytest.raises(ValidationError) as refused:
        services.store(draft, keeper, seen=None)

    assert refused.value.code == "twin"
    assert PlanDraft.objects.get().state == DraftState.READY


def test_the_damaged_copy_is_stored_as_its_fourteen_tasks(keeper):
    for name in ("Nông nghiệp và PTNT", "Kế hoạch và Đầu tư", "Tài chính", "Xây dựng"):
        AgencyFactory(name=f"Sở {name}")
    AgencyFactory(name="Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh")
    AgencyFactory(name="Văn phòng Điều phối nông thôn mới tỉnh")
    AgencyFactory(name="Ban Dân tộc tỉnh")
    for name in ("Hướng Hóa", "Đakrông", "Gio Linh", "Vĩnh Linh"):
        AgencyFactory(name=f"UBND huyện {name}", kind=AgencyKind.DISTRICT)
    names = [
        *("Các sở, ban ngành", "UBND các huyện, thị xã", "Thành viên Ban chỉ đạo"),
        *("Các sở, ban ngành, đoàn thể cấp tỉnh", "các sở, ban ngành liên quan"),
        "Các sở, ban ngành, đơn vị được phân công",
    ]
    for name in names:
        AgencyGroupFactory(name=name)
    said = {"year": 2024, "title": "Chương trình", "paper": PaperFactory(year=2024)}
    draft = services.open_programme(
        by=keeper, table=read_text(DAMAGED, 2024), text=DAMAGED, **said
    )
    mend(draft, "spell_all", -1)
    (question,) = preview(draft).questions
    hoa = next(one for one in question.piece.choices if "Hướng Hóa" in one.name)
    services.answer(draft, {question.piece.key: f"agency:{hoa.slug}"}, seen=None)

    programme = services.store(draft, keeper, seen=None)

    assert [one.tasks.count() for one in programme.groups.all()] == [8, 4, 2]
    first = Task.objects.get(group__number="III", number="1")
    assert [f"{one.agency or one.group}" for one in first.parties.filter(part="coordinate")] == [
        *("Các sở, ban ngành", "UBND huyện Hướng Hóa", "UBND huyện Đakrông"),
        "UBND huyện Gio Linh",
    ]


def test_a_preview_costs_the_same_queries_for_one_row_as_for_five(opened):
    def queries(count):
        rows = [row(f"{n}", "Việc", "Sở Bí ẩn", "", "Năm 2024") for n in range(1, count + 1)]
        draft = opened(*rows)
        with CaptureQueriesContext(connection) as asked:
            preview(draft)
        return len(asked)

    assert queries(1) == queries(5) <= 8


def test_next_year_starts_from_this_one_with_the_unfinished_marked(last_year, keeper):
    draft = start_next(programme=last_year, by=keeper)
    shown = preview(draft)

    assert draft.options["title"] == "Chương trình trọng tâm năm 2025"
    (left,) = shown.left_out
    (task,) = shown.tasks
    assert (left.row.unfinished, left.row.marks) == (False, ["năm 2024 đã hoàn thành"])
    assert (task.row.unfinished, task.row.marks) == (True, ["năm 2024 chưa hoàn thành"])
    assert (task.row.cells[4], task.due.on) == ("Năm 2025", dt.date(2025, 12, 31))
    assert task.doubts == ["còn nêu năm 2024"]
    assert not task.asked  # «Sở Lạ» stayed words before, and does so now


def test_what_is_stored_follows_the_year_before(last_year, keeper):
    draft = start_next(programme=last_year, by=keeper)
    paper = PaperFactory(year=2025)
    services.name_draft(draft, seen=None, paper=paper, year=2025, title="Năm 2025", new_paper=None)

    programme = services.store(draft, keeper, seen=None)

    assert programme.follows == last_year
    new = Task.objects.get(group__programme=programme)
    assert new.follows.content == "Mục tiêu năm 2024"


def test_next_year_is_begun_once_at_a_time(last_year, keeper):
    start_next(programme=last_year, by=keeper)

    with pytest.raises(ValidationError) as refused:
        start_next(programme=last_year, by=keeper)

    assert refused.value.code == "waiting"


def test_a_programme_without_tasks_has_nothing_to_follow(keeper):
    with pytest.raises(ValidationError) as refused:
        start_next(programme=WorkProgrammeFactory(), by=keeper)

    assert refused.value.code == "nothing"
