"""The journeys of assignments, support and the work programme, walked through /api/v1/ on the data that ships."""

import datetime as dt

import pytest
from rest_framework.authtoken.models import Token

from communes.models import Agency, Commune
from criteria.models import CriteriaSet, Criterion, SponsorAssignment
from criteria.services import rebuild_current
from tests.documents.files import upload
from tests.factories import (
    MembershipFactory,
    ScorecardFactory,
    SponsorAssignmentFactory,
    StatusEntryFactory,
)
from tests.plans.decision_sheet import AGENCIES, COMMUNES, UNKNOWN, made_up_list

pytestmark = pytest.mark.django_db
SET = "commune-2021-2025"
GIO_MAI = "19543"
OFFICE, KHDT, SNNPTNT = "vpdp-ntm", "so-ke-hoach-dau-tu", "so-nong-nghiep-ptnt"


class Caller:
    """Somebody's program, which signs in with a token of theirs."""

    def __init__(self, client, slug, **member):
        agency = Agency.objects.on(dt.date(2024, 6, 18)).get(slug=slug)
        self.client, self.user = client, MembershipFactory(agency=agency, **member).user
        key = Token.objects.create(user=self.user).key
        self.headers = {"Authorization": f"Token {key}"}

    def get(self, path, **query):
        answer = self.client.get(f"/api/v1/{path}", query, headers=self.headers)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def every(self, path, **query):
        """All pages of a list."""
        rows, page = [], 1
        while True:
            found = self.get(path, page=page, **query)
            rows += found["results"]
            if not found["next"]:
                return rows
            page += 1

    def post(self, path, **data):
        return self.client.post(
            f"/api/v1/{path}", data, content_type="application/json", headers=self.headers
        )

    def send(self, path, **data):
        """As a form with files."""
        return self.client.post(f"/api/v1/{path}", data, headers=self.headers)

    def put(self, path, **data):
        return self.client.put(
            f"/api/v1/{path}", data, content_type="application/json", headers=self.headers
        )

    def fetch(self, path):
        """A file's bytes."""
        answer = self.client.get(f"/api/v1/{path}", headers=self.headers)
        assert answer.status_code == 200, answer.content
        return b"".join(answer.streaming_content)

    def task(self, code):
        return next(one for one in self.every("tasks/", year=2024) if one["code"] == code)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def test_a_new_decision_of_92_communes_and_22_agencies(shipped, client, tmp_path):
    held = SponsorAssignmentFactory(
        agency=Agency.objects.on(dt.date(2024, 6, 18)).get(slug=KHDT),
        commune=Commune.objects.on(dt.date(2024, 6, 18)).get(code=GIO_MAI),
        starts=dt.date(2020, 7, 14),
        ends=None,
    )
    office, sheet = Caller(client, OFFICE), tmp_path / "phan-cong.xlsx"
    marks = made_up_list(sheet)
    said = {"symbol": "9999/QĐ-UBND", "dated": "2024-06-14", "title": "Phân công (thử)"}
    sent = office.send(
        "assignment-drafts/",
        **said,
        starts="2024-07-01",
        file=upload(sheet.read_bytes(), "phan-cong.xlsx"),
    )
    assert sent.status_code == 201, sent.json()
    draft = sent.json()
    (asked,) = draft["questions"]
    assert asked["text"] == UNKNOWN
    url = f"assignment-drafts/{draft['id']}/"
    refused = office.post(f"{url}store/")
    assert (refused.status_code, refused.json()["code"]) == (409, "asked")
    assert SponsorAssignment.objects.count() == 1

    draft = office.post(f"{url}answer/", answers={asked["question"]: "tinh-doan"}).json()
    kinds = [one["kind"] for one in draft["changes"]]
    kept = [one for one in draft["changes"] if one["kind"] in {"kept", "duty"}]
    assert kinds.count("added") + len(kept) == marks
    assert kinds.count("removed") + len(kept) == 1
    assert len(draft["alone"]) == 101 - COMMUNES
    stored = office.post(f"{url}store/", version=draft["version"], digest=draft["digest"])
    assert (stored.status_code, stored.json()["state"]) == (200, "stored")

    held.refresh_from_db()
    assert held.ends == dt.date(2024, 6, 30)
    before = office.every("assignments/", day="2024-06-30")
    after = office.every("assignments/", day="2024-07-01")
    assert [one["paper"] for one in before] == [held.paper.short]
    assert len(after) == marks
    assert len({one["commune"] for one in after}) == COMMUNES
    assert len({one["agency"] for one in after}) == AGENCIES


