"""The page of a commune: its first screen answers four questions, the rest is one scroll away."""

import datetime as dt
import re
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communes.models import Commune
from criteria.choices import Level, Status
from criteria.services.current import rebuild_current
from plans.choices import ActionState, DifficultyState, TargetKind
from reports.selectors.where import where
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    CommunePlanFactory,
    ContactFactory,
    DifficultyFactory,
    DistrictFactory,
    DutyItemFactory,
    IndicatorFactory,
    MeasurementFactory,
    PlanActionFactory,
    ProvinceFactory,
    RecognitionFactory,
    ReportDutyFactory,
    ResponsibilityFactory,
    RoundFactory,
    SponsorAssignmentFactory,
    SponsorPlanCommuneFactory,
    StatusEntryFactory,
    SuccessionFactory,
    SupportActionFactory,
    TargetFactory,
    ThresholdFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("member")]
TODAY = dt.date(2024, 6, 18)


@pytest.fixture
def commune(say):
    """Four of six met, two not; an agency stands behind it."""
    found = CommuneFactory(name="Gio Mai", code="19432")
    say(found, "mmmmnn")
    SponsorAssignmentFactory(commune=found, agency__name="Sở Giúp", agency__slug="so-giup")
    return found


def served(client, commune):
    answer = client.get(reverse("reports:commune_detail", args=[commune.code]))
    assert answer.status_code == 200
    return answer


