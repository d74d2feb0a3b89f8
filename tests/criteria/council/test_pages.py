"""The pages of the council's files: words, refusals, who may what, and how often they ask."""

import datetime as dt
import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from criteria.models import Condition, CouncilFile
from documents.models import StoredFile
from tests.criteria.council.steps import PDF, door, fill, find, hand_in, meet, passed, submit
from tests.factories import (
    CommuneFactory,
    CouncilFileFactory,
    DebtFactory,
    PaperFactory,
    RecognitionFactory,
)


@pytest.fixture
def office(council, client):
    client.force_login(council.office)
    return council.office


def page(client, file, status=200):
    answer = client.get(reverse("criteria:council_detail", args=[file.pk]))
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


# ── one file ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("office")
def test_a_file_tells_what_is_missing_and_who_holds_it(council, client):
    DebtFactory(commune=council.commune, as_of=dt.date(2024, 3, 31), amount=640)
    file = council.open()
    find(council, file, "no-dong", holds=True)
    hand_in(council, file, "bao-cao")
    told = page(client, file)
    assert "19/19 tiêu chí đạt" in told
    assert "chưa được Văn phòng Điều phối xác nhận" not in told
    assert "Khác số liệu của cổng." in told
    assert "nợ đọng 640 triệu đồng đến 31/3/2024" in told
    assert "Điều kiện: 2/3 đạt" in told
    assert "Giấy tờ: 1/2 đã có" in told
    assert "Nộp 1 giấy tờ còn thiếu. " in told
    assert "Còn 1 điều kiện: Điều kiện hai-long (chưa ghi kết quả)." in told
    assert f"UBND {council.commune} và Văn phòng Điều phối" in told
    assert "chưa kiểm chứng" in told
    assert "Trình hội đồng</a>" not in told


@pytest.mark.usefixtures("office")
def test_the_next_step_is_one_button(council, client):
    file = council.open()
    fill(council, file)
    assert door("submit", file.pk) in page(client, file)
    submit(council, file)
    assert door("meeting", file.pk) in page(client, file)
    meet(council, file, 11, 9, 9)
    told = page(client, file)
    assert door("decide", file.pk) in told
    assert "9/11</strong> thành viên (81,8%) · phải từ 70%" in told
    assert "9/9</strong> người có mặt (100,0%) · phải từ 90%" in told
    assert "Giữ như lúc trình hội đồng ngày 5/6/2024" in told


@pytest.mark.usefixtures("office")
def test_a_day_without_a_procedure_says_that_nothing_is_known(council, client):
    council.procedure.delete()
    told = page(client, council.open())
    assert "chưa biết điều kiện, giấy tờ và tỷ lệ biểu quyết" in told
    assert "Tỷ lệ có mặt và tán thành của giai đoạn này chưa có" in told


@pytest.mark.usefixtures("office")
def test_what_was_withdrawn_stays_in_sight(council, client):
    file = council.open()
    row = hand_in(council, file)
    address = door("document_withdraw", row.pk)
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Nhầm tệp"}).status_code == 302
    assert "Nhầm tệp" in page(client, file)
    assert client.post(address, {"reason": "Nhầm tệp"}).status_code == 409


# ── the way through the pages ────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("office")
def test_the_office_takes_a_file_the_whole_way(council, client):
    said = {
        "commune": council.commune.code,
        "purpose": "recognise",
        "level": "ntm",
        "year": "2023",
        "opened_on": "1/3/2024",
    }
    answer = client.post(door("open"), said)
    file = CouncilFile.objects.get()
    assert answer.url == door("detail", file.pk)
    client.post(
        door("finding", file.pk, "no-dong"), {"holds": "yes", "words": "Báo cáo", "on": "5/6/2024"}
    )
    client.post(
        door("finding", file.pk, "hai-long"),
        {"number": "92,5", "words": "MTTQ", "on": "5/6/2024"},
    )
    paper = PaperFactory()
    client.post(
        door("document", file.pk),
        {"asked": "to-trinh", "on": "5/6/2024", "upload": SimpleUploadedFile("a.pdf", PDF)},
    )
    client.post(
        door("document", file.pk), {"asked": "bao-cao", "on": "5/6/2024", "paper": paper.symbol}
    )
    assert file.findings.get(condition="hai-long").number == Decimal("92.5")
    client.post(door("submit", file.pk), {"on": "5/6/2024"})
    votes = {"held_on": "6/6/2024", "members": "10", "present": "10", "in_favour": "10"}
    client.post(
        door("meeting", file.pk), votes | {"minutes": SimpleUploadedFile("bb.pdf", PDF + b"%")}
    )
    answer = client.post(door("decide", file.pk), {"source": "QĐ 9", "since": "10/6/2024"})
    assert answer.status_code == 302
    file.refresh_from_db()
    assert (file.state, file.recognition.year) == ("decided", 2023)
    assert "QĐ 9" in page(client, file)