def test_help_for_gio_mai_shows_before_and_after(shipped, client):
    department = Caller(client, KHDT)
    place = Commune.objects.on(dt.date(2024, 6, 18)).get(code=GIO_MAI)
    roads = Criterion.objects.get(criteria_set__code=SET, number=2)
    card = ScorecardFactory(commune=place, criteria_set=CriteriaSet.objects.get(code=SET))
    SponsorAssignmentFactory(
        agency=department.user.memberships.get().agency,
        commune=place,
        starts=dt.date(2023, 1, 1),
        ends=None,
    )
    StatusEntryFactory(
        scorecard=card, criterion=roads, status="not_met", effective_on=dt.date(2022, 12, 1)
    )
    rebuild_current()

    def seen():
        (line,) = department.get(f"sponsors/{KHDT}/")["communes"]
        return line

    before = seen()
    assert (before["commune"], before["then"]["unmet"]) == (GIO_MAI, [2])
    assert (before["now"]["unmet"], before["gained"]) == ([2], [])
    assert (before["given"]["times"], before["given"]["money"]) == (0, None)

    help_ = {"agency": KHDT, "commune": GIO_MAI, "criterion": roads.pk, "form": "direct"}
    help_ |= {"content": "Hỗ trợ xi măng làm 1 km đường trục thôn", "state": "done"}
    money = [
        {"source": "own", "done": "350"},
        {"source": "labour_days", "done": "60", "days_done": "300"},
    ]
    early = department.post("support/", **help_, done_on="2024-06-19", money=money)
    assert (early.status_code, early.json()["code"]) == (409, "future")
    made = department.post("support/", **help_, done_on="2024-06-17", money=money)
    assert made.status_code == 201, made.json()
    assert (made.json()["done"]["total"], made.json()["done"]["verdict"]) == ("410.000", "closes")
    StatusEntryFactory(
        scorecard=card, criterion=roads, status="met", effective_on=dt.date(2024, 6, 18)
    )
    rebuild_current()

    after = seen()
    assert after["then"]["unmet"] == [2], "the day of assignment does not move"
    assert (after["now"]["unmet"], [one["criterion"] for one in after["gained"]]) == ([], [2])
    given = after["given"]
    assert (given["times"], given["money"], given["last_on"]) == (1, "410.000", "2024-06-17")
    assert given["days_since"] == 1
    total = department.get("support-sums/", theo="xa")["total"]
    assert (total["done"], total["days"]) == ("410.000", "300.000")


def test_a_lead_reports_on_i_6_asks_for_a_later_day_and_the_office_grants_it(shipped, client):
    lead, office = Caller(client, SNNPTNT), Caller(client, OFFICE)
    assert len(office.every("tasks/", year=2024)) == 14
    task = lead.task("I.6")
    assert (task["due_text"], task["due_on"]) == ("Quý II/ 2024", "2024-06-30")
    url = f"tasks/{task['id']}"
    said = {"agency": SNNPTNT, "state": "in_progress", "percent": 70, "words": "Đã tiếp thu"}
    assert office.post(f"{url}/progress/", **said).status_code == 403
    assert lead.post(f"{url}/progress/", **said, base=0).status_code == 201
    asked = {"agency": SNNPTNT, "reason": "Bộ chưa có hướng dẫn"}
    refused = lead.post(f"{url}/extension/", **asked, due_on="2024-06-30")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_later")
    key = lead.post(f"{url}/extension/", **asked, due_on="2024-09-30").json()["id"]
    assert lead.task("I.6")["extension"] == key
    assert lead.post(f"extensions/{key}/decide/", grants=True).status_code == 403
    granted = office.post(f"extensions/{key}/decide/", grants=True)
    assert (granted.status_code, granted.json()["state"]) == (200, "granted")

    task = lead.task("I.6")
    assert (task["due_on"], task["original_due_on"]) == ("2024-09-30", "2024-06-30")
    assert (task["times_extended"], task["extension"]) == (1, None)
    (told,) = [one for one in task["leads"] if one["agency"] == SNNPTNT]
    assert (told["percent"], told["words"], told["confirmed"]) == (70, "Đã tiếp thu", False)
