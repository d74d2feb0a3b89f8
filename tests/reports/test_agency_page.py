"""The page of an agency: its communes, what it answers for, what it owes and to whom one speaks."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from criteria.choices import Status
from criteria.services.current import rebuild_current
from plans.choices import TargetKind
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    ContactFactory,
    DutyItemFactory,
    IndicatorFactory,
    ReportDutyFactory,
    ResponsibilityFactory,
    RoundFactory,
    SponsorAssignmentFactory,
    StatusEntryFactory,
    SupportActionFactory,
    TargetFactory,
    TaskFactory,
    TaskPartyFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("member")]


@pytest.fixture
def agency():
    return AgencyFactory(name="Sở Giúp", slug="so-giup")


def served(client, agency):
    answer = client.get(reverse("reports:agency_detail", args=[agency.slug]))
    assert answer.status_code == 200
    return answer


def words(answer, start='aria-label="Tóm tắt"', end="</section>"):
    part = answer.content.decode().split(start)[1].split(end)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def test_its_communes_stand_with_what_changed_and_when_it_last_helped(client, agency, say):
    commune = CommuneFactory(name="Gio Mai")
    SponsorAssignmentFactory(agency=agency, commune=commune)
    silent = SponsorAssignmentFactory(agency=agency).commune
    say(commune, "mmmmnn")
    RoundFactory(ends=dt.date(2024, 3, 31))
    card = commune.scorecards.get()
    StatusEntryFactory(
        scorecard=card, criterion=card.criteria_set.criteria.get(number=5), by=None,
        status=Status.MET, effective_on=dt.date(2024, 5, 1), change="situation",
    )  # fmt: skip
    rebuild_current()
    SupportActionFactory(agency=agency, commune=commune, done_on=dt.date(2024, 6, 1))
    SupportActionFactory(commune=silent)

    answer = served(client, agency)
    about = answer.context["about"]

    rows = {one.assignment.commune: one for one in about.communes}
    assert (rows[commune].standing.met, rows[commune].row.gained) == (5, (5,))
    assert (rows[commune].helped_on, rows[silent].helped_on) == (dt.date(2024, 6, 1), None)
    assert "2 xã · ▲ 1 tiêu chí lên đạt" in words(answer)
    assert "1 xã chưa ghi lần hỗ trợ nào" in words(answer)


def test_the_criteria_it_answers_for_are_counted_over_the_province(client, agency, say):
    communes = [CommuneFactory() for _ in range(4)]
    for commune, text in zip(communes, ("mmmmmm", "nmmmmm", "-mmmmm"), strict=False):
        say(commune, text)
    criterion = communes[0].scorecards.get().criteria_set.criteria.get(number=1)
    for _ in range(2):
        ResponsibilityFactory(agency=agency, indicator=IndicatorFactory(criterion=criterion))

    (found,) = served(client, agency).context["about"].answered

    assert (found.met, found.unmet, found.unknown, found.total) == (1, 1, 2, 4)
    assert len(found.indicators) == 2


def test_reports_owed_and_sent_are_kept_apart(client, agency, yardstick):
    duty = ReportDutyFactory(agency=agency, what="Báo cáo tháng")
    DutyItemFactory(duty=duty)
    DutyItemFactory(
        duty=duty, due_on=dt.date(2024, 5, 16), done_on=dt.date(2024, 5, 15),
        done_by=UserFactory(), period="tháng 5/2024",
    )  # fmt: skip

    answer = served(client, agency)
    about = answer.context["about"]

    assert [one.item.period for one in about.owed] == ["tháng 6/2024"]
    assert [one.item.period for one in about.sent] == ["tháng 5/2024"]
    assert "1 · ✕ 1 quá hạn" in words(answer)


def test_tasks_stand_by_colour(client, agency, yardstick):
    task = TaskFactory(due_on=dt.date(2024, 6, 3))
    TaskPartyFactory(task=task, agency=agency)

    answer = served(client, agency)

    assert len(answer.context["about"].work.late) == 1
    assert "1 chủ trì ✕ 1 quá hạn" in words(answer)


def test_targets_stand_under_their_commune_with_three_dates(client, agency, yardstick):
    TargetFactory(
        province=None, commune=CommuneFactory(name="Gio Mai"), agency=agency,
        kind=TargetKind.LEVEL, level="ntm", year=2021, at_least=None, text="Về đích",
    )  # fmt: skip

    text = words(served(client, agency), 'id="h-ke-hoach"')

    assert "Xã Gio Mai" in text
    assert "Năm dự kiến: 2021 Chuẩn của năm: – Ngày quyết định: –" in text


def test_numbers_of_its_people_are_for_whom_they_concern(client, agency, yardstick):
    ContactFactory(agency=agency, name="Trần Thị Hoa", phone="0912 345 678")

    answer = served(client, agency)

    assert "Trần Thị Hoa" in words(answer)
    assert "0912" not in answer.content.decode()


def test_it_leads_to_the_trend_the_map_and_the_overview_of_its_communes(client, agency):
    SponsorAssignmentFactory(agency=agency)

    page = served(client, agency).content.decode()

    for address in ("/tong-quan/?don-vi=so-giup", "/tong-quan/ban-do/?don-vi=so-giup"):
        assert f'href="{address}"' in page
    assert 'href="/tong-quan/xu-huong/"' in page


def test_the_page_costs_the_same_for_one_of_everything_as_for_five(client, agency, say, yardstick):
    criteria = list(yardstick.criteria.all())

    def one_more(place):
        commune = SponsorAssignmentFactory(agency=agency).commune
        say(commune, "mmmmnn")
        SupportActionFactory(agency=agency, commune=commune)
        ContactFactory(agency=agency)
        TargetFactory(province=None, commune=commune, agency=agency)
        TaskPartyFactory(task=TaskFactory(), agency=agency)
        duty = ReportDutyFactory(agency=agency)
        DutyItemFactory(duty=duty)
        DutyItemFactory(
            duty=duty, due_on=dt.date(2024, 5, 16), done_on=dt.date(2024, 5, 15),
            done_by=UserFactory(),
        )  # fmt: skip
        ResponsibilityFactory(agency=agency, indicator__criterion=criteria[place])

    def queries():
        with CaptureQueriesContext(connection) as captured:
            served(client, agency)
        return len(captured)

    one_more(0)
    one = queries()
    for place in range(1, 5):
        one_more(place)

    assert queries() == one
    assert one <= 45
