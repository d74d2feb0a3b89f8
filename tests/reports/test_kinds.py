"""How frozen figures become the blocks of a paper."""

import datetime as dt
from dataclasses import asdict, replace

import pytest

from documents.blocks import (
    Appendix,
    Bullets,
    Figure,
    Heading,
    Paragraph,
    Row,
    Table,
    flat,
    from_json,
    to_json,
)
from reports.choices import Kind
from reports.figures.shapes import (
    AgencyFigures,
    CommuneFigures,
    Earlier,
    Goal,
    Mandate,
    Recognised,
    Ref,
    SectorFigures,
    Stated,
)
from reports.kinds import KINDS
from reports.kinds.agency.tables import table_a1
from reports.kinds.outline import Part, numbered
from reports.words.links import plain_blocks

ROADS, INCOME = Ref(2, "Giao thông"), Ref(10, "Thu nhập")

BLANK = CommuneFigures(
    name="xã Hướng Việt",
    district="huyện Hướng Hóa",
    duty="sponsor",
    carried_on=False,
    met_before=None,
    met_now=None,
    unknown_before=19,
    gained=(),
    newly_met=(),
    lost=(),
    unmet=(),
    unknown=tuple(Ref(number, f"TC{number}") for number in range(1, 20)),
    stated=(),
    earlier=(),
    recognised=(),
    goals=(),
    illustrative=False,
)
FULL = replace(BLANK, name="xã Vĩnh Tú", duty="in_charge", met_before=19, met_now=19, unknown=())
RISEN = replace(
    FULL, name="xã Thuận", met_before=15, met_now=17, gained=(Ref(4, "Điện"),), unmet=(ROADS,)
)
FALLEN = replace(FULL, name="xã Xy", met_before=12, met_now=11, lost=(INCOME,), unmet=(INCOME,))
SECTOR = SectorFigures(
    criterion=Ref(8, "Thông tin và Truyền thông"),
    indicators=("8.1", "8.2"),
    unverified=False,
    communes=101,
    met_before=70,
    met_now=75,
    unmet=("xã A",) * 20,
    unknown=6,
    illustrative=True,
)
MANDATE = Mandate(
    paper="Quyết định số 1625/QĐ-UBND ngày 22/6/2022",
    cited="Quyết định số 1625/QĐ-UBND ngày 22/6/2022 của UBND tỉnh về phân công",
    replaces="Quyết định số 1841/QĐ-UBND ngày 14/7/2020",
    carried_on=True,
)
FIGURES = AgencyFigures(
    agency="Sở Thông tin và Truyền thông",
    agency_short="Sở TT&TT",
    criteria_set="2021–2025",
    total=19,
    period_starts="2024-01-01",
    before_on="2023-12-31",
    as_of="2024-06-18",
    known_at="2024-06-18T03:00:00+00:00",
    mandates=(),
    plans=(),
    communes=(),
    sector=(),
)


def blocks_of(**changes):
    """As they print: without links, what comes from figures in its place."""
    composed = KINDS[Kind.AGENCY_HALF_YEAR].compose(asdict(replace(FIGURES, **changes)))
    return flat(plain_blocks(composed))


def headings(blocks, level=1):
    return [
        (one.number, one.text) for one in blocks if isinstance(one, Heading) and one.level == level
    ]


def bullets(blocks):
    return [item for one in blocks if isinstance(one, Bullets) for item in one.items]


def paragraphs(blocks):
    return [one.text for one in blocks if isinstance(one, Paragraph)]


def test_an_empty_part_is_left_out_and_the_next_takes_its_number():
    word = (Paragraph("x"),)

    told = numbered([Part("A", word), Part("B", ()), Part("C", word)])

    assert headings(told) == [("I", "A"), ("II", "C")]


