"""Files, incoming registers and papers of others through the API."""

import pytest
from rest_framework.test import APIClient

from accounts.choices import Role
from documents import pdf
from documents.blocks import Paragraph, to_json
from documents.choices import PaperState
from documents.models import Arrival, Delivery, OfficialDocument, PrintRun
from documents.services import store_file
from tests.documents import files
from tests.documents.authority import Authority, sign, turn_first_page
from tests.documents.files import upload
from tests.documents.sample import REPORT
from tests.factories import AgencyFactory, LetterheadFactory, MembershipFactory, PaperFactory

BASE = "/api/v1"


@pytest.fixture(autouse=True)
def media(settings, tmp_path, db):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SIGNING_ROOTS = tmp_path / "roots"


@pytest.fixture
def letterhead():
    return LetterheadFactory()


@pytest.fixture
def api(letterhead):
    client = APIClient()
    client.force_login(MembershipFactory(agency=letterhead.agency, role=Role.OFFICER).user)
    return client


def test_a_signed_file_is_handed_in_checked_and_read_again(api, letterhead):
    paper = PaperFactory(
        letterhead=letterhead,
        issuer=letterhead.agency,
        state=PaperState.SIGNING,
        body=to_json([Paragraph("Nội dung.")]),
    )
    content = pdf.render(REPORT)
    stored = store_file(upload(content, "kh.pdf"), by=None)
    PrintRun.objects.create(paper=paper, file=stored, state="done", version=1)
    broken = sign(turn_first_page(content), Authority().person())
    sent = {"paper": paper.pk, "kind": "signed", "file": upload(broken, "ky.pdf")}
    answer = api.post(f"{BASE}/paper-files/", sent, format="multipart")
    assert answer.status_code == 409
    assert "bị sửa sau khi in" in answer.content.decode()
    signed = sign(content, Authority().person())
    answer = api.post(
        f"{BASE}/paper-files/", sent | {"file": upload(signed, "ky.pdf")}, format="multipart"
    )
    assert answer.status_code == 201
    said = answer.json()
    assert said["report"]["original_intact"] is True
    assert said["report"]["signatures"][0]["trust"] == "unknown_root"
    back = api.get(f"{BASE}/paper-files/{said['id']}/content/")
    assert b"".join(back.streaming_content) == signed
    kinds = [
        one["kind"] for one in api.get(f"{BASE}/paper-files/?paper={paper.pk}").json()["results"]
    ]
    assert kinds == ["printed", "signed"]
    other = APIClient()
    other.force_login(MembershipFactory().user)
    assert other.get(f"{BASE}/paper-files/{said['id']}/").status_code == 404


def test_only_its_people_hand_in_files(api):
    sent = {"paper": PaperFactory().pk, "kind": "scan", "file": upload(files.pdf(), "a.pdf")}
    assert api.post(f"{BASE}/paper-files/", sent, format="multipart").status_code == 403


def test_what_was_sent_is_entered_and_mended(api, letterhead):
    paper = PaperFactory()
    Delivery.objects.create(paper=paper, agency=letterhead.agency)
    assert [one["paper"] for one in api.get(f"{BASE}/deliveries/").json()["results"]] == [paper.pk]
    answer = api.post(f"{BASE}/arrivals/", {"paper": paper.pk}, format="json")
    assert (answer.status_code, answer.json()["number"]) == (201, "1")
    assert answer.json()["arrived_on"] == "2024-06-18"
    assert api.get(f"{BASE}/deliveries/").json()["results"] == []
    assert api.post(f"{BASE}/arrivals/", {"paper": paper.pk}, format="json").status_code == 409
    row = Arrival.objects.get()
    answer = api.patch(f"{BASE}/arrivals/{row.pk}/", {"forwarded_to": "Phòng KT"}, format="json")
    assert (answer.json()["forwarded_to"], answer.json()["number"]) == ("Phòng KT", "1")
    other = AgencyFactory()
    assert api.get(f"{BASE}/arrivals/?agency={other.slug}").status_code == 403


def test_a_paper_of_others_is_registered_and_mended(api):
    told = {
        "kind": "QĐ",
        "number": "318",
        "notation": "QĐ-TTg",
        "date": "8/3/2022",
        "title": "Bộ tiêu chí",
        "issuer": "Thủ tướng Chính phủ",
        "bases": ["Luật A", "Luật B"],
    }
    assert api.post(f"{BASE}/registered-papers/", told, format="json").status_code == 403
    came = {"arrival": {"number": "4", "arrived_on": "2024-06-17"}}
    answer = api.post(f"{BASE}/registered-papers/", told | came, format="json")
    assert answer.status_code == 201
    paper = OfficialDocument.objects.get(number="318")
    assert (paper.bases.count(), paper.arrivals.get().number) == (2, "4")
    url = f"{BASE}/registered-papers/{paper.pk}/"
    changed = told | {"title": "Bộ tiêu chí mới", "seen": 1}
    assert api.put(url, changed, format="json").json()["title"] == "Bộ tiêu chí mới"
    assert api.put(url, changed, format="json").status_code == 409
    assert api.put(url, told | {"date": "x", "seen": 2}, format="json").status_code == 400
