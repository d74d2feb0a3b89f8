"""A newer run brings its figures; what people wrote stays."""

from documents.blocks import Appendix, Column, Fed, Heading, Paragraph, Row, Table, to_json
from reports.kinds.outline import Part, left_open, made, numbered
from reports.services.body import brought_up


def report(met, *, gone=False, rows=("Gio Mai",)):
    """A small report of a count; `gone`: one of its parts has nothing to say."""
    table = Table((Column("Xã", 50), Column("Đạt", 50)), tuple(Row((one, met)) for one in rows))
    parts = [
        Part("Chỉ đạo", left_open("văn bản chỉ đạo")),
        Part("Tăng", () if gone else made("tang", (Paragraph("Tăng 1."),), "2024-06-18")),
        Part("Kết quả", made("ket-qua", (Paragraph(f"Đạt {met}."),), "2024-06-18")),
    ]
    annex = (Appendix("A1", "Bảng", "", (table,)),)
    return to_json((*numbered(parts), *made("a1", annex, "2024-06-18")))


def texts(rows):
    found = []
    for one in rows:
        if one["block"] in {"Fed", "Appendix"}:
            found += texts(one["blocks"])
        elif one["block"] == "Table":
            found += [" ".join(row["cells"]) for row in one["rows"]]
        else:
            found.append(f"{one.get('number', '')} {one['text']}".strip())
    return found


OPEN = "(Đơn vị bổ sung: văn bản chỉ đạo.)"


def test_figures_are_new_and_words_stay():
    body = report("15")
    body[1] = body[1] | {"text": "Sở đã ban hành ba văn bản.", "italic": False}

    now = brought_up(body, before=report("15"), now=report("17"))

    assert texts(now) == [
        "I Chỉ đạo",
        "Sở đã ban hành ba văn bản.",
        "II Tăng",
        "Tăng 1.",
        "III Kết quả",
        "Đạt 17.",
        "Gio Mai 17",
    ]


def test_a_part_that_has_nothing_to_say_any_more_goes_and_the_next_takes_its_number():
    now = brought_up(report("15"), before=report("15"), now=report("15", gone=True))

    assert texts(now) == ["I Chỉ đạo", OPEN, "II Kết quả", "Đạt 15.", "Gio Mai 15"]


def test_what_people_took_out_or_added_stays_so():
    body = report("15")
    del body[1]
    body.insert(4, to_json((Paragraph("Nhờ Ngày thứ 7."),))[0])

    now = brought_up(body, before=report("15"), now=report("17", rows=("Gio Mai", "Thuận")))

    assert texts(now) == [
        "I Chỉ đạo",
        "II Tăng",
        "Tăng 1.",
        "III Kết quả",
        "Nhờ Ngày thứ 7.",
        "Đạt 17.",
        "Gio Mai 17",
        "Thuận 17",
    ]


def test_where_both_touched_a_heading_the_writers_words_stand():
    body = report("15")
    body[4] = body[4] | {"text": "Kết quả thực hiện"}

    now = brought_up(body, before=report("15"), now=report("17", gone=True))

    assert "III Kết quả thực hiện" in texts(now)
    assert "Đạt 17." in texts(now)


def test_a_part_asked_for_again_by_hand_is_still_brought_up_to_date():
    body = report("15")
    body[5] = body[5] | {"as_of": "2024-06-20"}

    now = brought_up(body, before=report("15"), now=report("17"))

    assert "Đạt 17." in texts(now)
    assert "Đạt 15." not in texts(now)


def test_a_part_that_a_person_rewrote_by_hand_is_theirs():
    body = report("15")
    body[5] = to_json((Paragraph("Đạt khoảng 15."),))[0]

    now = brought_up(body, before=report("15"), now=report("17"))

    assert "Đạt khoảng 15." in texts(now)


def test_nothing_made_makes_no_part():
    assert made("x", (), "2024-06-18") == ()
    assert made("x", (Heading("1", "A"),), "2024-06-18") == (
        Fed("report", {"part": "x"}, (Heading("1", "A"),), "2024-06-18"),
    )
