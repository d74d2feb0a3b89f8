import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Activity
from plans.choices import MoneySource, WorkKind
from plans.models import Capital, Debt, Work
from plans.permissions import communes_kept, keeper_of
from plans.selectors.work_sums import sums
from plans.selectors.works import MoneyFilters, capital, debt_lines, debts, work_lines, works
from plans.services.works import (
    add_capital,
    add_debt,
    add_work,
    change_capital,
    change_debt,
    change_work,
    drop_money,
)
from tests.factories import (
    AgencyFactory,
    CapitalFactory,
    CommuneFactory,
    DebtFactory,
    DelegationFactory,
    MembershipFactory,
    UserFactory,
    WorkFactory,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 18)
MAY, JUNE = dt.date(2024, 5, 31), dt.date(2024, 6, 15)


def code_of(service, **given):
    with pytest.raises(ValidationError) as refused:
        service(by=UserFactory(), **given)
    return refused.value.code


# --- who keeps them


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DIRECTOR])
def test_a_place_is_kept_by_itself_its_district_and_the_office(role):
    commune = CommuneFactory()
    own = AgencyFactory(of_commune=True, commune=commune)
    district = AgencyFactory(of_district=True, district=commune.district)
    for agency in (own, district, AgencyFactory(office=True)):
        user = MembershipFactory(agency=agency, role=role).user
        assert keeper_of(user, commune=commune).agency == agency
        assert commune in communes_kept(user, DAY)


def test_others_keep_nothing():
    commune = CommuneFactory()
    strangers = [
        AgencyFactory(),
        AgencyFactory(of_commune=True),
        AgencyFactory(of_district=True),
    ]
    for agency in strangers:
        user = MembershipFactory(agency=agency).user
        assert keeper_of(user, commune=commune) is None
        assert commune not in communes_kept(user, DAY)
    focal = MembershipFactory(agency=AgencyFactory(office=True), role=Role.FOCAL_POINT).user
    assert keeper_of(focal, commune=commune) is None


# --- what is refused


def test_a_work_is_entered_once_whatever_its_marks_and_letters():
    work = WorkFactory(name="Đường trục thôn")
    code = code_of(add_work, commune=work.commune, name="đường trục Thôn", kind=WorkKind.ROADS)

    assert code == "twin"
    assert add_work(
        commune=CommuneFactory(), name=work.name, kind=WorkKind.ROADS, by=UserFactory()
    )


def test_a_work_is_not_finished_before_it_starts():
    given = {"started_on": MAY, "finished_on": MAY - dt.timedelta(days=1)}

    code = code_of(add_work, commune=CommuneFactory(), name="Trạm", kind=WorkKind.POWER, **given)
    assert code == "span"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"allocated": None, "disbursed": None}, "nothing"),
        ({"allocated": Decimal(-1)}, "negative"),
        ({"as_of": DAY + dt.timedelta(days=1)}, "future"),
    ],
)
def test_capital_that_says_nothing_or_too_much_is_refused(more, code):
    given = {
        "commune": CommuneFactory(),
        "work": None,
        "year": 2024,
        "source": MoneySource.CENTRAL,
        "as_of": MAY,
        "allocated": Decimal(5),
        "disbursed": None,
    }
    assert code_of(add_capital, **given | more) == code


def test_capital_of_a_day_is_entered_once_and_of_the_own_works_only():
    row = CapitalFactory(work=None)
    same = {"year": row.year, "source": row.source, "as_of": row.as_of, "allocated": Decimal(1)}

    assert code_of(add_capital, commune=row.commune, work=None, **same) == "twin"
    foreign = {"commune": row.commune, "work": WorkFactory()}
    assert code_of(add_capital, **foreign, **same) == "work"


def test_zero_disbursed_is_not_blank():
    row = add_capital(
        commune=CommuneFactory(),
        year=2024,
        source=MoneySource.CENTRAL,
        as_of=MAY,
        allocated=None,
        disbursed=Decimal(0),
        by=UserFactory(),
    )
    row.refresh_from_db()
    assert (row.allocated, row.disbursed) == (None, 0)


def test_a_debt_of_a_day_is_entered_once_and_with_a_figure():
    debt = DebtFactory()

    assert code_of(add_debt, commune=debt.commune, as_of=debt.as_of, amount=Decimal(0)) == "twin"
    assert code_of(add_debt, commune=debt.commune, as_of=JUNE, amount=None) == "nothing"


@pytest.mark.parametrize(
    ("make", "service", "name", "value"),
    [
        (WorkFactory, change_work, "work", {"investment": Decimal(7)}),
        (CapitalFactory, change_capital, "capital", {"allocated": Decimal(7)}),
        (DebtFactory, change_debt, "debt", {"amount": Decimal(7)}),
    ],
)
def test_the_second_writer_is_told(make, service, name, value):
    row = make()
    service(**{name: row}, seen=1, by=UserFactory(), **value)
    with pytest.raises(ValidationError) as refused:
        service(**{name: row}, seen=1, by=UserFactory(), **value)

    assert refused.value.code == "stale"


