"""The tables and sentences of a commune's report: columns as the forms have them; blank, 0 and «-» stay apart."""

import datetime as dt
import io
import json
from dataclasses import asdict, replace
from decimal import Decimal

import pypdf
import pytest
from django.utils import timezone

from criteria.choices import Status
from documents import pdf
from documents.blocks import Appendix, Head, PrintedPaper, Signature, flat, from_json, to_json
from plans.choices import MoneySource
from reports.figures.commune.report import gather
from reports.figures.commune.shapes import Fund, ReportCommune, VillageFigures
from reports.figures.thawing import thawed
from reports.kinds.commune.facts import facts
from reports.kinds.commune.money import table_b2
from reports.kinds.commune.report import compose, tables
from reports.kinds.commune.tables import every_table, table_b1, table_b5
from reports.words import commune as words
from reports.words.links import plain_blocks
from tests.reports.commune_world import LAST_YEAR, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.fixture
def full(world):
    world.fill()
    return figures_of(world)


def figures_of(world):
    run = world.run()
    run.known_at = timezone.now()
    return thawed(ReportCommune, json.loads(json.dumps(gather(run))))


def heads(table):
    return [(one.group, one.title) for one in table.columns]


def titles(table):
    return [one.title for one in table.columns]


def test_b1_has_the_columns_of_bieu_10_with_the_cut_off_in_every_heading(full):
    before = "Kết quả đến 31/12/2023"
    now = "Thực hiện 6 tháng đầu năm 2024 (đến 18/6/2024)"
    plan = "Kế hoạch 6 tháng cuối năm 2024"

    assert heads(table_b1(full)) == [
        *(("", "TT"), ("", "Nội dung tiêu chí, chỉ tiêu"), ("", "ĐVT")),
        *((before, "Kết quả"), (before, "Đánh giá"), (now, "Kết quả"), (now, "Đánh giá")),
        *((plan, "Kết quả"), (plan, "Đánh giá"), ("", "Ghi chú")),
    ]


def test_b1_has_a_bold_row_for_a_criterion_and_its_indicators_below(full):
    rows = table_b1(full).rows

    assert [(one.cells[0], one.total) for one in rows] == [
        *(("1", True), ("1.1", False), ("2", True), ("3", True), ("3.1", False), ("4", True)),
        ("", True),
    ]
    third = rows[4].cells
    assert (third[2], third[3], third[5], third[6]) == ("%", "", "71,5", "Chưa đạt")
    assert "yêu cầu ≥ 80%" in third[9]
    assert "thiếu 8,5 điểm %" in third[9]
    assert rows[5].cells[9] == "01 chỉ tiêu chưa có số liệu"
    assert (rows[6].cells[3], rows[6].cells[5], rows[6].cells[7]) == ("1/4", "2/4", "2/4")


def test_blank_zero_and_not_applicable_stay_apart_in_b1_and_survive_freezing(world):
    world.measure(2, 0)
    world.say(4, Status.NOT_APPLICABLE, LAST_YEAR)

    table = table_b1(figures_of(world))
    [again] = from_json(json.loads(json.dumps(to_json((table,)))))

    rows = {one.cells[0]: one.cells for one in again.rows}
    assert rows["2.1"][5] == "0"
    assert rows["1"][6] == ""
    assert (rows["4"][4], rows["4"][6]) == ("-", "-")


def test_b2_closes_and_has_the_rows_of_the_form(full):
    table = table_b2(full)

    assert table.unit == "triệu đồng"
    assert titles(table) == [
        *("STT", "Nội dung", "Kế hoạch năm 2024"),
        "Kết quả huy động 6 tháng đầu năm 2024 (đến 18/6/2024)",
        "Kế hoạch 6 tháng cuối năm 2024 (phần còn lại của kế hoạch năm)",
    ]
    assert [one.cells[0] for one in table.rows] == [
        *("", "I", "1", "2", "3", "II", "1", "2", "III", "IV", "V", "VI", "1", "2", "3")
    ]
    assert table.rows[0].cells[2:] == ("1.500", "600", "900")
    assert table.rows[1].cells[2:] == ("1.500", "600", "900")
    assert table.rows[5].cells[2:] == ("", "", "")


