"""The tables of a province's report, from frozen figures alone: blank is not reported, 0 is zero."""

import re
from dataclasses import asdict, replace

from documents.blocks import Appendix
from reports.figures.province.communes import Moved
from reports.figures.province.shapes import (
    Cited,
)
from reports.kinds.province import report as kind
from reports.kinds.province.lists import table_c1, table_c2, table_matrix
from reports.kinds.province.money import table_07, table_08, tables_09
from reports.kinds.province.tables import table_04, table_05, table_06, table_levels
from tests.reports.province_samples import (
    FULL,
    FUNDS,
    GOAL,
    LOW,
    SPONSOR,
    WORKS,
    WORLD,
    cells,
    grouped,
    text_of,
    titles,
    whole,
)


def test_form_04():
    paper = Cited(
        None,
        "Quyết định",
        "645/QĐ-BCĐ, 27/3/2024",
        "BCĐ",
        "Ban hành",
        ("77/101 xã",),
        illustrative=True,
    )
    table = table_04(replace(WORLD, papers=(paper,)))

    assert titles(table) == [
        "TT", "Loại văn bản", "Số, ngày", "Trích yếu", "Mục tiêu", "Nội dung chủ yếu", "Ghi chú",
    ]  # fmt: skip
    assert cells(table) == [
        ["1", "Quyết định", "645/QĐ-BCĐ, 27/3/2024", "Ban hành", "77/101 xã", "", "BCĐ (*)"]
    ]


def test_form_05_of_a_set_before_2026():
    """Blank where nobody judged, 0 where none is met; the cut-off days stand above."""
    blind = tuple(
        replace(one, now=one.now[:18] + "-", before=one.before[:18] + "-")
        for one in WORLD.communes
    )
    goal = replace(GOAL, kind="criterion_met", criterion=1, low=4)
    table = table_05(replace(WORLD, communes=blind, aims=(goal,)))
    rows = cells(table)

    assert titles(table)[3:5] == ["Đạt 31/12 năm trước", "Đạt đến 18/6"]
    assert titles(table)[5] == "KH đến 31/12"
    assert titles(table_05(replace(WORLD, yearly=True)))[5] == "KH đến 31/12 năm sau"
    assert titles(table_05(replace(WORLD, period_starts="2024-07-01")))[5] == "KH đến 30/6 năm sau"
    assert table.caption.startswith("Biểu 05. Kết quả theo bộ tiêu chí 2021–2025, 6 tháng")
    assert rows[0] == [
        "1", "Tiêu chí 1", "xã", "3", "3", "4 (năm 2024)",
        "75,0\u00a0%; 1 chưa đánh giá",
    ]  # fmt: skip
    assert rows[9][6] == "50,0\u00a0%; 1 chưa đạt; 1 chưa đánh giá"
    assert rows[18][3:] == ["", "", "", "4 chưa đánh giá"]
    turned = replace(LOW, moved=(Moved(9, up=False, why=""),))
    last = cells(table_05(replace(WORLD, communes=(FULL, turned))))[9][6]
    assert last == "50,0\u00a0%; giảm 1; 1 chưa đạt"


def test_form_05_of_2026_by_groups():
    table = table_05(grouped())

    assert len(table.columns) == 13
    assert [one.group for one in table.columns[3:12]] == [
        *["Nhóm 1"] * 3, *["Nhóm 2"] * 3, *["Nhóm 3"] * 3,
    ]  # fmt: skip
    assert cells(table)[2] == [
        "3",
        "Tiêu chí 3",
        "xã",
        "2",
        "2",
        "",
        "1",
        "1",
        "",
        "0",
        "0",
        "",
        "",
    ]


def test_form_06_of_2026():
    table = table_06(grouped())
    rows = {row[1]: row for row in cells(table)}

    assert table.caption.startswith("Biểu 06.")
    assert next(row.cells for row in table.rows if row.group) == (
        "I",
        "Kết quả thực hiện ở cấp xã",
    )
    assert rows["Tổng số xã"][3] == "4"
    assert rows["Xã nhóm 1"][3] == "2"
    assert rows["Xã đạt đủ 10 tiêu chí"][3] == "2"
    assert rows["Có quyết định công nhận"][3] == "1"
    assert rows["Đang hoàn thiện thủ tục"][3] == "1"
    assert rows["Xã 5–9 tiêu chí"][3] == "1"
    assert rows["Xã dưới 5 tiêu chí"][3] == "1"
    assert "Tỉnh hoàn thành nhiệm vụ xây dựng nông thôn mới" in rows


def test_communes_by_band_close():
    """Every commune stands in one band or in «Chưa đủ số liệu» (RF6)."""
    table = table_levels(WORLD)
    [row] = cells(table)

    assert titles(table)[3:9] == [
        "Đủ 19 TC", "15–18 TC", "13–14 TC", "10–12 TC", "5–9 TC", "Dưới 5 TC",
    ]  # fmt: skip
    assert row[2:] == ["4", "1", "1", "0", "0", "1", "0", "1", "1", "14,0", "0,0"]
    assert sum(int(cell) for cell in row[3:10]) == int(row[2])
    assert table.caption == "Biểu xã theo mức đạt tiêu chí, bộ 2021–2025, đến 18/6/2024"