def test_a_row_is_dropped_with_a_reason_that_the_trail_keeps():
    row, by = CapitalFactory(), UserFactory()
    with pytest.raises(ValidationError):
        drop_money(row=row, by=by, reason=" ")
    drop_money(row=row, by=by, reason="nhập nhầm xã")

    assert not Capital.objects.exists()
    line = Activity.objects.get(by=by)
    assert (line.verb, line.details["reason"]) == ("dropped money", "nhập nhầm xã")
    assert line.details["allocated"].startswith("1000")


# --- what is read


def test_only_the_last_report_of_each_source_counts(member):
    work = WorkFactory()
    CapitalFactory(work=work, as_of=MAY, disbursed=100)
    last = CapitalFactory(work=work, as_of=JUNE, disbursed=300)
    CapitalFactory(work=work, as_of=JUNE, source=MoneySource.COMMUNE, disbursed=50)
    CapitalFactory(work=work, as_of=DAY + dt.timedelta(days=1), disbursed=999)

    rows = capital(member, DAY, MoneyFilters(source=MoneySource.CENTRAL))
    assert list(rows) == [last]
    (line,) = work_lines(works(member, MoneyFilters()), DAY)
    assert line.amounts.disbursed == 350


def test_last_debt_stands_beside_the_one_before(member):
    commune = CommuneFactory()
    before = DebtFactory(commune=commune, as_of=MAY, amount=250)
    DebtFactory(commune=commune, as_of=JUNE, amount=100)
    (line,) = debt_lines(debts(member, DAY, MoneyFilters()))

    assert (line.debt.amount, line.before, line.change) == (100, before, -150)


def test_works_are_filtered(member):
    road = WorkFactory(name="Đường liên xã", commune__name="Gio Mai")
    WorkFactory(kind=WorkKind.WATER, finished_on=MAY)

    for filters in (
        MoneyFilters(name="duong lien"),
        MoneyFilters(commune="gio mai"),
        MoneyFilters(district=road.commune.district.code),
        MoneyFilters(kind=WorkKind.ROADS),
        MoneyFilters(state="dang-lam"),
    ):
        assert list(works(member, filters)) == [road], filters


def test_whole_of_a_commune_leaves_a_remainder_beside_its_works(member):
    work = WorkFactory()
    CapitalFactory(work=work, allocated=600, disbursed=100)
    CapitalFactory(work=None, commune=work.commune, allocated=1000, disbursed=400)
    found = sums(member, DAY, MoneyFilters())

    assert (found.total.amounts.allocated, found.total.amounts.disbursed) == (1000, 400)
    assert (found.by_commune[0].loose, found.by_commune[0].works) == (400, 1)
    assert not found.by_commune[0].exceeds


def test_works_that_exceed_the_whole_are_flagged_and_kept(member):
    work = WorkFactory()
    CapitalFactory(work=work, allocated=1200)
    CapitalFactory(work=None, commune=work.commune, allocated=1000)
    line = sums(member, DAY, MoneyFilters()).by_commune[0]

    assert (line.amounts.allocated, line.loose, line.exceeds) == (1000, -200, True)


def test_sums_close_over_sources_and_communes(member):
    one, other = CommuneFactory(), CommuneFactory()
    CapitalFactory(commune=one, allocated=100, disbursed=None)
    CapitalFactory(commune=one, source=MoneySource.COMMUNE, allocated=20, disbursed=0)
    CapitalFactory(commune=other, source=MoneySource.LABOUR_DAYS, allocated=3, disbursed=3)
    found = sums(member, DAY, MoneyFilters())

    tops = [line for line in found.by_source if line.bold]
    assert sum(line.amounts.allocated or 0 for line in tops) == 123
    assert sum(line.amounts.allocated or 0 for line in found.by_commune) == 123
    assert found.total.amounts.allocated == 123
    assert found.total.amounts.disbursed == 3
    assert tops[0].amounts.disbursed is None  # nobody reported it: not zero


def test_kinds_of_works_are_counted_by_work(member):
    work = WorkFactory(kind=WorkKind.WATER)
    CapitalFactory(work=work)
    CapitalFactory(work=work, source=MoneySource.COMMUNE)
    found = {line.label: line for line in sums(member, DAY, MoneyFilters()).by_kind}

    assert found["Nước sạch tập trung"].works == 1
    assert found["Nước sạch tập trung"].amounts.allocated == 2000
    assert found["Giao thông"].amounts.allocated is None


# --- pages


