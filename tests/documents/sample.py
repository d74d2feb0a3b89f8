"""A six-month report as a department sends it: long names, a wide appendix, a drawing. Its figures are made up."""

from dataclasses import replace

from documents.blocks import (
    Appendix,
    Bullets,
    Column,
    Figure,
    Head,
    Heading,
    Paragraph,
    PrintedPaper,
    Row,
    Signature,
    Table,
)

ATTACHED = (
    "Kèm theo Báo cáo số      /BC-STTTT ngày      tháng 6 năm 2024 "
    "của Sở Thông tin và Truyền thông"
)
BARS = "".join(
    f'<text x="0" y="{22 + 30 * place}">{name}</text>'
    f'<rect x="110" y="{8 + 30 * place}" width="{17 * value}" height="18" fill="#777"/>'
    f'<text x="{118 + 17 * value}" y="{22 + 30 * place}">{value}</text>'
    for place, (name, value) in enumerate(
        [("Hướng Việt", 10), ("Vĩnh Thái", 17), ("Vĩnh Tú", 19), ("Vĩnh Long", 19)]
    )
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 460 130" width="460" height="130" role="img">'
    f'<title>Số tiêu chí đạt của bốn xã</title><g font-size="13" fill="#000">{BARS}</g></svg>'
)
UNMET = (
    "2. Giao thông; 5. Trường học; 6. Cơ sở vật chất văn hóa; 9. Nhà ở dân cư; 10. Thu nhập; "
    "11. Nghèo đa chiều; 13. Tổ chức sản xuất và phát triển kinh tế nông thôn; "
    "17. Môi trường và an toàn thực phẩm; 18. Hệ thống chính trị và tiếp cận pháp luật"
)
VINH_THAI = (
    "Xã Vĩnh Thái: đạt 17/19 tiêu chí; còn lại tiêu chí số 2 về Giao thông và tiêu chí số 6 về "
    "Cơ sở vật chất văn hóa"
)

WIDE = Table(
    columns=(
        Column("STT", 4, "center"),
        Column("Xã (huyện)", 11),
        Column("Vai trò", 7, "center"),
        Column("Bộ tiêu chí", 9, "center"),
        Column("31/12/\n2023", 7, "center", "Số tiêu chí đạt"),
        Column("30/6/\n2024", 7, "center", "Số tiêu chí đạt"),
        Column("Tăng/\ngiảm", 6, "center"),
        Column("Tiêu chí chưa đạt", 24),
        Column("Mục tiêu, năm", 10),
        Column("Dự kiến 31/12/\n2024", 7, "center"),
        Column("Ghi chú", 8),
    ),
    rows=(
        Row(("I", "Xã được phân công đỡ đầu"), group=True),
        *(
            Row(
                (
                    f"{place}",
                    f"{name} ({district})",
                    "đỡ đầu",
                    "2021–2025",
                    "10",
                    "10",
                    "0",
                    UNMET,
                    "14–15 tiêu chí, 2025",
                    "11",
                    "",
                )
            )
            for place, (name, district) in enumerate(
                [("Hướng Việt", "Hướng Hóa"), ("Vĩnh Thái", "Vĩnh Linh")] * 3, start=1
            )
        ),
        Row(("II", "Xã được phân công phụ trách"), group=True),
        *(
            Row((f"{place}", name, "phụ trách", "2021–2025", "19", "19", "0", "", "", "19", "-"))
            for place, name in enumerate(
                ["Vĩnh Tú (Vĩnh Linh)", "Vĩnh Long (Vĩnh Linh)"] * 3, start=1
            )
        ),
        Row(("", "Cộng", "", "", "116", "116", "0", "", "", "118", ""), total=True),
    ),
)

LONG = (
    "Sở Thông tin và Truyền thông đã phối hợp với Văn phòng Điều phối nông thôn mới tỉnh, Ủy ban nhân dân "
    "huyện Hướng Hóa và Ủy ban nhân dân huyện Vĩnh Linh rà soát từng tiêu chí của các xã được phân công, "
    "thống nhất cách tính, thời điểm chốt số liệu và trách nhiệm của từng đơn vị trong việc cung cấp minh chứng; "
    "các nội dung chưa thống nhất được ghi lại để tiếp tục làm rõ."
)

