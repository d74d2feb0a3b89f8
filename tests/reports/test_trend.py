"""The years of the programme: what is known at each year end, and never a zero where nobody knows."""

import datetime as dt
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from criteria.choices import Level, Stage, Status, Subject
from criteria.models import StatedCount
from criteria.selectors import standings
from reports.selectors.asked import Asked
from reports.selectors.board import board, chosen
from reports.selectors.trend import area_charts, area_trend, commune_chart, trend_of
from tests.factories import (
    CommuneFactory,
    CriteriaSetFactory,
    CriterionFactory,
    DistrictFactory,
    MembershipFactory,
    RecognitionFactory,
    RoundFactory,
    ScorecardFactory,
    StatusEntryFactory,
    SuccessionFactory,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2024, 6, 18)
PAGE = reverse("reports:trend")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def sets():
    """Two criteria until 7/3/2022, three since."""
    old = CriteriaSetFactory(
        starts=dt.date(2016, 12, 1), ends=dt.date(2022, 3, 7), short_name="2016–2020"
    )
    new = CriteriaSetFactory(starts=dt.date(2022, 3, 8), short_name="2021–2025")
    for number in (1, 2):
        CriterionFactory(criteria_set=old, number=number)
    for number in (1, 2, 3):
        CriterionFactory(criteria_set=new, number=number)
    return old, new


def told(commune, criteria_set, text, day, **entry):
    """«mn-»: met, not met, nothing said."""
    card = commune.scorecards.filter(criteria_set=criteria_set).first()
    card = card or ScorecardFactory(commune=commune, criteria_set=criteria_set)
    for criterion, letter in zip(criteria_set.criteria.all(), text, strict=True):
        if letter != "-":
            status = Status.MET if letter == "m" else Status.NOT_MET
            StatusEntryFactory(
                scorecard=card, criterion=criterion, status=status,
                effective_on=day, by=None, **entry,
            )  # fmt: skip


def recognise(commune, year, level=Level.STANDARD, **fields):
    given = {"decided_on": dt.date(year, 6, 1), "since": dt.date(year, 6, 1)} | fields
    return RecognitionFactory(commune=commune, level=level, year=year, **given)


def by_year(found):
    return {one.name: one for one in found.years}


# The province


def test_recognised_communes_are_those_that_hold_at_each_year_end(sets):
    first, second, third = (CommuneFactory() for _ in range(3))
    recognise(first, 2021)
    recognise(second, 2022, revoked_on=dt.date(2024, 2, 1))
    recognise(third, 2023, level=Level.ADVANCED)

    found = by_year(area_trend(TODAY))

    assert list(found) == ["2021", "2022", "2023", "18/6/2024"]
    assert [one.held[0].count for one in found.values()] == [1, 2, 2, 1]
    assert [one.held[1].count for one in found.values()] == [None, None, 1, 1]
    assert [one.held[2].count for one in found.values()] == [None] * 4
    assert [one.communes for one in found.values()] == [3, 3, 3, 3]
    assert [len(one.gained) for one in found.values()] == [1, 1, 0, 0]
    assert [len(one.revoked) for one in found.values()] == [0, 0, 0, 1]


def test_years_before_the_list_of_places_have_no_number_of_communes(sets):
    recognise(CommuneFactory(starts=dt.date(2020, 1, 1)), 2018)

    found = by_year(area_trend(TODAY))

    assert [(found[year].communes, found[year].held[0].count) for year in ("2018", "2020")] == [
        (None, 1),
        (1, 1),
    ]


@pytest.mark.parametrize(("heir_is_recognised", "after"), [(False, None), (True, 1)])
def test_a_commune_that_merged_leaves_the_count_and_is_named(sets, heir_is_recognised, after):
    """Nobody knows how many of the new communes are, until one of them has a decision."""
    step = SuccessionFactory(
        old__ends=dt.date(2022, 6, 30), new__starts=dt.date(2022, 7, 1), on=dt.date(2022, 7, 1)
    )
    gone = recognise(step.old, 2021)
    if heir_is_recognised:
        recognise(step.new, 2023)

    found = by_year(area_trend(TODAY))

    assert [(one.communes, one.held[0].count) for one in found.values()] == [
        (1, 1), (1, None), (1, after), (1, after),
    ]  # fmt: skip
    assert found["2022"].merged == (gone,)
    assert [len(one.merged) for one in found.values()] == [0, 1, 0, 0]


