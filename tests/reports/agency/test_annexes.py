"""Annexes A2 to A4 of an agency's report: help, resources, promises and tasks."""

import datetime as dt
from dataclasses import asdict

import pytest
from django.utils import timezone

from documents.blocks import Heading
from documents.choices import PaperState
from plans.choices import (
    ActionState,
    DueKind,
    MoneySource,
    Part,
    TaskState,
)
from reports.figures.agency.report import gather
from reports.figures.shapes import thaw
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    PaperFactory,
    PlanActionFactory,
    SupportMoneyFactory,
    TaskFactory,
    TaskGroupFactory,
    TaskPartyFactory,
    TaskProgressFactory,
    WorkProgrammeFactory,
)
from tests.reports.agency.world import DAY, KIND, annex, cells, composed, figures_of, said, titles

pytestmark = pytest.mark.django_db


# A2: help


def test_table_a2_has_the_columns_of_the_form(run, give):
    give()

    assert titles(annex(run, "A2")) == [
        *("STT", "Ngày", "Xã", "Nội dung", "Hình thức", "Đơn vị thực hiện (phòng)"),
        *("Kết quả, khối lượng", "Kinh phí (triệu đồng)", "Ghi chú"),
    ]
    assert sum(one.width for one in annex(run, "A2").columns) == 100


def test_table_a2_tells_help_of_the_period_by_day_and_adds_it_up(run, give):
    give(
        on=dt.date(2024, 5, 16),
        money={MoneySource.OWN: 60},
        quantity_done=2,
        quantity_unit="cụm loa",
    )
    give(
        on=dt.date(2024, 3, 21),
        money={MoneySource.OWN: "12.5"},
        content="Tập huấn",
        illustrative=True,
    )
    give(on=dt.date(2023, 12, 14))
    give(on=dt.date(2024, 6, 19))
    give(state=ActionState.OFFERED, on=None)

    rows = cells(run, "A2")

    assert [(row[1], row[2], row[6], row[7]) for row in rows] == [
        ("21/3/2024", "Hướng Việt (*)", "", "12,5"),
        ("16/5/2024", "Hướng Việt", "2 cụm loa", "60"),
        ("", "Tổng số", "", "72,5"),
    ]


def test_money_not_reported_is_blank_and_zero_is_zero(run, give):
    """RF10."""
    give(content="không nêu")
    give(content="không đồng", money={MoneySource.OWN: 0})

    assert {row[3]: row[7] for row in cells(run, "A2")} == {
        "không nêu": "",
        "không đồng": "0",
        "": "0",
    }


def test_only_what_was_known_at_the_moment_counts(run, agency, give):
    run.known_at = timezone.now()
    give()
    PlanActionFactory(agency=agency)

    figures = thaw(gather(run))

    assert (figures.support, figures.deeds) == ((), ())


def test_help_done_later_was_still_planned_on_the_day(run, give):
    give(on=dt.date(2024, 6, 20), planned_on=dt.date(2024, 7, 1), content="Lắp loa")

    figures = figures_of(run)

    assert [(one.done, one.on, one.money) for one in figures.support] == [
        (False, "2024-07-01", None)
    ]
    assert any(
        one.startswith("Hỗ trợ xã Hướng Việt: lắp loa (dự kiến 1/7/2024") for one in said(run)
    )


# A3: resources


def test_table_a3_has_the_columns_of_the_form_and_its_unit(run, give):
    give(money={MoneySource.OWN: 60})
    table = annex(run, "A3")

    assert titles(table) == [
        *("STT", "Xã", "Tổng", "Trực tiếp của đơn vị", "Vận động (doanh nghiệp, nhà hảo tâm)"),
        *("Lồng ghép", "Ngày công (công)", "Ngày công, hiện vật quy đổi", "KH năm 2024", "%"),
    ]
    assert table.unit == "Đơn vị tính: triệu đồng"
    assert sum(one.width for one in table.columns) == 100


def test_table_a3_closes_by_rows_and_by_sources(run, give):
    """RF6: what has no column of its own stands under the total."""
    give(
        money={MoneySource.OWN: 60, MoneySource.ENTERPRISES: 45, MoneySource.PROVINCIAL: 300},
        total_done=500,
    )
    labour = give()
    SupportMoneyFactory(action=labour, source=MoneySource.LABOUR_DAYS, done=9, days_done=45)

    rows = cells(run, "A3")

    assert rows == [
        ("1", "Hướng Việt", "509", "60", "45", "", "45", "9", "405", "125,7\u00a0%"),
        ("", "Tổng số 1 xã", "509", "60", "45", "", "45", "9", "405", "125,7\u00a0%"),
        ("", "Trong tổng số: ngân sách tỉnh", "300", *[""] * 7),
        ("", "Trong tổng số: không tách", "95", *[""] * 7),
    ]
    assert 60 + 45 + 9 + 300 + 95 == 509


def test_the_years_plan_counts_what_is_not_done_yet(run, give):
    planned = give(state=ActionState.PLANNED, on=None, planned_on=dt.date(2024, 9, 15))
    SupportMoneyFactory(action=planned, source=MoneySource.ENTERPRISES, done=None, planned=350)

    assert cells(run, "A3")[0][2:] == ("", "", "", "", "", "", "350", "")
    assert "Trong kỳ chưa ghi nhận kinh phí hỗ trợ các xã (chi tiết tại Phụ lục A3)." in said(run)


