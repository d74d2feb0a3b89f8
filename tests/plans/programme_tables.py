"""A programme's table as it is copied out of a decision, with the damage that copying does."""

HEAD = (
    "TT\tNội dung thực hiện\tChịu trách nhiệm chủ trì, chỉ đạo/ đơn đốc\tChịu trách nhiệm phối hợp"
    "\tThời gian hoàn thành\tKết quả thực hiện\tGhi chú"
)
WIDE = f"{HEAD}\t"  # a phantom eighth cell


def row(*cells):
    return "\t".join([*cells, *[""] * (7 - len(cells))])


def table(*lines):
    return "\n".join([HEAD, *lines])


# A table of the shape of QĐ 645: three groups of 8, 4 and 2 tasks, cut by four pages.
DAMAGED = "\n".join(
    [
        HEAD,
        row("I", "Công tác chỉ đạo, điều hành, triển khai thực hiện"),
        row("1", "Rà soát mục tiêu", "Sở Nông nghiệp và PTNT", "Các sở, ban ngành", "Năm 2024"),
        row(
            *(
                "2",
                "Rà soát cơ chế",
                "Sở Kế hoạch và Đầu tư, Sở Tài chính, Sở Nông nghiệp và PTNT",
            ),
            *("Các sở, ban ngành", "Năm 2024", "Nghị quyết số 111/2024/QH15 ngày 18/01/2024"),
        ),
        row(
            *("3", "Đẩy mạnh trao trả “Quảng Trị", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
            *("Các sở, ban ngành, đoàn thể cấp tỉnh,", "Năm 2024", "Tổ chức cuộc vận động"),
        ),
        "",
        HEAD,
        row(
            *("", "chung sức xây dựng nông thôn mới”", "", "UBND các huyện, thị xã", ""),
            "“Toàn dân đoàn kết”; giám sát và phản hiện xã hội",
        ),
        row("4", "Tập huấn", "Văn phòng Điều phối nông thôn mới tỉnh", "", "Năm 2024"),
        row(
            *("5", "Đỡ đầu", "Các sở, ban ngành, đơn vị được phân công"),
            *("UBND các huyện Dakrông, Hướng Hóa, Gio Linh", "Năm 2024", "09 xã vùng DTTTS và MN"),
            "Theo Quyết số 1625/QĐ-UBND ngày 22/6/2022 của UBND tỉnh",
        ),
        row(
            *("6", "Ban hành Quyết định sửa đổi bộ tiêu chí; quy", "Sở Nông nghiệp và PTNT"),
            *("UBND các huyện,", "Quý II/ 2024", "Trình UBND tỉnh"),
        ),
        WIDE,
        row("", "định chỉ tiêu huyện", "", "thị xã", "", "ban hành", "", ""),
        row("7", "Kiểm tra", "Thành viên Ban chỉ đạo", "UBND các huyện, thị xã", "Năm 2024"),
        row("8", "Quy hoạch", "Sở Xây dựng", "các sở, ban ngành liên quan", "Năm 2024"),
        row("II", "Hoàn thành các mục tiêu, nhiệm vụ"),
        row("1", "Xét công nhận xã năm 2023", "Sở Nông nghiệp và PTNT", "", "Tháng 4/2024"),
        row("2", "Trình huyện 2023", "Sở Nông nghiệp và PTNT", "", "Quý II/2024"),
        row(
            *("3", "Trình huyện 2024", "Sở Nông nghiệp và PTNT", "UBND các huyện Vĩnh Linh"),
            *("Tháng 6/2024", "", "Văn bản số 837/UBND-KT ngày 21/02/2024"),
        ),
        row(
            *("4", "Mục tiêu xã đạt chuẩn nông thôn", "Sở Nông nghiệp và PTNT"),
            *("UBND các huyện,", "Tháng 12/2024", "77/101 xã", "Văn bản số 756/UBND-KT ngày"),
        ),
        WIDE,
        row("2", "mới nâng cao", "", "thị xã", "", "", "07/02/2024"),
        row("III", "Các mục tiêu khó đạt"),
        row(
            *("1", "Xây dựng thôn, bản", "Sở Nông nghiệp và PTNT"),
            *("Các sở, ban ngành và UBND các huyện", "Hóa, Dakrông, Gio Linh", "Năm 2024"),
            '<ul style="list-style-type: none;"> - Sửa bộ tiêu chí của các xã DBKK. - Rà soát </ul>',
            "văn bản số 6500/UBND-KT ngày 07/12/2023",
        ),
        row(
            *("2", "Tiêu chí tại các đặc biệt khó khăn, phần đầu", "Ban Dân tộc tỉnh"),
            *("Các sở, ban ngành và UBND các huyện", "Hóa, Dakrông", "Năm 2024"),
            "<ul><li>Chỉ đạo</li><li>Rà soát</li></ul>",
        )
        + "\t",
    ]
)