REPORT = PrintedPaper(
    head=Head(
        superior="UBND tỉnh Quảng Trị",
        issuer="Sở Thông tin và Truyền thông",
        number="",
        notation="BC-STTTT",
        place="Quảng Trị",
        day=None,
        month=6,
        year=2024,
    ),
    kind="BÁO CÁO",
    subject=(
        "Kết quả phụ trách, đỡ đầu các xã xây dựng nông thôn mới 6 tháng đầu năm 2024 "
        "và phương hướng, nhiệm vụ 6 tháng cuối năm 2024"
    ),
    addressees=(
        "Ủy ban nhân dân tỉnh",
        "Văn phòng Điều phối nông thôn mới tỉnh Quảng Trị",
    ),
    bases=(
        "Căn cứ Quyết định số 1841/QĐ-UBND ngày 14/7/2020 của Ủy ban nhân dân tỉnh",
        "Căn cứ Công văn số 217/VPĐP-HC ngày 30/10/2020 của Văn phòng Điều phối nông thôn mới tỉnh",
    ),
    blocks=(
        Heading("I", "Công tác chỉ đạo, triển khai"),
        Paragraph(LONG),
        Paragraph(LONG),
        Heading("II", "Kết quả thực hiện"),
        Heading("1", "Xã được phân công đỡ đầu", 2),
        Paragraph(LONG),
        Bullets(
            (
                "Xã Hướng Việt: đạt 10/19 tiêu chí, giữ nguyên so với cuối năm 2023",
                VINH_THAI,
            )
        ),
        Figure(SVG, "Hình 1. Số tiêu chí đạt của bốn xã đến ngày 30/6/2024"),
        Heading("2", "Huy động nguồn lực", 2),
        Table(
            columns=(
                Column("STT", 8, "center"),
                Column("Nội dung", 52),
                Column("Kế hoạch năm", 20, "right"),
                Column("Thực hiện 6 tháng", 20, "right"),
            ),
            rows=(
                Row(("1", "Hỗ trợ trực tiếp của đơn vị", "1.250,5", "610")),
                Row(("2", "Vận động doanh nghiệp viễn thông", "3.000", "1.845,2")),
                Row(("", "Tổng cộng", "4.250,5", "2.455,2"), total=True),
            ),
            caption="Kết quả huy động nguồn lực",
            unit="triệu đồng",
        ),
        Heading("III", "Đánh giá"),
        Heading("a", "Kết quả nổi bật", 3),
        Paragraph(LONG),
        Paragraph(LONG),
        Paragraph(LONG),
        Heading("IV", "Phương hướng, nhiệm vụ"),
        Paragraph(LONG),
        Paragraph(LONG),
        Paragraph(LONG),
        Paragraph(
            "Trên đây là kết quả 6 tháng đầu năm 2024 (chi tiết tại các Phụ lục I, II kèm theo), "
            "Sở Thông tin và Truyền thông báo cáo Ủy ban nhân dân tỉnh."
        ),
        Appendix("I", "Kết quả thực hiện tiêu chí của các xã", ATTACHED, (WIDE,), landscape=True),
        Appendix(
            "II",
            "Hoạt động hỗ trợ các xã được phân công đỡ đầu, phụ trách trong 6 tháng đầu năm 2024",
            ATTACHED,
            (Paragraph(LONG), Bullets(("Tuyên truyền", "Tập huấn"))),
        ),
    ),
    signature=Signature(("KT. Giám đốc", "Phó Giám đốc"), "Nguyễn Văn A"),
    recipients=(
        "Ban Giám đốc Sở",
        "Văn phòng, các phòng chuyên môn, đơn vị trực thuộc Sở",
        "Lưu: VT, VP",
    ),
    footer="Có số liệu minh họa, không dùng để báo cáo chính thức",
)

NUMBERED = replace(
    REPORT,
    head=replace(REPORT.head, number="7", day=5, month=3),
    addressees=("Ủy ban nhân dân tỉnh",),
    footer="",
)
