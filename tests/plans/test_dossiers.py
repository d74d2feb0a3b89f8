import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Activity
from criteria.choices import Level
from plans.choices import DossierStage
from plans.models import DistrictProgramme, Dossier, Village
from plans.selectors.dossiers import VillageFilters, district_lines, village_counts, villages
from plans.services.dossiers import (
    add_district_programme,
    add_dossier,
    add_village,
    change_dossier,
    change_village,
)
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    DistrictFactory,
    DistrictProgrammeFactory,
    DossierFactory,
    MembershipFactory,
    PaperFactory,
    RecognitionFactory,
    TaskAimFactory,
    TaskFactory,
    UserFactory,
    VillageFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 18)
URL = "/ho-so-huyen-thon/"
TYPED = {"level": "ntm", "year": "2024", "stage": "self_assessed"}


def code_of(service, **given):
    with pytest.raises(ValidationError) as refused:
        service(by=UserFactory(), **given)
    return refused.value.code


def test_a_place_has_one_dossier_of_a_level():
    known = DossierFactory()
    said = {"level": Level.STANDARD, "stage": DossierStage.VERIFIED}

    assert code_of(add_dossier, district=known.district, **said) == "twin"
    row = add_dossier(
        district=known.district, by=UserFactory(), **said | {"level": Level.ADVANCED}
    )
    assert Activity.objects.filter(verb="added dossier", details__place=str(row.district)).exists()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"stage": DossierStage.RECOGNISED}, "decision"),
        ({"stage": DossierStage.RECOGNISED, "decided_on": DAY}, "decision"),
        ({"stage": DossierStage.VERIFIED, "decided_on": DAY}, "decision"),
        ({"stage": DossierStage.VERIFIED, "stage_on": DAY + dt.timedelta(days=1)}, "future"),
    ],
)
def test_recognised_needs_its_decision(more, code):
    assert code_of(add_dossier, district=DistrictFactory(), level=Level.STANDARD, **more) == code


def test_a_dossier_moves_on_and_the_second_writer_is_told():
    row, paper = DossierFactory(), PaperFactory()
    done = {"stage": DossierStage.RECOGNISED, "decided_on": DAY, "paper": paper}
    assert change_dossier(dossier=row, seen=1, by=UserFactory(), **done).version == 2
    with pytest.raises(ValidationError) as refused:
        change_dossier(dossier=row, seen=1, by=UserFactory(), **done)
    assert refused.value.code == "stale"


def test_a_village_is_entered_once_with_no_more_poor_than_households():
    village = VillageFactory(name="Thôn Đông", households=50)
    given = {"commune": village.commune, "starts": DAY}

    assert code_of(add_village, **given, name="Thôn Đông") == "twin"
    poor = {"households": 10, "poor_households": 11}
    assert code_of(add_village, **given, name="Thôn Tây", **poor) == "poor"
    with pytest.raises(ValidationError):
        change_village(village=village, seen=1, by=UserFactory(), poor_households=51)


def test_a_programme_of_a_district_is_entered_once():
    row = DistrictProgrammeFactory()

    code = code_of(add_district_programme, agency=row.agency, year=row.year, paper=row.paper)
    assert code == "twin"


def test_a_district_stands_with_what_is_known_of_it(member):
    commune = CommuneFactory()
    CommuneFactory(district=commune.district)
    RecognitionFactory(commune=commune)
    agency = AgencyFactory(of_district=True, district=commune.district)
    dossier = DossierFactory(district=commune.district)
    programme = DistrictProgrammeFactory(agency=agency)
    DistrictProgrammeFactory(agency=agency, year=2023)
    named = TaskFactory(lead=agency)
    aimed = TaskAimFactory(
        task=TaskFactory(group=named.group), commune=None, district=commune.district
    ).task
    TaskFactory(group=named.group)
    (line,) = district_lines(member, DAY, 2024)

    assert (line.agency, line.communes, line.recognised) == (agency, 2, 1)
    assert (line.dossiers, line.programmes) == ((dossier,), (programme,))
    assert set(line.tasks) == {named, aimed}


def test_villages_are_counted_by_level_and_stage(member):
    commune = CommuneFactory(name="Gio Mai")
    done, doing, idle = (VillageFactory(commune=commune) for _ in range(3))
    place = {"district": None}
    DossierFactory(**place, village=done, stage=DossierStage.RECOGNISED, decided_on=DAY)
    DossierFactory(**place, village=doing, stage=DossierStage.VERIFIED)
    counts = village_counts(member, DAY)

    assert (counts.villages, counts.recognised[Level.STANDARD], counts.under_way) == (3, 1, 1)
    assert list(villages(member, DAY, VillageFilters(stage="verified"))) == [doing]
    assert list(villages(member, DAY, VillageFilters(stage="chua-co"))) == [idle]
    assert villages(member, DAY, VillageFilters(commune="gio mai")).count() == 3
    assert not villages(member, DAY, VillageFilters(commune="gio my")).exists()


@pytest.mark.parametrize("url", [URL, f"{URL}?xem=thon"])
def test_pages_cost_the_same_queries_for_one_row_as_for_five(client, member, url):
    def more():
        commune = CommuneFactory()
        agency = AgencyFactory(of_district=True, district=commune.district)
        DossierFactory(district=commune.district)
        DistrictProgrammeFactory(agency=agency)
        DossierFactory(district=None, village=VillageFactory(commune=commune))

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    more()
    one = queries()
    for _ in range(4):
        more()
    assert queries() == one <= 20


