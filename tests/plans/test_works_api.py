import datetime as dt

import pytest
from django.urls import reverse

from criteria.choices import Level
from plans.choices import TargetKind
from plans.models import Capital, Target, Work
from tests.factories import (
    AgencyFactory,
    CapitalFactory,
    CommuneFactory,
    DebtFactory,
    DistrictProgrammeFactory,
    DossierFactory,
    MembershipFactory,
    PaperFactory,
    ProvinceFactory,
    RecognitionFactory,
    TargetFactory,
    VillageFactory,
    WorkFactory,
)

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def send(client):
    def sent(path, method="post", **said):
        call = getattr(client, method)
        return call(f"{API}/{path}/", said, content_type="application/json")

    return sent


def work_of(commune, **more):
    return {"commune": commune.code, "name": "Đường trục thôn", "kind": "roads"} | more


def test_a_work_is_entered_and_changed(send, office):
    commune = CommuneFactory()
    made = send("works", **work_of(commune, investment="1200.5"))
    assert made.status_code == 201
    work = Work.objects.get()
    assert (work.commune, work.by) == (commune, office)

    changed = send(f"works/{work.pk}", "patch", version=1, investment="1300")
    assert changed.json()["investment"] == "1300.000"
    again = send(f"works/{work.pk}", "patch", version=1, investment="1400")
    assert (again.status_code, again.json()["code"]) == (409, "stale")


def test_refusals_carry_their_code(send, office):
    work = WorkFactory()
    made = send("works", **work_of(work.commune, name=work.name))
    assert (made.status_code, made.json()["code"]) == (409, "twin")

    said = {"commune": work.commune.code, "year": 2024, "source": "central"}
    empty = send("capital", **said, as_of="2024-05-31")
    assert (empty.status_code, empty.json()["code"]) == (409, "nothing")
    later = send("capital", **said, as_of="2024-06-19", allocated="1")
    assert later.json()["code"] == "future"


def test_others_may_read_and_not_write(client, send, member):
    row, debt = CapitalFactory(work=WorkFactory()), DebtFactory()
    assert send("works", **work_of(row.commune)).status_code == 403
    assert send(f"works/{row.work.pk}", "patch", version=1).status_code == 403
    said = {"commune": debt.commune.code, "as_of": "2024-05-30", "amount": "1"}
    assert send("debts", **said).status_code == 403
    for path in ("works", "capital", "debts"):
        assert client.get(f"{API}/{path}/").json()["count"] == 1


def test_a_commune_writes_its_own(client, send):
    agency = AgencyFactory(of_commune=True)
    client.force_login(MembershipFactory(agency=agency).user)
    work = WorkFactory(commune=agency.commune)
    said = {"commune": agency.commune.code, "work": work.pk, "year": 2024}
    made = send("capital", **said, source="commune", as_of="2024-05-31", disbursed="0")

    assert made.status_code == 201
    assert Capital.objects.get().disbursed == 0
    assert made.json()["allocated"] is None  # not zero


def test_capital_is_the_last_reported_and_adds_up(client, member):
    work = WorkFactory()
    CapitalFactory(work=work, disbursed=100)
    last = CapitalFactory(work=work, as_of=dt.date(2024, 6, 1), disbursed=300)
    CapitalFactory(work=None, commune=work.commune, allocated=1500, disbursed=None)

    rows = client.get(f"{API}/capital/").json()["results"]
    assert last.pk in {row["id"] for row in rows}
    assert len(rows) == 2
    found = client.get(f"{API}/capital-sums/").json()
    assert (found["total"]["allocated"], found["total"]["disbursed"]) == ("1500.000", "300.000")
    assert found["by_commune"][0]["loose"] == "500.000"


def test_targets_stand_beside_reality(client, member):
    RecognitionFactory(commune=CommuneFactory(), since=dt.date(2023, 1, 1))
    TargetFactory(at_least=2, out_of=3)
    (line,) = client.get(f"{API}/targets/").json()

    assert (line["value"], line["aim"], line["gap"], line["reached"]) == (1, 2, 1, False)
    assert client.get(f"{API}/targets/", {"nam": "2030"}).json() == []


def test_a_target_tells_who_would_have_to_move(client, member):
    target = TargetFactory()
    found = client.get(reverse("target-detail", args=[target.pk])).json()

    assert set(found) == {"target", "movers", "answering"}
    assert client.get(f"{API}/targets/987654/").status_code == 404


def test_office_enters_and_corrects_a_target(send, office):
    ProvinceFactory()
    paper = PaperFactory()
    said = {"kind": TargetKind.COMMUNES_RECOGNISED, "text": "77/101 xã", "paper": paper.pk}
    made = send("targets", **said, at_least="77", out_of=101, year=2024)
    assert made.status_code == 201
    row = Target.objects.get()
    assert (row.paper, row.agency, row.by) == (paper, paper.issuer, office)

    changed = send(f"targets/{row.pk}", "patch", version=1, at_least="78")
    assert changed.json()["aim"] == 78
    stale = send(f"targets/{row.pk}", "patch", version=1, at_least="79")
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    wrong = send("targets", **said, year=2024)
    assert (wrong.status_code, wrong.json()["code"]) == (409, "value")


def test_others_do_not_write_targets(send, member):
    target = TargetFactory()
    said = {"kind": TargetKind.COMMUNES_RECOGNISED, "text": "x", "paper": target.paper.pk}

    assert send("targets", **said, at_least="1").status_code == 403
    assert send(f"targets/{target.pk}", "patch", version=1).status_code == 403


def test_districts_and_villages_are_told(client, member):
    commune = CommuneFactory()
    agency = AgencyFactory(of_district=True, district=commune.district)
    dossier = DossierFactory(district=commune.district)
    DistrictProgrammeFactory(agency=agency)
    village = VillageFactory(commune=commune, households=80)
    DossierFactory(district=None, village=village, level=Level.STANDARD)

    (district,) = client.get(f"{API}/district-dossiers/").json()
    assert (district["district"], district["communes"]) == (commune.district.code, 1)
    assert [one["id"] for one in district["dossiers"]] == [dossier.pk]
    assert len(district["programmes"]) == 1
    (row,) = client.get(f"{API}/villages/").json()["results"]
    assert (row["name"], row["households"], row["poor_households"]) == (village.name, 80, None)
