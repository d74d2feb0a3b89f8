"""The five papers at hand once more: every task by its own words, and the facts that stand inside a longer one."""

import pytest

from tests.plans.seed_text import table_of, words_of
from tests.plans.test_seed_papers import content

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

# What a task is, and what its row says besides; spaces are left out, as narrow cells break where they must.
TASKS = [
    ("Rà soát mục tiêu xây dựng nông thôn mới giai đoạn 2024-2025",),
    ("chủ trương, cơ chế, chính sách", "Nghị quyết số 111/2024/QH15 ngày 18/01/2024"),
    ("Đẩy mạnh phong trào “Quảng Trị chung sức xây dựng nông thôn mới”",),
    ("đào tạo, tập huấn", "học tập kinh nghiệm xây dựng nông thôn mới cho 05 huyện"),
    ("Tăng cường công tác đỡ đầu xây dựng nông thôn mới",),
    ("sửa đổi các bộ tiêu chí xã NTM, NTM nâng cao", "chỉ tiêu của bộ tiêu chí huyện NTM"),
    ("kiểm tra, giám sát, nắm bắt tình hình",),
    ("thực hiện xây dựng nông thôn mới theo quy hoạch",),
    ("công nhận xã đạt chuẩn nông thôn mới, nông thôn mới nâng cao năm 2023",),
    ("Trình Trung ương thẩm định, xét công nhận huyện đạt chuẩn NTM, nâng cao năm 2023",),
    ("Trình Trung ương thẩm định, xét công nhận huyện đạt chuẩn NTM năm 2024",),
    ("mục tiêu xã đạt chuẩn nông thôn mới", "756/UBND-KT ngày 07/02/2024"),
    ("thôn, bản thuộc các xã đặc biệt khó khăn", "bộ tiêu chí thôn, bản NTM của các xã ĐBKK"),
    ("Nâng cao chất lượng tiêu chí tại các xã đặc biệt khó khăn", "phấn đấu không còn"),
]
FACTS = {
    "000": [
        "Công văn số 217/VPĐP-HC ngày 30/10/2020",
        "theo Công văn số 217/VPĐP-HC ngày 30/10/2020",
    ],
    "002": [
        "Các xã đã được công nhận đạt chuẩn nông thôn mới nhưng còn tiêu chí yếu",
        "Liên kết doanh nghiệp với hợp tác xã",
        "Vay vốn từ Quỹ hỗ trợ phát triển hợp tác xã",
        "ngày thứ 7 thanh niên xây dựng nông thôn mới",
    ],
    "003": [
        "(16) Tiêu chí số 18 về Hệ thống chính trị và tiếp cận pháp luật",
        "(17) Tiêu chí số 19 về Quốc phòng và an ninh",
        "gắn với tiêu thụ sản phẩm bền vững",
        "gắn với bao tiêu sản phẩm",
        "truy xuất nguồn gốc các sản phẩm chủ lực",
        "Quý 1: Ban hành Kế hoạch nông thôn mới từ xã đến thôn",
        "Quý 2: Thực hiện các nội dung của Nghị quyết và kế hoạch",
        "Quý 3: Thực hiện các nội dung của kế hoạch",
        "Quý 4: Tổng hợp báo cáo kết quả",
        "gửi về UBND xã qua cán bộ phụ trách nông thôn mới",
        "báo cáo kết quả cho UBND xã, Ban chỉ đạo xã",
    ],
    "004": [
        "Giám đốc Sở Nông nghiệp và PTNT - Ủy viên Thường trực Ban chỉ đạo",
        "2. Sở Nông nghiệp và PTNT",
        "Văn phòng điều phối nông thôn mới tỉnh chịu trách nhiệm theo dõi, đôn đốc",
        "đột xuất theo yêu cầu",
        "Thủ trưởng các sở, ban, ngành, Chủ tịch UBND các huyện, thị xã chịu trách nhiệm thi hành",
    ],
}


@pytest.mark.parametrize("name", FACTS)
def test_what_stands_inside_a_longer_sentence_is_printed_whole_and_in_order(name):
    text, place = words_of(content(name)), 0
    for fact in FACTS[name]:
        found = text.find(fact, place)
        assert found >= 0, f"{fact!r} is not after {text[max(0, place - 60) : place]!r}"
        place = found + len(fact)


def test_every_task_says_its_own_words():
    rows = [row for row in table_of(content("004"))[2] if row[0] not in {"I", "II", "III"}]

    for row, (task, *besides) in zip(rows, TASKS, strict=True):
        assert glued(task) in glued(row[1])
        for fact in besides:
            assert glued(fact) in glued(" ".join(row[1:2] + row[5:])), fact


def glued(words):
    return "".join(words.split())
