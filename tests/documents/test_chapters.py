"""A paper printed in chapters and joined is the paper printed whole."""

import io
from dataclasses import replace

import pypdf
import pypdfium2
import pytest

from documents import pdf
from documents.blocks import Appendix, Paragraph
from documents.pdf import joining
from tests.documents.sample import REPORT, WIDE

FEW = replace(WIDE, rows=(*WIDE.rows[:4], *WIDE.rows[-3:]))
MANY = replace(
    REPORT,
    code="7K3M-9XPD",
    footer="Số liệu minh họa",
    blocks=(
        *REPORT.blocks,
        *(
            Appendix(number, f"Biểu số (1 0 R) {number}", "Kèm theo", (FEW,) * 2, landscape=wide)
            for number, wide in (("III", True), ("IV", True), ("V", False))
        ),
        Appendix("VI", "Lời", "", (Paragraph("Một đoạn."),)),
        Appendix("VII", "Lời", "", (Paragraph("Một đoạn."),)),
    ),
)
LETTER = replace(
    REPORT,
    kind="",
    subject="V/v báo cáo",
    bases=(),
    blocks=(
        *REPORT.blocks[:2],
        Appendix("I", "Kết quả", "Kèm theo", (FEW,), landscape=True),
        REPORT.blocks[-1],
    ),
)


@pytest.fixture(scope="module", params=[REPORT, MANY, LETTER], ids=["report", "many", "letter"])
def pair(request):
    """The paper printed whole, and joined."""
    parts = pdf.chapters(request.param)
    assert len(parts) > 1
    return pdf.render(request.param), pdf.join([pdf.render_chapter(one) for one in parts])


@pytest.fixture(scope="module")
def files(pair):
    """Both, read once."""
    return [pypdf.PdfReader(io.BytesIO(one)) for one in pair]


def test_every_page_looks_the_same(pair):
    whole, joined = (pypdfium2.PdfDocument(one) for one in pair)

    assert len(joined) == len(whole)
    for place in range(len(whole)):
        one, other = (file[place].render(scale=1.5).to_pil() for file in (whole, joined))
        assert one.size == other.size
        assert one.tobytes() == other.tobytes(), place


def test_every_page_says_the_same_at_the_same_places(pair):
    said = []
    for content in pair:
        pages = pypdfium2.PdfDocument(content)
        letters = []
        for page in pages:
            text = page.get_textpage()
            letters.append(
                [
                    (text.get_text_range(place, 1), text.get_charbox(place))
                    for place in range(text.count_chars())
                ]
            )
        said.append(letters)

    assert said[0] == said[1]


def test_bookmarks_title_language_and_marks_of_pdf_a_are_the_same(files):
    whole, joined = files

    assert _bookmarks(joined) == _bookmarks(whole)
    assert joined.metadata == whole.metadata
    roots = [file.trailer["/Root"] for file in (whole, joined)]
    assert roots[0].keys() == roots[1].keys()
    for key in ("/Lang", "/MarkInfo", "/ViewerPreferences"):
        assert roots[0][key] == roots[1][key]
    metadata, profiles, intents = zip(*(_marks(root) for root in roots), strict=True)
    assert b"pdfaid" in metadata[0]
    assert metadata[0] == metadata[1]
    assert profiles[0] == profiles[1]
    assert intents[0] == intents[1]
    assert joined.trailer["/ID"]


def test_the_fonts_are_the_same_and_all_inside(files):
    whole, joined = map(_fonts, files)

    assert joined == whole
    assert all(inside for _, inside in whole)


def test_the_tree_of_tags_is_the_same(files):
    whole, joined = files

    assert _tree(joined) == _tree(whole)


