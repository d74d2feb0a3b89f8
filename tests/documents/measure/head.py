"""Above the text: Quốc hiệu, issuer, number, place and date, title."""

import re

from tests.documents.measure.printed import MM, Line, Print, apart, line_is, middle, rule


@rule("H1")
def state_name(doc: Print) -> list[str]:
    line = doc.find("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM$", 0)
    return line_is(line, {12.0, 13.0}, "bold") + ([] if line.x0 > 250 else ["not at the right"])


@rule("H2")
def motto(doc: Print) -> list[str]:
    line = doc.find("^Độc lập - Tự do - Hạnh phúc$", 0)
    above = doc.find("^CỘNG HÒA", 0)
    return line_is(line, {13.0, 14.0}, "bold") + apart("centre", line.centre, above.centre, MM)


@rule("H3")
def rule_under_motto(doc: Print) -> list[str]:
    line = doc.find("^Độc lập", 0)
    ends = doc.rule_under(line)
    if not ends:
        return ["no rule"]
    return apart("length", ends[1] - ends[0], line.width, line.width * 0.02)


def issuers(doc: Print) -> list[Line]:
    """Lines of the left column above the number."""
    number = doc.find("^Số:", 0)
    return [one for one in doc.inside(0) if one.base < number.base - 1 and one.x0 < 250]


@rule("H6")
def superior_is_not_bold(doc: Print) -> list[str]:
    return line_is(issuers(doc)[0], {12.0, 13.0}, "upright")


@rule("H7")
def issuer_is_bold(doc: Print) -> list[str]:
    lines = issuers(doc)[1:]
    caps = [f"«{one.text}»" for one in lines if one.text != one.text.upper()]
    return caps + [wrong for one in lines for wrong in line_is(one, {12.0, 13.0}, "bold")]


def _short_rule(doc: Print, line: Line) -> list[str]:
    ends = doc.rule_under(line)
    if not ends:
        return ["no rule"]
    share = (ends[1] - ends[0]) / line.width
    wrong = [] if 1 / 3 <= share <= 1 / 2 else [f"the rule takes {share:.2f} of the line"]
    return wrong + apart("centre", sum(ends) / 2, line.centre, MM)


@rule("H8")
def rule_under_issuer(doc: Print) -> list[str]:
    return _short_rule(doc, issuers(doc)[-1])


@rule("H9")
def columns_stay_apart(doc: Print) -> list[str]:
    state, left = doc.find("CỘNG HÒA", 0), issuers(doc)
    right = min(doc.find(text, 0).x0 for text in ("^CỘNG HÒA", "^Độc lập", r"ngày .* tháng"))
    wide = [f"«{one.text}» reaches into the right column" for one in left if one.x1 > right - 6]
    return wide + apart("first lines", left[0].base, state.base, MM)


@rule("S1")
def number_line(doc: Print) -> list[str]:
    line = doc.find("^Số:", 0)
    centre = issuers(doc)[-1].centre
    return line_is(line, {13.0}, "upright") + apart("centre", line.centre, centre, MM)


@rule("S2")
def number_words(doc: Print) -> list[str]:
    text = doc.find("^Số:", 0).text
    pattern = r"Số: (\d{2,}|\s{4,})/[A-ZĐ0-9a-zy]+(-[A-ZĐ0-9]+)*"
    return [] if re.fullmatch(pattern, text) else [text]


@rule("S3")
def symbol_names_kind_and_issuer(doc: Print) -> list[str]:
    text = doc.find("^Số:", 0).text
    return [] if re.search(r"/(BC|KH|QĐ|TB|TTr|HD)-[A-ZĐ]+$", text) else [text]


def date_of(doc: Print) -> Line:
    return doc.find(r"ngày\s.*\stháng", 0)


@rule("D1")
def date_line(doc: Print) -> list[str]:
    line, number = date_of(doc), doc.find("^Số:", 0)
    return (
        line_is(line, {13.0, 14.0}, "italic")
        + apart("base", line.base, number.base, MM)
        + apart("centre", line.centre, doc.find("^CỘNG HÒA", 0).centre, MM)
    )


@rule("D2")
def date_words(doc: Print) -> list[str]:
    text = date_of(doc).text
    pattern = r"\S.*, ngày (0[1-9]|[12]\d|3[01]|\s{4,}) tháng (01|02|[3-9]|1[0-2]|\s{4,}) năm (\d{4}|\s{4,})"
    return [] if re.fullmatch(pattern, text) else [text]


@rule("D3")
def place_begins_with_a_capital(doc: Print) -> list[str]:
    place = date_of(doc).text.partition(",")[0]
    return [] if place[:1].isupper() else [place]


def titles(doc: Print) -> tuple[Line, list[Line]]:
    kind = doc.find("^(BÁO CÁO|KẾ HOẠCH|QUYẾT ĐỊNH|TỜ TRÌNH)$", 0)
    end = doc.find("^Kính gửi", 0)
    return kind, [one for one in doc.inside(0) if kind.base + 1 < one.base < end.base - 1]


@rule("T1")
def kind_of_paper(doc: Print) -> list[str]:
    kind, _ = titles(doc)
    return line_is(kind, {13.0, 14.0}, "bold") + apart("centre", kind.centre, middle(doc, 0), MM)


@rule("T2")
def subject(doc: Print) -> list[str]:
    return [
        wrong
        for one in titles(doc)[1]
        for wrong in line_is(one, {13.0, 14.0}, "bold")
        + apart("centre", one.centre, middle(doc, 0), MM)
    ]


@rule("T3")
def rule_under_subject(doc: Print) -> list[str]:
    return _short_rule(doc, titles(doc)[1][-1])
