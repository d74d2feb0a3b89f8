"""What a commune's report gathers and says; that it is frozen whole, cheap and prints."""

import datetime as dt
import io
import json
from dataclasses import asdict

import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communes.choices import AgencyKind
from criteria.choices import Stage, Status
from criteria.models import Measurement, StatusEntry
from criteria.selectors import standings
from documents.blocks import Appendix, Fed, Heading, Paragraph
from reports import services
from reports.choices import Kind
from reports.figures.commune.report import gather
from reports.figures.commune.shapes import KEPT, ReportCommune
from reports.figures.thawing import thawed
from reports.kinds import KINDS
from reports.kinds.commune.report import addressed, committees, compose
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    PaperFactory,
    ReportDutyFactory,
    RoundFactory,
    UserFactory,
)
from tests.reports.commune_world import (
    AS_OF,
    BEFORE,
    LAST_YEAR,
    THIS_YEAR,
    World,
    figures_of,
    text_of,
)

pytestmark = pytest.mark.django_db

MOST_QUERIES = 35


@pytest.fixture
def world():
    return World()


def test_the_figures_freeze_and_thaw_whole(world):
    world.fill()
    given = gather(world.run())

    figures = thawed(ReportCommune, json.loads(json.dumps(given)))

    assert figures == thawed(ReportCommune, given)
    assert json.loads(json.dumps(asdict(figures))) == json.loads(json.dumps(given))


def test_nothing_said_is_not_zero(world):
    figures = figures_of(world.run())

    assert (figures.met, figures.met_before, figures.total) == (None, None, 4)
    assert len(figures.unknown) == 4
    assert (figures.funds, figures.loose, figures.debts) == ((), None, (None, None))


def test_zero_met_is_zero(world):
    world.say(1, Status.NOT_MET, LAST_YEAR)

    figures = figures_of(world.run())

    assert (figures.met, figures.met_before) == (0, 0)


def test_the_count_is_that_of_the_dashboards(world):
    world.fill()
    run = world.run()

    figures = figures_of(run)

    for day, count in ((BEFORE, figures.met_before), (AS_OF, figures.met)):
        [there] = standings(world.criteria_set, [world.commune], as_of=day, known_at=run.known_at)
        assert count == there.met
    assert [one.number for one in figures.unmet] == [3]


def test_only_what_held_on_the_day_and_was_known_then_counts(world):
    run = world.run()
    world.say(1, Status.MET, AS_OF + dt.timedelta(days=1))
    world.measure(1, 90, AS_OF + dt.timedelta(days=1))
    run.known_at = timezone.now()
    world.say(2, Status.MET)
    world.measure(2, 90)

    figures = thawed(ReportCommune, gather(run))

    assert figures.met is None
    assert not any(one.is_told for one in figures.criteria)


def test_an_indicator_is_judged_by_the_threshold_and_says_what_is_missing(world):
    world.measure(3, "71.5")
    world.measure(3, 60, LAST_YEAR)
    world.measure(1, 80)

    [first, _, third, _] = figures_of(world.run()).criteria

    assert (third.indicators[0].before.shown, third.indicators[0].now.shown) == ("60%", "71,5%")
    assert (third.indicators[0].now.verdict, third.machine) == ("not_met", "not_met")
    assert (third.indicators[0].demand, third.indicators[0].gap) == ("≥ 80%", "thiếu 8,5 điểm %")
    assert (first.indicators[0].now.verdict, first.indicators[0].gap) == ("met", "")


def test_what_does_not_apply_is_no_blank(world):
    Measurement.objects.create(
        scorecard=world.card,
        indicator=world.indicators[0],
        applies=False,
        effective_on=THIS_YEAR,
        stage=Stage.DECLARED,
    )

    [first, second, *_] = figures_of(world.run()).criteria

    assert first.indicators[0].now.shown == "-"
    assert second.indicators[0].now.shown == ""


def test_people_and_machine_that_differ_are_told(world):
    world.say(1, Status.MET)
    world.measure(1, 10)

    figures = figures_of(world.run())

    assert figures.criteria[0].machine == "not_met"
    assert "đối chiếu chỉ tiêu với ngưỡng: chưa đạt" in text_of(figures)
    assert any("Tiêu chí 1" in one for one in KINDS[Kind.COMMUNE_YEAR].warnings(asdict(figures)))


def test_a_plan_that_is_out_says_what_comes(world):
    world.fill()

    figures = figures_of(world.run())

    assert [one.planned for one in figures.criteria] == [KEPT, "", "aimed", ""]
    assert figures.criteria[2].actions == ("Kênh 1",)
    assert "Giữ vững 01 tiêu chí đã đạt: 1" in text_of(figures)


def test_what_was_gained_lost_and_first_judged_is_told_apart(world):
    world.say(1, Status.NOT_MET, LAST_YEAR)
    world.say(1, Status.MET)
    world.say(2, Status.MET, LAST_YEAR)
    world.say(2, Status.NOT_MET)
    world.say(3, Status.MET)

    text = text_of(figures_of(world.run()))

    assert (
        "Trong kỳ: đạt thêm 01 tiêu chí: 1 (Quy hoạch); không còn đạt 01 tiêu chí: 2 (Giao thông); "
        "lần đầu được đánh giá, đạt 01 tiêu chí: 3 (Thủy lợi)." in text
    )
    assert "Đạt thêm 01 tiêu chí: 1 (Quy hoạch)" in text
    assert "Không còn đạt 01 tiêu chí: 2 (Giao thông)" in text


def test_one_row_costs_as_many_queries_as_five(world):
    plan = world.fill()
    run = world.run()
    with CaptureQueriesContext(connection) as one:
        figures_of(run)
    for place in range(2, 6):
        world.fill_more(plan, place)
    again = world.run()
    with CaptureQueriesContext(connection) as five:
        figures_of(again)

    assert len(five) == len(one) <= MOST_QUERIES