def test_one_of_two_that_merged_leaves_the_other_counted(sets):
    step = SuccessionFactory(
        old__ends=dt.date(2022, 6, 30), new__starts=dt.date(2022, 7, 1), on=dt.date(2022, 7, 1)
    )
    recognise(step.old, 2021)
    recognise(CommuneFactory(), 2021)

    assert [one.held[0].count for one in area_trend(TODAY).years] == [2, 1, 1, 1]


def test_the_average_counts_only_communes_wholly_judged_on_the_set_of_that_day(sets):
    old, new = sets
    one, two, part = (CommuneFactory() for _ in range(3))
    told(one, old, "mm", dt.date(2021, 5, 1))
    told(two, old, "mn", dt.date(2021, 5, 1))
    told(part, old, "m-", dt.date(2021, 5, 1))
    told(one, new, "mmn", dt.date(2023, 5, 1))
    told(two, new, "mnn", dt.date(2023, 5, 1), illustrative=True)

    found = by_year(area_trend(TODAY))

    seen = {
        name: (one.criteria_set.short_name, one.average and float(one.average), one.whole)
        for name, one in found.items()
    }
    assert seen == {
        "2021": ("2016–2020", 1.5, 2),
        "2022": ("2021–2025", None, 0),
        "2023": ("2021–2025", 1.5, 2),
        "18/6/2024": ("2021–2025", 1.5, 2),
    }
    assert [one.made_up for one in found.values()] == [False, False, True, True]


def test_the_line_of_averages_breaks_where_the_set_changes_and_names_both(sets):
    old, new = sets
    commune = CommuneFactory()
    told(commune, old, "mn", dt.date(2020, 5, 1))
    told(commune, new, "mmn", dt.date(2022, 5, 1))

    _, average = area_charts(area_trend(TODAY))

    (line,) = average.lines
    assert [path.count("L") for path in line.paths] == [1, 2]
    assert [one.name for one in average.eras] == ["bộ 2016–2020", "bộ 2021–2025"]


def test_the_highest_stage_counts_as_everywhere(sets):
    _, new = sets
    commune = CommuneFactory()
    told(commune, new, "mmm", dt.date(2023, 5, 1), stage=Stage.DECLARED)
    told(commune, new, "nnm", dt.date(2023, 4, 1), stage=Stage.CONFIRMED)
    told(commune, new, "mmm", dt.date(2024, 6, 30), stage=Stage.CONFIRMED)

    found = by_year(area_trend(TODAY))
    standing = standings(new, [commune], as_of=TODAY)[0]

    assert float(found["2023"].average) == standing.met == 1
    assert found["18/6/2024"].average == 1


def test_the_last_point_is_what_the_overview_says_that_day(sets):
    _, new = sets
    communes = [CommuneFactory() for _ in range(4)]
    for place, commune in enumerate(communes):
        told(commune, new, "mmm" if place else "mmn", dt.date(2023, 5, 1))
        if place > 1:
            recognise(commune, 2020 + place)

    last = area_trend(TODAY).years[-1]
    whole = board(Asked())
    earlier = area_trend(TODAY).years[-2]

    assert last.held[0].count == whole.figures[0].value == 2
    # the stored state is not rebuilt here: the overview of a day gone by reads the same entries
    past = chosen(Asked(day=dt.date(2023, 12, 31)))
    assert (earlier.average, earlier.whole) == past.picture.average()
    assert earlier.held[0].count == sum("ntm" in row.recognised for row in past.picture.rows)