@pytest.mark.usefixtures("office")
def test_a_recognition_is_taken_back_through_the_pages(council, client):
    council.procedure.delete()
    council.revoking.delete()
    recognition = RecognitionFactory(commune=council.commune)
    file = council.open(purpose="revoke")
    submit(council, file)
    votes = {"held_on": "6/6/2024", "members": "10", "present": "10", "in_favour": "10"}
    answer = client.post(door("meeting", file.pk), votes)
    assert answer.status_code == 409
    assert "Hãy chọn kết quả theo biên bản" in answer.content.decode()
    client.post(door("meeting", file.pk), votes | {"agreed": "yes"})
    client.post(door("decide", file.pk), {"revoked_on": "10/6/2024", "reason": "Không giữ được"})
    recognition.refresh_from_db()
    assert recognition.revoked_on == dt.date(2024, 6, 10)


@pytest.mark.usefixtures("office")
def test_a_refusal_keeps_what_was_typed(council, client):
    file = council.open()
    answer = client.post(
        door("finding", file.pk, "hai-long"), {"number": "120", "words": "MTTQ", "on": "5/6/2024"}
    )
    told = answer.content.decode()
    assert answer.status_code == 409
    assert "Bạn nhập 120." in told
    assert 'value="120"' in told
    blank = {"number": "", "words": "MTTQ", "on": "5/6/2024"}
    answer = client.post(door("finding", file.pk, "hai-long"), blank)
    assert answer.status_code == 409
    assert "Hãy ghi tỷ lệ." in answer.content.decode()
    answer = client.post(door("finding", file.pk, "no-dong"), blank | {"paper": "999/QĐ-UBND"})
    assert answer.status_code == 422
    assert "Sổ văn bản chưa có" in answer.content.decode()
    assert "ô Nguồn" not in answer.content.decode()
    said = {"commune": council.commune.code, "purpose": "recognise", "level": "ntm"}
    answer = client.post(door("open"), said | {"opened_on": "1/3/2024", "note": "Đợt một"})
    assert answer.status_code == 409
    assert "Đợt một" in answer.content.decode()
    assert client.post(door("open"), said | {"opened_on": "hôm nay"}).status_code == 422
    answer = client.post(door("document", file.pk), {"asked": "to-trinh", "on": "5/6/2024"})
    assert answer.status_code == 422
    assert "Hãy chọn một tệp" in answer.content.decode()


@pytest.mark.usefixtures("office")
def test_a_meeting_cannot_have_more_votes_than_people(council, client):
    file = council.open()
    fill(council, file)
    submit(council, file)
    votes = {"held_on": "6/6/2024", "members": "10", "present": "11", "in_favour": "12"}
    answer = client.post(door("meeting", file.pk), votes)
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "Số có mặt không thể nhiều hơn số thành viên." in told
    assert "Số tán thành không thể nhiều hơn số có mặt." in told


@pytest.mark.usefixtures("office")
def test_a_failed_file_goes_back_or_is_given_up(council, client):
    file = council.open()
    fill(council, file)
    submit(council, file)
    meet(council, file, 10, 10, 0)
    assert "Không thông qua" in page(client, file)
    assert client.post(door("return", file.pk), {"reason": ""}).status_code == 422
    client.post(door("return", file.pk), {"reason": "Bổ sung"})
    client.post(door("drop", file.pk), {"reason": "Xã sáp nhập"})
    told = page(client, file)
    assert "Xã sáp nhập" in told
    assert "Bước tiếp theo" not in told


@pytest.mark.usefixtures("office")
def test_a_meeting_entered_wrongly_is_taken_back_on_its_page(council, client):
    file = passed(council)
    meeting = file.meetings.get()
    assert door("meeting_withdraw", meeting.pk) in page(client, file)
    client.post(door("meeting_withdraw", meeting.pk), {"reason": "Ghi nhầm số phiếu"})
    told = page(client, file)
    assert "Họp 5/6/2024: 9/9 có mặt tán thành</del>" in told
    assert "rút phiên họp hội đồng về hồ sơ này: Ghi nhầm số phiếu" in told
    file.refresh_from_db()
    assert file.state == "submitted"


# ── who may what ─────────────────────────────────────────────────────────────────────────────

KEEPERS = {"office"}
FILERS = {"office", "commune"}


