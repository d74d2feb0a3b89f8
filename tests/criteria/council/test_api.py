"""The council's files and the procedures through the API."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from criteria.models import CouncilFile, Recognition
from tests.criteria.council.steps import PDF, fill, hand_in, passed, submit
from tests.factories import CouncilFileFactory, PaperFactory, ProcedureFactory, RecognitionFactory

FILES, RULES = "/api/v1/council-files/", "/api/v1/procedures/"
JSON = "application/json"


@pytest.fixture
def office(council, client):
    client.force_login(council.office)
    return council.office


@pytest.fixture
def send(client):
    def post(address, **given):
        return client.post(address, given, content_type=JSON)

    return post


def opening(council):
    return {
        "commune": council.commune.code,
        "level": "ntm",
        "purpose": "recognise",
        "opened_on": "2024-03-01",
        "year": 2023,
    }


@pytest.mark.usefixtures("office")
def test_a_file_goes_the_whole_way(council, client, send):
    told = send(FILES, **opening(council))
    assert told.status_code == 201
    sheet = told.json()
    assert (sheet["known"], sheet["vote"]["present"]) == (True, "70.00")
    assert [one["code"] for one in sheet["conditions"]] == ["tieu-chi", "no-dong", "hai-long"]
    assert sheet["conditions"][0]["holds"] is True
    assert [one["filed"] for one in sheet["documents"]] == [[], []]
    one = f"{FILES}{sheet['file']['id']}/"
    said = {"condition": "no-dong", "holds": True, "words": "Báo cáo", "on": "2024-06-05"}
    send(f"{one}findings/", **said)
    said = {"condition": "hai-long", "number": "92.5", "words": "MTTQ", "on": "2024-06-05"}
    found = send(f"{one}findings/", **said).json()["conditions"][2]
    assert (found["holds"], found["number"], found["threshold"]) == (True, "92.50", "80.00")
    upload = {"asked": "to-trinh", "on": "2024-06-05", "upload": SimpleUploadedFile("a.pdf", PDF)}
    assert client.post(f"{one}documents/", upload).status_code == 200
    refused = send(f"{one}submit/", on="2024-06-05")
    assert (refused.status_code, refused.json()["code"]) == (409, "documents")
    send(f"{one}documents/", asked="bao-cao", on="2024-06-05", paper=PaperFactory().pk)
    assert send(f"{one}submit/", on="2024-06-05").json()["step"]["holder"] == "Văn phòng Điều phối"
    votes = {"held_on": "2024-06-06", "members": 10, "present": 10, "in_favour": 10}
    met = send(f"{one}meetings/", **votes).json()["meetings"][0]
    assert (met["valid"], met["passed"]) == (True, True)
    done = send(f"{one}decide/", on="2024-06-10", source="QĐ 9").json()["file"]
    assert (done["state"], done["recognition"]) == ("decided", Recognition.objects.get().pk)
    again = send(f"{one}decide/", on="2024-06-10", source="QĐ 9")
    assert (again.status_code, again.json()["code"]) == (409, "state")


@pytest.mark.usefixtures("office")
def test_documents_and_meetings_are_taken_back_and_a_file_given_up(council, send):
    file = council.open()
    fill(council, file)
    one, row = f"{FILES}{file.pk}/", file.filed.first()
    told = send(f"{one}withdraw-document/", document=row.pk, reason="Nhầm").json()
    assert told["documents"][0]["filed"] == []
    hand_in(council, file)
    submit(council, file)
    votes = {"held_on": "2024-06-06", "members": 10, "present": 10, "in_favour": 1}
    meeting = send(f"{one}meetings/", **votes).json()["meetings"][0]
    told = send(f"{one}withdraw-meeting/", meeting=meeting["id"], reason="Nhầm").json()
    assert (told["file"]["state"], told["meetings"]) == ("submitted", [])
    assert send(f"{one}back/", reason="Bổ sung").json()["file"]["state"] == "preparing"
    assert send(f"{one}drop/", reason="").status_code == 400
    assert send(f"{one}drop/", reason="Thôi").json()["file"]["state"] == "dropped"


@pytest.mark.usefixtures("office")
def test_a_recognition_is_taken_back(council, send):
    council.revoking.delete()
    row = RecognitionFactory(commune=council.commune)
    file = council.open(purpose="revoke")
    submit(council, file)
    one = f"{FILES}{file.pk}/"
    votes = {"held_on": "2024-06-06", "members": 10, "present": 10, "in_favour": 10}
    assert send(f"{one}meetings/", **votes).json()["code"] == "unknown"
    send(f"{one}meetings/", **votes, agreed=True)
    assert send(f"{one}decide/", on="2024-06-10").json()["code"] == "reason"
    send(f"{one}decide/", on="2024-06-10", reason="Không giữ được")
    row.refresh_from_db()
    assert f"{row.revoked_on}" == "2024-06-10"


def test_who_may_act(council, client, send):
    file = passed(council)
    one = f"{FILES}{file.pk}/"
    acts = {
        FILES: opening(council),
        f"{one}findings/": {"condition": "no-dong", "on": "2024-06-05"},
        f"{one}submit/": {"on": "2024-06-05"},
        f"{one}back/": {"reason": "x"},
        f"{one}meetings/": {"held_on": "2024-06-06", "members": 1, "present": 1, "in_favour": 1},
        f"{one}decide/": {"on": "2024-06-10"},
        f"{one}drop/": {"reason": "x"},
    }
    for name in ("commune", "department", "leader", "neighbouring commune"):
        client.force_login(council.people[name])
        assert client.get(one).status_code == 200
        assert {send(address, **said).status_code for address, said in acts.items()} == {403}
        filing = send(f"{one}documents/", asked="to-trinh", on="2024-06-05", paper=0)
        assert filing.status_code == (409 if name == "commune" else 403)
    client.force_login(council.people["stranger"])
    assert client.get(one).status_code == client.get(FILES).status_code == 403
    assert CouncilFile.objects.get().state == "passed"


@pytest.mark.usefixtures("office")
def test_the_list_is_filtered_and_asks_as_often_for_five_as_for_one(council, client):
    CouncilFileFactory(level="advanced")
    assert client.get(f"{FILES}?level=ntm").json()["count"] == 0
    with CaptureQueriesContext(connection) as one:
        assert client.get(FILES).json()["count"] == 1
    for _ in range(4):
        CouncilFileFactory()
    with CaptureQueriesContext(connection) as five:
        assert client.get(f"{FILES}?state=preparing").json()["count"] == 5
    assert len(five) == len(one)


@pytest.mark.usefixtures("office")
def test_procedures_are_read_and_corrected(council, client, send):
    ProcedureFactory(level="model")
    rows = client.get(RULES).json()["results"]
    told = next(row for row in rows if row["id"] == council.procedure.pk)
    assert [one["number"] for one in told["conditions"]] == [None, None, "80.00"]
    one = f"{RULES}{council.procedure.pk}/correct/"
    said = {"source": "QĐ 18", "reason": "Đọc lại"}
    assert send(one, **said).json()["code"] == "unchanged"
    told = send(one, **said, favour_share="80", conditions={"hai-long": "85"}).json()
    assert (told["favour_share"], told["present_share"]) == ("80.00", "70.00")
    council.procedure.refresh_from_db()
    assert council.procedure.conditions.get(code="hai-long").number == Decimal(85)


@pytest.mark.usefixtures("office")
def test_the_documents_of_a_procedure_are_stated(council, send):
    one = f"{RULES}{council.procedure.pk}/documents/"
    said = {"words": ["Tờ trình"], "source": "QĐ 18", "reason": "Đọc lại"}
    assert [row["words"] for row in send(one, **said).json()["documents"]] == ["Tờ trình"]
    assert send(one, **said).json()["code"] == "unchanged"


def test_only_the_office_corrects_procedures(council, client, send):
    client.force_login(council.people["department"])
    said = {"source": "QĐ 18", "reason": "Đọc lại", "favour_share": "80"}
    assert send(f"{RULES}{council.procedure.pk}/correct/", **said).status_code == 403
    said = {"source": "QĐ 18", "reason": "Đọc lại", "words": ["A"]}
    assert send(f"{RULES}{council.procedure.pk}/documents/", **said).status_code == 403
