"""Whom the words of a programme mean: agencies, districts in a row, groups, or a question."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communes.choices import AgencyKind
from plans.choices import GroupRule
from plans.selectors.parties import Parties
from plans.selectors.references import cited_in, papers_named
from plans.words import citations
from tests.factories import AgencyFactory, AgencyGroupFactory, PaperFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 3, 27)


@pytest.fixture(autouse=True)
def agencies():
    AgencyFactory(
        slug="so-nn", name="Sở Nông nghiệp và Phát triển nông thôn", short_name="Sở NN&PTNT"
    )
    AgencyFactory(slug="so-khdt", name="Sở Kế hoạch và Đầu tư", short_name="Sở KH&ĐT")
    AgencyFactory(
        slug="so-ld", name="Sở Lao động - Thương binh và Xã hội", short_name="Sở LĐ-TB&XH"
    )
    for slug, name in (("hh", "Hướng Hóa"), ("dk", "Đakrông"), ("vl", "Vĩnh Linh")):
        AgencyFactory(
            slug=slug,
            kind=AgencyKind.DISTRICT,
            name=f"Ủy ban nhân dân huyện {name}",
            short_name=f"UBND huyện {name}",
        )
    AgencyGroupFactory(
        slug="so-nganh", name="Các sở, ban, ngành", other_names=["Các sở, ban ngành"]
    )
    AgencyGroupFactory(
        slug="tieu-chi", name="Các sở, ban ngành phụ trách tiêu chí", rule=GroupRule.RESPONSIBLE
    )
    AgencyGroupFactory(
        slug="huyen",
        name="UBND các huyện, thị xã",
        rule=GroupRule.DISTRICTS,
        other_names=["UBND các huyện"],
    )


def read(text, answers=None):
    return [(one.text, one.answer) for one in Parties(DAY).read(text, answers)]


def test_leads_in_a_row_are_told_apart_though_names_hold_commas_and_va():
    assert read("Sở Kế hoạch và Đầu tư, Sở NN&PTNT và Sở Lao động - Thương binh và Xã hội") == [
        ("Sở Kế hoạch và Đầu tư", "agency:so-khdt"),
        ("Sở NN&PTNT", "agency:so-nn"),
        ("Sở Lao động - Thương binh và Xã hội", "agency:so-ld"),
    ]


def test_the_longest_group_counts():
    assert read("Các sở, ban ngành phụ trách tiêu chí, UBND các huyện, thị xã") == [
        ("Các sở, ban ngành phụ trách tiêu chí", "group:tieu-chi"),
        ("UBND các huyện, thị xã", "group:huyen"),
    ]


def test_districts_after_one_another_need_no_word_before_them():
    assert read("Các sở, ban ngành và UBND các huyện Hướng Hóa, Đakrông, Vĩnh Linh") == [
        ("Các sở, ban ngành", "group:so-nganh"),
        ("UBND các huyện Hướng Hóa", "agency:hh"),
        ("Đakrông", "agency:dk"),
        ("Vĩnh Linh", "agency:vl"),
    ]


def test_own_wording_of_one_district_in_the_plural_is_that_district():
    assert read("UBND các huyện Vĩnh Linh") == [("UBND các huyện Vĩnh Linh", "agency:vl")]


def test_a_bare_district_without_a_committee_before_it_is_not_taken():
    assert read("Vĩnh Linh") == [("Vĩnh Linh", "")]


def test_marks_and_case_may_be_lost():
    assert read("SO KE HOACH VA DAU TU") == [("SO KE HOACH VA DAU TU", "agency:so-khdt")]


def test_a_torn_name_is_asked_with_what_it_may_be_and_the_rest_is_read():
    torn, rest = Parties(DAY).read("UBND các huyện Hóa, Đakrông")

    assert (torn.text, torn.asked) == ("UBND các huyện Hóa", True)
    assert torn.choices[0].slug == "hh"
    assert rest.agency.slug == "dk"


def test_words_behind_a_known_name_make_it_unknown():
    (piece,) = Parties(DAY).read("Các sở, ban ngành khác của trung ương")

    assert piece.asked


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("agency:so-nn", "agency:so-nn"),
        ("group:huyen", "group:huyen"),
        ("words", "words"),
        ("agency:da-mat", ""),  # whoever it was is not there on that day
    ],
)
def test_an_answer_goes_before_the_words(answer, found):
    assert read("Sở Bí ẩn", {"so-bi-an": answer}) == [("Sở Bí ẩn", found)]


def test_who_has_ended_is_asked_with_its_successor():
    heir = AgencyFactory(slug="so-moi", name="Sở Mới")
    AgencyFactory(slug="so-cu", name="Sở Cũ", ends=dt.date(2023, 1, 1), successor=heir)

    (piece,) = Parties(DAY).read("Sở Cũ")

    assert piece.asked
    assert list(piece.choices) == [heir]


def test_reading_costs_the_same_queries_for_one_cell_as_for_five():
    def queries(count):
        with CaptureQueriesContext(connection) as asked:
            known = Parties(DAY)
            for _ in range(count):
                known.read("Các sở, ban ngành, UBND các huyện Vĩnh Linh, Sở Bí ẩn")
        return len(asked)

    assert queries(1) == queries(5) <= 5


@pytest.mark.parametrize(
    ("text", "number", "notation", "year"),
    [
        ("Theo Quyết định số 1625/QĐ-UBND ngày 22/6/2022 của UBND tỉnh", "1625", "QĐ-UBND", 2022),
        ("tại Nghị quyết số 111/2024/QH15 ngày 18/01/2024", "111", "2024/QH15", 2024),
        ("văn bản số 6500/UBND-KT", "6500", "UBND-KT", None),
        ("Quyết số 2052/QĐ-UBND", "2052", "QĐ-UBND", None),
    ],
)
def test_papers_that_words_name(text, number, notation, year):
    (found,) = citations(text)

    assert (found.number, found.notation, found.year) == (number, notation, year)


@pytest.mark.parametrize("text", ["77/101 xã", "năm 2023-2024", "76,2%", "ngày 18/01/2024"])
def test_figures_and_days_are_no_papers(text):
    assert citations(text) == []


def test_a_paper_is_found_on_the_register_once_and_never_guessed_between_two():
    paper = PaperFactory(number="1625", notation="QĐ-UBND", year=2022)
    twin = PaperFactory(number="9", notation="QĐ-UBND", year=2021)
    PaperFactory(number="9", notation="QĐ-UBND", year=2022)
    texts = ["QĐ 1625/QĐ-UBND ngày 22/6/2022", "Quyết định số 9/QĐ-UBND", "1625/QĐ-UBND"]

    found = cited_in(texts, papers_named(texts))

    assert [one.paper for one in found] == [paper, None]
    assert cited_in(["9/QĐ-UBND ngày 1/2/2021"], papers_named(texts))[0].paper == twin
