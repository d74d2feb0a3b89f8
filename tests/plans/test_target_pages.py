"""Targets of a year on pages, and who may enter them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from criteria.choices import Level
from plans.choices import TargetKind
from plans.models import Target
from tests.factories import (
    CommuneFactory,
    DossierFactory,
    IndicatorFactory,
    PaperFactory,
    ProvinceFactory,
    ResponsibilityFactory,
    SponsorAssignmentFactory,
    TargetFactory,
)
from tests.plans.yardstick import recognised

pytestmark = pytest.mark.django_db


def typed(paper, **more):
    return {
        "kind": "communes_recognised",
        "year": "2024",
        "at_least": "77",
        "out_of": "101",
        "text": "77/101 xã",
        "paper": paper.symbol,
    } | more


def test_page_of_a_year_shows_targets_beside_reality(client, member):
    for commune in CommuneFactory.create_batch(2):
        recognised(commune, illustrative=True)
    TargetFactory(at_least=77, out_of=101)
    page = client.get(reverse("plans:target_list", args=[2024]))

    text = page.content.decode()
    assert "mục tiêu 77/101 (76,2 %)" in text
    assert "còn thiếu 75" in text
    assert "trong đó 2 là số liệu minh họa" in text


def test_targets_of_later_years_stand_apart(client, member):
    TargetFactory(year=2025)
    page = client.get(reverse("plans:target_list", args=[2024]))

    assert page.context["now"] == []
    assert [one.target.year for one in page.context["later"]] == [2025]
    assert "đến năm 2025" in page.content.decode()


def test_year_without_targets_says_what_would_be_here(client, member):
    page = client.get(reverse("plans:target_list", args=[2030])).content.decode()

    assert "Chưa có mục tiêu nào" in page


@pytest.mark.parametrize("name", ["plans:target_list", "plans:target_detail"])
def test_pages_cost_the_same_queries_for_one_row_as_for_five(client, member, say, name):
    target = TargetFactory(at_least=50)
    args = [2024, target.pk] if name.endswith("detail") else [2024]

    def queries():
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse(name, args=args)).status_code == 200
        return len(found)

    def more(count):
        for _ in range(count):
            commune = say(CommuneFactory(), "100")
            SponsorAssignmentFactory(commune=commune)
            TargetFactory(
                kind=TargetKind.LEVEL, province=None, commune=commune, level=Level.STANDARD
            )
            DossierFactory(district=commune.district)

    more(1)
    first = queries()
    more(4)
    assert queries() == first <= 32


def test_detail_says_who_would_have_to_move(client, member, say, yardstick):
    near = say(CommuneFactory(name="Gio Mai"), "110")
    answer = ResponsibilityFactory(indicator=IndicatorFactory(criterion=yardstick[2]))
    target = TargetFactory(at_least=1, out_of=1)
    page = client.get(reverse("plans:target_detail", args=[2024, target.pk]))

    text = page.content.decode()
    assert "Ai phải làm gì" in text
    assert near.name in text
    assert str(answer.agency) in text
    assert "trong số cần thêm" in text


def test_detail_downloads_the_communes(client, member, say):
    say(CommuneFactory(), "110")
    target = TargetFactory()
    url = reverse("plans:target_detail", args=[2024, target.pk])

    assert client.get(url, {"dang": "xlsx"}).content[:2] == b"PK"
    assert client.get(reverse("plans:target_detail", args=[2024, 987654])).status_code == 404


def test_office_enters_a_target(client, office):
    ProvinceFactory()
    paper = PaperFactory()
    response = client.post(reverse("plans:target_add", args=[2024]), typed(paper))

    row = Target.objects.get()
    assert response.url == reverse("plans:target_detail", args=[2024, row.pk])
    assert (row.at_least, row.paper, row.agency, row.by) == (77, paper, paper.issuer, office)


def test_a_mistake_keeps_what_was_typed(client, office):
    response = client.post(
        reverse("plans:target_add", args=[2024]), typed(PaperFactory()) | {"paper": "0/KHONG-CO"}
    )

    assert response.status_code == 422
    assert "0/KHONG-CO" in response.content.decode()


def test_what_the_service_refuses_is_told_in_place(client, office):
    ProvinceFactory()
    url = reverse("plans:target_add", args=[2024])
    response = client.post(url, typed(PaperFactory(), at_least="102"))

    assert response.status_code == 409
    assert "lớn hơn tổng số 101" in response.content.decode()


def test_stale_edit_is_refused_and_shown(client, office):
    target = TargetFactory(province=ProvinceFactory(), paper=PaperFactory())
    url = reverse("plans:target_edit", args=[2024, target.pk])
    said = typed(target.paper, text="Lời khác")

    assert client.post(url, said | {"seen": "1"}).status_code == 302
    response = client.post(url, said | {"seen": "1", "text": "Lời thứ ba"})

    assert response.status_code == 409
    assert "Người khác vừa sửa" in response.content.decode()
    target.refresh_from_db()
    assert target.text == "Lời khác"


def test_others_read_and_do_not_write(client, member):
    target = TargetFactory()
    for name, args in [("add", [2024]), ("edit", [2024, target.pk])]:
        assert client.post(reverse(f"plans:target_{name}", args=args)).status_code == 403
    page = client.get(reverse("plans:target_list", args=[2024])).content.decode()
    assert "Ghi mục tiêu" not in page