def test_what_sources_state_stands_apart_with_its_source(sets):
    commune = CommuneFactory()
    recognise(commune, 2021)
    count = StatedCount.objects.create(
        province=commune.province, subject=Subject.COMMUNES_RECOGNISED, value=63, out_of=101,
        as_of=dt.date(2021, 12, 31), text="Cuối năm 2021: 63/101 xã",
    )  # fmt: skip

    found = area_trend(TODAY)
    chart, average = area_charts(found)

    assert by_year(found)["2021"].stated == (count,)
    assert by_year(found)["2021"].held[0].count == 1
    assert [(one.look, len(one.marks), one.paths) for one in chart.apart] == [("stated", 1, ())]
    assert average is None


def test_a_district_counts_its_own(sets):
    here = CommuneFactory(district=DistrictFactory(code="466"))
    recognise(here, 2021)
    recognise(CommuneFactory(), 2022)

    found = by_year(area_trend(TODAY, here.district))

    assert [(one.communes, one.held[0].count) for one in found.values()][-1] == (1, 1)
    assert "huyen=466" in found["2023"].link


# One commune


def test_a_commune_over_the_rounds_on_the_set_of_each(sets):
    old, new = sets
    commune = CommuneFactory()
    RoundFactory(kind="year", year=2021, starts=dt.date(2021, 1, 1), ends=dt.date(2021, 12, 31))
    RoundFactory(kind="year", year=2022, starts=dt.date(2022, 1, 1), ends=dt.date(2022, 12, 31))
    RoundFactory(kind="year", year=2023, starts=dt.date(2023, 1, 1), ends=dt.date(2023, 12, 31))
    told(commune, old, "mn", dt.date(2021, 5, 1))
    told(commune, new, "mm-", dt.date(2023, 5, 1))
    told(commune, new, "--n", dt.date(2024, 5, 1))

    found = trend_of(commune, TODAY)

    assert [
        (one.day.year, one.judged and (one.judged.met, one.judged.assessed, one.judged.total))
        for one in found.moments
    ] == [(2021, (1, 2, 2)), (2022, None), (2023, (2, 2, 3)), (2024, (2, 3, 3))]
    chart = commune_chart(found)
    assert [(one.look, len(one.marks), one.paths) for one in chart.lines] == [("main", 2, ())]
    assert [(one.look, len(one.marks)) for one in chart.apart] == [("part", 1)]


def test_what_sources_state_of_a_commune_stands_apart_up_to_the_day(sets):
    old, _ = sets
    commune = CommuneFactory()

    def state(value, day, subject=Subject.CRITERIA_MET):
        return StatedCount.objects.create(
            commune=commune, subject=subject, criteria_set=old, value=value, out_of=2,
            as_of=day, text="Hiện đạt",
        )  # fmt: skip

    count = state(1, dt.date(2020, 11, 30))
    state(2, dt.date(2024, 12, 31))
    state(2, dt.date(2021, 1, 1), Subject.AVERAGE_CRITERIA)

    found = trend_of(commune, TODAY)
    chart = commune_chart(found)

    assert [one.stated for one in found.moments] == [(count,)]
    assert found.moments[0].judged is None
    assert chart.lines == ()
    assert [(one.look, len(one.marks)) for one in chart.apart] == [("stated", 1)]
    assert commune_chart(trend_of(CommuneFactory(), TODAY)) is None


# The page


@pytest.fixture
def world(member, sets):
    _, new = sets
    commune = CommuneFactory(name="Gio Mai", district=DistrictFactory(code="466"))
    recognise(commune, 2023)
    told(commune, new, "mmm", dt.date(2023, 5, 1))
    return commune


def test_each_figure_opens_its_rows_of_that_day(client, world):
    page = client.get(PAGE).content.decode()

    assert "/tong-quan/?ngay=2023-12-31&amp;cong-nhan=dat-chuan" in page
    assert f'href="/xa/{world.code}/"' in page
    assert 'href="#nam-2023"' in page
    assert 'id="nam-2023"' in page
    opened = client.get("/tong-quan/?ngay=2023-12-31&cong-nhan=dat-chuan").context["board"]
    assert [row.commune.name for row in opened.heatmap.rows] == ["Gio Mai"]