def test_parts_of_a_full_report():
    blocks = blocks_of(communes=(RISEN, replace(BLANK, duty="")), sector=(SECTOR,))

    assert headings(blocks) == [
        ("I", "Công tác chỉ đạo, triển khai"),
        ("II", "Kết quả"),
        ("III", "Đánh giá"),
        ("IV", "Phương hướng, nhiệm vụ 6 tháng cuối năm 2024"),
        ("V", "Kiến nghị, đề xuất"),
    ]
    assert headings(blocks, level=2)[:3] == [
        ("1", "Xã được phân công phụ trách"),
        ("2", "Xã được phân công, chưa rõ nhiệm vụ đỡ đầu hay phụ trách"),
        ("3", "Tiêu chí do ngành phụ trách"),
    ]


def test_nothing_to_propose_no_proposals():
    blocks = blocks_of(communes=(FULL,))

    assert [number for number, _ in headings(blocks)] == ["I", "II", "III"]


@pytest.mark.parametrize(
    ("commune", "said"),
    [
        (
            BLANK,
            "Xã Hướng Việt (huyện Hướng Hóa): chưa có tiêu chí nào trong 19 tiêu chí được đánh giá.",
        ),
        (
            FULL,
            (
                "Xã Vĩnh Tú (huyện Hướng Hóa): đạt 19/19 tiêu chí; không tăng, không giảm so với "
                "ngày 31/12/2023; không còn tiêu chí chưa đạt."
            ),
        ),
        (
            RISEN,
            (
                "Xã Thuận (huyện Hướng Hóa): đạt 17/19 tiêu chí; tăng 2 tiêu chí so với ngày "
                "31/12/2023; đạt thêm 01 tiêu chí: 4 (Điện); 01 tiêu chí chưa đạt: 2 (Giao thông)."
            ),
        ),
        (
            FALLEN,
            (
                "Xã Xy (huyện Hướng Hóa): đạt 11/19 tiêu chí; giảm 1 tiêu chí so với ngày 31/12/2023; "
                "không còn đạt 01 tiêu chí: 10 (Thu nhập); 01 tiêu chí chưa đạt: 10 (Thu nhập)."
            ),
        ),
        (
            replace(
                BLANK,
                stated=(
                    Stated(
                        "10",
                        19,
                        "2020-11-30",
                        "KH chưa có số (11/2020)",
                        "2016–2020",
                        derived=False,
                    ),
                ),
                earlier=(Earlier("2016–2020", "2020-12-08", (Ref(8, "TC8"),), (ROADS, INCOME)),),
                recognised=(
                    Recognised(
                        "đạt chuẩn nông thôn mới",
                        2022,
                        "QĐ 1161/QĐ-UBND",
                        "2023-06-05",
                        illustrative=False,
                    ),
                    Recognised("nông thôn mới nâng cao", None, "", "", illustrative=False),
                ),
            ),
            (
                "Xã Hướng Việt (huyện Hướng Hóa): chưa có tiêu chí nào trong 19 tiêu chí được đánh giá; "
                "đã được công nhận đạt chuẩn nông thôn mới năm 2022 (QĐ 1161/QĐ-UBND ngày 5/6/2023); "
                "đã được công nhận nông thôn mới nâng cao (chưa rõ quyết định); "
                "KH chưa có số (11/2020) nêu 10/19 tiêu chí theo bộ 2016–2020; "
                "theo bộ 2016–2020 (đến 8/12/2020): đạt tiêu chí 8 (TC8), "
                "chưa đạt tiêu chí 2 (Giao thông) và 10 (Thu nhập)."
            ),
        ),
    ],
)
def test_what_is_said_of_a_commune(commune, said):
    assert bullets(blocks_of(communes=(commune,)))[0] == said


def test_what_is_said_of_a_criterion_across_communes():
    [said, *_] = bullets(blocks_of(sector=(replace(SECTOR, unverified=True),)))

    assert said == (
        "Tiêu chí 8 Thông tin và Truyền thông (chỉ tiêu 8.1 và 8.2) (*): 75/101 xã đạt, 20 xã chưa đạt, "
        "6 xã chưa đánh giá; tăng 5 xã so với ngày 31/12/2023; "
        "việc phân công phụ trách tiêu chí này chưa kiểm chứng."
    )


