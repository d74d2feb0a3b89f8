"""Papers broken on purpose, one rule at a time, and sound ones; what the form check says of their words."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings

from documents.blocks import Appendix, Article, Bullets, Heading, Paragraph, Signature
from documents.formcheck import Finding, Known, check_paper
from documents.formcheck.law import LAW, UNCHECKED
from documents.formcheck.measures import RULES
from documents.formcheck.told.text import roman
from tests.documents.papers import DECISION, LETTER, PLAN
from tests.documents.sample import NUMBERED, REPORT

COMMITTEE = replace(
    PLAN,
    head=replace(PLAN.head, superior="", issuer="Ủy ban nhân dân xã Gio Mai", notation="KH-UBND"),
    signature=Signature(("TM. Ủy ban nhân dân", "Chủ tịch"), "Nguyễn Văn A"),
)
SOUND = {
    "report": REPORT,
    "numbered": NUMBERED,
    "decision": DECISION,
    "letter": LETTER,
    "plan": PLAN,
}


def rules(paper, known=None):
    return [one.rule for one in check_paper(paper, known)]


@pytest.mark.parametrize("name", [*SOUND, "committee"])
def test_a_sound_paper_has_no_finding(name):
    assert check_paper((SOUND | {"committee": COMMITTEE})[name]) == []


def head(paper, **known):
    return replace(paper, head=replace(paper.head, **known))


def text(*blocks):
    return replace(PLAN, blocks=blocks)


def signed(*lines, paper=PLAN, name="Nguyễn Văn A"):
    return replace(paper, signature=Signature(lines, name))


ANNEX: Any = PLAN.blocks[-1]
SKIPPING = (Article("1", "A (Phụ lục)."), Article("3", "B."), DECISION.blocks[-1])
EMPTY = replace(ANNEX, blocks=(replace(ANNEX.blocks[0], rows=()),))
BROKEN = {
    "no issuer": ("H7", head(PLAN, issuer="")),
    "issuer in short": ("H7", head(PLAN, issuer="UBND tỉnh Quảng Trị")),
    "a committee under an organ": ("H6", head(COMMITTEE, superior="UBND huyện Gio Linh")),
    "a department under nobody": ("H6", head(PLAN, superior="")),
    "a superior without its place": ("H6", head(PLAN, superior="UBND tỉnh")),
    "a number with words": ("S2", head(PLAN, number="12 bis")),
    "no notation": ("S2", head(PLAN, notation="")),
    "groups with spaces": ("S2", head(PLAN, notation="KH - STTTT")),
    "a plan numbered as a letter": ("S3", head(PLAN, notation="SKH-KTN")),
    "a letter with its kind": ("S4", head(LETTER, notation="CV-VPĐP")),
    "a letter without its unit": ("S4", head(LETTER, notation="VPĐP")),
    "a Party symbol": ("S11", head(PLAN, number="55-KH", notation="HU")),
    "no place": ("D3", head(PLAN, place="")),
    "a place in small letters": ("D3", head(PLAN, place="quảng Trị")),
    "a place with its common noun": ("D3", head(PLAN, place="Tỉnh Quảng Trị")),
    "a day that is none": ("D2", head(PLAN, day=31, month=6)),
    "no kind": ("T1", replace(PLAN, kind="VĂN BẢN KHÁC")),
    "no subject": ("T2", replace(PLAN, subject="")),
    "a subject with a full stop": ("T2", replace(PLAN, subject="Phụ trách các xã.")),
    "a subject in capitals": ("T2", replace(PLAN, subject="PHỤ TRÁCH CÁC XÃ NĂM 2024")),
    "a letter about nothing": ("T4", replace(LETTER, subject="")),
    "attached to nothing": ("B14", replace(PLAN, extra={"attached_to": "Kèm theo Quyết định"})),
    "a basis without opening": (
        "B1",
        replace(PLAN, bases=("Kế hoạch số 5/KH-UBND ngày 01/02/2024 của UBND tỉnh",)),
    ),
    "a basis without number": (
        "B2",
        replace(PLAN, bases=("Căn cứ Quyết định của UBND tỉnh về đỡ đầu",)),
    ),
    "a basis without day": (
        "B2",
        replace(PLAN, bases=("Căn cứ Quyết định số 18/QĐ-UBND của UBND tỉnh",)),
    ),
    "a basis without organ": (
        "B2",
        replace(PLAN, bases=("Căn cứ Quyết định số 18/QĐ-UBND ngày 14/7/2020",)),
    ),
    "a law with a number": (
        "B2",
        replace(PLAN, bases=("Căn cứ Luật số 77/2015/QH13 ngày 19/6/2015",)),
    ),
    "a paper first named without its day": (
        "B3",
        text(Paragraph("Theo Quyết định số 99/QĐ-UBND của tỉnh")),
    ),
    "a chapter with an Arabic number": (
        "B8",
        text(Paragraph("Chương 1"), Paragraph("QUY ĐỊNH CHUNG")),
    ),
    "a chapter with its title beside it": ("B8", text(Paragraph("Chương I. QUY ĐỊNH CHUNG"))),
    "a chapter with a small title": (
        "B8",
        text(Paragraph("Chương I"), Paragraph("Quy định chung")),
    ),
    "a Mục with a Roman number": ("B8", text(Paragraph("Mục II"), Paragraph("TRÁCH NHIỆM"))),
    "articles that skip": (
        "B9",
        replace(
            DECISION,
            blocks=(Article("1", "A (Phụ lục)."), Article("3", "B."), DECISION.blocks[-1]),
        ),
    ),
    "sections that skip": ("B10", text(Heading("I", "Mục đích"), Heading("III", "Nội dung"))),
    "a section with an Arabic number": ("B10", text(Heading("1", "Mục đích"))),
    "points without đ": ("B10", text(*(Heading(one, "Điểm", 3) for one in "abcde"))),
    "points typed without đ": ("B10", text(*(Paragraph(f"{one}) Điểm") for one in "abcde"))),
    "round bullets": ("B11", text(Bullets(("• Tuyên truyền", "Tập huấn")))),
    "as issued, without its end": ("B12", replace(text(Paragraph("Hết.")), as_issued=True)),
    "a decision without bases": ("B13", replace(DECISION, bases=())),
    "a decision without articles": (
        "B13",
        replace(DECISION, blocks=(Paragraph("Phụ lục"), DECISION.blocks[-1])),
    ),
    "old letters": ("P6", text(Paragraph("Thùc hiÖn ch­¬ng tr×nh n«ng th«n míi"))),
    "letters apart from their marks": (
        "P6",
        text(Paragraph("Tuye\N{COMBINING CIRCUMFLEX ACCENT}n truyền")),
    ),
    "nobody signs": ("G1", signed()),
    "a name in capitals": ("G1", signed("Giám đốc", name="NGUYỄN VĂN A")),
    "KT without a deputy": ("G2", signed("KT. Giám đốc")),
    "a deputy without KT": ("G2", signed("Phó Giám đốc")),
    "TL without a post": ("G2", signed("TL. Giám đốc")),
    "a wrong prefix": ("G2", signed("T/M. Ủy ban nhân dân", "Chủ tịch", paper=COMMITTEE)),
    "a committee without TM": ("G3", signed("Chủ tịch", paper=COMMITTEE)),
    "a department with TM": ("G3", signed("TM. Sở Thông tin và Truyền thông", "Giám đốc")),
    "a doctor signs": ("G4", signed("Giám đốc", name="TS. Nguyễn Văn A")),
    "a board without the second post": (
        "G5",
        signed("KT. Trưởng ban", "Phó Trưởng ban", paper=DECISION),
    ),
    "no archive": ("R2", replace(PLAN, recipients=("UBND tỉnh", "VPĐP"))),
    "the archive not last": ("R2", replace(PLAN, recipients=("Lưu: VT, VP", "UBND tỉnh"))),
    "nobody but the archive": ("R2", replace(PLAN, recipients=("Lưu: VT, VP",))),
    "a plan addressed": ("R3", replace(PLAN, addressees=("UBND tỉnh",))),
    "a letter to nobody": ("R3", replace(LETTER, addressees=())),
    "a decision not as its articles": (
        "R5",
        replace(DECISION, recipients=("UBND tỉnh", "Lưu: VT")),
    ),
    "a haste that is none": ("K1", replace(LETTER, urgency="GẤP")),
    "a secret paper": ("K2", text(Paragraph("Độ mật: TỐI MẬT"))),
    "a mark of few readers in the text": ("K3", text(Paragraph("Lưu hành nội bộ"))),
    "an appendix nobody points to": ("A1", text(Paragraph("Nội dung."), ANNEX)),
    "appendices without numbers": ("A1", text(Paragraph("Xem Phụ lục."), ANNEX, ANNEX)),
    "an appendix without title": (
        "A3",
        text(Paragraph("Xem Phụ lục."), replace(ANNEX, title=" ")),
    ),
    "an appendix of nothing": (
        "A4",
        text(Paragraph("Xem Phụ lục."), replace(ANNEX, attached_to="")),
    ),
    "an appendix as issued, without its end": ("A7", replace(PLAN, as_issued=True)),
    "a table of nothing": (
        "A8",
        text(Paragraph("Xem Phụ lục."), EMPTY),
    ),
    "a province in capitals": ("V1", text(Paragraph("Các xã của Tỉnh Quảng Trị."))),
    "an office in capitals": ("V2", text(Paragraph("Ủy Ban Nhân Dân tỉnh."))),
    "an article in small letters": ("V3", text(Paragraph("Theo khoản 2 điều 5."))),
    "nông thôn mới as a name": ("V4", text(Paragraph("Xây dựng Nông thôn mới."))),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_paper_is_caught(name):
    rule, paper = BROKEN[name]

    assert rule in rules(paper)


KNOWN = {
    "another issuer's letters": ("S3", PLAN, Known(code="SKHĐT")),
    "a number given twice": ("S5", PLAN, Known(twins=("Kế hoạch 12/KH-STTTT",))),
    "numbered without a day": ("S8", head(PLAN, day=None), Known(numbered=True)),
    "another place": ("D3", PLAN, Known(place="Gio Mai")),
    "signed by nobody": ("G1", signed("Giám đốc", name=""), Known(signed=True)),
    "another archive": ("R2", PLAN, Known(archive="VPUBND")),
    "a collective": ("G3", PLAN, Known(collective="LIÊN MINH HỢP TÁC XÃ")),
}


@pytest.mark.parametrize("name", KNOWN)
def test_what_the_register_knows_is_held_against_the_paper(name):
    rule, paper, known = KNOWN[name]

    assert (rule in rules(paper), rule in rules(paper, known)) == (False, True)


# Ids of our list of the decree's rules, by letter: how far each runs. «V», the capitals, are ours.
LISTED = {"P": 6, "N": 5, "H": 9, "S": 11, "D": 3, "T": 4, "B": 14, "G": 12, "R": 8, "K": 3} | {
    "A": 8,
    "C": 5,
}


def test_every_rule_of_the_list_is_checked_or_said_not_to_be():
    listed = {
        f"{letter}{place}" for letter, last in LISTED.items() for place in range(1, last + 1)
    }

    assert {rule for rule in LAW if rule[0] != "V"} | set(UNCHECKED) == listed
    assert not set(LAW) & set(UNCHECKED)


def test_the_page_of_rules_says_what_the_rules_do():
    page = (settings.BASE_DIR / "docs" / "form-rules.md").read_text()
    rows = dict(re.findall(r"^\| ([A-Z]\d+) \| (.+) \|$", page, re.MULTILINE))
    told = {rule for rule, *_ in [*BROKEN.values(), *KNOWN.values()]}
    checked = {
        rule: " | ".join(["có" if rule in told else "", "có" if rule in RULES else ""])
        for rule in LAW
    }

    assert rows == checked | UNCHECKED


def test_a_chapter_as_the_decree_has_it_and_sentences_that_begin_alike_are_sound():
    lines = [
        *("Chương I", "QUY ĐỊNH CHUNG", "Mục 1", "TRÁCH NHIỆM"),
        *("Mục 5 Chương II của Quy chế", "Phần lớn các xã", "Chương 3 của đề án"),
    ]

    assert rules(text(*(Paragraph(one) for one in lines))) == []


def test_every_rule_of_the_law_is_checked_somewhere():
    told = {rule for rule, *_ in [*BROKEN.values(), *KNOWN.values()]}

    assert told | set(RULES) == set(LAW)


def test_a_draft_may_lack_number_day_and_name():
    draft = signed("Giám đốc", name="", paper=head(PLAN, number="", day=None, month=None))

    assert rules(draft) == []


def test_a_finding_says_where_what_which_rule_and_how_to_mend():
    found = check_paper(text(Heading("I", "Mục đích"), Heading("III", "Nội dung")))

    assert found == [
        Finding(
            "B10",
            "Mục «III Nội dung»",
            "Sau mục trước phải là «II», đang là «III»",
            "Đánh lại số, hoặc giữ nếu bản gốc in như vậy",
        )
    ]
    assert (found[0].law[:7], found[0].source) == ("Mục I, ", "Phụ lục I, II.6đ")
    assert Finding.from_json(found[0].to_json()) == found[0]


def test_counting_begins_anew_under_each_section_and_in_each_appendix():
    part = (Heading("I", "A"), Heading("1", "B", 2), Heading("2", "C", 2), Heading("a", "D", 3))
    more = (Heading("II", "A"), Heading("1", "B", 2), Heading("2.1", "B", 3))
    annex = replace(ANNEX, blocks=part)

    assert rules(text(*part, *more, Paragraph("Xem Phụ lục."), annex)) == []


def test_a_later_mention_needs_no_day():
    first = Paragraph("Theo Quyết định số 18/QĐ-UBND ngày 14/7/2020 của UBND tỉnh.")

    assert rules(text(first, Paragraph("Quyết định số 18/QĐ-UBND giao Sở."))) == []


def test_names_of_offices_keep_their_capitals():
    words = "Gửi Văn phòng Điều phối Nông thôn mới tỉnh Quảng Trị. Xã Gio Mai đạt chuẩn."

    assert rules(text(Paragraph(words))) == []


@pytest.mark.parametrize(
    ("word", "value"), [("IV", 4), ("IX", 9), ("XIV", 14), ("a", None), ("", None)]
)
def test_roman_numbers_are_read(word, value):
    assert roman(word) == value


def test_an_appendix_may_bear_no_number_where_it_is_alone():
    assert isinstance(ANNEX, Appendix)
    assert rules(text(Paragraph("Xem Phụ lục."), ANNEX)) == []
