"""What may stand behind the printed bytes: signatures and what long keeping adds; anything else is a change."""

import pytest

from documents.signing import Modification, Roots, check_signatures
from tests.documents.authority import NOW, Authority, sign, with_empty_field

HEAD = b"%PDF-1.7\n"
SIZE = 9  # numbers 6 and 7 are left open: a page may point to an object that is not there
WORDS = b"BT /F1 12 Tf 72 700 Td (17/19) Tj ET"
TEXT = b"<</Length %d>>stream\n%s\nendstream" % (len(WORDS), WORDS)
PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[4 0 R 7 0 R]"
    b"/Resources<</Font<</F1 5 0 R>>>>%s>>"
)
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>"
FIELD = b"<</Type/Annot/Subtype/Widget/Rect[0 0 0 0]/T(ChuKy)/FT%s%s>>"


def catalog(more=b"", fields=b"8 0 R"):
    form = b"/AcroForm<</Fields[%s]/SigFlags 3>>" % fields
    return b"<</Type/Catalog/Pages 2 0 R%s%s>>" % (form, more)


def written(content, objects, *, size=SIZE, root=1, before=None, freed=()):
    """The content with objects, their table and a trailer behind it."""
    places = {}
    for number, words in objects.items():
        places[number] = len(content)
        content += b"%d 0 obj%s endobj\n" % (number, words)
    table = b"".join(b"%d 1\n%010d 00000 n \n" % one for one in sorted(places.items()))
    table += b"".join(b"%d 1\n0000000000 00001 f \n" % one for one in freed)
    previous = b"" if before is None else b"/Prev %d" % before
    first = b"0 1\n0000000000 65535 f \n" if before is None else b""
    trailer = b"<</Size %d/Root %d 0 R%s>>" % (size, root, previous)
    end = b"xref\n%s%strailer%s\nstartxref\n%d\n%%%%EOF\n"
    return content + end % (first, table, trailer, len(content))


ORIGINAL = written(
    HEAD,
    {1: catalog(), 2: PAGES, 3: PAGE % b"", 4: TEXT, 5: FONT, 8: FIELD % (b"/Sig", b"")},
)


def added(objects=None, **more):
    place = int(ORIGINAL.rsplit(b"startxref\n", 1)[1].split()[0])
    return written(ORIGINAL, objects or {}, **({"before": place, "size": 10} | more))


SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
OTHER_FIELD = {1: catalog(fields=b"8 0 R 9 0 R")}
CHANGES = {
    "words": {4: TEXT.replace(b"17/19", b"19/19")},
    "page turned": {3: PAGE % b"/Rotate 180"},
    "a gap filled": {7: TEXT.replace(b"17/19", b"19/19")},
    "an act on opening": {1: catalog(b"/OpenAction" + SCRIPT)},
    "a field lost": {1: catalog(fields=b"")},
    "a text field": OTHER_FIELD | {9: FIELD % (b"/Tx", b"")},
    "a field that acts": OTHER_FIELD | {9: FIELD % (b"/Sig", b"/A" + SCRIPT)},
}


def checked(content):
    return check_signatures(content, ORIGINAL, Roots(), NOW)


def test_room_for_one_more_signature_leaves_the_original_intact():
    found = checked(added(OTHER_FIELD | {9: FIELD % (b"/Sig", b"")}))

    assert (found.original_intact, found.modification) == (True, Modification.SIGNATURES)


@pytest.mark.parametrize("change", CHANGES)
def test_anything_else_behind_the_original_is_a_change(change):
    found = checked(added(CHANGES[change]))

    assert (found.original_intact, found.modification) == (False, Modification.OTHER)
    assert "bị sửa sau khi in" in found.refusal


def test_an_object_taken_away_is_a_change():
    assert checked(added(freed=[4])).original_intact is False


def test_another_catalog_is_a_change():
    assert checked(added({9: catalog()}, root=9)).original_intact is False


def test_a_field_added_behind_the_last_signature_is_a_change():
    signed = sign(ORIGINAL, Authority().person(), place="So")

    assert checked(signed).accepted
    found = checked(with_empty_field(signed))
    assert (found.original_intact, found.covers_whole) == (True, False)
    assert "bị sửa sau khi in" in found.refusal


@pytest.mark.parametrize("behind", [b"\n% 20/20\n", b"\n% 20/20\n%%EOF\n"])
def test_bytes_behind_the_last_signature_that_are_no_revision_are_not_covered(behind):
    signed = sign(ORIGINAL, Authority().person(), place="So")
    assert checked(signed + b"\r\n").covers_whole
    found = checked(signed + behind)
    assert not found.covers_whole
    assert not found.accepted
