"""The five papers at hand, as shipped: each prints with every fact that it is known for, in order, as issued."""

from functools import cache

import pytest

from documents import pdf
from documents.blocks import Appendix, Fed, Heading, from_json
from documents.choices import PaperKind, PaperState, RelationKind
from documents.formcheck import check_paper, check_pdf
from documents.models import Arrival, OfficialDocument
from documents.selectors import known_of
from documents.selectors.printed import printed
from tests.plans.seed_text import table_of, words_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

HEAD = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
THUAN = (
    "trường học, cơ sở vật chất văn hóa, thu nhập, hộ nghèo, tổ chức sản xuất, "
    "môi trường và an toàn thực phẩm, tổ chức chính trị và tiếp cận pháp luật, quốc phòng và an ninh "
    "và phấn đấu đạt chuẩn nông thôn mới đến năm 2025"
)
KEYS = {
    "000": {"kind": "KH", "number": "", "year": 2020},
    "001": {"number": "2071", "notation": "SKH-KTN"},
    "002": {"number": "224", "notation": "KH-LMHTX"},
    "003": {"number": "18", "notation": "KH-UBND"},
    "004": {"number": "645", "notation": "QĐ-BCĐCTMTQG"},
}
FACTS = {
    "000": [
        *("UBND TỈNH QUẢNG TRỊ", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "Số: /", *HEAD),
        *("Quảng Trị, ngày tháng 11 năm 2020", "KẾ HOẠCH"),
        "Triển khai Quyết định số 1841/QĐ-UBND ngày 14/7/2020 của UBND tỉnh",
        "về phụ trách, đỡ đầu các xã xây dựng Nông thôn mới",
        *("I. CĂN CỨ", "1841/QĐ-UBND ngày 14/7/2020", "217/VPĐP-HC ngày 30/10/2020"),
        *("II. MỤC ĐÍCH", "Đến năm 2025, 101 xã", "Tiêu chí Thông tin và Truyền thông"),
        *("02 xã được giao đỡ đầu", "Hướng Việt (huyện Hướng Hóa)", "Vĩnh Thái (huyện Vĩnh Linh)"),
        *("02 xã được giao phụ trách địa bàn", "Vĩnh Tú, Vĩnh Long (huyện Vĩnh Linh)", "kiểu mẫu"),
        *("Hướng Việt", "năm 2025", "14 đến 15/19 tiêu chí"),
        *("III. HIỆN TRẠNG", "Hướng Việt", "10/19", "đã Đạt", "Vĩnh Thái", "17/19", "đã Đạt"),
        *("Hội đồng thẩm định tỉnh", "năm 2020", "Vĩnh Tú và xã Vĩnh Long"),
        "chưa có kế hoạch về đích Nông thôn mới kiểu mẫu",
        *("IV. NỘI DUNG", "1. Đối với các xã được phân công đỡ đầu", "định kỳ 6 tháng, năm"),
        *("2. Đối với các xã được phân công phụ trách", "kiểu mẫu", "V. TỔ CHỨC"),
        *("1. Văn phòng Sở Thông tin và Truyền thông", "217/VPĐP-HC", "Ưu tiên"),
        *("2. Phòng Bưu chính Viễn thông", "Hướng Việt", "3. Phòng Công nghệ thông tin", "./."),
        *("Nơi nhận:", "- Văn phòng Điều phối NTM tỉnh (b/c);"),
        *("- Văn phòng, các phòng Sở TTTT (thực hiện);", "- Lưu: VT, VP."),
        *("GIÁM ĐỐC", "Nguyễn Văn Tường"),
    ],
    "001": [
        *("UBND TỈNH QUẢNG TRỊ", "SỞ KẾ HOẠCH VÀ ĐẦU TƯ", "Số: 2071/SKH-KTN", *HEAD),
        *("Quảng Trị, ngày 08 tháng 12 năm 2020", "KẾ HOẠCH"),
        "Thực hiện công tác phụ trách, đỡ đầu cho các xã xây dựng nông thôn mới",
        *("1841/QĐ-UBND ngày 14/7/2020", "I. MỤC ĐÍCH, YÊU CẦU", "xã Thuận, xã Gio Mai"),
        *("kiểu mẫu", "xã Gio Mỹ, xã Cam Chính", "III. NỘI DUNG THỰC HIỆN"),
        *("6 tháng, hàng năm", "Gio Mai", "(giao thông, cơ sở vật chất văn hóa)", "năm 2021"),
        *("xã Thuận", THUAN, "Gio Mỹ nâng cao chất lượng"),
        *("Cam Chính", "kiểu mẫu, hướng đến xây dựng nông thôn mới nâng cao", "điển hình"),
        *("IV. TỔ CHỨC THỰC HIỆN", "1. Phòng Kinh tế ngành"),
        "2. Các phòng: Khoa Giáo – Văn xã, Tổng hợp - Quy hoạch",
        *("Nơi nhận:", "- UBND tỉnh (b/c);", "- VPĐP NTM tỉnh;", "- UBND các huyện HH, CL, GL;"),
        *("- UBND các xã Thuận, Cam Chính, Gio Mỹ, Gio Mai;", "- GĐ, PGĐ Nguyễn Huy;"),
        *("- Các phòng: TH-QH, KGVX;", "- Lưu: VT, KGVX, KTN, NLJ."),
        *("GIÁM ĐỐC", "Trương Chí Trung"),
    ],
    "002": [
        *("LIÊN MINH HỢP TÁC XÃ", "Số: 224/KH-LMHTX", *HEAD),
        *("ngày 06 tháng 11 năm 2020", "KẾ HOẠCH", "1600/QĐ-TTg ngày 16/8/2016"),
        *("1841/QĐ-UBND ngày 14/7/2020", "217/VPĐP-HC ngày 30/10/2020"),
        *("[Toàn văn chưa có", "kiểu mẫu, nâng cao và thôn, bản", "1. Hỗ trợ về pháp lý"),
        *("05 nội dung", "2. Hỗ trợ về kinh phí", "doanh nghiệp với hợp tác xã"),
        *("Quỹ hỗ trợ phát triển hợp tác xã", "Cán bộ phụ trách", "Trưởng các phòng"),
        *("Đoàn thanh niên", "ngày thứ 7 thanh niên", "báo cáo bằng văn bản", "Nơi nhận:"),
        *("- VPĐP NTM tỉnh;", "- UBND huyện Hải Lăng;", "- UBND huyện Hướng Hóa;"),
        "- UBND các xã Hải Thượng, Hải Ba, Hải Dương, Tân Liên;",
        *("- CT, PCT, các phòng ban;", "- BCH Công đoàn, Đoàn thanh niên;", "- Lưu: VT."),
        *("TM. LIÊN MINH HỢP TÁC XÃ", "Cấp Kim Thành"),
    ],
    "003": [
        *("ỦY BAN NHÂN DÂN XÃ QUANG TRUNG", "Số: 18/KH-UBND", *HEAD),
        *("Quang Trung, ngày 27 tháng 02 năm 2024", "KẾ HOẠCH"),
        "Thực hiện Chương trình MTQG xây dựng nông thôn mới năm 2024",
        *("34-NQ/ĐU ngày 25/12/2023", "34/NQ-HĐND ngày 27/12/2023", "16/QĐ-UBND ngày 25/01/2024"),
        *("I. MỤC ĐÍCH", "II. NHIỆM VỤ", "17/19 tiêu chí được duy trì và nâng cao"),
        *("(1) Tiêu chí số 1 về Quy hoạch", "(2) Tiêu chí số 2 về Giao thông"),
        "(3) Tiêu chí số 3 về Thủy lợi và phòng, chống thiên tai",
        *("(4) Tiêu chí số 4 về Điện", "(5) Tiêu chí số 5 về Trường học"),
        "(6) Tiêu chí số 6 về cơ sở vật chất VH",
        "(7) Tiêu chí số 7 cơ sở hạ tầng thương mại nông thôn",
        "(8) Tiêu chí số 8 về thông tin & tuyên truyền",
        *("(9) Tiêu chí số 9 về nhà ở dân cư", "(10) Tiêu chí số 10 về thu nhập"),
        *("(11) Tiêu chí số 11 về Nghèo đa chiều", "(12) Tiêu chí số 12 về Lao động"),
        *("(13) Tiêu chí số 15 về Y tế", "(14) Tiêu chí số 14 về giáo dục và đào tạo"),
        *("(15) Tiêu chí số 16 về Văn hóa", "(16) Tiêu chí số 18", "(17) Tiêu chí số 19"),
        "02 tiêu chí chưa đạt",
        "(1) Tiêu chí số 13 về Tổ chức sản xuất và phát triển kinh tế nông thôn",
        "(2) Tiêu chí số 17 về Môi trường và an toàn thực phẩm",
        *("13.2", "mô hình liên kết", "UBND xã", "trong năm 2024", "13.3", "VietGAP"),
        *("Giấy chứng nhận", "trong năm 2024", "nước sạch tập trung", "5 thôn"),
        *("Hợp Lộc, Thuận Hòa, Bái E (?), «Ram Dudng» (?), Quang Vinh", "trên 20% số hộ"),
        *("Đề xuất cấp trên", "trong năm 2024", "III. TỔ CHỨC", "55-KH/HU", "chủ nhật sạch"),
        *("hằng tuần báo cáo Trưởng ban chỉ đạo", "dưới 6,5%", "mía, sắn", "BCĐ huyện"),
        *("Quý 1:", "Quý 2:", "Quý 3:", "Quý 4:", "ngày 16 hằng tháng"),
        *("Thường trực Ban chỉ đạo xã", "Các đơn vị Trường học, Trạm Y tế"),
        *("Ban chỉ đạo xây dựng nông thôn mới xã Quang Trung", "Nơi nhận:"),
        *("- Văn phòng ĐP NTM huyện (b/c);", "- TTr Đảng ủy, HĐND (b/c);"),
        *(
            "- CT, các PCT UBND xã (b/c);",
            "- Các thành viên BCĐ (t/h);",
            "- MTTQ, các BT (?) (t/h);",
        ),
        *("- 11 thôn, Trường học, Trạm Y tế (t/h);", "- Lưu: VPUBND, BCĐ xã."),
        *("CHỦ TỊCH", "Bùi Văn Lượng"),
    ],
    "004": [
        "TRƯỞNG BAN CHỈ ĐẠO CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA GIAI ĐOẠN 2021-2025",
        *("Số: 645/QĐ-BCĐCTMTQG", *HEAD, "Quảng Trị, ngày 27 tháng 3 năm 2024", "QUYẾT ĐỊNH"),
        "Ban hành Chương trình công tác trọng tâm năm 2024",
        "TRƯỞNG BAN CHỈ ĐẠO CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA GIAI ĐOẠN 2021-2025",
        *(
            "ngày 19 tháng 6 năm 2015",
            "ngày 22 tháng 11 năm 2019",
            "111/2024/QH15 ngày 18/01/2024",
        ),
        *("27/2022/NĐ-CP ngày 19 tháng 4 năm 2022", "38/2023/NĐ-CP ngày 24 tháng 6 năm 2023"),
        "960/QĐ-UBND ngày 05 tháng 4 năm 2022",
        "1499/QĐ-BCĐCTMTQG ngày 06 tháng 6 năm 2022",
        *("Giám đốc Sở Nông nghiệp và PTNT", "794/SNN-KHTC ngày 18 tháng 3 năm 2024."),
        *("QUYẾT ĐỊNH:", "Điều 1. Ban hành", "Phụ lục", "Điều 2. Tổ chức thực hiện"),
        *("1. Các sở, ban, ngành, các thành viên", "2. Sở Nông nghiệp và PTNT"),
        *("định kỳ báo cáo Thường trực Ban chỉ đạo", "đột xuất"),
        *("3. Ủy ban nhân dân các huyện, thị xã", "Điều 3.", "kể từ ngày ký", "./.", "Nơi nhận:"),
        *("- Như Điều 3;", "- TT Tỉnh ủy (b/cáo);", "- TT HĐND tỉnh (b/cáo);"),
        *("- Trưởng Ban chỉ đạo (b/cáo);", "- UBMTTQVN tỉnh;", "- VPĐP NTM tỉnh;"),
        *("- Lưu: VT, KT.", "TC", "KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"),
        *("PHÓ CHỦ TỊCH UBND TỈNH", "Hà Sỹ Đồng"),
    ],
}
NNPTNT = "Sở Nông nghiệp và PTNT"
# Group, TT, leads, who coordinates, deadline, and what its result or note says.
TASKS = [
    ("I", "1", NNPTNT, "Các sở, ban ngành, UBND các huyện, thị xã", "Năm 2024", ()),
    (
        *("I", "2", f"Sở Kế hoạch và Đầu tư, Sở Tài chính, {NNPTNT}", "Các sở", "Năm 2024"),
        ("111/2024/QH15",),
    ),
    (
        *("I", "3", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "đoàn thể cấp tỉnh", "Năm 2024"),
        ("phong trào", "phản biện xã hội"),
    ),
    (
        *("I", "4", "Văn phòng Điều phối nông thôn mới tỉnh", "Các sở", "Năm 2024"),
        ("05 huyện",),
    ),
    (
        *("I", "5", "Các sở, ban ngành, đơn vị được phân công"),
        "UBND các huyện Đakrông, Hướng Hóa, Gio Linh, Triệu Phong, Vĩnh Linh, Hải Lăng",
        "Năm 2024",
        ("09 xã vùng DTTS và MN", "dưới 13 tiêu chí", "1625/QĐ-UBND ngày 22/6/2022"),
    ),
    ("I", "6", NNPTNT, "phụ trách tiêu chí", "Quý II/2024", ("Thủ tướng Chính phủ giao",)),
    ("I", "7", "Thành viên Ban chỉ đạo", "UBND các huyện, thị xã", "Năm 2024", ()),
    ("I", "8", "Sở Xây dựng", "UBND các huyện, thị xã, các sở", "Năm 2024", ("quy hoạch",)),
    (
        *("II", "1", NNPTNT, "Vĩnh Linh, Gio Linh, Hải Lăng, Triệu Phong, Cam Lộ", "Tháng 4/2024"),
        ("Vĩnh Ô", "năm 2024"),
    ),
    ("II", "2", NNPTNT, "Hải Lăng, Triệu Phong, Cam Lộ", "Quý II/2024", ()),
    (
        *("II", "3", NNPTNT, "UBND các huyện Vĩnh Linh", "Tháng 6/2024"),
        ("837/UBND-KT ngày 21/02/2024",),
    ),
    (
        *("II", "4", NNPTNT, "UBND các huyện, thị xã", "Tháng 12/2024"),
        ("76,2%", "77/101 xã", "19 xã NTM nâng cao", "05 xã NTM kiểu mẫu", "756/UBND-KT"),
    ),
    (
        *("III", "1", NNPTNT, "Hướng Hóa, Đakrông, Gio Linh, Vĩnh Linh", "Năm 2024"),
        ("2052/QĐ-UBND ngày 08/8/2022", "6500/UBND-KT ngày 07/12/2023"),
    ),
    (
        *("III", "2", f"{NNPTNT}, Sở Lao động - Thương binh và Xã hội, Ban Dân tộc tỉnh"),
        *("Hướng Hóa, Đakrông", "Năm 2024", ("dưới 13 tiêu chí",)),
    ),
]


