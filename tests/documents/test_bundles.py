"""Many papers in one ZIP and in one PDF to print on both sides."""

import io
import zipfile

import pypdf
import pypdfium2
import pytest
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
)

from documents import pdf
from documents.bundles import Entry, Unreadable, write_bundle, write_zip
from tests.documents.sample import REPORT

TITLE = "Báo cáo 6 tháng đầu năm 2024"


@pytest.fixture(scope="module")
def report():
    """Seven pages, one of them across."""
    return pdf.render(REPORT)


def _pages(count, *, turned=0, drawn_over=""):
    writer = pypdf.PdfWriter()
    for _ in range(count):
        writer.add_blank_page(595, 842)
    if drawn_over:
        _draw_over(writer, drawn_over)
    for page in writer.pages:
        page.rotate(turned)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


@pytest.fixture(scope="module")
def bundle(report, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundle")
    one = folder / "one.pdf"
    one.write_bytes(report)
    entries = [
        Entry("Báo cáo của xã Vĩnh Thái", one),
        Entry("Báo cáo của xã Vĩnh Tú", _pages(3)),
        Entry("Báo cáo của tỉnh", report),
    ]
    target = folder / "bundle.pdf"
    write_bundle(entries, target, TITLE, ["UBND tỉnh Quảng Trị"])
    return pypdf.PdfReader(target)


def _text(page):
    return " ".join(page.extract_text().split())


def test_title_then_contents_then_the_papers_each_on_an_odd_page(bundle):
    assert TITLE.upper() in _text(bundle.pages[0])
    assert "UBND tỉnh Quảng Trị" in _text(bundle.pages[0])
    assert _text(bundle.pages[1]) == ""
    contents = _text(bundle.pages[2])
    assert "MỤC LỤC" in contents
    assert "3 văn bản, 17 trang" in contents
    assert "1 Báo cáo của xã Vĩnh Thái 7 5" in contents
    assert "2 Báo cáo của xã Vĩnh Tú 3 13" in contents
    assert "3 Báo cáo của tỉnh 7 17" in contents
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in _text(bundle.pages[4])
    assert _text(bundle.pages[11]) == ""  # the back of the last sheet
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in _text(bundle.pages[16])
    assert len(bundle.pages) == 23


def test_bookmarks_title_language_and_both_sides(bundle):
    marks = [(one.title, bundle.get_destination_page_number(one) + 1) for one in bundle.outline]

    assert marks == [
        ("Mục lục", 3),
        ("Báo cáo của xã Vĩnh Thái", 5),
        ("Báo cáo của xã Vĩnh Tú", 13),
        ("Báo cáo của tỉnh", 17),
    ]
    root = bundle.trailer["/Root"]
    assert root["/Lang"] == "vi"
    assert root["/ViewerPreferences"]["/Duplex"] == "/DuplexFlipLongEdge"
    assert bundle.metadata.title == TITLE


def test_the_bundles_own_numbers_stand_on_pages_of_papers_only(bundle):
    made = pypdfium2.PdfDocument(bundle.stream)
    numbers = {place: _corner(page) for place, page in enumerate(made, start=1)}

    assert [numbers[one] for one in (1, 2, 3, 4, 12, 16)] == [""] * 6
    papers = [*range(5, 12), 13, 14, 15, *range(17, 24)]
    assert [numbers[one] for one in papers] == [str(one) for one in papers]


def test_pages_look_as_they_did_but_for_the_number(bundle, report):
    made = pypdfium2.PdfDocument(bundle.stream)
    alone = pypdfium2.PdfDocument(report)

    for place in range(len(alone)):
        one, other = (page.render(scale=1).to_pil() for page in (alone[place], made[place + 4]))
        assert one.size == other.size
        across, down = one.size
        most = (0, 0, across, down - 50)
        assert one.crop(most).tobytes() == other.crop(most).tobytes()
        assert one.tobytes() != other.tobytes()


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_page_that_is_turned_has_its_number_in_the_same_corner(turned, tmp_path):
    target = tmp_path / "bundle.pdf"

    write_bundle([Entry("Bản quét", _pages(1, turned=turned))], target, TITLE)

    page = pypdfium2.PdfDocument(target)[4].render(scale=1).to_pil().convert("L")
    across, down = page.size
    box = page.point(lambda level: 255 * (level < 128)).getbbox()
    assert across - 50 < box[0] < box[2] <= across - 30
    assert down - 50 < box[1] < box[3] <= down - 30
    assert box[3] - box[1] > box[2] - box[0]  # «5», upright


@pytest.mark.parametrize("kind", ["/Stamp", "/Widget"])
def test_a_seal_on_top_of_a_page_is_printed(kind, tmp_path):
    target = tmp_path / "bundle.pdf"

    write_bundle([Entry("Đã ký", _pages(1, drawn_over=kind))], target, TITLE)

    shown = (
        pypdfium2.PdfDocument(target)[4]
        .render(scale=1, may_draw_forms=False, draw_annots=False)
        .to_pil()
    )
    assert shown.getpixel((150, 842 - 720)) == (0, 0, 0)
    assert shown.getpixel((250, 842 - 720)) == (255, 255, 255)


def test_a_file_that_is_no_pdf_is_named_and_nothing_is_left(tmp_path):
    target = tmp_path / "bundle.pdf"
    target.write_bytes(b"before")

    with pytest.raises(Unreadable, match="«Báo cáo hỏng»"):
        write_bundle(
            [Entry("Tốt", _pages(1)), Entry("Báo cáo hỏng", b"%PDF-1.7 nothing")], target, TITLE
        )

    assert [one.name for one in tmp_path.iterdir()] == ["bundle.pdf"]
    assert target.read_bytes() == b"before"


def test_long_contents_move_the_first_paper(tmp_path):
    entries = [Entry(f"Báo cáo của xã thứ {one} trong kỳ", _pages(1)) for one in range(90)]
    target = tmp_path / "bundle.pdf"

    write_bundle(entries, target, TITLE)

    made = pypdf.PdfReader(target)
    begins = [made.get_destination_page_number(one) + 1 for one in made.outline][1:]
    assert begins[0] > 5
    assert all(one % 2 for one in begins)
    contents = " ".join(_text(made.pages[place]) for place in range(2, begins[0] - 1))
    assert f"90 Báo cáo của xã thứ 89 trong kỳ 1 {begins[-1]}" in contents


def test_a_zip_has_every_pdf_once_under_a_plain_name(report, tmp_path):
    one = tmp_path / "one.pdf"
    one.write_bytes(report)
    entries = (
        Entry(name, content)
        for name, content in [
            ("Báo cáo xã Vĩnh Tú", one),
            ("Báo cáo xã Vĩnh Tu", b"%PDF other"),
            ("báo cáo: xã/Vĩnh Tú", b"%PDF third"),
            ("../../…", b"%PDF fourth"),
            ("Đ" * 300, b"%PDF fifth"),
        ]
    )
    target = tmp_path / "all.zip"

    write_zip(entries, target)

    with zipfile.ZipFile(target) as made:
        assert made.testzip() is None
        assert made.namelist() == [
            "bao-cao-xa-vinh-tu.pdf",
            "bao-cao-xa-vinh-tu-2.pdf",
            "bao-cao-xa-vinh-tu-3.pdf",
            "van-ban.pdf",
            f"{'d' * 100}.pdf",
        ]
        assert made.read("bao-cao-xa-vinh-tu.pdf") == report
        assert made.read("bao-cao-xa-vinh-tu-3.pdf") == b"%PDF third"


def test_a_zip_that_fails_leaves_nothing(tmp_path):
    target = tmp_path / "all.zip"

    with pytest.raises(FileNotFoundError):
        write_zip([Entry("Mất", tmp_path / "gone.pdf")], target)

    assert list(tmp_path.iterdir()) == []


def _corner(page):
    """What stands in the lower right corner as pdfium shows it."""
    across = page.get_width()
    return page.get_textpage().get_text_bounded(across - 60, 28, across - 20, 52).strip()


def _draw_over(writer, kind):
    """A black field of 100 by 40 points, as the picture of a signature is put on a page."""
    look = DecodedStreamObject()
    look.set_data(b"0 g 0 0 100 40 re f")
    box = ArrayObject(NumberObject(one) for one in (0, 0, 100, 40))
    names = {"/Type": "/XObject", "/Subtype": "/Form"}
    look.update({NameObject(key): NameObject(value) for key, value in names.items()})
    look[NameObject("/BBox")] = box
    place = ArrayObject(NumberObject(one) for one in (100, 700, 200, 740))
    sign = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(kind),
            NameObject("/Rect"): place,
            NameObject("/F"): NumberObject(4),
            NameObject("/AP"): DictionaryObject({NameObject("/N"): writer._add_object(look)}),  # noqa: SLF001
        }
    )
    if kind == "/Widget":
        sign[NameObject("/FT")] = NameObject("/Sig")
    added = writer._add_object(sign)  # noqa: SLF001
    writer.pages[0][NameObject("/Annots")] = ArrayObject([added])
    if kind == "/Widget":
        writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
            {NameObject("/Fields"): ArrayObject([added])}
        )
