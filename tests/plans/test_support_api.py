"""Help and needs through the API: the same rules as the pages."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from plans.choices import ActionState, MoneySource
from plans.models import Need, SupportAction
from tests.documents import files
from tests.documents.files import upload
from tests.factories import (
    AgencyFactory,
    AttachmentFactory,
    CommuneFactory,
    IndicatorFactory,
    MembershipFactory,
    NeedFactory,
    SponsorAssignmentFactory,
    SupportActionFactory,
    SupportMoneyFactory,
)

pytestmark = pytest.mark.django_db
URL = "/api/v1/support/"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def agency():
    return AgencyFactory()


@pytest.fixture
def officer(client, agency):
    user = MembershipFactory(agency=agency).user
    client.force_login(user)
    return user


@pytest.fixture
def commune():
    return CommuneFactory()


def post(client, url, said):
    return client.post(url, said, content_type="application/json")


def said(agency, commune, /, **more):
    given = {
        "agency": agency.slug,
        "commune": commune.code,
        "form": "direct",
        "content": "Xi măng",
    }
    return given | {"state": "done", "done_on": "2024-06-10"} | more


@pytest.mark.usefixtures("officer")
def test_help_is_entered_and_read_back(client, agency, commune):
    indicator = IndicatorFactory()
    money = [{"source": "own", "done": "30"}, {"source": "labour_days", "days_done": "45"}]
    given = said(agency, commune, money=money, total_done="100", indicator=indicator.pk)
    answer = post(client, URL, given)
    assert answer.status_code == 201
    row = client.get(f"{URL}{answer.json()['id']}/").json()
    assert (row["agency"], row["commune"], row["criterion"]) == (
        *(agency.slug, commune.code, indicator.criterion_id),
    )
    assert {one["source"]: (one["done"], one["days_done"]) for one in row["money"]} == {
        "own": ("30.000", None),
        "labour_days": (None, "45.000"),
    }
    assert row["done"] == {
        "total": "100.000",
        "split": "30.000",
        "rest": "70.000",
        "stated": "100.000",
        "verdict": "unsplit",
    }
    assert row["planned"]["total"] is None


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({"done_on": "2024-06-20"}, (409, None)),
        ({"state": "planned", "done_on": None, "total_done": "1"}, (409, "not_done")),
        ({"commune": "1"}, (404, None)),
        ({"form": "gift"}, (400, None)),
        ({"state": "dropped", "done_on": None}, (409, "state")),
        ({"total_done": "-1"}, (400, None)),
        ({"money": [{"source": "own", "done": "1"}] * 2}, (409, "source")),
        ({"money": [{"source": "own", "days_done": "1"}]}, (409, "source")),
        ({"need": 999}, (404, None)),
    ],
)
def test_what_cannot_be_is_refused(client, agency, commune, more, refused):
    status, code = refused
    answer = post(client, URL, said(agency, commune, **more))
    assert (answer.status_code, SupportAction.objects.count()) == (status, 0)
    if code:
        assert answer.json()["code"] == code


@pytest.mark.usefixtures("officer")
def test_nobody_writes_for_another_agency(client, commune):
    assert post(client, URL, said(AgencyFactory(), commune)).status_code == 403
    row = SupportActionFactory(state=ActionState.PLANNED, done_on=None)
    for act, given in (
        ("done", {"done_on": "2024-06-10"}),
        ("drop", {"reason": "x"}),
        ("resume", {}),
    ):
        assert post(client, f"{URL}{row.pk}/{act}/", given).status_code == 403
    assert client.put(f"{URL}{row.pk}/", {}, content_type="application/json").status_code == 403
    row.refresh_from_db()
    assert (row.state, row.version) == (ActionState.PLANNED, 1)


@pytest.mark.usefixtures("officer")
def test_help_goes_its_way(client, agency, commune):
    row = SupportActionFactory(
        agency=agency, commune=commune, state=ActionState.PLANNED, done_on=None
    )
    SupportMoneyFactory(action=row, source=MoneySource.OWN, planned=50, done=None)
    url = f"{URL}{row.pk}/"
    assert (
        post(client, f"{url}drop/", {"reason": "Hết vốn", "version": 1}).json()["state"]
        == "dropped"
    )
    assert post(client, f"{url}done/", {"done_on": "2024-06-10"}).json()["code"] == "ended"
    assert post(client, f"{url}resume/", {"version": 1}).json()["code"] == "stale"
    assert post(client, f"{url}resume/", {"version": 2}).json()["state"] == "planned"
    given = {"done_on": "2024-06-10", "money": [{"source": "own", "done": "45"}], "version": 3}
    done = post(client, f"{url}done/", given).json()
    assert (done["state"], done["money"][0]["planned"], done["money"][0]["done"]) == (
        *("done", "50.000", "45.000"),
    )
    again = said(agency, commune, content="Khác", version=1)
    stale = client.put(url, again, content_type="application/json")
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    changed = client.put(
        url, again | {"version": done["version"]}, content_type="application/json"
    )
    assert (changed.json()["content"], changed.json()["money"]) == ("Khác", [])


@pytest.mark.usefixtures("officer")
def test_evidence_is_sent(client, agency):
    row = SupportActionFactory(agency=agency)
    url = f"{URL}{row.pk}/files/"
    answer = client.post(url, {"files": [upload(files.pdf(), "a.pdf")]})
    assert (answer.status_code, answer.json()[0]["name"]) == (201, "a.pdf")
    assert client.post(url, {"files": [upload(files.pdf(), "b.pdf")]}).json()["code"] == "twice"
    foreign = SupportActionFactory()
    assert client.post(f"{URL}{foreign.pk}/files/", {"files": []}).status_code == 403


@pytest.mark.usefixtures("member")
def test_lists_are_filtered_and_cost_the_same(client):
    def more():
        action = SupportActionFactory()
        SupportMoneyFactory(action=action)
        AttachmentFactory(action=action)
        NeedFactory(commune=action.commune)

    more()
    for url in (URL, "/api/v1/needs/", "/api/v1/support-sums/"):
        with CaptureQueriesContext(connection) as one:
            client.get(url)
        for _ in range(4):
            more()
        with CaptureQueriesContext(connection) as five:
            client.get(url)
        assert len(one) == len(five)
    code = SupportAction.objects.first().commune.code
    assert client.get(URL, {"xa": code}).json()["count"] == 1
    assert client.get(URL, {"tinh-trang": "offered"}).json()["count"] == 0
    assert client.get("/api/v1/needs/", {"xa": code}).json()["count"] == 1


@pytest.mark.usefixtures("member")
def test_sums_close(client, commune):
    one = SupportActionFactory(commune=commune, total_done=600)
    SupportMoneyFactory(action=one, source=MoneySource.CENTRAL, done=100)
    found = client.get("/api/v1/support-sums/", {"theo": "xa"}).json()
    (row,) = found["rows"]
    assert (row["key"], row["done"], row["rest"], row["sources"]["central"]) == (
        *(commune.code, "600.000", "500.000", "100.000"),
    )
    assert (row["sources"]["credit"], found["total"]["done"], found["by"]) == (
        None,
        "600.000",
        "xa",
    )
    assert client.get("/api/v1/support-sums/", {"theo": "x"}).json()["by"] == "xa"


def test_a_sponsor_says_what_its_commune_needs(client, commune):
    user = MembershipFactory(agency=SponsorAssignmentFactory(commune=commune).agency).user
    client.force_login(user)
    given = {"commune": commune.code, "content": "2 km đường", "quantity": "2", "unit": "km"}
    row = post(client, "/api/v1/needs/", given).json()
    assert (row["state"], row["quantity"], row["money"]) == ("open", "2.000", None)
    url = f"/api/v1/needs/{row['id']}/"
    assert post(client, f"{url}meet/", {"version": 1}).json()["state"] == "met"
    assert post(client, f"{url}meet/", {}).json()["code"] == "ended"
    assert post(client, f"{url}reopen/", {}).json()["state"] == "open"
    assert post(client, f"{url}drop/", {}).json()["code"] == "reason"
    assert post(client, f"{url}drop/", {"reason": "Đã có"}).json()["state"] == "dropped"


@pytest.mark.usefixtures("member")
def test_others_do_not(client, commune):
    given = {"commune": commune.code, "content": "2 km đường"}
    assert post(client, "/api/v1/needs/", given).status_code == 403
    need = NeedFactory(commune=commune)
    assert post(client, f"/api/v1/needs/{need.pk}/meet/", {}).status_code == 403
    assert Need.objects.get().state == "open"