def test_zero_money_is_zero_in_b2(full):
    given = replace(full, funds=(Fund(MoneySource.COMMUNE.value, "0", "0"),))

    rows = {one.cells[1]: one.cells for one in table_b2(given).rows}

    assert rows["Ngân sách xã"][2:] == ("0", "0", "0")
    assert rows["Ngân sách tỉnh"][2:] == ("", "", "")


def test_b3_is_split_in_two_and_b4_names_works_of_the_central_budget(full, world):
    told = dict(every_table(full))

    first, second = told["B3"]
    direct = "Vốn trực tiếp"
    amounts = [
        ("", "Tổng"),
        *((direct, "Tổng"), (direct, "NSTW-ĐTPT"), (direct, "NSTW-SN")),
        *((direct, "NSTW chưa tách"), (direct, "NSĐP")),
        *(("", "Lồng ghép"), ("", "Tín dụng"), ("", "Doanh nghiệp"), ("", "Dân góp")),
    ]
    assert heads(first) == [("", "TT"), ("", "Nội dung"), ("", "Khối lượng"), *amounts]
    assert heads(second) == [("", "TT"), ("", "Nội dung"), *amounts, ("", "Ghi chú")]
    assert first.rows[0].cells[:5] == ("1", "Giao thông", "1,8 km", "600", "600")
    assert second.rows[-1].cells[2] == "900"
    [b4] = told["B4"]
    assert titles(b4)[:2] == ["TT", "Công trình"]
    assert b4.rows[0].cells[2:5] == ("1.500", "600", "40,0\u00a0%")
    world.work("Kênh", source=MoneySource.PROVINCIAL)
    assert len(dict(every_table(figures_of(world)))["B4"][0].rows) == 2


def test_b5_adds_up_only_what_is_whole(full):
    table = table_b5(full)
    assert titles(table) == [
        *("STT", "Thôn, bản", "Số hộ", "Hộ nghèo", "TC thôn đạt", "Danh hiệu, số QĐ", "Ghi chú")
    ]
    assert table.rows[-1].cells[2:4] == ("60", "12")

    unknown = VillageFigures("Thôn X", None, 0, (), (), "", illustrative=False)
    more = table_b5(replace(full, villages=(*full.villages, unknown)))

    assert more.rows[1].cells[2:4] == ("", "0")
    assert more.rows[-1].cells[2:4] == ("", "12")


def test_an_empty_commune_has_b1_alone(world):
    figures = figures_of(world)

    assert [mark for mark, _ in every_table(figures)] == ["B1"]
    assert len(tables(asdict(figures))) == 1
    assert len(table_b1(figures).rows) == 4


def test_wide_tables_lie_across(full):
    appendices = [one for one in flat(compose(asdict(full))) if isinstance(one, Appendix)]

    assert [(one.number, one.landscape) for one in appendices] == [
        *(("B1", True), ("B2", False), ("B3", True), ("B4", False), ("B5", False))
    ]


def test_facts_have_stable_keys_and_open_their_rows(full, world):
    given = {one.key: one for one in facts(asdict(full))}
    assert (given["met"].value, given["met_before"].value, given["change"].value) == (
        "2",
        "1",
        "+1",
    )
    assert given["met"].address == f"/xa/19438/phieu/{world.criteria_set.code}/"
    assert (given["allocated"].value, given["disbursed_share"].value) == ("1.500", "40,0\u00a0%")


def test_facts_of_nothing_are_blank(world):
    given = {one.key: one.value for one in facts(asdict(figures_of(world)))}

    assert (given["met"], given["change"], given["unmet"], given["allocated"]) == ("", "", "", "")
    assert (given["unknown"], given["support_times"]) == ("4", "0")


def test_numbers_in_the_text_open_their_rows_and_print_plain(full):
    blocks = compose(asdict(full))

    marked = json.dumps(to_json(blocks), ensure_ascii=False)
    assert "/xa/19438/phieu/" in marked
    assert "/xa/" not in json.dumps(to_json(plain_blocks(blocks)), ensure_ascii=False)