def test_form_07_keeps_blank_and_zero_apart():
    table = table_07(replace(WORLD, funds=FUNDS, works=WORKS))
    rows = {row[1]: row[2:] for row in cells(table)}

    assert table.unit == "triệu đồng"
    assert rows["TỔNG SỐ"][:2] == ["1.000", "290"]
    assert rows["Ngân sách trung ương"] == ["1.000", "250", "750"]
    assert rows["Vốn đầu tư công"] == rows["Kinh phí thường xuyên"] == ["", "", ""]
    assert rows["Không tách"] == ["1.000", "250", "750"]
    assert rows["Ngân sách địa phương"][:2] == ["", "40"]
    assert rows["Ngày công quy đổi"] == ["0", "0", "0"]
    assert rows["Vốn tín dụng"] == ["", "", ""]


def test_form_08_has_the_thirteen_kinds_and_closes():
    table = table_08(replace(WORLD, funds=FUNDS, works=WORKS))
    rows = cells(table)

    assert [row[0] for row in rows[:13]] == [str(n) for n in range(1, 14)]
    assert rows[0] == [
        "1", "Giao thông", "700", "250", "35,7\u00a0%", "02 công trình; 3,5 km; 1 hoàn thành",
    ]  # fmt: skip
    assert rows[1][2:] == ["", "", "", ""]
    assert rows[-2][1:3] == ["Không tách theo công trình", "300"]
    assert rows[-1][1:4] == ["Tổng số", "1.000", "250"]


def test_form_09_is_in_two_and_each_row_closes():
    done, left = tables_09(replace(WORLD, funds=FUNDS, works=WORKS))

    assert cells(done)[0][:5] == ["1", "Giao thông", "3,5 km", "250", "250"]
    assert cells(left)[0][2] == "450"
    assert done.caption.startswith("Biểu 09. Kết quả huy động")
    assert left.caption.startswith("Biểu 09. (tiếp theo) Kế hoạch 6 tháng cuối năm 2024")


def test_no_table_of_money_while_nobody_reported_any():
    captions = [one.caption for one in kind.tables(asdict(WORLD))]

    assert not any(re.match(r"Biểu 0[789]", one) for one in captions)
    assert "Chưa có số liệu vốn năm 2024" in text_of(WORLD)


def test_c1_has_the_twelve_columns_of_the_form():
    table = table_c1(WORLD)
    rows = cells(table)

    assert titles(table) == [
        "STT", "Xã", "Huyện", "Nhóm", "TC đạt 31/12 năm trước", "TC đạt đến 18/6", "TC chưa đạt",
        "Mức đã công nhận", "Số QĐ, ngày, năm đạt chuẩn", "Mức, năm đăng ký", "Đơn vị đỡ đầu",
        "Đơn vị phụ trách",
    ]  # fmt: skip
    assert rows[0][4:9] == [
        "19", "19", "-", "Đạt chuẩn", "QĐ 1161/QĐ-UBND (5/6/2023), năm 2022",
    ]  # fmt: skip
    assert rows[1][4:7] == ["16", "16", "17, 18; chưa đánh giá: 19"]
    assert rows[3][4:7] == ["", "", "chưa đánh giá"]


def test_c2_closes_and_keeps_blank_apart():
    [row, total] = cells(table_c2(replace(WORLD, sponsors=(SPONSOR,))))

    assert row[1:6] == [
        "Sở KH&ĐT", "1/0", "KH 2071/SKH-KTN (08/12/2020)", "30/6/2024, đúng hạn", "0",
    ]  # fmt: skip
    assert row[6:] == ["1.500", "500", "", "0", "", "1.000"]
    assert total[6:] == row[6:]
    wrong = replace(SPONSOR, rest="900")
    assert any(
        "Biểu C2, Sở KH&ĐT: tổng 1.500 lệch 100" in one
        for one in kind.warnings(asdict(replace(WORLD, sponsors=(wrong,))))
    )


def test_the_sheet_of_communes_and_criteria_says_its_letters_in_words():
    table = table_matrix(WORLD)
    rows = cells(table)

    assert rows[1] == ["2", "Gio Mỹ", *"Đ" * 16, "C", "C", "", "16"]
    assert rows[3][2:] == [*[""] * 19, ""]
    assert rows[-1][-1] == "44"
    assert "Đ: đạt; C: chưa đạt; T: đang thực hiện" in "".join(
        paragraph.text
        for one in whole(WORLD)
        if isinstance(one, Appendix)
        for paragraph in one.blocks
        if hasattr(paragraph, "text")
    )