def test_every_mark_on_a_page_finds_its_tag(files):
    _, file = files
    nums = file.trailer["/Root"]["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    keys = nums[::2]
    assert keys == list(range(len(keys)))
    for page in file.pages:
        marks = nums[2 * page["/StructParents"] + 1].get_object()
        assert marks
        for mark, tag in enumerate(marks):
            assert mark in tag.get_object()["/K"]
            assert tag.get_object()["/Pg"].get_object() == page


def test_header_cells_have_names_of_their_own(files):
    _, file = files
    cells = [one for one in _tags(file) if one["/S"] in {"/TH", "/TD"}]
    heads = [one["/ID"] for one in cells if "/ID" in one]
    asked = [head for one in cells for head in one["/A"].get("/Headers", ())]

    assert heads
    assert len(set(heads)) == len(heads)
    assert set(asked) <= set(heads)
    assert asked


def test_the_same_chapters_give_the_same_bytes():
    parts = [pdf.render_chapter(one) for one in pdf.chapters(REPORT)]

    assert pdf.join(parts) == pdf.join(parts)


def test_small_appendices_stay_with_their_neighbours():
    parts = pdf.chapters(MANY)

    assert [one.text for one in parts] == [True, *[False] * (len(parts) - 1)]
    cut = [
        [one.number for one in part.paper.blocks if isinstance(one, Appendix)] for part in parts
    ]
    assert [one for part in cut for one in part] == ["I", "II", "III", "IV", "V", "VI", "VII"]
    assert cut[-1][-2:] == ["VI", "VII"]
    assert all(one.weight > 0 for one in parts)


def test_a_paper_without_appendices_is_one_chapter():
    bare = replace(
        REPORT, blocks=tuple(one for one in REPORT.blocks if not isinstance(one, Appendix))
    )

    (only,) = pdf.chapters(bare)

    assert only.text
    assert only.paper == bare


def test_a_file_of_another_writer_is_not_joined():
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    output = io.BytesIO()
    writer.write(output)

    with pytest.raises(joining.Unjoinable):
        pdf.join([output.getvalue()])


def _bookmarks(file):
    return [
        (one.title, file.get_destination_page_number(one), one.left, one.top)
        for one in file.outline
    ]


def _marks(root):
    (intent,) = root["/OutputIntents"]
    plain = {key: value for key, value in intent.items() if key != "/DestOutputProfile"}
    return root["/Metadata"].get_data(), intent["/DestOutputProfile"].get_data(), plain


def _fonts(file):
    found = set()
    for page in file.pages:
        for one in page["/Resources"]["/Font"].values():
            font = one.get_object()
            inner = (
                font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            )
            inside = any(key.startswith("/FontFile") for key in inner["/FontDescriptor"])
            found.add((font["/BaseFont"].split("+")[-1], inside))
    return found


def _tree(file):
    """The tags as they follow each other, each with its depth, page, marks and attributes."""
    pages = {page.indirect_reference.idnum: place for place, page in enumerate(file.pages)}
    names = {}
    found = []

    def walk(tag, depth):
        kids = tag["/K"] if isinstance(tag["/K"], list) else [tag["/K"]]
        kids = [one.get_object() for one in kids]
        attributes = dict(tag.get("/A", {}))
        attributes.pop("/Headers", None)
        if "/ID" in tag:
            names[tag["/ID"]] = len(found)
        heads = [names.get(one) for one in tag.get("/A", {}).get("/Headers", ())]
        page = pages[tag.raw_get("/Pg").idnum] if "/Pg" in tag else None
        marks = [one for one in kids if isinstance(one, int)]
        found.append((depth, tag["/S"], page, marks, tag.get("/Alt"), attributes, heads))
        for one in kids:
            if not isinstance(one, int):
                walk(one, depth + 1)

    walk(file.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object(), 0)
    return found


def _tags(file):
    waiting = [file.trailer["/Root"]["/StructTreeRoot"]["/K"][0].get_object()]
    while waiting:
        tag = waiting.pop()
        yield tag
        waiting += [one.get_object() for one in tag["/K"] if not isinstance(one.get_object(), int)]