# What a task is, and what its row says besides; spaces are left out, as narrow cells break where they must.
OWN_WORDS = [
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
# Facts that stand inside a longer sentence.
WHOLE = {
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


def paper(name):
    return OfficialDocument.objects.get(**KEYS[name])


@cache
def content(name):
    return pdf.render(printed(paper(name)))


def assert_in_order(facts, text):
    place = 0
    for fact in facts:
        found = text.find(fact, place)
        assert found >= 0, f"{fact!r} is not after {text[max(0, place - 60) : place]!r}"
        place = found + len(fact)


@pytest.mark.parametrize("name", FACTS)
def test_each_paper_prints_with_every_fact_in_order(name):
    assert_in_order(FACTS[name], words_of(content(name)))


def test_the_decision_prints_its_fourteen_tasks_cell_by_cell():
    above, heads, rows = table_of(content("004"))

    assert "BAN HÀNH CHƯƠNG TRÌNH CÔNG TÁC TRỌNG TÂM NĂM 2024" in above
    assert "(Kèm theo Quyết định số 645/QĐ-BCĐCTMTQG ngày 27/3/2024" in above
    assert len(heads) > 1
    assert all(head == heads[0] for head in heads)
    assert heads[0][2:4] == [
        "Chịu trách nhiệm chủ trì, chỉ đạo/ đôn đốc",
        "Chịu trách nhiệm phối hợp",
    ]
    group, found = "", []
    for row in rows:
        if row[0] in {"I", "II", "III"}:
            group = row[0]
        else:
            found.append((group, row))
    assert [(group, row[0]) for group, row in found] == [task[:2] for task in TASKS]
    for (_, row), (*_, leads, beside, due, said) in zip(found, TASKS, strict=True):
        told = [_glued(cell) for cell in row]
        assert told[2] == _glued(leads)
        assert _glued(beside) in told[3]
        assert told[4] == _glued(due)
        for fact in said:
            assert _glued(fact) in "".join(told[1:2] + told[5:]), fact


def _glued(words):
    """Without spaces: a narrow cell breaks a symbol after its slash or hyphen."""
    return "".join(words.split())


@pytest.mark.parametrize("name", WHOLE)
def test_what_stands_inside_a_longer_sentence_is_printed_whole_and_in_order(name):
    assert_in_order(WHOLE[name], words_of(content(name)))


def test_every_task_says_its_own_words():
    rows = [row for row in table_of(content("004"))[2] if row[0] not in {"I", "II", "III"}]

    for row, (task, *besides) in zip(rows, OWN_WORDS, strict=True):
        assert _glued(task) in _glued(row[1])
        for fact in besides:
            assert _glued(fact) in _glued(" ".join(row[1:2] + row[5:])), fact


def test_a_plan_keeps_the_numbers_of_its_sections_as_printed():
    blocks = from_json(paper("001").body)

    sections = [one for one in blocks if isinstance(one, Heading) and one.level == 1]
    assert [one.number for one in sections] == ["I", "III", "IV"]


def test_only_what_ends_so_in_the_original_ends_with_its_mark():
    ends = {name: "./." in words_of(content(name)) for name in FACTS}
    assert ends == {"000": True, "001": False, "002": True, "003": True, "004": True}
    assert not table_of(content("004"))[2][-1][5].endswith("./.")


def test_the_appendix_is_fed_from_the_programme():
    (annex,) = [one for one in from_json(paper("004").body) if isinstance(one, Appendix)]
    (fed,) = annex.blocks

    assert isinstance(fed, Fed)
    assert (fed.source, fed.arguments, fed.as_of) == (
        "programme-tasks",
        {"year": "2024"},
        "2024-03-27",
    )
    assert annex.landscape


def test_what_is_not_known_stays_blank():
    draft, alliance = paper("000"), paper("002")

    assert (draft.number, draft.notation, draft.day, draft.month) == ("", "", None, 11)
    assert alliance.signer_post == ""
    assert {paper(name).state for name in KEYS} == {PaperState.REGISTERED}


def test_the_office_entered_two_of_them_as_they_came():
    rows = {one.number: one for one in Arrival.objects.filter(agency__slug="vpdp-ntm")}

    assert rows["973"].paper == paper("002")
    assert rows["1172"].paper == paper("001")
    assert [f"{rows[key].arrived_on:%d/%m/%Y}" for key in ("973", "1172")] == [
        *("12/11/2020", "10/12/2020"),
    ]


def test_papers_stand_to_each_other_as_they_say():
    decision = paper("004")
    based = decision.relations.filter(kind=RelationKind.BASED_ON)

    assert (
        based.count() == 7
    )  # two laws in one line, five more; the proposal has a kind of its own
    assert decision.bases.count() == 7
    assert decision.relations.get(kind=RelationKind.PROPOSED_BY).other.symbol == "794/SNN-KHTC"
    assert decision.kind == PaperKind.DECISION
    assert all(one.other_id for one in decision.bases.all())
    assigned = OfficialDocument.objects.get(number="1841")
    plans = {one.pk for one in map(paper, ("000", "001", "002"))}
    assert plans <= set(assigned.cited_by.values_list("paper", flat=True))


# What a paper breaches as it was issued, by the rules' ids; nothing else is found on its words or its print.
AS_ISSUED = {
    "000": {"S2", "S3", "V4"},  # no number and no symbol; its own «Nông thôn mới»
    "001": {"S3", "B10", "B12"},  # the symbol of a letter; section II is missing; no «./.»
    "002": set(),
    "003": {"G3", "B3"},  # no «TM. ỦY BAN NHÂN DÂN»; cites 55-KH/HU without its day
    "004": {"A7"},  # the appendix has no «./.»: it may be cut
}


@pytest.mark.parametrize("name", AS_ISSUED)
def test_the_form_check_finds_what_was_issued_so_and_nothing_else(name):
    one = paper(name)
    shown = printed(one)
    found = [*check_paper(shown, known_of(one)), *check_pdf(content(name), shown)]

    assert {finding.rule for finding in found} == AS_ISSUED[name]