def test_page_says_which_district_has_issued_nothing(client, member):
    first, second = CommuneFactory(), CommuneFactory()
    AgencyFactory(of_district=True, district=second.district)
    agency = AgencyFactory(of_district=True, district=first.district)
    DistrictProgrammeFactory(agency=agency)
    page = client.get(URL)

    assert (page.context["issued"], page.context["of"]) == (1, 2)
    assert page.content.decode().count("chưa thấy ban hành") == 1
    assert "Ghi hồ sơ" not in page.content.decode()


@pytest.mark.parametrize("url", [f"{URL}?dang=xlsx", f"{URL}?xem=thon&dang=xlsx"])
def test_lists_download(client, member, url):
    VillageFactory()
    assert client.get(url).content[:2] == b"PK"


def test_office_recognises_and_a_district_may_not(client):
    district = DistrictFactory()
    url = f"{reverse('plans:dossier_add')}?huyen={district.code}"
    own = MembershipFactory(agency=AgencyFactory(of_district=True, district=district)).user
    done = TYPED | {"stage": "recognised", "decided_on": "5/6/2024", "source": "Quyết định"}
    client.force_login(own)
    assert client.post(url, done).status_code == 422
    assert client.post(url, TYPED).status_code == 302
    row = Dossier.objects.get()
    assert (row.district, row.stage, row.by) == (district, DossierStage.SELF_ASSESSED, own)

    office = MembershipFactory(agency=AgencyFactory(office=True)).user
    client.force_login(office)
    edit = reverse("plans:dossier_edit", args=[row.pk])
    assert client.post(edit, done | {"seen": "1"}).status_code == 302
    row.refresh_from_db()
    assert (row.stage, row.decided_on) == (DossierStage.RECOGNISED, dt.date(2024, 6, 5))
    client.force_login(own)
    assert client.post(edit, TYPED | {"seen": "2"}).status_code == 403


def test_refusals_and_mistakes_keep_what_was_typed(client, office):
    known = DossierFactory()
    url = f"{reverse('plans:dossier_add')}?huyen={known.district.code}"
    response = client.post(url, TYPED | {"note": "giữ lại"})
    assert response.status_code == 409
    assert "giữ lại" in response.content.decode()
    assert client.post(url, TYPED | {"stage_on": "nhầm", "level": "advanced"}).status_code == 422
    assert client.get(f"{reverse('plans:dossier_add')}?huyen=999999").status_code == 404


def test_stale_edit_is_refused(client, office):
    row = DossierFactory()
    url = reverse("plans:dossier_edit", args=[row.pk])
    assert client.post(url, TYPED | {"seen": "1", "note": "một"}).status_code == 302
    assert client.post(url, TYPED | {"seen": "1", "note": "hai"}).status_code == 409


def test_a_commune_keeps_its_villages(client):
    agency = AgencyFactory(of_commune=True)
    client.force_login(MembershipFactory(agency=agency).user)
    other = CommuneFactory()
    said = {"commune": agency.commune.code, "name": "Thôn Đông", "households": "120"}

    add = reverse("plans:village_add")
    assert client.post(add, said | {"commune": other.code}).status_code == 403
    assert client.post(add, said | {"households": "-1"}).status_code == 422
    assert client.post(add, said).status_code == 302
    assert client.post(add, said).status_code == 409
    village = Village.objects.get()
    assert (village.commune, village.households) == (agency.commune, 120)
    edit = reverse("plans:village_edit", args=[village.pk])
    assert (
        client.post(edit, {"name": "Thôn Đông", "poor_households": "3", "seen": "1"}).status_code
        == 302
    )
    dossier = f"{reverse('plans:dossier_add')}?thon={village.pk}"
    assert client.post(dossier, TYPED).status_code == 302
    assert Dossier.objects.get().village == village


def test_a_district_tells_of_its_own_programme(client):
    agency = AgencyFactory(of_district=True)
    client.force_login(MembershipFactory(agency=agency).user)
    paper = PaperFactory()
    url = reverse("plans:district_programme_add", args=[2024])
    said = {"agency": agency.slug, "paper": paper.symbol}

    other = AgencyFactory(of_district=True)
    assert client.post(url, said | {"agency": other.slug}).status_code == 422
    assert client.post(url, said | {"paper": ""}).status_code == 422
    assert client.post(url, said).status_code == 302
    assert client.post(url, said).status_code == 409
    row = DistrictProgramme.objects.get()
    assert (row.agency, row.year, row.paper) == (agency, 2024, paper)
    drop = reverse("plans:district_programme_drop", args=[row.pk])
    assert client.post(drop).status_code == 302
    assert not DistrictProgramme.objects.exists()


def test_members_read_and_do_not_write(client, member):
    dossier, village = DossierFactory(), VillageFactory()
    row = DistrictProgrammeFactory()
    for name, args in [
        ("dossier_edit", [dossier.pk]),
        ("village_add", []),
        ("village_edit", [village.pk]),
        ("district_programme_add", [2024]),
        ("district_programme_drop", [row.pk]),
    ]:
        assert client.post(reverse(f"plans:{name}", args=args)).status_code == 403, name
    add = f"{reverse('plans:dossier_add')}?huyen={dossier.district.code}"
    assert client.post(add, TYPED).status_code == 403