def test_the_opening_names_the_decision_its_successor_and_the_days():
    said = paragraphs(blocks_of(mandates=(MANDATE,)))

    assert said[0] == (
        "Thực hiện Quyết định số 1625/QĐ-UBND ngày 22/6/2022 của UBND tỉnh về phân công, "
        "Sở Thông tin và Truyền thông báo cáo kết quả phụ trách, đỡ đầu các xã xây dựng nông thôn mới "
        "6 tháng đầu năm 2024 và phương hướng, nhiệm vụ 6 tháng cuối năm 2024 như sau:"
    )
    assert said[1] == (
        "Danh sách phân công của Quyết định số 1625/QĐ-UBND ngày 22/6/2022 chưa được nhập; báo cáo này "
        "lấy theo phân công của Quyết định số 1841/QĐ-UBND ngày 14/7/2020 được chuyển tiếp."
    )
    assert said[2].startswith(
        "Số liệu tính đến ngày 18/6/2024, so với ngày 31/12/2023, "
        "theo dữ liệu ghi nhận đến 10:00 ngày 18/6/2024;"
    )


def test_no_asking_paper_is_made_up():
    assert paragraphs(blocks_of())[0].startswith("Sở Thông tin và Truyền thông báo cáo kết quả")


def test_what_comes_next_names_what_is_unmet_unknown_and_aimed_at():
    goals = (Goal("Đạt 14–15/19", 2025, "KH 11/2020"), Goal("Về đích", 2020, "KH 11/2020"))
    some = replace(BLANK, name="xã A Dơi", unknown=(ROADS,), goals=goals)

    said = bullets(blocks_of(communes=(RISEN, some, BLANK), sector=(SECTOR,)))

    assert said[-5:] == [
        "Xã Thuận (huyện Hướng Hóa): hỗ trợ hoàn thành 01 tiêu chí chưa đạt: 2 (Giao thông)",
        (
            "Phối hợp với UBND xã rà soát, đánh giá cả 19 tiêu chí chưa đánh giá "
            "của 01 xã: Hướng Việt"
        ),
        (
            "Xã A Dơi (huyện Hướng Hóa): phối hợp với UBND xã rà soát, đánh giá "
            "01 tiêu chí chưa đánh giá: 2 (Giao thông)"
        ),
        "Xã A Dơi (huyện Hướng Hóa): mục tiêu đạt 14–15/19 – KH 11/2020",
        "Tiêu chí 8 Thông tin và Truyền thông: hướng dẫn 20 xã chưa đạt",
    ]


def test_a_carried_on_list_is_asked_for():
    assert bullets(blocks_of(mandates=(MANDATE,)))[-1] == (
        "Đề nghị Văn phòng Điều phối nông thôn mới tỉnh gửi danh sách phân công "
        "theo Quyết định số 1625/QĐ-UBND ngày 22/6/2022"
    )


def test_table_a1_has_the_eleven_columns_of_the_form_and_stands_landscape():
    [appendix] = [one for one in blocks_of(communes=(RISEN,)) if isinstance(one, Appendix)]
    [table] = appendix.blocks

    assert appendix.landscape
    assert [one.title for one in table.columns] == [
        "STT",
        "Xã (huyện)",
        "Vai trò",
        "Bộ tiêu chí",
        "Số TC đạt 31/12 năm trước",
        "Số TC đạt đến 18/6",
        "Tăng/ giảm",
        "Tiêu chí chưa đạt",
        "Mục tiêu, năm",
        "Dự kiến 31/12",
        "Ghi chú",
    ]
    assert sum(one.width for one in table.columns) == 100


def test_table_a1_tells_blank_zero_and_does_not_apply_apart():
    zero = replace(FULL, met_before=0, met_now=0, unmet=(ROADS,))
    table = table_a1(replace(FIGURES, communes=(BLANK, zero, FULL)))

    assert [row.cells[4:8] for row in table.rows] == [
        ("", "", "", ""),
        ("0", "0", "0", "2. Giao thông"),
        ("19", "19", "0", "-"),
    ]


