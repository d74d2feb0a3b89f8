"""The rules of form that can be checked: NĐ 30/2020, Phụ lục I (thể thức), in plain words.

Ids are those of our list of the decree's layout rules: P page, N page number, H head, S number and symbol, D date,
T title, B text, G signature, R recipients, K marks, A appendix, V capitals (Phụ lục II).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Law:
    """A rule in plain words and where the decree says it."""

    words: str
    source: str


def _law(source: str, words: str) -> Law:
    return Law(words, source)


LAW: dict[str, Law] = {
    "P1": _law("Phụ lục I, I.1", "Khổ giấy A4 (210 × 297 mm)"),
    "P2": _law("Phụ lục I, I.2", "Trang đứng; trang nằm chỉ dùng cho phụ lục có bảng"),
    "P3": _law("Phụ lục I, I.3", "Lề trái 30–35 mm, phải 15–20 mm, trên và dưới 20–25 mm"),
    "P4": _law("Phụ lục I, I.4", "Phông Times New Roman hoặc phông cùng số đo"),
    "P5": _law("Phụ lục I, I.4", "Chữ màu đen, trừ dấu chỉ mức độ khẩn"),
    "P6": _law("Phụ lục I, I.4", "Chữ Việt theo bảng mã Unicode dựng sẵn (TCVN 6909:2001)"),
    "N1": _law("Phụ lục I, I.7", "Số trang từ trang thứ hai, trang đầu không có số"),
    "N2": _law("Phụ lục I, I.7", "Số trang ở giữa lề trên"),
    "N3": _law("Phụ lục I, I.7", "Số trang cỡ 13–14, kiểu đứng"),
    "N4": _law("Phụ lục I, III.1đ", "Mỗi phụ lục đánh số trang riêng"),
    "H1": _law("Phụ lục I, II.1a", "Quốc hiệu: chữ in hoa, cỡ 12–13, đứng, đậm, ở bên phải"),
    "H2": _law("Phụ lục I, II.1b", "Tiêu ngữ: cỡ 13–14, đứng, đậm, ngay dưới Quốc hiệu"),
    "H3": _law("Phụ lục I, II.1b", "Dưới Tiêu ngữ có đường kẻ dài bằng dòng chữ"),
    "H6": _law("Phụ lục I, II.2", "Cơ quan chủ quản trực tiếp: có tên địa phương, không đậm"),
    "H7": _law("Phụ lục I, II.2", "Cơ quan ban hành: tên đầy đủ, chữ in hoa, đậm"),
    "H8": _law("Phụ lục I, II.2b", "Dưới cơ quan ban hành có đường kẻ dài 1/3 đến 1/2 dòng chữ"),
    "H9": _law(
        "Phụ lục I, sơ đồ", "Hai cột ở đầu văn bản không chạm nhau, hai dòng đầu ngang nhau"
    ),
    "S1": _law("Phụ lục I, II.3c", "Dòng «Số:» cỡ 13, đứng, giữa cột trái"),
    "S2": _law(
        "Phụ lục I, II.3", "Số viết đủ hai chữ số; ký hiệu chữ in hoa, các nhóm nối bằng gạch"
    ),
    "S3": _law("Phụ lục I, II.3b", "Ký hiệu: loại văn bản, gạch nối, chữ viết tắt cơ quan"),
    "S4": _law(
        "Phụ lục I, II.3b", "Ký hiệu công văn: cơ quan, gạch nối, đơn vị soạn thảo hoặc lĩnh vực"
    ),
    "S5": _law("Điều 15.1", "Trong một năm mỗi số chỉ cấp một lần"),
    "S8": _law("Điều 15.2", "Văn bản đã cấp số có đủ số, ngày, tháng, năm"),
    "S11": _law(
        "Điều 1; Phụ lục III", "Ký hiệu văn bản của Đảng không dùng cho cơ quan hành chính"
    ),
    "D1": _law("Phụ lục I, II.4c", "Địa danh, ngày tháng: cỡ 13–14, nghiêng, ngang dòng «Số:»"),
    "D2": _law(
        "Phụ lục I, II.4b", "Ngày dưới 10 và tháng 1, 2 viết thêm số 0; đủ ngày, tháng, năm"
    ),
    "D3": _law("Phụ lục I, II.4a", "Địa danh là tên riêng của nơi cơ quan đóng, viết hoa"),
    "T1": _law("Phụ lục I, II.5b", "Tên loại: chữ in hoa, cỡ 13–14, đậm, giữa trang"),
    "T2": _law("Phụ lục I, II.5b", "Trích yếu: chữ in thường, cỡ 13–14, đậm, dưới tên loại"),
    "T3": _law("Phụ lục I, II.5b", "Dưới trích yếu có đường kẻ dài 1/3 đến 1/2 dòng chữ"),
    "T4": _law("Phụ lục I, II.5b", "Trích yếu công văn: «V/v …», cỡ 12–13, không đậm, dưới số"),
    "B1": _law("Phụ lục I, II.6a", "Mỗi căn cứ một dòng, nghiêng, cuối dòng «;», dòng cuối «.»"),
    "B2": _law("Phụ lục I, II.6a", "Căn cứ ghi tên loại, số, ký hiệu, cơ quan, ngày và trích yếu"),
    "B3": _law("Phụ lục I, II.6b", "Lần đầu nêu một văn bản phải ghi cả ngày và cơ quan ban hành"),
    "B4": _law("Phụ lục I, II.6e", "Nội dung cỡ 13–14, đứng, đều hai bên"),
    "B5": _law("Phụ lục I, II.6e", "Dòng đầu lùi 1 cm hoặc 1,27 cm, một mức trong cả văn bản"),
    "B6": _law("Phụ lục I, II.6e", "Các đoạn cách nhau ít nhất 6 pt"),
    "B7": _law("Phụ lục I, II.6e", "Giãn dòng từ đơn đến 1,5"),
    "B8": _law(
        "Phụ lục I, II.6đ",
        "Phần, Chương số La Mã, Mục, Tiểu mục số Ả Rập: dòng riêng, giữa trang, đậm, tiêu đề in hoa ở dưới",
    ),
    "B9": _law("Phụ lục I, II.6đ", "«Điều 1.» đậm, đánh số liên tục từ 1"),
    "B10": _law(
        "Phụ lục I, II.6đ", "Mục I, II … chữ in hoa đậm; khoản 1, 2 …; điểm a, b, c, d, đ"
    ),
    "B11": _law("Thông lệ soạn thảo", "Gạch đầu dòng bằng «-», không dùng chấm tròn"),
    "B12": _law("Phụ lục III, các mẫu", "Văn bản kết thúc bằng «./.»"),
    "B13": _law(
        "Phụ lục III, mẫu 1.2", "Quyết định: thẩm quyền, căn cứ, «QUYẾT ĐỊNH:», rồi các điều"
    ),
    "B14": _law("Phụ lục III, mẫu 1.3", "Văn bản kèm theo ghi «(Kèm theo … số … ngày … của …)»"),
    "G1": _law("Phụ lục I, II.7đ", "Quyền hạn, chức vụ in hoa đậm; họ tên đậm, cùng trục giữa"),
    "G2": _law(
        "Phụ lục I, II.7b",
        "Ký thay ghi KT., thừa lệnh TL., thừa ủy quyền TUQ., dòng sau ghi chức vụ",
    ),
    "G3": _law("Điều 13", "Tập thể ký TM. trước tên tập thể; thủ trưởng ký bằng chức vụ của mình"),
    "G4": _law("Phụ lục I, II.7c", "Trước họ tên không ghi học hàm, học vị, danh hiệu"),
    "G5": _law(
        "Phụ lục I, II.7c", "Chức danh ở Ban Chỉ đạo ghi cả chức vụ ở cơ quan, trên họ tên"
    ),
    "G6": _law(
        "Thông lệ soạn thảo", "Chỗ ký 20–30 mm; khối chữ ký không đứng một mình ở trang cuối"
    ),
    "R1": _law("Phụ lục I, II.9d", "«Nơi nhận:» cỡ 12, nghiêng, đậm, ngang dòng chức vụ"),
    "R2": _law("Phụ lục I, II.9d", "Nơi nhận cỡ 11, mỗi dòng «- … ;», cuối cùng «- Lưu: … .»"),
    "R3": _law(
        "Phụ lục I, II.9b",
        "«Kính gửi» chỉ ở công văn, tờ trình, báo cáo; nơi nhận mở bằng «Như trên»",
    ),
    "R4": _law(
        "Phụ lục I, II.9d", "Từ hai nơi «Kính gửi»: mỗi nơi một dòng, gạch thẳng dấu hai chấm"
    ),
    "R5": _law("Phụ lục III, mẫu 1.2", "Nơi nhận của quyết định mở bằng «Như Điều …»"),
    "R7": _law("Phụ lục I, III.3", "Ký hiệu người soạn thảo: in hoa, cỡ 11, dưới nơi nhận"),
    "R8": _law(
        "Phụ lục I, III.4", "Địa chỉ, điện thoại: cuối trang đầu, cỡ 11–12, dưới đường kẻ hết dòng"
    ),
    "K1": _law(
        "Phụ lục I, III.2b",
        "Dấu khẩn: in hoa đậm đỏ trong khung, KHẨN 20 × 8 mm, THƯỢNG KHẨN 40 × 8, HỎA TỐC 30 × 8",
    ),
    "K2": _law("Phụ lục I, III.2a", "Văn bản mật không soạn, không lưu trên cổng"),
    "K3": _law(
        "Phụ lục I, III.2c",
        "«XEM XONG TRẢ LẠI», «LƯU HÀNH NỘI BỘ»: in hoa, đậm, cỡ 13–14, trong khung, ở trang đầu",
    ),
    "A1": _law("Phụ lục I, III.1a", "Nội dung dẫn đến phụ lục; từ hai phụ lục đánh số La Mã"),
    "A2": _law("Phụ lục I, III.1b", "«Phụ lục» cỡ 14, đậm, giữa trang"),
    "A3": _law("Phụ lục I, III.1b", "Tiêu đề phụ lục: in hoa, cỡ 13–14, đậm, giữa trang"),
    "A4": _law(
        "Phụ lục I, III.1c", "Dưới tiêu đề phụ lục: «(Kèm theo … số … ngày … của …)», nghiêng"
    ),
    "A7": _law("Phụ lục III, các mẫu", "Phụ lục kết thúc bằng «./.»"),
    "A8": _law(
        "Thông lệ soạn thảo", "Đầu bảng lặp lại ở mỗi trang; số thứ tự của một dòng chỉ in một lần"
    ),
    "V1": _law("Phụ lục II, III", "Danh từ chung «tỉnh, huyện, xã» viết thường trước tên riêng"),
    "V2": _law("Phụ lục II, IV", "Tên cơ quan chỉ viết hoa chữ đầu của loại hình và lĩnh vực"),
    "V3": _law("Phụ lục II, V", "Viện dẫn: Điều, Mục, Chương viết hoa; điểm, khoản viết thường"),
    "V4": _law("Phụ lục II", "«nông thôn mới» là danh từ chung, viết thường"),
}

# Rules of our list that have no check of their own, and why; docs/form-rules.md says the same.
UNCHECKED: dict[str, str] = {
    "N5": "đo cùng N4",
    "H4": "bộ cỡ 12/13 chỉ là mẫu, không bắt buộc; cỡ từng dòng đo ở H1, H2",
    "H5": "đo cùng H1: Quốc hiệu trên một dòng",
    "S6": "dãy số do người đứng đầu quyết định: khai ở chủ thể ban hành",
    "S7": "con dấu và dãy số của tổ chức tư vấn: khai ở chủ thể ban hành",
    "S9": "dãy số của văn bản mật: cổng không nhận văn bản mật (K2)",
    "S10": "giữ như đã ban hành; ký hiệu khác mẫu được báo ở S2, S3, S4",
    "G7": "ảnh chữ ký do phần mềm ký số đặt, ngoài cổng",
    "G8": "ảnh con dấu do phần mềm ký số đặt, ngoài cổng",
    "G9": "không có gì phải in",
    "G10": "mực và con dấu trên giấy",
    "G11": "con dấu, giáp lai trên giấy",
    "G12": "thứ tự ký, cấp số, đóng dấu: các bước của văn bản giữ",
    "R6": "chữ chỉ mục đích là thông lệ, giữ như viết",
    "A5": "đo cùng A4: số, ngày có thể để trống",
    "A6": "cổng in phụ lục cùng tệp với văn bản nên không có dòng số riêng; tệp phụ lục rời không được đo",
    "C1": "bản sao chưa làm ở cổng",
    "C2": "bản sao chưa làm ở cổng",
    "C3": "bản sao chưa làm ở cổng",
    "C4": "bản sao chưa làm ở cổng",
    "C5": "bản sao chưa làm ở cổng",
}