def test_who_reads_who_files_and_who_keeps(council, client):
    file = council.open()
    row = hand_in(council, file)
    keeping = [
        door("open"),
        door("submit", file.pk),
        door("return", file.pk),
        door("drop", file.pk),
        door("finding", file.pk, "no-dong"),
        door("meeting", file.pk),
        door("decide", file.pk),
    ]
    reads, files, keeps = set(), set(), set()
    for name, person in council.people.items():
        client.force_login(person)
        if client.get(door("detail", file.pk)).status_code == 200:
            reads.add(name)
            assert client.get(door("list")).status_code == 200
            assert client.get(reverse("documents:file", args=[row.file_id])).status_code == 200
        if client.get(door("document", file.pk)).status_code == 200:
            files.add(name)
        answers = {client.get(address).status_code for address in keeping}
        assert len(answers) == 1 or name == "stranger"
        if answers == {200}:
            keeps.add(name)
    assert reads == set(council.people) - {"stranger"}
    assert (files, keeps) == (FILERS, KEEPERS)


def test_a_commune_takes_back_only_what_it_filed(council, client):
    file = council.open()
    ours = hand_in(council, file)
    client.force_login(council.people["commune"])
    assert client.get(door("document_withdraw", ours.pk)).status_code == 403
    client.post(
        door("document", file.pk),
        {"asked": "bao-cao", "on": "5/6/2024", "upload": SimpleUploadedFile("b.pdf", PDF)},
    )
    own = file.filed.get(asked="bao-cao")
    assert own.agency.commune == council.commune
    assert client.post(door("document_withdraw", own.pk), {"reason": "Nhầm"}).status_code == 302


def test_a_stranger_sees_no_file_of_the_council(council, client):
    file = council.open()
    row = hand_in(council, file)
    client.force_login(council.people["stranger"])
    assert client.get(door("list")).status_code == 403
    page(client, file, status=404)
    assert client.get(reverse("documents:file", args=[row.file_id])).status_code == 404
    assert StoredFile.objects.visible_to(council.people["leader"]).filter(pk=row.file_id).exists()


# ── the list ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("office")
def test_the_list_counts_filters_and_downloads(council, client):
    passed(council)
    CouncilFileFactory(commune=CommuneFactory(name="Thuận"), level="advanced", year=2025)
    told = client.get(door("list")).content.decode()
    assert "2 hồ sơ" in told
    assert "Hội đồng thông qua <strong>1</strong>" in told
    for query, names in (
        ("?buoc=passed", ["Gio Mai"]),
        ("?buoc=dang-xet&muc=advanced", ["Thuận"]),
        ("?xa=gio", ["Gio Mai"]),
        ("?nam=2025", ["Thuận"]),
        ("?viec=revoke", []),
    ):
        rows = client.get(door("list") + query).context["page"].object_list
        assert [one.commune.name for one in rows] == names
    book = load_workbook(io.BytesIO(client.get(door("list") + "?dang=xlsx").content))
    rows = list(book.active.iter_rows(values_only=True))
    line = next(row for row in rows if row[1] == "Gio Mai")
    assert line[7:14] == ("hội đồng thông qua", *line[8:10], 10, 9, 9, "thông qua")


@pytest.mark.usefixtures("office")
def test_a_list_without_files_says_how_to_begin(client):
    assert "Chưa có hồ sơ xét công nhận nào" in client.get(door("list")).content.decode()


@pytest.mark.usefixtures("office")
def test_the_list_asks_as_often_for_five_files_as_for_one(council, client):
    passed(council)
    one = queries(client, door("list"))
    for _ in range(4):
        CouncilFileFactory()
    assert queries(client, door("list")) == one


@pytest.mark.usefixtures("office")
def test_a_page_asks_as_often_for_five_conditions_and_documents_as_for_one(council, client):
    file = council.open()
    find(council, file, "hai-long", number=Decimal(90), paper=PaperFactory())
    hand_in(council, file)
    one = queries(client, door("detail", file.pk))
    for number in range(4):
        Condition.objects.create(
            procedure=council.procedure,
            order=10 + number,
            code=f"an-ninh-{number}",
            kind="security",
            words=f"An ninh {number}",
            confidence="sourced",
        )
        find(council, file, f"an-ninh-{number}", holds=True, paper=PaperFactory())
        hand_in(council, file, "", paper=PaperFactory())
    assert queries(client, door("detail", file.pk)) == one


@pytest.mark.usefixtures("office")
def test_the_form_of_a_recognition_leads_to_the_files(council, client):
    file = council.open()
    told = client.get(reverse("criteria:recognition_add", args=[council.commune.code]))
    assert door("detail", file.pk) in told.content.decode()
    assert f"{door('open')}?xa={council.commune.code}" in told.content.decode()
