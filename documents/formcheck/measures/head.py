"""Above the text: Quốc hiệu, issuer, number, place and date, title."""

import re

from documents.formcheck.measures.printed import (
    KINDS,
    MM,
    Line,
    Missing,
    Print,
    apart,
    line_is,
    middle,
    rule,
)

NUMBER = "dòng «Số: …/…»"


@rule("H1", "Quốc hiệu")
def state_name(doc: Print) -> list[str]:
    line = doc.find("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM$", 0, "Quốc hiệu trên một dòng")
    right = [] if line.x0 > 250 else ["Quốc hiệu không ở cột phải"]  # noqa: PLR2004
    return line_is(line, {12.0, 13.0}, "bold") + right


@rule("H2", "Tiêu ngữ")
def motto(doc: Print) -> list[str]:
    line, above = _motto(doc), doc.find("^CỘNG HÒA", 0, "Quốc hiệu")
    return line_is(line, {13.0, 14.0}, "bold") + apart("trục giữa", line.centre, above.centre, MM)


def _motto(doc: Print) -> Line:
    return doc.find("^Độc lập - Tự do - Hạnh phúc$", 0, "Tiêu ngữ «Độc lập - Tự do - Hạnh phúc»")


@rule("H3", "Tiêu ngữ")
def rule_under_motto(doc: Print) -> list[str]:
    line = _motto(doc)
    ends = doc.rule_under(line)
    if not ends:
        return ["Không có đường kẻ dưới Tiêu ngữ"]
    return apart("độ dài đường kẻ", ends[1] - ends[0], line.width, line.width * 0.02)


def names(doc: Print) -> list[Line]:
    """Lines of the left column above the number."""
    number = doc.find("^Số:", 0, NUMBER)
    found = [one for one in doc.inside(0) if one.base < number.base - 1 and one.x0 < 250]  # noqa: PLR2004
    if not found:
        raise Missing("không thấy tên cơ quan ban hành")
    return found


def issuers(doc: Print) -> list[Line]:
    """The issuer's own lines: those below the superior's, which are not bold."""
    lines = names(doc)
    first = next((place for place, one in enumerate(lines) if one.look == "bold"), len(lines) - 1)
    return lines[first:]


@rule("H6", "Cơ quan chủ quản")
def superior_is_not_bold(doc: Print) -> list[str]:
    lines, own = names(doc), issuers(doc)
    above = lines[: len(lines) - len(own)]
    told = doc.printed is not None and bool(doc.printed.head.superior)
    if told and not above:
        return [f"«{lines[0].text}» in đậm như cơ quan ban hành"]
    return [wrong for one in above for wrong in line_is(one, {12.0, 13.0}, "upright")]


@rule("H7", "Cơ quan ban hành")
def issuer_is_bold(doc: Print) -> list[str]:
    lines = issuers(doc)
    caps = [f"«{one.text}» không in hoa" for one in lines if one.text != one.text.upper()]
    return caps + [wrong for one in lines for wrong in line_is(one, {12.0, 13.0}, "bold")]


def short_rule(doc: Print, line: Line) -> list[str]:
    """A rule under the line that takes a third to a half of it."""
    ends = doc.rule_under(line)
    if not ends:
        return [f"Không có đường kẻ dưới «{line.text}»"]
    share = (ends[1] - ends[0]) / line.width
    wrong = (
        [] if 1 / 3 <= share <= 1 / 2 else [f"Đường kẻ dài {share:.0%} dòng chữ".replace(".", ",")]
    )
    return wrong + apart("đường kẻ", sum(ends) / 2, line.centre, MM)


@rule("H8", "Cơ quan ban hành")
def rule_under_issuer(doc: Print) -> list[str]:
    return short_rule(doc, issuers(doc)[-1])