def brief(client, commune):
    """The words of the first screen."""
    page = served(client, commune).content.decode()
    part = page.split('aria-label="Tóm tắt"')[1].split("</section>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def test_the_first_screen_says_how_it_stands_what_is_missing_and_who_helps(client, commune):
    words = brief(client, commune)

    assert "4/6 tiêu chí đạt" in words
    assert "5. Tiêu chí 5" in words
    assert "6. Tiêu chí 6" in words
    assert "Sở Giúp" in words
    assert "Chưa có quyết định công nhận" in words


def test_what_changed_since_the_last_round_is_said_with_its_label(client, commune):
    RoundFactory(ends=dt.date(2024, 3, 31))
    card = commune.scorecards.get()
    StatusEntryFactory(
        scorecard=card, criterion=card.criteria_set.criteria.get(number=5), by=None,
        status=Status.MET, effective_on=dt.date(2024, 5, 1), change="situation",
    )  # fmt: skip
    rebuild_current()

    words = brief(client, commune)

    assert "5/6" in words
    assert "Từ 31/3/2024: ▲ lên đạt 1 (tình hình thay đổi 1)" in words


def test_what_is_missing_is_told_in_natural_units_with_who_answers_for_it(client, commune):
    criterion = commune.scorecards.get().criteria_set.criteria.get(number=5)
    indicator = IndicatorFactory(criterion=criterion, name="Thu nhập", code="5.1")
    ThresholdFactory(indicator=indicator)
    MeasurementFactory(scorecard=commune.scorecards.get(), indicator=indicator, number=70, by=None)
    ResponsibilityFactory(indicator=indicator, agency__name="Sở Phụ Trách")

    page = served(client, commune)
    words = brief(client, commune)

    assert "5.1 Thu nhập: 70%" in words.replace("\u00a0", "").replace(" %", "%")
    assert "Sở Phụ Trách" in words
    assert [str(one) for one in page.context["about"].answering] == ["Sở Phụ Trách"]


def test_nothing_judged_is_said_to_be_unknown_and_not_zero(client, yardstick):
    words = brief(client, CommuneFactory())

    assert "Chưa có đánh giá" in words
    assert "Chưa biết: chưa tiêu chí nào được đánh giá" in words
    assert "0/6" not in words


def test_the_contact_is_shown_with_the_number_only_to_whom_it_may_concern(client, commune):
    sponsor = commune.sponsorships.get().agency
    ContactFactory(agency=sponsor, name="Trần Thị Hoa", phone="0912 345 678")

    words = brief(client, commune)

    assert "Trần Thị Hoa" in words
    assert "0912" not in served(client, commune).content.decode()


def test_what_comes_next_stands_by_day_the_overdue_first(client, commune):
    people = AgencyFactory(of_commune=True, commune=commune, name="UBND xã Gio Mai")
    DutyItemFactory(duty=ReportDutyFactory(agency=people, what="Báo cáo tháng"))
    criterion = commune.scorecards.get().criteria_set.criteria.get(number=6)
    PlanActionFactory(
        commune=commune, agency=people, criterion=criterion, paper=None,
        content="Xây nhà văn hóa", due_on=dt.date(2024, 9, 30), state=ActionState.PLANNED,
    )  # fmt: skip
    DifficultyFactory(
        commune=commune, title="Thiếu đất", answer_by=dt.date(2024, 6, 20),
    )  # fmt: skip

    page = served(client, commune)

    assert [(one.on.isoformat(), one.kind, one.late) for one in page.context["about"].coming] == [
        ("2024-06-17", "Báo cáo", True),
        ("2024-06-20", "Trả lời vướng mắc", False),
        ("2024-09-30", "Việc trong kế hoạch", False),
    ]
    words = brief(client, commune)
    assert "✕ quá hạn 17/6/2024 Báo cáo tháng" in words
    assert "Cả 3 việc có hạn" in words


def test_a_target_keeps_its_three_dates_apart(client, commune):
    TargetFactory(
        province=None, commune=commune, kind=TargetKind.LEVEL, level=Level.STANDARD, year=2021,
        at_least=None, text="Về đích năm 2021",
    )  # fmt: skip
    RecognitionFactory(
        commune=commune, year=2022, since=dt.date(2023, 6, 5), decided_on=dt.date(2023, 6, 5)
    )

    page = served(client, commune).content.decode()

    text = " ".join(re.sub(r"<[^>]+>", " ", page.split('id="h-ke-hoach"')[1]).split())
    assert (
        "Về đích năm 2021 Năm dự kiến: 2021 Chuẩn của năm: 2022 Ngày quyết định: 5/6/2023" in text
    )
    assert "muộn" in text


def test_open_difficulties_and_plans_are_there_and_closed_ones_and_drafts_are_not(client, commune):
    DifficultyFactory(commune=commune, title="Còn vướng")
    DifficultyFactory(commune=commune, title="Đã xong", state=DifficultyState.CLOSED)
    own = CommunePlanFactory(commune=commune, out=True)
    CommunePlanFactory(commune=commune, year=2025)
    hidden = SponsorPlanCommuneFactory(commune=commune)

    about = served(client, commune).context["about"]

    assert [one.difficulty.title for one in about.difficulties] == ["Còn vướng"]
    assert about.plans.own == (own,)
    assert hidden not in about.plans.of_sponsors


def test_history_is_drawn_and_leads_to_the_trend(client, commune):
    page = served(client, commune).content.decode()

    assert 'class="line-chart"' in page
    assert f"/tong-quan/xu-huong/?xa={commune.code}&amp;tu=2020-01-01" in page
    assert f"/tong-quan/ban-do/?huyen={commune.district.code}" in page


def test_what_the_page_of_an_ended_commune_shows_is_of_its_last_day(client, say):
    step = SuccessionFactory(
        old__name="Cũ", old__ends=dt.date(2024, 3, 31), new__name="Mới",
        new__starts=dt.date(2024, 4, 1), on=dt.date(2024, 4, 1),
    )  # fmt: skip
    say(step.old, "mmmmmn")

    page = served(client, step.old)

    assert page.context["about"].day == dt.date(2024, 3, 31)
    assert page.context["about"].standing.met == 5
    assert "Mở phiếu theo dõi" not in page.content.decode()


def test_where_it_lies_is_drawn_among_its_district_with_it_marked():
    district = DistrictFactory(code="464")
    own = CommuneFactory(code="19369", name="Vĩnh Thái", district=district)
    CommuneFactory(code="19372", district=district)
    CommuneFactory(code="19438")

    found = where(own, TODAY)
    svg = ET.fromstring(render_to_string("charts/where.svg", {"place": found}))  # noqa: S314 -- our own drawing

    assert set(found.drawing.outlines) == {"19369", "19372"}
    assert len(found.ground) == 1
    assert found.own.d == found.drawing.outlines["19369"].d
    assert "Vĩnh Thái" in svg.find("{http://www.w3.org/2000/svg}title").text


def test_without_a_district_it_lies_in_the_province_and_without_an_outline_nowhere():
    province = ProvinceFactory()
    own = CommuneFactory(code="19369", district=None, province=province)
    CommuneFactory(code="19438", province=province)

    assert set(where(own, TODAY).drawing.outlines) == {"19369", "19438"}
    assert where(CommuneFactory(code="1"), TODAY) is None


def test_the_page_costs_the_same_for_one_of_everything_as_for_five(client, commune):
    people = AgencyFactory(of_commune=True, commune=commune)
    criteria = list(commune.scorecards.get().criteria_set.criteria.all())

    def one_more(place):
        DifficultyFactory(commune=commune)
        DutyItemFactory(duty=ReportDutyFactory(agency=people))
        CommunePlanFactory(commune=commune, out=True, year=2020 + place)
        SupportActionFactory(commune=commune)
        TargetFactory(province=None, commune=commune)
        sponsor = SponsorAssignmentFactory(commune=commune)
        ContactFactory(agency=sponsor.agency)
        PlanActionFactory(
            commune=commune, agency=people, criterion=criteria[4], paper=None,
            due_on=dt.date(2024, 9, place), state=ActionState.PLANNED,
        )  # fmt: skip
        CommuneFactory(district=commune.district)
        RoundFactory(
            kind="year", year=2010 + place,
            starts=dt.date(2010 + place, 1, 1), ends=dt.date(2010 + place, 12, 31),
        )  # fmt: skip

    def queries():
        with CaptureQueriesContext(connection) as captured:
            served(client, commune)
        return len(captured)

    one_more(1)
    one = queries()
    for place in range(2, 6):
        one_more(place)

    assert Commune.objects.filter(district=commune.district).count() == 6
    assert queries() == one
    assert one <= 70
