"""Lists of decisions as people lay them out: whom each text means; what is not sure is asked."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from xlsxwriter import Workbook

from plans.imports.assignment_words import meaning, pieces
from plans.imports.assignments import read_sheets
from plans.imports.sheet_rows import from_file, from_text
from plans.models.assigning import AssignmentList
from tests.factories import AgencyFactory
from tests.plans.lists import STARTS, province

pytestmark = pytest.mark.django_db
KHDT, TTTT, YTE = "so-ke-hoach-dau-tu", "so-thong-tin-truyen-thong", "so-y-te"


@pytest.fixture
def world():
    return province()


def read(text, **options):
    return read_sheets([from_text(text)], {"starts": f"{STARTS}", **options})


def said(world, found):
    names = {one.code: name for name, one in world.communes.items()}
    return {(one.agency, names[one.commune]): one.duty for one in found.pairs}


def asked(found):
    return {one.text: [name for _, name in one.choices] for one in found.open_questions}


# ── layouts ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "Cơ quan\tXã\tNhiệm vụ\nSở KH&ĐT\tGio Mai\tđỡ đầu\nSở KH và ĐT\tThuận\tphụ trách",
        "Cơ quan\tXã\tNhiệm vụ\nSở Kế hoạch và Đầu tư\tGio Mai\tđỡ đầu\n\tThuận\tphụ trách",
        "TT\tCơ quan\tXã đỡ đầu\tXã phụ trách\n1\tSKH\txã Gio Mai\tThuan",
        "Sở KH&ĐT: Đỡ đầu: Gio Mai; Phụ trách: xã Thuận (Hướng Hóa)",
        "Sở KH&ĐT\tGio Mai (đỡ đầu), Thuận (phụ trách)",
        "I. Sở Kế hoạch và Đầu tư\nĐỡ đầu\n1. Gio Mai\nPhụ trách\n2. Thuận",
        "Xã\tĐơn vị đỡ đầu\tĐơn vị phụ trách\nGio Mai\tSở KH&ĐT\t\nThuận\t\tso ke hoach va dau tu",
        "Tên xã\tSở KH&ĐT\tSở TT&TT\tSở Y tế\nHuyện Gio Linh\nGio Mai\tđ\t\t\nHuyện Hướng Hóa\nThuận\tP\t\t",
        "Đơn vị\tGio Mai\tThuận\tVĩnh Tú\nSở KH&ĐT\tĐĐ\tPT\t\nSở Y tế\t\t\t-",
        '"Cơ quan"\t"Các xã"\n"Sở KH&ĐT"\t"Gio Mai (đỡ đầu)\nThuận (phụ trách)"',
    ],
)
def test_the_same_list_in_every_layout(world, text):
    found = read(text)
    assert (said(world, found), found.open_questions) == (
        {(KHDT, "Gio Mai"): "sponsor", (KHDT, "Thuận"): "in_charge"},
        [],
    )


def test_a_comma_inside_a_name_of_an_agency_parts_nothing(world):
    found = read("Xã\tĐơn vị\nGio Mai\tSở Văn hóa, Thể thao và Du lịch\nThuận\tSở Y tế, Sở KH&ĐT")
    assert said(world, found) == {
        ("so-van-hoa", "Gio Mai"): "",
        (YTE, "Thuận"): "",
        (KHDT, "Thuận"): "",
    }


def test_a_blank_agency_right_of_a_commune_is_nobody(world):
    found = read("Xã\tĐơn vị\nGio Mai\tSở Y tế\nThuận\t")
    assert said(world, found) == {(YTE, "Gio Mai"): ""}
    assert any("Thuận không có cơ quan" in note for note in found.notes)


def test_totals_numbers_and_districts_are_no_communes(world):
    found = read(
        "STT\tXã\tSở KH&ĐT\tSở TT&TT\tSở Y tế\tCộng\n"
        "I\tHuyện Gio Linh\t1\t\t\t1\n1\tGio Mai\tx\t\t\t1\n\tTổng cộng\t1\t0\t0\t1"
    )
    assert said(world, found) == {(KHDT, "Gio Mai"): ""}
    assert asked(found) == {}


def test_the_police_are_no_total(world):
    police = AgencyFactory(slug="cong-an-tinh", name="Công an tỉnh").slug
    for text in (
        "Công an tỉnh\tGio Mai\nTổng cộng\t1",
        "Xã\tCông an tỉnh\tSở Y tế\tSở KH&ĐT\tCộng\nGio Mai\tx\t\t\t1",
        "Cơ quan\tGio Mai\tThuận\tVĩnh Tú\nCông an tỉnh\tx\t\t\nCộng\t1\t0\t0",
    ):
        assert said(world, read(text)) == {(police, "Gio Mai"): ""}


def test_a_list_of_one_column_is_not_a_matrix(world):
    found = read("Sở Y tế\nGio Mai\nThuận\nSở KH&ĐT\nVĩnh Tú")
    assert set(said(world, found)) == {(YTE, "Gio Mai"), (YTE, "Thuận"), (KHDT, "Vĩnh Tú")}


# ── never a guess ────────────────────────────────────────────────────────────────────────────


def test_unknown_names_are_asked_with_suggestions(world):
    found = read("Cơ quan\tXã\nNgân hàng Nhà nước\tGio Mai\nSở Y tế\tVĩnh Tu\nSở Y tê\tABC")
    assert said(world, found) == {(YTE, "Vĩnh Tú"): ""}
    assert asked(found) == {"Ngân hàng Nhà nước": [], "ABC": []}


def test_a_name_of_two_communes_is_asked_unless_the_district_tells(world):
    world.communes["Gio Mỹ"].name = "Tân Thành"
    world.communes["Gio Mỹ"].save()
    plain = read("Cơ quan\tXã\nSở Y tế\tTân Thành")
    assert asked(plain) == {
        "Tân Thành": ["Tân Thành (huyện Gio Linh)", "Tân Thành (huyện Hướng Hóa)"]
    }
    for text in (
        "Cơ quan\tXã\tHuyện\nSở Y tế\tTân Thành\tHướng Hóa",
        "Cơ quan\tXã\nSở Y tế\tTân Thành (Hướng Hóa)",
        "Xã\tSở Y tế\tSở KH&ĐT\tSở TT&TT\nHuyện Hướng Hóa\nTân Thành\tx\t\t",
    ):
        assert [one.commune for one in read(text).pairs] == [world.code("Tân Thành")]


def test_answers_are_taken_and_names_left_out(world):
    text = "Cơ quan\tXã\nNgân hàng Nhà nước\tGio Mai\nSở Y tế\tABC\nSở Y tế\tThuận"
    (bank, place) = (one.question for one in read(text).open_questions)
    found = read(text, answers={bank: KHDT, place: "-"})
    assert said(world, found) == {(KHDT, "Gio Mai"): "", (YTE, "Thuận"): ""}
    assert (found.open_questions, len(found.asked)) == ([], 2)


def test_an_answer_that_names_nobody_leaves_the_question_open(world):
    text = "Cơ quan\tXã\nNgân hàng Nhà nước\tGio Mai\nSở Y tế\tThuận"
    (bank,) = (one.question for one in read(text).open_questions)
    assert asked(read(text, answers={bank: "co-quan-khac"})) == {"Ngân hàng Nhà nước": []}


def test_a_mark_nobody_can_tell_is_asked_and_given_a_meaning(world):
    text = "Xã\tSở KH&ĐT\tSở TT&TT\tSở Y tế\nGio Mai\t?\tđ\t\nThuận\t\t?\tx"
    found = read(text)
    assert said(world, found) == {(TTTT, "Gio Mai"): "sponsor", (YTE, "Thuận"): ""}
    assert [one.text for one in found.open_marks] == ["?"]
    settled = read(text, marks={"?": "in_charge"})
    assert said(world, settled)[KHDT, "Gio Mai"] == "in_charge"
    assert settled.open_marks == []
    assert (TTTT, "Thuận") not in said(world, read(text, marks={"?": "none"}))


def test_two_duties_in_one_cell_are_asked(world):
    found = read("Cơ quan\tXã\tNhiệm vụ\nSở Y tế\tGio Mai\tphụ trách, đỡ đầu")
    assert (found.pairs, [one.text for one in found.open_marks]) == ([], ["phụ trách, đỡ đầu"])


def test_the_same_pair_with_two_duties_is_told_and_left_unknown(world):
    found = read("Cơ quan\tXã\tNhiệm vụ\nSở Y tế\tGio Mai\tđỡ đầu\nSở Y tế\tGio Mai\tphụ trách")
    assert said(world, found) == {(YTE, "Gio Mai"): ""}
    assert "hai nhiệm vụ khác nhau" in found.problems[0]


def test_an_agency_that_has_ended_suggests_its_successor(world):
    AgencyFactory(
        slug="so-cu",
        name="Sở Bưu chính",
        ends=STARTS.replace(year=2023),
        successor=world.agencies[TTTT],
    )
    found = read("Cơ quan\tXã\nSở Bưu chính\tGio Mai\nSở Y tế\tThuận")
    assert asked(found) == {"Sở Bưu chính": ["Sở Thông tin và Truyền thông"]}


def test_a_table_without_communes_is_told(world):
    found = read("Tên\tNăm\nA\t2020")
    assert (found.pairs, found.layout) == ([], "")
    assert "Không tìm thấy cơ quan và xã" in found.problems[0]


# ── files ────────────────────────────────────────────────────────────────────────────────────


def workbook(**sheets):
    buffer = BytesIO()
    with Workbook(buffer) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return buffer.getvalue()


def test_the_sheet_that_tells_most_is_read_or_the_one_chosen(world):
    content = workbook(
        Bia=[["Quyết định"]],
        A=[["Sở Y tế", "Gio Mai"]],
        B=[["Sở Y tế", "Gio Mai"], ["Sở KH&ĐT", "Thuận"]],
    )
    options = {"starts": f"{STARTS}"}
    most = read_sheets(from_file(content), options)
    assert (most.sheet, len(most.pairs), most.sheets) == ("B", 2, ["Bia", "A", "B"])
    chosen = read_sheets(from_file(content), options | {"sheet": "A"})
    assert (chosen.sheet, len(chosen.pairs)) == ("A", 1)


def test_an_empty_file_is_refused(world):
    with pytest.raises(ValidationError) as refused:
        read_sheets(from_file(workbook(A=[])), {"starts": f"{STARTS}"})
    assert refused.value.code == "empty"


def test_a_long_list_asks_the_database_as_often_as_a_short_one(world):
    rows = [f"Sở Y tế\t{name}" for name in world.communes] + ["Cơ quan lạ\tXã lạ"]
    costs = []
    for text in ("\n".join(rows[:1]), "\n".join(rows * 20)):
        with CaptureQueriesContext(connection) as caught:
            read(text)
        costs.append(len(caught))
    assert (
        costs[1] - costs[0] <= 2
    )  # old names and districts, asked once where something is not sure
    assert costs[1] <= 9


def test_a_plan_comes_back_from_json_as_it_was(world):
    found = read("Xã\tSở KH&ĐT\tSở TT&TT\tSở Y tế\nGio Mai\t?\tđ\t\nLạ\tx\t\t")
    assert AssignmentList.from_json(found.to_json()) == found


# ── words ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hướng Việt, Vĩnh Thái", ["Hướng Việt", "Vĩnh Thái"]),
        ("các xã Hải Ba; Hải Dương và Tân Liên.", ["Hải Ba", "Hải Dương", "Tân Liên"]),
        ("- Gio Mai\n- Thuận", ["Gio Mai", "Thuận"]),
        ("04 xã: Gio Mai, Thuận", ["Gio Mai", "Thuận"]),
        ("12", []),
        ("", []),
    ],
)
def test_the_names_of_a_cell(text, names):
    assert [one.text for one in pieces(text)] == names


def test_brackets_are_of_the_names_before_them():
    first, second, third = pieces("Gio Mai, Gio Mỹ (Gio Linh); Thuận (đỡ đầu)")
    assert (first.within, second.within, third.within) == ("Gio Linh", "Gio Linh", "")
    assert (first.duty, third.duty) == ("", "đỡ đầu")


@pytest.mark.parametrize(
    ("mark", "means"),
    [
        *(("Đ", "sponsor"), ("ĐĐ", "sponsor"), ("xã đỡ đầu", "sponsor"), ("p", "in_charge")),
        *(("PT", "in_charge"), ("x", "unknown"), ("✓", "unknown"), ("0", "none"), ("-", "none")),
        *(("?", ""), ("đỡ đầu, phụ trách", ""), ("abc", "")),
    ],
)
def test_what_marks_mean(mark, means):
    assert meaning(mark) == means