def test_the_page_of_a_district_and_of_a_commune(client, world):
    district = client.get(PAGE, {"huyen": "466"})
    commune = client.get(PAGE, {"xa": world.code})

    assert district.context["scope"].district == world.district
    assert "Xu hướng: huyện" in district.content.decode()
    assert commune.context["found"].commune == world
    assert "3/3" in commune.content.decode()
    assert 'href="/tong-quan/xu-huong/?huyen=466"' in commune.content.decode()
    assert 'name="huyen"' not in commune.content.decode()


@pytest.mark.parametrize("asked", [{"huyen": "999"}, {"xa": "1"}])
def test_what_is_asked_in_vain_is_said(client, world, asked):
    page = client.get(PAGE, asked).content.decode()

    assert "đang xem toàn tỉnh" in page


@pytest.mark.parametrize("asked", [{}, {"huyen": "466"}, {"xa": "own"}])
def test_the_table_and_the_drawing_are_files(client, world, asked):
    asked = {key: world.code if value == "own" else value for key, value in asked.items()}
    table = client.get(reverse("reports:trend_file"), asked)
    drawing = client.get(reverse("reports:trend_drawing"), asked)

    rows = list(load_workbook(BytesIO(table.content)).active.values)
    assert rows[-1][0].date() == TODAY
    assert len({len(row) for row in rows}) == 1
    svg = ET.fromstring(drawing.content)  # noqa: S314 -- our own drawing
    assert svg.find(f"{SVG}title").text
    assert "attachment" in drawing.headers["Content-Disposition"]
    picture = client.get(reverse("reports:trend_picture"), asked)
    assert (picture.headers["Content-Type"], picture.content[1:4]) == ("image/png", b"PNG")


def test_it_may_end_on_another_day_than_today(client, world):
    recognise(CommuneFactory(), 2024)
    answer = client.get(PAGE, {"ngay": "30/6/2023"})

    assert [one.name for one in answer.context["found"].years] == ["30/6/2023"]
    assert "/tong-quan/?ngay=2023-06-30&amp;cong-nhan=dat-chuan" in answer.content.decode()


def test_filters_that_it_does_not_know_are_said(client, world):
    assert "bộ lọc khác được bỏ qua" in client.get(PAGE, {"don-vi": "so"}).content.decode()
    assert "bộ lọc khác" not in client.get(PAGE, {"huyen": "466"}).content.decode()


def test_unknown_stays_blank_in_the_file(client, world):
    rows = list(
        load_workbook(BytesIO(client.get(reverse("reports:trend_file")).content)).active.values
    )

    assert [row[1:5] for row in rows if isinstance(row[0], dt.datetime)] == [
        (1, 1, None, None),
        (1, 1, None, None),
    ]


def test_a_drawing_of_averages_that_nobody_knows_is_not_there(client, member):
    CommuneFactory()

    assert client.get(reverse("reports:trend_drawing"), {"hinh": "binh-quan"}).status_code == 404


@pytest.mark.parametrize("name", ["trend", "trend_file", "trend_drawing", "trend_picture"])
def test_strangers_see_nothing(client, stranger, name):
    assert client.get(reverse(f"reports:{name}")).status_code == 403


@pytest.mark.parametrize("asked", ["", "?huyen=466", "?xa="])
def test_the_page_costs_the_same_for_one_commune_and_year_as_for_many(client, sets, asked):
    _, new = sets
    district = DistrictFactory(code="466")
    first = CommuneFactory(district=district)
    client.force_login(MembershipFactory().user)
    url = PAGE + asked + (first.code if asked.endswith("=") else "")

    def one_more(commune, year):
        recognise(commune, year)
        told(commune, new, "mmn", dt.date(year, 5, 1))
        RoundFactory(
            kind="year", year=year, starts=dt.date(year, 1, 1), ends=dt.date(year, 12, 31)
        )

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    one_more(first, 2023)
    one = queries()
    for year in range(2014, 2023):
        one_more(CommuneFactory(district=district), year)

    assert queries() == one
    assert one <= 15