@rule("H9", "Phần đầu")
def columns_stay_apart(doc: Print) -> list[str]:
    state, left = doc.find("CỘNG HÒA", 0, "Quốc hiệu"), names(doc)
    right = min(one.x0 for one in (state, _motto(doc), date_of(doc)))
    wide = [f"«{one.text}» chạm cột phải" for one in left if one.x1 > right - 6]
    return wide + apart("dòng đầu hai cột", left[0].base, state.base, MM)


@rule("S1", "Số, ký hiệu")
def number_line(doc: Print) -> list[str]:
    line = doc.find("^Số:", 0, NUMBER)
    centre = issuers(doc)[-1].centre
    return line_is(line, {13.0}, "upright") + apart("dòng số", line.centre, centre, MM)


@rule("S2", "Số, ký hiệu")
def number_words(doc: Print) -> list[str]:
    text = doc.find("^Số:", 0, NUMBER).text
    pattern = r"Số: (\d{2,}[a-z]?|\s{4,})/[A-ZĐ0-9a-zy]+(-[A-ZĐ0-9]+)*\s*"
    return [] if re.fullmatch(pattern, text) else [f"«{text}» không đúng mẫu «Số: 07/KH-…»"]


@rule("S3", "Số, ký hiệu")
def symbol_names_the_kind(doc: Print) -> list[str]:
    if doc.title is None:
        return []
    text = doc.find("^Số:", 0, NUMBER).text
    kind = KINDS[doc.title.text.strip()]
    return [] if f"/{kind}-" in text else [f"«{text}» không có «/{kind}-»"]


@rule("S4", "Số, ký hiệu")
def letter_has_no_kind(doc: Print) -> list[str]:
    if doc.title is not None:
        return []
    text = doc.find("^Số:", 0, NUMBER).text
    kinds = "|".join(KINDS.values())
    fits = re.search(r"/[^-/]+-[^-/]+", text) and not re.search(f"/({kinds}|CV)-", text)
    return [] if fits else [f"«{text}» không đúng mẫu «cơ quan-đơn vị»"]


def date_of(doc: Print) -> Line:
    return doc.find(r"ngày\s.*\stháng", 0, "dòng địa danh, ngày tháng")


@rule("D1", "Địa danh, ngày tháng")
def date_line(doc: Print) -> list[str]:
    line, number = date_of(doc), doc.find("^Số:", 0, NUMBER)
    state = doc.find("^CỘNG HÒA", 0, "Quốc hiệu")
    return (
        line_is(line, {13.0, 14.0}, "italic")
        + apart("chiều cao so với dòng số", line.base, number.base, MM)
        + apart("trục giữa", line.centre, state.centre, MM)
    )


@rule("D2", "Địa danh, ngày tháng")
def date_words(doc: Print) -> list[str]:
    text = date_of(doc).text
    pattern = r"(\S.*, )?ngày (0[1-9]|[12]\d|3[01]|\s{4,}) tháng (01|02|[3-9]|1[0-2]|\s{4,}) năm (\d{4}|\s{4,})"
    return [] if re.fullmatch(pattern, text) else [f"«{text}» không đúng cách ghi ngày"]


@rule("D3", "Địa danh, ngày tháng")
def place_begins_with_a_capital(doc: Print) -> list[str]:
    text = date_of(doc).text
    place = text.partition(",")[0] if "," in text else ""
    return [] if place[:1].isupper() else ["Không có địa danh" if not place else f"«{place}»"]


def subject_lines(doc: Print) -> list[Line]:
    """The bold lines between the kind of paper and what follows, on one pitch."""
    kind = doc.title
    if kind is None:
        return []
    found: list[Line] = []
    for one in doc.inside(0):
        below = one.base - (found[-1] if found else kind).base
        if (
            one.base > kind.base + 1
            and below < 2 * max(kind.sizes)
            and abs(one.centre - middle(doc, 0)) < 40  # noqa: PLR2004 -- points
            and not one.text.startswith("(")
        ):
            found.append(one)
    return found