def test_table_a1_sums_only_what_is_whole():
    whole = table_a1(replace(FIGURES, communes=(RISEN, FALLEN)))
    holed = table_a1(replace(FIGURES, communes=(RISEN, BLANK)))

    assert whole.rows[-1] == Row(
        ("", "Tổng số 2 xã", "", "", "27", "28", "+1", "", "", "", ""), total=True
    )
    assert len(holed.rows) == 2


def test_notes_of_table_a1():
    told = replace(
        RISEN,
        unknown=(INCOME,),
        lost=(INCOME,),
        newly_met=(ROADS,),
        stated=(
            Stated("10", 19, "2020-11-30", "KH chưa có số (11/2020)", "2016–2020", derived=False),
        ),
        recognised=(Recognised("đạt chuẩn nông thôn mới", None, "", "", illustrative=True),),
        carried_on=True,
        illustrative=True,
    )

    [row] = table_a1(replace(FIGURES, communes=(told,))).rows

    assert row.cells[1:3] == ("Thuận (huyện Hướng Hóa) (*)", "phụ trách (chuyển tiếp)")
    assert row.cells[-1] == (
        "đạt chuẩn nông thôn mới (chưa rõ quyết định); chưa đánh giá TC 10; "
        "1 TC đạt do lần đầu đánh giá; giảm TC 10; 10/19 theo KH chưa có số (11/2020)"
    )


def test_a_drawing_says_the_same_in_words_and_none_is_drawn_of_nothing():
    [drawing] = [one for one in blocks_of(communes=(BLANK, RISEN)) if isinstance(one, Figure)]

    assert drawing.description == "Hướng Việt: chưa đánh giá; Thuận: 15/19, 17/19"
    assert not [one for one in blocks_of(communes=(BLANK,)) if isinstance(one, Figure)]


def test_a_stated_count_has_its_own_bar():
    stated = replace(
        BLANK, stated=(Stated("10", 19, "2020-11-30", "KH", "2016–2020", derived=False),)
    )

    [drawing] = [one for one in blocks_of(communes=(stated,)) if isinstance(one, Figure)]

    assert drawing.description == "Hướng Việt: chưa đánh giá, 10/19 (30/11/2020)"
    assert "Nêu trong văn bản" in drawing.svg


def test_a_count_that_the_paper_does_not_say_itself_is_told_as_derived():
    derived = Stated("17", 19, "2020-12-08", "KH 2071", "2016–2020", derived=True)
    one = replace(BLANK, stated=(derived,))

    blocks = blocks_of(communes=(one,))

    assert bullets(blocks)[0].endswith("từ KH 2071 suy ra 17/19 tiêu chí theo bộ 2016–2020.")
    [drawing] = [one for one in blocks if isinstance(one, Figure)]
    assert drawing.description == "Hướng Việt: chưa đánh giá, 17/19 (8/12/2020, suy ra)"
    [row] = table_a1(replace(FIGURES, communes=(one,))).rows
    assert row.cells[-1] == "chưa đánh giá; 17/19 suy ra từ KH 2071"


def test_blocks_of_a_report_go_to_json_and_back():
    blocks = blocks_of(mandates=(MANDATE,), communes=(RISEN, BLANK), sector=(SECTOR,))

    assert from_json(to_json(blocks)) == blocks


def test_tables_for_the_screen_and_the_mark_of_illustrative_figures():
    kind = KINDS[Kind.AGENCY_HALF_YEAR]
    with_sector = asdict(replace(FIGURES, communes=(RISEN,), sector=(SECTOR,)))

    assert [len(one.rows) for one in kind.tables(with_sector) if isinstance(one, Table)] == [1, 1]
    assert kind.is_illustrative(with_sector)
    assert not kind.is_illustrative(asdict(FIGURES))


def test_the_second_half_of_a_year_is_compared_with_its_middle():
    table = table_a1(
        replace(
            FIGURES,
            communes=(FULL,),
            before_on=dt.date(2024, 6, 30).isoformat(),
            as_of=dt.date(2024, 12, 31).isoformat(),
        )
    )

    assert [one.title for one in table.columns][4:6] == ["Số TC đạt 30/6", "Số TC đạt đến 31/12"]
