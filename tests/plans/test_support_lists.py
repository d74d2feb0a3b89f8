"""Lists, sums and figures about help: filtered, counted, downloaded."""

import datetime as dt
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from plans.choices import ActionState, MoneySource
from plans.selectors.support import (
    SupportFilters,
    actions,
    help_given,
    last_contact,
    last_contact_by,
)
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    CriterionFactory,
    NeedFactory,
    SupportActionFactory,
    SupportMoneyFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency():
    return AgencyFactory(name="Sở Kế hoạch và Đầu tư")


@pytest.fixture
def commune():
    return CommuneFactory(name="Gio Mai", district__name="Gio Linh")


def test_the_list_is_filtered(member, commune):
    one = SupportActionFactory(
        commune=commune, agency__name="Sở Một", form="loan", done_on="2023-05-01"
    )
    SupportMoneyFactory(action=one, source=MoneySource.CREDIT)
    two = SupportActionFactory(state=ActionState.PLANNED, done_on=None, planned_on="2024-09-01")

    def found(**asked):
        return list(actions(member, SupportFilters(**asked)))

    assert found() == [one, two] or found() == [two, one]
    for asked in (
        {"commune": "gio mai"},
        {"commune": commune.code},
        {"agency": "so mot"},
        {"agency": one.agency.slug},
        {"form": "loan"},
        {"source": "credit"},
        {"state": "done"},
        {"year": "2023"},
        {"district": commune.district.code},
    ):
        assert found(**asked) == [one], asked
    assert found(year="2024") == [two]


@pytest.mark.usefixtures("member")
def test_an_unknown_filter_is_passed_over(client):
    SupportActionFactory()
    page = client.get(
        "/ho-tro/", {"hinh-thuc": "x", "nam": "nay", "tieu-chi": "9" * 30, "nguon": "'"}
    )
    assert len(page.context["lines"]) == 1


@pytest.mark.parametrize("url", ["/ho-tro/", "/ho-tro/tong-hop/", "/nhu-cau/"])
def test_lists_cost_the_same_for_one_row_as_for_five(client, member, url):
    def more():
        need = NeedFactory()
        action = SupportActionFactory(
            need=need, commune=need.commune, criterion=CriterionFactory()
        )
        SupportMoneyFactory(action=action)

    assert member
    more()
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for _ in range(4):
        more()
    with CaptureQueriesContext(connection) as five:
        client.get(url)
    assert len(one) == len(five) <= 12


@pytest.mark.usefixtures("member")
def test_lists_download_as_spreadsheets(client, commune):
    action = SupportActionFactory(commune=commune, total_done=700, quantity_done=Decimal("2.5"))
    SupportMoneyFactory(action=action, source=MoneySource.CENTRAL, done=0)
    NeedFactory(commune=commune, money=None, quantity=0)
    rows = {
        url: CalamineWorkbook.from_filelike(BytesIO(client.get(url).content))
        .get_sheet_by_index(0)
        .to_python()
        for url in ("/ho-tro/?dang=xlsx", "/ho-tro/tong-hop/?dang=xlsx", "/nhu-cau/?dang=xlsx")
    }
    heads, row = rows["/ho-tro/?dang=xlsx"]
    told = dict(zip(heads, row, strict=True))
    assert (told["Ngày"], told["Khối lượng thực hiện"]) == (dt.date(2024, 6, 10), 2.5)
    assert (told["ngân sách trung ương (triệu đồng)"], told["tín dụng (triệu đồng)"]) == (0, "")
    assert (told["Không tách (triệu đồng)"], told["Thực hiện (triệu đồng)"]) == (700, 700)
    heads, *sums = rows["/ho-tro/tong-hop/?dang=xlsx"]
    assert [line[0] for line in sums] == ["Gio Mai", "Tổng cộng"]
    heads, row = rows["/nhu-cau/?dang=xlsx"]
    told = dict(zip(heads, row, strict=True))
    assert (told["Khối lượng"], told["Kinh phí (triệu đồng)"]) == (0, "")


def test_last_contact_and_help_are_told_in_bulk(agency, commune, django_assert_num_queries):
    other = CommuneFactory()
    for day, giver in (
        ("2024-03-01", agency),
        ("2024-06-01", AgencyFactory()),
        ("2024-07-01", agency),
    ):
        action = SupportActionFactory(commune=commune, agency=giver, done_on=day)
        SupportMoneyFactory(action=action, done=10)
    SupportActionFactory(commune=commune, agency=agency, state=ActionState.PLANNED, done_on=None)
    SupportActionFactory(commune=other, state=ActionState.OFFERED, done_on=None)
    day = dt.date(2024, 6, 18)
    with django_assert_num_queries(1):
        assert last_contact([commune, other], day) == {commune.pk: dt.date(2024, 6, 1)}
    assert last_contact_by(agency.pk, [commune], day) == {commune.pk: dt.date(2024, 3, 1)}
    with django_assert_num_queries(2):
        found = help_given([commune, other], day)
    assert set(found) == {commune.pk}
    told = found[commune.pk]
    assert (told.times, told.planned, told.money, told.last_on) == (2, 1, 20, dt.date(2024, 6, 1))
    mine = help_given([commune], day, agency=agency.pk, since=dt.date(2024, 4, 1))[commune.pk]
    assert (mine.times, mine.planned, mine.money) == (0, 1, None)


@pytest.mark.usefixtures("member")
@pytest.mark.parametrize("url", ["/ho-tro/", "/ho-tro/tong-hop/", "/nhu-cau/"])
def test_an_empty_list_says_how_to_begin(client, url):
    page = client.get(url).content.decode()
    assert 'class="empty"' in page
    assert "Ở đây là" in page


@pytest.mark.usefixtures("member")
def test_rows_of_the_sums_lead_to_what_is_behind_them(client, commune):
    SupportMoneyFactory(action=SupportActionFactory(commune=commune), source=MoneySource.CREDIT)
    SupportActionFactory()
    (row, href), *_ = client.get("/ho-tro/tong-hop/", {"theo": "nguon", "nam": "2024"}).context[
        "rows"
    ]
    assert (row.label, href) == ("Tín dụng", "/ho-tro/?nam=2024&nguon=credit")
    assert len(client.get(href).context["lines"]) == 1