def test_no_resources_no_annex_and_no_part(run, commune):
    assert annex(run, "A3") is None
    assert "Huy động nguồn lực" not in [
        one.text for one in composed(run) if isinstance(one, Heading)
    ]


def test_money_is_in_billions_in_sentences(run, give):
    """RF7."""
    give(money={MoneySource.INTEGRATED: 1500})

    assert (
        "Tổng nguồn lực hỗ trợ các xã trong kỳ 1,5\u00a0tỷ đồng, bằng 100,0\u00a0% kế hoạch năm "
        "(1,5\u00a0tỷ đồng). Trong đó: lồng ghép 1,5\u00a0tỷ đồng (chi tiết tại Phụ lục A3)."
    ) in said(run)


def test_sources_that_do_not_make_their_total_are_told_and_not_mended(run, give):
    give(money={MoneySource.OWN: "3.305", MoneySource.ENTERPRISES: "39.110"}, total_done="42.416")

    assert KIND.warnings(asdict(figures_of(run))) == (
        (
            "Hỗ trợ ngày 16/5/2024 tại xã Hướng Việt: tổng nêu 42,416 triệu đồng không bằng cộng "
            "các nguồn 42,415 triệu đồng."
        ),
    )
    assert cells(run, "A2")[0][7] == "42,416"


# A4: promises and tasks


def test_table_a4_has_the_columns_of_the_form(run, agency):
    PlanActionFactory(agency=agency)

    assert titles(annex(run, "A4")) == [
        *("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn", "Kết quả", "Tình trạng", "Giải trình")
    ]


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({"due_on": dt.date(2024, 6, 17)}, "quá hạn"),
        ({"due_on": DAY}, "đang thực hiện trong hạn"),
        ({"due_kind": DueKind.RECURRING}, "thực hiện định kỳ"),
        ({}, "đang thực hiện, không nêu thời hạn"),
        ({"state": ActionState.DONE, "done_on": DAY}, "hoàn thành đúng hạn"),
        (
            {"state": ActionState.DONE, "done_on": DAY, "due_on": dt.date(2024, 6, 1)},
            "hoàn thành quá hạn",
        ),
        (
            {"state": ActionState.DONE, "done_on": dt.date(2024, 6, 20), "due_on": DAY},
            "đang thực hiện trong hạn",
        ),
        ({"state": ActionState.DROPPED, "result": "Không còn vốn"}, "không thực hiện"),
    ],
)
def test_how_a_promise_stands_on_the_day(run, agency, given, state):
    PlanActionFactory(agency=agency, **given)

    assert cells(run, "A4")[1][5] == state


def test_the_same_promise_for_many_communes_is_one_row(run, agency):
    paper = PaperFactory(number="2071")
    for name in ("Gio Mai", "Thuận"):
        PlanActionFactory(
            agency=agency, paper=paper, content="Hỗ trợ xã", commune=CommuneFactory(name=name)
        )

    head, row = cells(run, "A4")

    assert head == ("I", "Theo kế hoạch của đơn vị – QĐ 2071/QĐ-UBND (14/7/2020)")
    assert row[1:3] == ("Hỗ trợ xã (Gio Mai; Thuận)", "Sở TT&TT")


def test_what_was_done_before_the_year_and_what_is_drafted_is_left_out(run, agency):
    PlanActionFactory(agency=agency, state=ActionState.DONE, done_on=dt.date(2023, 12, 31))
    PlanActionFactory(agency=agency, paper__state=PaperState.DRAFT)

    assert annex(run, "A4") is None


def test_tasks_that_it_leads_carry_its_own_word_and_those_it_coordinates_none(run, agency):
    paper = PaperFactory(number="645", day=27, month=3, year=2024)
    group = TaskGroupFactory(programme=WorkProgrammeFactory(paper=paper), number="I")
    led = TaskFactory(group=group, lead=agency, number="5", content="Đỡ đầu")
    other = AgencyFactory(name="Sở Xây dựng", short_name="")
    TaskPartyFactory(task=led, agency=other)
    TaskProgressFactory(task=led, agency=agency, effective_on=DAY, words="Đã kiểm tra bốn xã")
    TaskProgressFactory(task=led, agency=other, state=TaskState.STUCK, words="Thiếu vốn")
    helped = TaskFactory(group=group, lead=other, number="8", content="Quy hoạch")
    TaskPartyFactory(task=helped, agency=agency, part=Part.COORDINATE)
    TaskFactory(group=group, lead=other)

    rows = cells(run, "A4")

    assert [row[:2] for row in rows] == [
        ("I", "Chủ trì theo Chương trình công tác của Ban Chỉ đạo – QĐ 645/QĐ-UBND (27/3/2024)"),
        ("1", "I.5. Đỡ đầu"),
        (
            "II",
            "Phối hợp theo Chương trình công tác của Ban Chỉ đạo – QĐ 645/QĐ-UBND (27/3/2024)",
        ),
        ("1", "I.8. Quy hoạch"),
    ]
    assert rows[1][4:] == (
        "ngày 18/6/2024: đang thực hiện. Đã kiểm tra bốn xã",
        "đang thực hiện trong hạn",
        "",
    )
    assert rows[3][4] == ""