def test_the_same_figures_say_the_same_for_ever(full):
    given = json.loads(json.dumps(asdict(full)))

    assert compose(given) == compose(asdict(full))


def test_it_prints_with_its_appendices(full):
    paper = PrintedPaper(
        head=Head("", "ỦY BAN NHÂN DÂN XÃ", "", "BC-UBND", "Hướng Việt", None, None, 2024),
        kind="BÁO CÁO",
        subject=words.title(dt.date(2024, 1, 1), yearly=False),
        addressees=("UBND tỉnh",),
        bases=(),
        blocks=flat(plain_blocks(compose(asdict(full)))),
        signature=Signature(("CHỦ TỊCH",)),
        recipients=("Như trên",),
    )

    pages = pypdf.PdfReader(io.BytesIO(pdf.render(paper))).pages

    wide = [page.mediabox.width > page.mediabox.height for page in pages]
    assert wide.count(True) == 2
    assert "Biểu B3b" in "".join(page.extract_text() for page in pages)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((None, 19, 19, None), "chưa có tiêu chí nào trong 19 tiêu chí được đánh giá."),
        ((0, 19, 0, 0), "xã đạt 0/19 tiêu chí (0,0\u00a0%), không tăng, không giảm so với ngày"),
        (
            (15, 19, 0, 13),
            "xã đạt 15/19 tiêu chí (78,9\u00a0%), tăng 2 tiêu chí so với ngày 31/12/2023.",
        ),
        ((12, 19, 2, 13), "giảm 1 tiêu chí so với ngày 31/12/2023; 02 tiêu chí chưa đánh giá."),
        ((12, 19, 0, None), "chưa có số liệu ngày 31/12/2023 để so sánh."),
    ],
)
def test_the_count_in_words(given, said):
    met, total, unknown, before = given
    text = words.stands(
        met, total, unknown, before=before, before_on="2023-12-31", as_of="2024-06-18"
    )
    assert said in text


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (None, None, "Chưa có số liệu nợ đọng"),
        (500, None, "Trong kỳ chưa có số liệu"),
        (None, 0, "không còn nợ đọng xây dựng cơ bản; chưa có số liệu kỳ trước"),
        (500, 500, "không đổi so với"),
        (500, 310, "giảm 190\u00a0triệu đồng"),
        (1000, 2500, "nợ đọng xây dựng cơ bản 2,5\u00a0tỷ đồng, tăng 1,5\u00a0tỷ đồng"),
    ],
)
def test_the_debt_in_words(before, now, said):
    amounts = [None if one is None else Decimal(one) for one in (before, now)]
    assert said in words.debt(*amounts, "2023-12-31", "2024-05-31")


@pytest.mark.parametrize(
    ("plan", "done", "said"),
    [
        (None, None, "Chưa có số liệu vốn năm 2024"),
        (3000, 1310, "đã giải ngân 1,3\u00a0tỷ đồng (43,7\u00a0%)"),
        (3000, 0, "chưa giải ngân."),
        (3000, None, "chưa có số liệu giải ngân đến 18/6/2024"),
        (None, 100, "Chưa có số liệu kế hoạch vốn năm 2024"),
    ],
)
def test_money_in_words(plan, done, said):
    amounts = [None if one is None else Decimal(one) for one in (plan, done)]
    assert said in words.disbursed(*amounts, 2024, "2024-06-18")


@pytest.mark.parametrize(
    ("times", "money", "said"),
    [
        (0, None, "Trong kỳ chưa ghi nhận hoạt động hỗ trợ nào."),
        (1, None, "01 hoạt động hỗ trợ của Sở A, chưa có số liệu kinh phí."),
        (2, Decimal("117.5"), "02 hoạt động hỗ trợ của Sở A, kinh phí 117,5\u00a0triệu đồng."),
    ],
)
def test_help_in_words(times, money, said):
    assert said in words.helped(times, ["Sở A"], money, None)


def test_villages_in_words():
    assert words.villages(0, None, None, 0) == ""
    assert "trong đó 12 hộ nghèo (20,0\u00a0%)" in words.villages(1, 60, 12, 0)
    assert "01 thôn, bản đã được công nhận" in words.villages(2, None, None, 1)
