"""Below the text: signature, recipients, appendices."""

import re
from collections.abc import Iterator

from tests.documents.measure.printed import LEFT, MM, Line, Print, apart, line_is, middle, rule


def posts(doc: Print) -> list[Line]:
    copies = doc.find("^Nơi nhận:")
    return [
        one
        for one in doc.inside(copies.page)
        if one.base > copies.base - 2 and one.x0 > doc.pages[copies.page].width / 2
    ]


@rule("G1")
def post_and_name(doc: Print) -> list[str]:
    *above, name = posts(doc)
    caps = [one.text for one in above if one.text != one.text.upper()]
    return caps + [
        wrong
        for one in (*above, name)
        for wrong in line_is(one, {13.0, 14.0}, "bold")
        + apart("axis", one.centre, name.centre, MM)
    ]


@rule("G6")
def room_to_sign(doc: Print) -> list[str]:
    *above, name = posts(doc)
    room = (name.top - above[-1].bottom) / MM
    wrong = [] if 20 <= room <= 30 else [f"{room:.0f} mm to sign"]
    text = [one for one in doc.body if one.page == name.page]
    return wrong + ([] if len(text) >= 2 else ["the signature stands alone"])


def copies(doc: Print) -> list[str]:
    """The recipients, wrapped lines joined."""
    opening = doc.find("^Nơi nhận:")
    lines: list[str] = []
    for one in doc.inside(opening.page):
        if one.base > opening.base + 2 and one.sizes == {11.0}:
            if one.text.startswith("- "):
                lines.append(one.text.strip())
            else:
                lines[-1] += " " + one.text.strip()
    return lines


@rule("R1")
def recipients_open(doc: Print) -> list[str]:
    line = doc.find("^Nơi nhận:")
    return (
        line_is(line, {12.0}, "bold italic")
        + apart("left", line.x0, LEFT, 1)
        + apart("level with the post", line.base, posts(doc)[0].base, 1.5 * MM)
    )


@rule("R2")
def recipients_list(doc: Print) -> list[str]:
    lines = copies(doc)
    ends = [one[-1] for one in lines]
    wanted = [";"] * (len(lines) - 1) + ["."]
    wrong = [] if lines and ends == wanted else [f"{lines}"]
    return wrong + ([] if lines and lines[-1].startswith("- Lưu: VT") else ["no «Lưu: VT»"])


@rule("R3")
def as_above(doc: Print) -> list[str]:
    to = doc.find("^Kính gửi")
    return line_is(to, {13.0, 14.0}, "upright") + (
        [] if copies(doc)[0] == "- Như trên;" else copies(doc)[:1]
    )


@rule("R4")
def addressees(doc: Print) -> list[str]:
    to = doc.find("^Kính gửi")
    if not to.text.strip().endswith(":"):
        return []
    colon = next(c["x0"] for c in to.chars if c["text"] == ":")
    lines = [
        one for one in doc.inside(0) if 1 < one.base - to.base < 80 and one.text.startswith("- ")
    ]
    ends = [one.text.strip()[-1] for one in lines]
    wrong = [] if ends == [";"] * (len(ends) - 1) + ["."] else [f"{ends}"]
    return wrong + [bad for one in lines for bad in apart("dash", one.x0, colon, 2)]


@rule("A1")
def body_points_to_appendices(doc: Print) -> list[str]:
    if not doc.annexes:
        return []
    return [] if any("Phụ lục" in one.text for one in doc.body) else ["nobody points to it"]


def annex_heads(doc: Print) -> Iterator[tuple[Line, list[Line], list[Line]]]:
    """Of each appendix: its name, the lines of its title, the lines in brackets."""
    for page in doc.annexes:
        name, *rest = doc.inside(page)
        title = [one for one in rest if one.look == "bold" and one.sizes == {14.0}]
        brackets = [one for one in rest if one.look == "italic"]
        yield name, title, brackets


@rule("A2")
def annex_name(doc: Print) -> list[str]:
    several = len(doc.annexes) > 1
    pattern = "Phụ lục [IVX]+" if several else "Phụ lục( [IVX]+)?"
    return [
        wrong
        for name, _, _ in annex_heads(doc)
        for wrong in line_is(name, {14.0}, "bold")
        + ([] if re.fullmatch(pattern, name.text) else [name.text])
        + apart("centre", name.centre, middle(doc, name.page), MM)
    ]


@rule("A3")
def annex_title(doc: Print) -> list[str]:
    return [
        one.text
        for _, title, _ in annex_heads(doc)
        for one in title
        if one.text != one.text.upper() or abs(one.centre - middle(doc, one.page)) > MM
    ]


@rule("A4")
def annex_attachment(doc: Print) -> list[str]:
    """And A5: the number and the day may be left open."""
    texts = [" ".join(one.text for one in lines) for _, _, lines in annex_heads(doc)]
    return [
        text
        for text in texts
        if not re.match(r"\(Kèm theo .* ngày\s.*tháng", text) or text[-1] != ")"
    ]


@rule("A7")
def annex_ends(doc: Print) -> list[str]:
    ends = [*doc.annexes[1:], len(doc.pages)]
    last = [max(doc.inside(end - 1), key=lambda one: one.base).text for end in ends]
    return [text for text in last if not text.endswith("./.")] if doc.annexes else []


@rule("A8")
def tables_repeat_their_head(doc: Print) -> list[str]:
    """On every further page of an appendix with a table the first line is that of the table's head."""
    wrong = []
    for start, end in zip(doc.annexes, [*doc.annexes[1:], len(doc.pages)], strict=False):
        for page in range(start + 1, end):
            near = doc.inside(page)[0].base + 40
            head = [one.text for one in doc.inside(page) if one.base < near]
            if not any("STT" in text for text in head):
                wrong.append(f"page {page + 1}: {head[:3]}")
    return wrong
