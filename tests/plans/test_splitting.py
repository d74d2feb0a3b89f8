"""A pasted sentence gives the criteria it names and its target."""

from decimal import Decimal

import pytest

from plans.names import Aim, read_aim, split

OLD = [
    *("Quy hoạch", "Giao thông", "Thủy lợi", "Điện", "Trường học", "Cơ sở vật chất văn hóa"),
    *("Cơ sở hạ tầng thương mại nông thôn", "Thông tin và Truyền thông", "Nhà ở dân cư"),
    *("Thu nhập", "Hộ nghèo", "Lao động có việc làm", "Tổ chức sản xuất", "Giáo dục và Đào tạo"),
    *("Y tế", "Văn hóa", "Môi trường và an toàn thực phẩm"),
    *("Hệ thống chính trị và tiếp cận pháp luật", "Quốc phòng và An ninh"),
]
NAMES = list(enumerate(OLD, start=1))
THUAN = (
    "trường học, cơ sở vật chất văn hóa, thu nhập, hộ nghèo, tổ chức sản xuất, môi trường và an toàn "
    "thực phẩm, tổ chức chính trị và tiếp cận pháp luật, quốc phòng và an ninh và phấn đấu đạt chuẩn "
    "nông thôn mới đến năm 2025."
)


def keys(text, names=NAMES):
    return [one.key for one in split(text, names).named]


def test_a_list_with_and_inside_names_gives_eight_criteria_and_the_target():
    found = split(THUAN, NAMES)
    assert [one.key for one in found.named] == [5, 6, 10, 11, 13, 17, 18, 19]
    assert found.named[6].printed == "tổ chức chính trị và tiếp cận pháp luật"
    assert found.target == "phấn đấu đạt chuẩn nông thôn mới đến năm 2025"
    assert found.rest == ()


def test_the_whole_line_of_a_plan_is_read_with_what_stands_before():
    found = split(
        "+ Hỗ trợ xã Gio Mai hoàn thiện các tiêu chí chưa đạt (giao thông, cơ sở vật chất văn hóa), "
        "đưa xã Gio Mai đạt chuẩn nông thôn mới đến năm 2021.",
        NAMES,
    )
    assert [one.key for one in found.named] == [2, 6]
    assert found.head == "+ Hỗ trợ xã Gio Mai hoàn thiện các tiêu chí chưa đạt"
    assert found.target == "đưa xã Gio Mai đạt chuẩn nông thôn mới đến năm 2021"
    assert found.rest == ()


def test_the_whole_line_of_thuan_with_its_line_breaks_is_read_alike():
    broken = THUAN.replace("văn hóa,", "văn\nhóa,")
    line = "Hỗ trợ xã Thuận hoàn thiện các tiêu chí chưa đạt:\n" + broken
    assert keys(line) == [5, 6, 10, 11, 13, 17, 18, 19]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("truong hoc, y te va moi truong", [5, 15, 17]),
        ("Trường học và Y tế; thuỷ lợi", [5, 15, 3]),
        ("5. Trường học 6. Cơ sở vật chất VH", [5, 6]),
        ("tiêu chí số 13 Tổ chức sản xuất; số 17 (Môi trường và ATTP)", [13, 17]),
        ("thông tin & truyền thông, thông tin và tuyên truyền", [8]),
        ("văn hóa, cơ sở vật chất văn hóa", [16, 6]),
        ("tổ chức sản xuất và môi trường và an toàn thực phẩm", [13, 17]),
        ("quốc phòng, an ninh", [19]),
        ("điện, điện thoại", [4]),
        ("đại diện xã, toàn diện", []),
        ("bưu điện và nhà ở dân cư", [9]),
        ("hộ nghéo", []),
    ],
)
def test_names_are_found_where_an_item_begins(text, expected):
    assert keys(text) == expected


def test_what_is_not_understood_between_criteria_is_told():
    found = split(
        "giao thông, nước sạch tập trung, y tế, cây xanh và phấn đấu về đích 2025", NAMES
    )
    assert found.rest == ("nước sạch tập trung", "cây xanh")
    assert found.target == "phấn đấu về đích 2025"


def test_names_of_an_older_set_mean_what_they_became():
    names = [(111, "Nghèo đa chiều"), (111, "Hộ nghèo"), (112, "Lao động")]
    assert keys("hộ nghèo, lao động có việc làm", names) == [111, 112]


def test_a_target_that_stands_before_the_criteria_is_found():
    found = split("Đạt chuẩn năm 2025, hoàn thiện tiêu chí: giao thông, điện", NAMES)
    assert [one.key for one in found.named] == [2, 4]
    assert found.target.startswith("Đạt chuẩn năm 2025")


def test_a_sentence_without_criteria_is_a_target():
    found = split("Đến năm 2025 đạt 14 đến 15/19 tiêu chí", NAMES)
    assert not found.named
    assert found.target == "Đến năm 2025 đạt 14 đến 15/19 tiêu chí"


@pytest.mark.parametrize(
    ("text", "aim"),
    [
        ("phấn đấu đạt chuẩn nông thôn mới đến năm 2025", Aim("ntm", year=2025)),
        ("Về đích trong năm 2020", Aim("ntm", year=2020)),
        (
            "Đến năm 2025 đạt 14 đến 15/19 tiêu chí",
            Aim("", Decimal(14), Decimal(15), 19, 2025),
        ),
        ("đạt 14–15/19 tiêu chí năm 2025", Aim("", Decimal(14), Decimal(15), 19, 2025)),
        ("đạt 15 tiêu chí vào năm 2024", Aim("", Decimal(15), None, None, 2024)),
        ("17/19 tiêu chí", Aim("", Decimal(17), None, 19, None)),
        ("xây dựng xã nông thôn mới kiểu mẫu, hướng đến nông thôn mới nâng cao", Aim("model")),
        ("đạt chuẩn nông thôn mới nâng cao năm 2025", Aim("advanced", year=2025)),
        ("Nâng cao chất lượng các tiêu chí", Aim()),
        ("theo Quyết định 12/3 năm 2025", Aim(year=2025)),
    ],
)
def test_targets_in_words(text, aim):
    assert read_aim(text) == aim
