"""Search and the pages of communes and agencies, as a member sees them."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import Role
from communes.models import AgencyAlias, Commune
from criteria.choices import Level, Status
from criteria.models import CurrentStatus
from criteria.selectors import set_in_force
from documents.choices import PaperState
from reports.selectors.places import Filters, commune_rows, communes
from reports.selectors.search import search
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    CriteriaSetFactory,
    CriterionFactory,
    DistrictFactory,
    MembershipFactory,
    PaperFactory,
    RecognitionFactory,
    ResponsibilityFactory,
    ScorecardFactory,
    SponsorAssignmentFactory,
    StatusEntryFactory,
    SuccessionFactory,
    TargetFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("member")]
DAY = dt.date(2024, 6, 18)


def names(user, **filters):
    return [one.name for one in communes(user, DAY, Filters(**filters))]


def say(commune, criterion, status=Status.MET, **entry):
    """A word that counts, with the state kept beside it."""
    scorecard = commune.scorecards.filter(criteria_set=criterion.criteria_set).first()
    scorecard = scorecard or ScorecardFactory(commune=commune, criteria_set=criterion.criteria_set)
    said = StatusEntryFactory(scorecard=scorecard, criterion=criterion, status=status, **entry)
    return CurrentStatus.objects.create(
        scorecard=scorecard, criterion=criterion, entry=said, status=status
    )


def queries(client, url):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


# Search


@pytest.mark.parametrize("text", ["huong viet", "HƯỚNG VIỆT", "xã Hướng Việt", "viet", "vie huo"])
def test_search_finds_a_commune_whatever_its_diacritics_and_order(member, text):
    CommuneFactory(name="Hướng Việt", code="19432")
    CommuneFactory(name="Vĩnh Thái")

    found = [(group.key, [hit.url for hit in group.hits]) for group in search(member, text)]

    assert found == [("xa", ["/xa/19432/"])]


def test_search_matches_beginnings_of_words_only(member):
    CommuneFactory(name="Hướng Việt")

    assert search(member, "uong") == []


def test_search_finds_agencies_by_alias_and_papers_by_number(member):
    agency = AgencyFactory(name="Sở Thông tin và Truyền thông", slug="so-tttt")
    AgencyAlias.objects.create(agency=agency, name="Sở 4T")
    paper = PaperFactory(number="645", notation="QĐ-BCĐCTMTQG", title="Chương trình công tác")

    by_alias = search(member, "4t")
    by_number = search(member, "645")

    assert [hit.url for hit in by_alias[0].hits] == ["/co-quan/so-tttt/"]
    assert [hit.url for hit in by_number[0].hits] == [f"/van-ban/{paper.pk}/"]


def test_search_hides_the_drafts_of_others(member):
    PaperFactory(title="Dự thảo kín", state=PaperState.DRAFT)

    assert search(member, "du thao kin") == []


def test_search_shows_twenty_of_a_group_and_the_rest_on_demand(member):
    for number in range(25):
        CommuneFactory(name=f"Gio {number}")

    shown = search(member, "gio")[0]
    whole = search(member, "gio", only="xa")[0]

    assert (len(shown.hits), shown.total, shown.has_more) == (20, 25, True)
    assert (len(whole.hits), whole.total, whole.has_more) == (25, 25, False)


def test_search_of_nothing_finds_nothing(member, client):
    CommuneFactory()

    assert search(member, " – ") == []
    assert "Gõ vào ô tìm kiếm" in client.get(reverse("reports:search")).content.decode()


def test_search_page_says_when_nothing_matches(client):
    page = client.get(reverse("reports:search"), {"q": "không có"}).content.decode()

    assert "Không tìm thấy gì khớp" in page


# The list of communes


def test_communes_stand_in_vietnamese_order(member):
    for name in ["Đakrông", "Dương", "Ân", "An", "Ăn"]:
        CommuneFactory(name=name)

    assert names(member) == ["An", "Ăn", "Ân", "Dương", "Đakrông"]


def test_communes_that_ended_are_not_listed(member):
    CommuneFactory(name="Cũ", ends=dt.date(2023, 12, 31))
    CommuneFactory(name="Mới")

    assert names(member) == ["Mới"]


def test_communes_are_filtered_by_district_text_sponsor_and_recognition(member):
    first = CommuneFactory(name="Gio Mai", district=DistrictFactory(code="466"))
    CommuneFactory(name="Vĩnh Thái")
    agency = AgencyFactory(slug="so-tttt")
    SponsorAssignmentFactory(commune=first, agency=agency)
    RecognitionFactory(commune=first, level=Level.STANDARD)

    assert names(member, district="466") == ["Gio Mai"]
    assert names(member, text="vinh thai") == ["Vĩnh Thái"]
    assert names(member, agency="so-tttt") == ["Gio Mai"]
    assert names(member, agency="chua-co") == ["Vĩnh Thái"]
    assert names(member, level=Level.STANDARD) == ["Gio Mai"]
    assert names(member, level="chua-co") == ["Vĩnh Thái"]


def test_communes_sort_by_criteria_met_of_the_set_in_force(member):
    criterion = CriterionFactory()
    strong, weak = CommuneFactory(name="B"), CommuneFactory(name="A")
    say(strong, criterion)
    say(weak, criterion, Status.NOT_MET)
    old = CriterionFactory(criteria_set=CriteriaSetFactory(starts=dt.date(2016, 1, 1)))
    say(weak, old)
    say(weak, CriterionFactory(criteria_set=old.criteria_set))

    assert names(member, order="-dat") == ["B", "A"]
    assert names(member, order="dat") == ["A", "B"]


def test_row_tells_where_the_commune_stands():
    criterion = CriterionFactory(number=1)
    CriterionFactory(number=2, criteria_set=criterion.criteria_set)
    commune = CommuneFactory()
    say(commune, criterion, illustrative=True)
    RecognitionFactory(commune=commune, level=Level.STANDARD, year=2020)
    high = RecognitionFactory(
        commune=commune, level=Level.ADVANCED, year=2023, since=dt.date(2023, 6, 6)
    )
    sponsor = SponsorAssignmentFactory(commune=commune)
    SponsorAssignmentFactory(commune=commune, ends=dt.date(2022, 6, 21))

    (row,) = commune_rows([commune], DAY, set_in_force(DAY))

    assert (row.standing.met, row.standing.total, row.standing.illustrative) == (1, 2, True)
    assert row.recognition == high
    assert row.sponsors == (sponsor,)


def test_list_costs_the_same_queries_for_one_commune_as_for_five(client):
    criterion = CriterionFactory()

    def one_more():
        commune = CommuneFactory()
        say(commune, criterion)
        RecognitionFactory(commune=commune, paper=PaperFactory())
        SponsorAssignmentFactory(commune=commune)

    one_more()
    url = reverse("reports:commune_list")
    one = queries(client, url)
    for _ in range(4):
        one_more()

    assert queries(client, url) == one
    assert one <= 14


def test_list_says_how_to_begin_when_the_filters_leave_nothing(client):
    page = client.get(reverse("reports:commune_list"), {"q": "không có"}).content.decode()

    assert "Không có xã nào khớp bộ lọc" in page


def test_list_downloads_as_a_spreadsheet(client):
    CommuneFactory(name="Gio Mai")

    response = client.get(reverse("reports:commune_list"), {"dang": "xlsx"})

    assert response.headers["Content-Disposition"] == 'attachment; filename="xa-2024-06-18.xlsx"'
    assert response.content[:2] == b"PK"


def test_list_pages_after_fifty(client):
    district = DistrictFactory()
    for _ in range(51):
        CommuneFactory(district=district)

    first = client.get(reverse("reports:commune_list"))
    second = client.get(reverse("reports:commune_list"), {"trang": 2})

    assert len(first.context["rows"]) == 50
    assert len(second.context["rows"]) == 1


# The page of a commune


def test_commune_page_tells_what_is_known_and_what_is_not(client):
    commune = CommuneFactory(name="Hướng Việt")
    CriterionFactory(criteria_set__code="2021", criteria_set__short_name="2021–2025")
    RecognitionFactory(commune=commune, paper=None, decided_on=None)
    SponsorAssignmentFactory(commune=commune, duty="", carried_on=True)
    TargetFactory(province=None, commune=commune, text="14–15/19 đến 2025")

    page = client.get(reverse("reports:commune_detail", args=[commune.code])).content.decode()

    for words in [
        "chưa có số QĐ",
        "chưa rõ ngày quyết định",
        "chưa rõ nhiệm vụ",
        "QĐ 1625 chưa nhập danh sách",
        "14–15/19 đến 2025",
        "<dt>Phân loại xã</dt><dd>chưa rõ",
        f"/xa/{commune.code}/phieu/2021/",
    ]:
        assert words in page


def test_commune_page_keeps_sponsors_of_before_apart(client):
    commune = CommuneFactory()
    before = SponsorAssignmentFactory(commune=commune, ends=dt.date(2022, 6, 21))
    now = SponsorAssignmentFactory(commune=commune, starts=dt.date(2022, 6, 22))

    about = client.get(reverse("reports:commune_detail", args=[commune.code])).context["about"]

    assert (about.sponsors_now, about.sponsors_before) == ([now], [before])


def test_commune_page_costs_the_same_queries_for_one_fact_as_for_five(client):
    commune = CommuneFactory()

    def one_more(year):
        criterion = CriterionFactory(criteria_set=CriteriaSetFactory(starts=dt.date(year, 1, 1)))
        say(commune, criterion)
        since = dt.date(year, 6, 1)
        RecognitionFactory(commune=commune, since=since, paper=PaperFactory())
        SponsorAssignmentFactory(commune=commune)
        TargetFactory(province=None, commune=commune)

    one_more(2019)
    url = reverse("reports:commune_detail", args=[commune.code])
    one = queries(client, url)
    for year in range(2020, 2024):
        one_more(year)

    assert queries(client, url) == one


def test_commune_of_another_time_says_what_it_became(client):
    step = SuccessionFactory(
        old__name="Cũ", old__ends=dt.date(2023, 12, 31), new__name="Mới", on=dt.date(2024, 1, 1)
    )
    Commune.objects.filter(pk=step.new_id).update(starts=dt.date(2024, 1, 1))

    page = client.get(reverse("reports:commune_detail", args=[step.old.code])).content.decode()

    assert "Xã không còn từ 31/12/2023" in page
    assert f'/xa/{step.new.code}/ke-thua/?tu=2024-01-01">xã Mới</a>' in page


def test_a_code_used_again_leads_to_the_commune_of_today_and_by_its_first_day_to_the_old(client):
    CommuneFactory(code="19372", name="Vĩnh Tú", ends=dt.date(2023, 12, 31))
    CommuneFactory(code="19372", name="Vĩnh Hoàng", starts=dt.date(2024, 1, 1), district=None)
    url = reverse("reports:commune_detail", args=["19372"])

    assert client.get(url).context["commune"].name == "Vĩnh Hoàng"
    assert client.get(f"{url}?tu=2020-01-01").context["commune"].name == "Vĩnh Tú"
    assert client.get(f"{url}?tu=2021-01-01").status_code == 404


# The page of an agency


def test_agency_page_lists_its_communes_indicators_and_papers(client):
    agency = AgencyFactory()
    backed = SponsorAssignmentFactory(agency=agency)
    before = SponsorAssignmentFactory(agency=agency, ends=dt.date(2022, 6, 21))
    answers = ResponsibilityFactory(agency=agency)
    paper = PaperFactory(issuer=agency)

    about = client.get(reverse("reports:agency_detail", args=[agency.slug])).context["about"]

    assert [one.assignment for one in about.communes] == [backed]
    assert about.before == [before]
    assert about.responsibilities == [answers]
    assert (about.papers, about.paper_count) == ([paper], 1)


def test_agency_that_ended_keeps_its_page(client):
    agency = AgencyFactory(ends=dt.date(2023, 12, 31))

    response = client.get(reverse("reports:agency_detail", args=[agency.slug]))

    assert response.status_code == 200
    assert "31/12/2023" in response.content.decode()


def test_agency_page_costs_the_same_queries_for_one_commune_as_for_five(client):
    agency = AgencyFactory()
    criterion = CriterionFactory()

    def one_more():
        say(SponsorAssignmentFactory(agency=agency).commune, criterion)

    one_more()
    url = reverse("reports:agency_detail", args=[agency.slug])
    one = queries(client, url)
    for _ in range(4):
        one_more()

    assert queries(client, url) == one


def test_focal_point_finds_the_accounts_of_the_agency(client):
    membership = MembershipFactory(role=Role.FOCAL_POINT)
    client.force_login(membership.user)

    page = client.get(reverse("reports:agency_detail", args=[membership.agency.slug]))

    assert page.context["keeps_accounts"] is True