def test_an_empty_commune_gets_a_short_honest_report(world):
    figures = figures_of(world.run())

    text = text_of(figures)
    assert "chưa có tiêu chí nào trong 4 tiêu chí được đánh giá" in text
    assert "Chưa có số liệu vốn năm 2024 của xã." in text
    assert "Chưa có số liệu nợ đọng xây dựng cơ bản của xã." in text
    assert "Trong kỳ chưa ghi nhận hoạt động hỗ trợ nào." in text
    assert "(Đơn vị bổ sung: nguyên nhân khách quan" in text
    assert "0/4" not in text


def headings(figures, level):
    return [
        (one.number, one.text)
        for one in compose(asdict(figures))
        if isinstance(one, Heading) and one.level == level
    ]


def test_empty_parts_are_left_out_and_the_rest_renumbered(world):
    assert [number for number, _ in headings(figures_of(world.run()), 1)] == [
        "I",
        "II",
        "III",
        "IV",
    ]
    world.fill()
    full = headings(figures_of(world.run()), 1)
    assert full[-1] == ("V", "Kiến nghị, đề xuất")
    assert [text for _, text in headings(figures_of(world.run()), 2)][:5] == [
        "Kết quả theo từng tiêu chí",
        "Huy động nguồn lực, công trình",
        "Thôn, bản nông thôn mới; sản phẩm OCOP",
        "Nợ đọng xây dựng cơ bản",
        "Sự giúp đỡ của đơn vị đỡ đầu, phụ trách",
    ]


def test_what_figures_say_is_fed_and_what_people_say_is_not(world):
    world.fill()
    blocks = compose(asdict(figures_of(world.run())))

    fed = [one.arguments["part"] for one in blocks if isinstance(one, Fed)]
    assert len(fed) == len(set(fed))
    assert {"xa.mo-dau", "xa.tieu-chi", "xa.nguon-luc", "xa.B1", "xa.B5"} <= set(fed)
    assert {one.as_of for one in blocks if isinstance(one, Fed)} == {"2024-06-18"}
    assert not any(isinstance(one, Appendix) for one in blocks)
    assert any(
        isinstance(one, Paragraph) and one.text.startswith("(Đơn vị bổ sung: ") for one in blocks
    )


def test_it_rests_on_the_paper_that_asks_for_it(world):
    paper = PaperFactory(number="123", issuer=AgencyFactory(name="UBND huyện Hướng Hóa"))
    ReportDutyFactory(agency=world.committee, frequency="half_year", starts=LAST_YEAR, paper=paper)

    figures = figures_of(world.run())

    assert "123" in figures.asked_by
    assert f"Thực hiện {figures.asked_by}, Ủy ban nhân dân xã Hướng Việt báo cáo" in text_of(
        figures
    )


def test_without_an_asking_paper_none_is_made_up(world):
    assert text_of(figures_of(world.run())).startswith(
        "Ủy ban nhân dân xã Hướng Việt báo cáo kết quả"
    )


def test_titles_of_the_half_year_and_of_the_year(world):
    half, year = world.run(), world.run(Kind.COMMUNE_YEAR)

    assert (
        KINDS[Kind.COMMUNE_HALF_YEAR]
        .title(half)
        .endswith("6 tháng đầu năm 2024 và phương hướng, nhiệm vụ 6 tháng cuối năm 2024")
    )
    assert (
        KINDS[Kind.COMMUNE_YEAR]
        .title(year)
        .endswith("năm 2024 và phương hướng, nhiệm vụ năm 2025")
    )


def test_the_district_is_addressed_as_long_as_there_is_one(world, settings):
    district = AgencyFactory(
        kind=AgencyKind.DISTRICT, district=world.commune.district, name="UBND huyện Hướng Hóa"
    )
    district.ends = dt.date(2025, 6, 30)
    district.save()

    settings.PORTAL_TODAY = "2024-06-18"
    assert addressed(world.run())[0][0] == "UBND huyện Hướng Hóa"
    settings.PORTAL_TODAY = "2025-07-01"
    assert "huyện" not in addressed(world.run())[0][0]


def test_committees_of_the_rural_communes_of_the_day_report(world):
    town = AgencyFactory(of_commune=True, commune=CommuneFactory(kind="thị trấn"))
    department = AgencyFactory()

    found = list(committees(AS_OF))

    assert world.committee in found
    assert town not in found
    assert department not in found


def test_a_run_prints_its_report(world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.PORTAL_TODAY = "2024-06-18"
    world.fill()
    round_ = RoundFactory(year=2024)
    run = services.request_report(
        kind=Kind.COMMUNE_HALF_YEAR,
        agency=world.committee,
        round=round_,
        criteria_set=world.criteria_set,
        by=UserFactory(),
    )
    services.render(services.start(run.pk))
    run.refresh_from_db()
    content = run.file.read()

    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    text = "\n".join(one.extract_text() for one in pages)
    assert "Kính gửi" in text
    assert "II. KẾT QUẢ THỰC HIỆN" in text
    assert "Phụ lục B1" in text
    assert "Đường 1" in text


def test_illustrative_rows_mark_the_report(world):
    assert not figures_of(world.run()).illustrative
    StatusEntry.objects.create(
        scorecard=world.card,
        criterion=world.criteria[0],
        status=Status.MET,
        stage=Stage.DECLARED,
        effective_on=THIS_YEAR,
        illustrative=True,
    )
    figures = figures_of(world.run())

    assert figures.illustrative
    assert "(*) Số liệu minh họa." in text_of(figures)