@pytest.mark.parametrize(
    ("url", "make"),
    [
        ("/cong-trinh/", lambda: CapitalFactory(work=WorkFactory())),
        ("/von/", lambda: CapitalFactory(work=WorkFactory())),
        ("/von/?xem=tong-hop", lambda: CapitalFactory(work=WorkFactory())),
        ("/no-xay-dung/", DebtFactory),
    ],
)
def test_pages_cost_the_same_queries_for_one_row_as_for_five(client, member, url, make):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    make()
    one = queries()
    for _ in range(4):
        make()
    assert queries() == one <= 14


@pytest.mark.parametrize("url", ["/cong-trinh/", "/von/", "/von/?xem=tong-hop", "/no-xay-dung/"])
def test_lists_download_and_say_what_would_be_here(client, member, url):
    page = client.get(url).content.decode()
    assert 'class="empty"' in page
    assert "Nhập từ Excel" not in page
    mark = "&" if "?" in url else "?"
    assert client.get(f"{url}{mark}dang=xlsx").content[:2] == b"PK"


def test_office_enters_a_work_and_its_capital(client, office):
    commune = CommuneFactory(name="Gio Mai")
    response = client.post(
        "/cong-trinh/moi/",
        {"commune": "gio mai", "name": "Nhà văn hóa", "kind": "other", "investment": "1.234,5"},
    )
    work = Work.objects.get()
    assert response.url == reverse("plans:work_detail", args=[work.pk])
    assert (work.commune, work.investment, work.by) == (commune, Decimal("1234.5"), office)

    url = f"/von/moi/?cong-trinh={work.pk}"
    said = {"year": "2024", "source": "central", "as_of": "31/5/2024", "allocated": "500"}
    assert client.post(url, said).status_code == 302
    row = Capital.objects.get()
    assert (row.work, row.commune, row.allocated, row.disbursed) == (work, commune, 500, None)


def test_a_commune_enters_its_own_debt_and_no_others(client):
    agency = AgencyFactory(of_commune=True)
    client.force_login(MembershipFactory(agency=agency).user)
    other = CommuneFactory(name="Xã khác")
    said = {"commune": agency.commune.code, "as_of": "31/5/2024", "amount": "0"}

    assert client.post("/no-xay-dung/moi/", said | {"commune": other.code}).status_code == 403
    assert client.post("/no-xay-dung/moi/", said).status_code == 302
    assert Debt.objects.get().commune == agency.commune


def test_a_stand_in_is_named(client):
    lender = MembershipFactory(agency=AgencyFactory(office=True)).user
    stand_in = MembershipFactory().user
    DelegationFactory(giver=lender, receiver=stand_in)
    client.force_login(stand_in)
    commune = CommuneFactory()
    client.post(
        "/no-xay-dung/moi/", {"commune": commune.code, "as_of": "31/5/2024", "amount": "5"}
    )

    assert Debt.objects.get().on_behalf_of == lender


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ({"amount": "1.234"}, 422, "có thể là"),
        ({"amount": ""}, 422, "31/5/2024"),
        ({"as_of": "19/6/2024"}, 409, "sau ngày làm việc"),
    ],
)
def test_a_mistake_keeps_what_was_typed(client, office, typed, status, words):
    commune = CommuneFactory()
    said = {"commune": commune.code, "as_of": "31/5/2024", "amount": "5", "note": "giữ lại"}
    response = client.post("/no-xay-dung/moi/", said | typed)

    page = response.content.decode()
    assert response.status_code == status
    assert words in page
    assert "giữ lại" in page


def test_stale_edit_is_refused(client, office):
    debt = DebtFactory()
    url = reverse("plans:debt_edit", args=[debt.pk])
    said = {"as_of": "31/5/2024", "amount": "9", "seen": "1"}

    assert client.post(url, said).status_code == 302
    assert client.post(url, said | {"amount": "8"}).status_code == 409
    debt.refresh_from_db()
    assert debt.amount == 9


def test_members_read_and_do_not_write(client, member):
    work, row, debt = WorkFactory(), CapitalFactory(), DebtFactory()
    page = client.get(reverse("plans:work_detail", args=[work.pk])).content.decode()
    assert "Ghi vốn" not in page
    for name, key in [("work", work.pk), ("capital", row.pk), ("debt", debt.pk)]:
        assert client.post(reverse(f"plans:{name}_add")).status_code == 403
        assert client.post(reverse(f"plans:{name}_edit", args=[key])).status_code == 403
    assert client.post(reverse("plans:debt_drop", args=[debt.pk])).status_code == 403
    assert client.get(reverse("plans:work_detail", args=[987654])).status_code == 404


def test_dropping_asks_why(client, office):
    row = CapitalFactory(work=WorkFactory())
    url = reverse("plans:capital_drop", args=[row.pk])

    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "nhập nhầm"}).status_code == 302
    assert not Capital.objects.exists()
