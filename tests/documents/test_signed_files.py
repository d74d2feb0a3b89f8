"""Files handed in for a paper: signed over the printed bytes, scanned, finished in Word; and who sees them."""

from dataclasses import replace

import pytest
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Activity
from documents import pdf
from documents.blocks import Paragraph, to_json
from documents.choices import PaperFileKind, PaperState
from documents.models import PaperFile, PrintRun, StoredFile
from documents.services import store_file
from tests.documents import files
from tests.documents.authority import Authority, sign, turn_first_page
from tests.documents.files import upload
from tests.documents.sample import REPORT
from tests.factories import (
    LetterheadFactory,
    MembershipFactory,
    PaperFactory,
)


@pytest.fixture(autouse=True)
def media(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PREVIEWS_ROOT = tmp_path / "previews"
    settings.SIGNING_ROOTS = tmp_path / "roots"


@pytest.fixture(scope="module")
def content():
    return pdf.render(replace(REPORT, blocks=REPORT.blocks[:2]))


@pytest.fixture
def letterhead():
    return LetterheadFactory()


@pytest.fixture
def officer(letterhead):
    return MembershipFactory(agency=letterhead.agency, role=Role.OFFICER).user


@pytest.fixture
def paper(letterhead):
    return PaperFactory(
        letterhead=letterhead,
        issuer=letterhead.agency,
        state=PaperState.SIGNING,
        number="",
        body=to_json([Paragraph("Nội dung.")]),
    )


@pytest.fixture
def printed(paper, content):
    stored = store_file(upload(content, "kh.pdf"), by=None)
    return PrintRun.objects.create(paper=paper, file=stored, state="done", version=paper.version)


@pytest.fixture(scope="module")
def signed(content):
    return sign(content, Authority().person())


def hand_in(client, paper, kind, data, name="da-ky.pdf", **more):
    sent = {"kind": kind, "file": upload(data, name), **more}
    return client.post(reverse("documents:paper_files", args=[paper.pk]), sent)


def test_a_file_signed_over_the_printed_bytes_is_kept_with_them(
    client, officer, paper, printed, signed
):
    client.force_login(officer)
    answer = hand_in(client, paper, "signed", signed, note="ký bằng USB token")
    assert answer.status_code == 302
    kept = {row.kind: row for row in paper.files.all()}
    assert kept["printed"].file == printed.file
    row = kept["signed"]
    assert (row.name, row.note, row.by, row.version) == (
        "da-ky.pdf",
        "ký bằng USB token",
        officer,
        1,
    )
    assert row.report["original_intact"] is True
    with row.file.content.open() as file:
        assert file.read() == signed
    page = client.get(reverse("documents:paper_files", args=[paper.pk])).content.decode()
    assert "Nguyễn Văn Thử" in page
    assert "chưa rõ nơi cấp" in page


@pytest.mark.usefixtures("printed")
def test_a_trusted_root_is_told(client, officer, paper, content, settings):
    settings.SIGNING_ROOTS.mkdir()
    ca = Authority()
    (settings.SIGNING_ROOTS / "root.pem").write_bytes(ca.pem)
    client.force_login(officer)
    hand_in(client, paper, "signed", sign(content, ca.person()))
    row = PaperFile.objects.get(kind="signed")
    assert row.report["signatures"][0]["trust"] == "revocation_unknown"


@pytest.mark.usefixtures("printed")
@pytest.mark.parametrize(
    "broken",
    [
        (lambda content: content, "không có chữ ký số nào"),
        (lambda content: sign(files.pdf(), Authority().person()), "không phải bản in"),
        (
            lambda content: sign(turn_first_page(content), Authority().person()),
            "Nội dung tệp đã bị sửa sau khi in",
        ),
    ],
)
def test_a_tampered_upload_is_refused_with_the_reason_and_nothing_is_lost(
    client, officer, paper, content, broken
):
    make, why = broken
    client.force_login(officer)
    hand_in(client, paper, "signed", sign(content, Authority().person()))
    before = StoredFile.objects.count()
    answer = hand_in(client, paper, "signed", make(content), note="lần hai")
    assert answer.status_code == 409
    assert why in answer.content.decode()
    assert "lần hai" in answer.content.decode()
    assert paper.files.filter(kind="signed").count() == 1
    assert StoredFile.objects.count() == before
    assert Activity.objects.filter(verb="refused signed file").count() == 1


def test_what_was_signed_over_older_words_is_told_so(client, officer, paper, printed, signed):
    paper.version = 2
    paper.save()
    client.force_login(officer)
    answer = hand_in(client, paper, "signed", signed)
    assert answer.status_code == 409
    assert "phiên bản 1" in answer.content.decode()


def test_without_a_print_there_is_nothing_to_compare_with(client, officer, paper, signed):
    client.force_login(officer)
    answer = hand_in(client, paper, "signed", signed)
    assert answer.status_code == 409
    assert "Chưa có bản in" in answer.content.decode()


def test_a_scan_of_the_wet_signed_paper_is_the_signed_copy(client, officer, paper):
    client.force_login(officer)
    assert hand_in(client, paper, "scan", files.photo(), "ban-ky.jpg").status_code == 302
    assert hand_in(client, paper, "scan", files.docx(), "ban-ky.docx").status_code == 409
    assert [row.kind for row in paper.files.all()] == ["scan"]


def test_a_word_file_comes_with_its_signed_copy_and_the_paper_says_so(client, officer, paper):
    client.force_login(officer)
    alone = hand_in(client, paper, "word", files.docx(), "kh.docx")
    assert alone.status_code == 409
    assert "bản đã ký làm từ tệp Word" in alone.content.decode()
    done = hand_in(
        client, paper, "word", files.docx(), "kh.docx", copy=upload(files.photo(), "ky.jpg")
    )
    assert done.status_code == 302
    assert {row.kind for row in paper.files.all()} == {"word", "scan"}
    page = client.get(reverse("documents:paper_detail", args=[paper.pk])).content.decode()
    assert "Lời văn theo bản Word đã ký" in page


def test_a_word_files_signed_copy_is_checked_alone(client, officer, paper, signed):
    client.force_login(officer)
    both = {"copy": upload(signed, "ky.pdf")}
    assert hand_in(client, paper, "word", files.docx(), "kh.docx", **both).status_code == 302
    row = paper.files.get(kind="signed")
    assert row.report["original_intact"] is None
    broken = bytearray(signed)
    broken[len(signed) // 3] ^= 1
    both = {"copy": upload(bytes(broken), "ky.pdf")}
    answer = hand_in(client, paper, "word", files.docx(), "kh2.docx", **both)
    assert answer.status_code == 409


@pytest.mark.parametrize(
    "told",
    [
        (PaperState.DRAFT, "signed", 422),
        (PaperState.DRAFT, "attached", 302),
        (PaperState.SIGNED, "scan", 302),
        (PaperState.ISSUED, "scan", 302),
        (PaperState.ISSUED, "attached", 422),
        (PaperState.ISSUED, "word", 422),
    ],
)
def test_what_may_be_handed_in_when(client, officer, paper, told):
    state, kind, status = told
    paper.state = state
    paper.save()
    client.force_login(officer)
    assert hand_in(client, paper, kind, files.photo(), "a.jpg").status_code == status


def test_the_same_file_twice_is_refused(client, officer, paper):
    client.force_login(officer)
    hand_in(client, paper, "scan", files.photo(), "a.jpg")
    answer = hand_in(client, paper, "scan", files.photo(), "a.jpg")
    assert answer.status_code == 409
    assert "đã nộp rồi" in answer.content.decode()


def test_no_file_is_asked_for_again(client, officer, paper):
    client.force_login(officer)
    answer = client.post(
        reverse("documents:paper_files", args=[paper.pk]), {"kind": "scan", "note": "thiếu tệp"}
    )
    assert answer.status_code == 422
    assert "Hãy chọn tệp" in answer.content.decode()
    assert "thiếu tệp" in answer.content.decode()


def test_a_drafts_files_are_for_its_people_alone(client, officer, paper):
    row = store(paper, officer)
    url = reverse("documents:paper_file", args=[paper.pk, row.pk])
    raw = reverse("documents:file", args=[row.file_id])
    outsider = MembershipFactory().user
    client.force_login(outsider)
    assert [client.get(one).status_code for one in (url, raw)] == [404, 404]
    paper.state = PaperState.ISSUED
    paper.save()
    assert [client.get(one).status_code for one in (url, raw)] == [200, 200]
    assert hand_in(client, paper, "scan", files.photo(), "a.jpg").status_code == 403


def store(paper, by):
    stored = store_file(upload(files.pdf(), "a.pdf"), by=by)
    return PaperFile.objects.create(
        paper=paper, kind=PaperFileKind.SCAN, file=stored, name="a.pdf", by=by
    )


def test_who_registered_a_paper_of_others_adds_its_scan(client):
    person = MembershipFactory(role=Role.OFFICER).user
    paper = PaperFactory(by=person)
    client.force_login(MembershipFactory().user)
    assert hand_in(client, paper, "scan", files.photo(), "a.jpg").status_code == 403
    client.force_login(person)
    assert hand_in(client, paper, "scan", files.photo(), "a.jpg").status_code == 302