@rule("T1", "Tên loại")
def kind_of_paper(doc: Print) -> list[str]:
    if doc.title is None:
        return []
    line = doc.title
    return line_is(line, {13.0, 14.0}, "bold") + apart("tên loại", line.centre, middle(doc, 0), MM)


@rule("T2", "Trích yếu")
def subject(doc: Print) -> list[str]:
    lines = subject_lines(doc)
    if doc.title is not None and not lines:
        return ["Không thấy trích yếu dưới tên loại"]
    return [
        wrong
        for one in lines
        for wrong in line_is(one, {13.0, 14.0}, "bold")
        + apart("trích yếu", one.centre, middle(doc, 0), MM)
    ]


@rule("T3", "Trích yếu")
def rule_under_subject(doc: Print) -> list[str]:
    lines = subject_lines(doc)
    return short_rule(doc, lines[-1]) if lines else []


@rule("T4", "Trích yếu")
def subject_of_a_letter(doc: Print) -> list[str]:
    if doc.title is not None:
        return []
    number = doc.find("^Số:", 0, NUMBER)
    line = doc.find("^V/v ", 0, "trích yếu «V/v …» dưới số")
    return line_is(line, {12.0, 13.0}, "upright") + (
        [] if number.base < line.base and line.x1 < 300 else ["«V/v» không ở dưới số"]  # noqa: PLR2004
    )


SIZES = {"KHẨN": 20, "THƯỢNG KHẨN": 40, "HỎA TỐC": 30}  # mm, all 8 high


@rule("K1", "Dấu khẩn")
def mark_of_haste(doc: Print) -> list[str]:
    wanted = doc.printed.urgency if doc.printed else ""
    line = doc.seek(r"^\s*(KHẨN|THƯỢNG KHẨN|HỎA TỐC)\s*$", 0)
    if line is None:
        return [f"Không thấy dấu «{wanted}»"] if wanted else []
    red = [] if all(c[:1] > (0.8,) and not any(c[1:]) for c in line.colours) else ["Dấu không đỏ"]
    return line_is(line, {13.0, 14.0}, "bold") + red + _frame(doc, line)


def _frame(doc: Print, line: Line) -> list[str]:
    """The frame around the mark, on its outside."""
    around = [
        (x1 - x0, bottom - top)
        for x0, x1, top, bottom in doc.frames
        if x0 < line.x0
        and x1 > line.x1
        and top < (line.top + line.bottom) / 2 < bottom
        and bottom - top < 15 * MM
    ]
    if not around:
        return ["Dấu không có khung"]
    width, height = max(around)
    return apart("chiều rộng khung", width, SIZES[line.text.strip()] * MM, MM) + apart(
        "chiều cao khung", height, 8 * MM, MM
    )


@rule("K2", "Dấu chỉ mức độ mật")
def no_secrets(doc: Print) -> list[str]:
    line = doc.seek(r"^\s*(TUYỆT MẬT|TỐI MẬT|MẬT)\s*$", 0)
    return [f"Bản in mang dấu «{line.text.strip()}»"] if line else []


@rule("K3", "Chỉ dẫn phạm vi lưu hành")
def marks_in_a_frame(doc: Print) -> list[str]:
    line = doc.seek(r"(?i)^\s*(xem xong trả lại|lưu hành nội bộ)\s*$")
    if line is None:
        return []
    name = line.text.strip()
    wrong = line_is(line, {13.0, 14.0}, "bold")
    if name != name.upper():
        wrong.append(f"«{name}» không in hoa")
    if line.page:
        wrong.append(f"«{name}» không ở trang đầu")
    framed = any(
        x0 < line.x0 and x1 > line.x1 and top < line.top + 2 and bottom > line.bottom - 2
        for x0, x1, top, bottom in doc.frames
        if bottom - top < 15 * MM
    )
    return wrong if framed else [*wrong, f"«{name}» không có khung"]
