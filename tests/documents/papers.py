"""A decision, a letter and a long plan, as their kinds are laid out. Their figures are made up."""

from dataclasses import replace

from documents.blocks import (
    Appendix,
    Article,
    Bullets,
    Column,
    Head,
    Heading,
    Paragraph,
    PrintedPaper,
    Row,
    Signature,
    Table,
)
from tests.documents.sample import LONG, REPORT

DECISION = PrintedPaper(
    head=Head(
        superior="",
        issuer="Trưởng Ban Chỉ đạo các Chương trình mục tiêu quốc gia giai đoạn 2021-2025",
        number="645",
        notation="QĐ-BCĐCTMTQG",
        place="Quảng Trị",
        day=27,
        month=3,
        year=2024,
    ),
    kind="QUYẾT ĐỊNH",
    subject="Ban hành Chương trình công tác năm 2024 của Ban Chỉ đạo",
    addressees=(),
    bases=(
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015",
        (
            "Căn cứ Nghị định số 27/2022/NĐ-CP ngày 19 tháng 4 năm 2022 của Chính phủ quy định cơ chế "
            "quản lý, tổ chức thực hiện các chương trình mục tiêu quốc gia"
        ),
        (
            "Theo đề nghị của Giám đốc Sở Nông nghiệp và Phát triển nông thôn tại Văn bản số "
            "794/SNN-KHTC ngày 18 tháng 3 năm 2024"
        ),
    ),
    blocks=(
        Article(
            "1", "Ban hành kèm theo Quyết định này Chương trình công tác (chi tiết tại Phụ lục)."
        ),
        Article("2", "Tổ chức thực hiện:"),
        Bullets(("Các thành viên Ban Chỉ đạo", "Ủy ban nhân dân các huyện, thị xã")),
        Article("3", "Quyết định này có hiệu lực kể từ ngày ký."),
        Appendix(
            "",
            "Chương trình công tác năm 2024",
            "Kèm theo Quyết định số 645/QĐ-BCĐCTMTQG ngày 27 tháng 3 năm 2024 của Trưởng Ban Chỉ đạo",
            (
                Table(
                    (Column("TT", 6, "center"), Column("Nội dung", 60), Column("Thời gian", 34)),
                    (
                        Row(("I", "Nhiệm vụ chung"), group=True),
                        *(Row((str(one), LONG, "Năm 2024")) for one in range(1, 9)),
                    ),
                ),
            ),
            landscape=True,
        ),
    ),
    signature=Signature(
        ("KT. Trưởng ban", "Phó Trưởng ban", "Phó Chủ tịch UBND tỉnh"), "Lê Văn C"
    ),
    recipients=("Như Điều 3", "Thường trực Tỉnh ủy (b/c)", "Lưu: VT, KT"),
    decides=True,
    drafter="TC",
    urgency="THƯỢNG KHẨN",
    code="7K3M-9XPD",
    footer="Có số liệu minh họa, không dùng để báo cáo chính thức",
)

LETTER = replace(
    REPORT,
    head=Head(
        superior="UBND tỉnh Quảng Trị",
        issuer="Văn phòng Điều phối nông thôn mới",
        number="7",
        notation="VPĐP-NV",
        place="Quảng Trị",
        day=18,
        month=6,
        year=2024,
    ),
    kind="",
    subject="đôn đốc thực hiện nhiệm vụ quá hạn",
    bases=(),
    blocks=(Paragraph(LONG), Bullets(("Nhiệm vụ thứ nhất", "Nhiệm vụ thứ hai")), Paragraph(LONG)),
    recipients=("Sở Tài chính (p/h)", "Lưu: VT"),
    drafter="pl.(30)",
    urgency="KHẨN",
    code="7K3M-9XPD",
    footer="",
)

_MANY = Table(
    (
        Column("STT", 6, "center"),
        Column("Xã", 14),
        Column("Nội dung", 40),
        Column("Đơn vị", 20),
        Column("Thời gian", 20, "center"),
    ),
    tuple(
        Row(
            (
                str(one),
                f"Xã thứ {one}",
                "Rà soát từng chỉ tiêu, hoàn thiện hồ sơ " * (1 + one % 3),
                "Phòng",
                "2024",
            )
        )
        for one in range(1, 141)
    ),
)
PLAN = replace(
    REPORT,
    head=replace(REPORT.head, notation="KH-STTTT", number="12", day=5),
    kind="KẾ HOẠCH",
    addressees=(),
    subject="Phụ trách, đỡ đầu các xã xây dựng nông thôn mới năm 2024",
    blocks=(
        Heading("I", "Mục đích, yêu cầu"),
        Paragraph(LONG),
        Heading("II", "Nội dung"),
        Heading("1", "Xã được đỡ đầu", 2),
        Paragraph(f"{LONG} Chi tiết tại Phụ lục."),
        Appendix(
            "",
            "Việc của từng xã",
            "Kèm theo Kế hoạch số     /KH-STTTT ngày     tháng 6 năm 2024 của Sở Thông tin và Truyền thông",
            (_MANY,),
            landscape=True,
        ),
    ),
    recipients=("UBND tỉnh (b/c)", "Lưu: VT, VP"),
    code="7K3M-9XPD",
    footer="",
)
