"""What the form check says, on the paper's page, on its own page and through the API."""

from dataclasses import replace

import pytest
from django.urls import reverse

from documents.blocks import Heading, Paragraph, to_json
from documents.choices import PaperKind, PaperState, PrintState
from documents.formcheck import Finding
from documents.models import PrintRun, Recipient
from documents.selectors.checks import checked, findings_of, known_of
from documents.selectors.prints import as_printed, fingerprint
from tests.factories import LetterheadFactory, PaperFactory, StoredFileFactory

pytestmark = pytest.mark.django_db
BODY = to_json((Heading("I", "Mục đích"), Heading("III", "Nội dung"), Paragraph("Hết./.")))
MEASURED = Finding("N1", "Số trang", "Trang 1 có số", "Trình bày lại")


@pytest.fixture
def paper():
    one = PaperFactory.create(
        kind=PaperKind.PLAN,
        notation="KH-SCT",
        issuer_text="Sở Công Thương",
        superior_text="UBND tỉnh Quảng Trị",
        place="Quảng Trị",
        signer_post="Giám đốc",
        body=BODY,
    )
    for order, text in enumerate(("UBND tỉnh", "Lưu: VT, QLTM"), start=1):
        Recipient.objects.create(paper=one, order=order, text=text)
    return one


def _address(paper):
    return reverse("documents:paper_check", args=[paper.pk])


def _print(paper, *findings):
    return PrintRun.objects.create(
        paper=paper,
        version=paper.version,
        fingerprint=fingerprint(as_printed(paper)),
        state=PrintState.DONE,
        file=StoredFileFactory.create(),
        findings=[one.to_json() for one in findings],
    )


def test_the_paper_page_shows_what_fails_with_the_way_to_the_rest(client, member, paper):
    page = client.get(reverse("documents:paper_detail", args=[paper.pk])).content.decode()

    assert "Sau mục trước phải là «II», đang là «III»" in page
    assert _address(paper) in page


def test_the_page_says_where_what_how_to_mend_and_which_rule(client, member, paper):
    page = client.get(_address(paper)).content.decode()

    for words in (
        "Mục «III Nội dung»",
        "Sau mục trước phải là «II»",
        "Đánh lại số, hoặc giữ nếu bản gốc in như vậy",
        "B10",
        "Phụ lục I, II.6đ",
        "không chặn bước nào",
        "chưa đo lề",
    ):
        assert words in page


def test_findings_of_the_print_stand_beside_those_of_the_words(client, member, paper):
    _print(paper, MEASURED)

    page = client.get(_address(paper)).content.decode()

    assert "Trang 1 có số" in page
    assert "chưa đo lề" not in page
    assert [one.rule for one in findings_of(paper)] == ["B10", "N1"]


def test_a_print_of_other_words_says_nothing_of_these(paper):
    _print(paper, MEASURED)
    paper.title = "Tên khác"
    paper.save()

    found = checked(paper)

    assert (found.pdf, found.run) == ([], None)


def test_what_the_words_breach_is_not_told_again_of_the_print(paper):
    _print(paper, replace(MEASURED, rule="B10"))

    assert [one.rule for one in findings_of(paper)] == ["B10"]


def test_a_paper_without_its_text_has_nothing_to_check(client, member):
    paper = PaperFactory.create()

    assert findings_of(paper) == []
    assert "chỉ vào sổ" in client.get(_address(paper)).content.decode()


def test_a_draft_of_others_is_not_found(client, member, paper):
    paper.state = PaperState.DRAFT
    paper.save()

    assert client.get(_address(paper)).status_code == 404


def test_the_letterhead_and_the_register_say_what_to_hold_against_the_paper(paper):
    paper.letterhead = LetterheadFactory.create(code="SCT", place="Quảng Trị", archive="VT")
    paper.state = PaperState.NUMBERED
    paper.save()
    PaperFactory.create(
        letterhead=paper.letterhead,
        number=paper.number,
        notation=paper.notation,
        year=paper.year,
    )

    known = known_of(paper)

    assert (known.code, known.archive, known.signed, known.numbered) == ("SCT", "VT", True, True)
    assert len(known.twins) == 1
    assert "S5" in {one.rule for one in findings_of(paper)}


def test_the_same_through_the_api(client, member, paper):
    _print(paper, MEASURED)

    given = client.get(f"/api/v1/paper-checks/{paper.pk}/").json()

    assert [one["rule"] for one in given["words"]] == ["B10"]
    assert given["words"][0]["cited"] == "Phụ lục I, II.6đ"
    assert [one["what"] for one in given["print"]] == ["Trang 1 có số"]
    assert given["measured"] is True
