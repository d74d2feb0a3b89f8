"""What a report of the province gathers: the numbers of the pages of that day, frozen whole."""

import datetime as dt
import json
from dataclasses import asdict
from decimal import Decimal
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from criteria.choices import Level
from criteria.selectors import is_under, may_be_under
from plans.choices import MoneySource, StepKind, TargetKind, WorkKind
from plans.models import WorkProgramme
from reports.choices import Kind
from reports.figures.bands import FULL, NO_DATA, UNCLEAR, bands
from reports.figures.province.report import gather
from reports.figures.province.shapes import mean, tally, thaw
from reports.kinds import KINDS
from reports.kinds.province import report as kind
from reports.kinds.province.outlook import nearest
from reports.models import ReportRun
from reports.selectors import nearest as near_page
from reports.selectors import overview as pages
from reports.selectors.asked import Asked, read
from reports.selectors.atlas import MapAsked, atlas
from reports.selectors.board import board, chosen
from reports.selectors.filters import choose_rows
from tests.factories import (
    AgencyFactory,
    CapitalFactory,
    CommuneFactory,
    DebtFactory,
    DifficultyFactory,
    DifficultyStepFactory,
    DistrictFactory,
    DossierFactory,
    MembershipFactory,
    PaperFactory,
    ProposalFactory,
    RecognitionFactory,
    RoundFactory,
    SponsorAssignmentFactory,
    SponsorPlanFactory,
    SupportActionFactory,
    SupportMoneyFactory,
    TargetFactory,
    TaskFactory,
    TaskGroupFactory,
    VillageFactory,
    WorkFactory,
    WorkProgrammeFactory,
)
from tests.reports.province_world import CUTOFF, THIS_YEAR, run_of, say, settle, yardstick

pytestmark = pytest.mark.django_db
TEXTS = ["m" * 6, "mmmmnn", "mmm-nn", "mm----", "nnnnnn", "------", "mmmmma", "mmpnnn"]


def figures_of(run):
    run.known_at = timezone.now()
    return thaw(json.loads(json.dumps(gather(run))))


@pytest.fixture
def world():
    """Communes of two districts, of all sorts; one rose, one fell, some are recognised."""
    RoundFactory(kind="year", year=2023, starts=dt.date(2023, 1, 1), ends=dt.date(2023, 12, 31))
    criteria_set = yardstick()
    districts = [DistrictFactory(name="Hướng Hóa"), DistrictFactory(name="Vĩnh Linh")]
    places = [
        say(criteria_set, text, CommuneFactory(district=districts[n % 2]))
        for n, text in enumerate(TEXTS)
    ]
    say(criteria_set, "n-----", places[0], on=THIS_YEAR, change="situation")
    say(criteria_set, "----m-", places[1], on=THIS_YEAR, change="correction")
    for commune in (places[0], places[2], places[6]):
        RecognitionFactory(commune=commune, since=dt.date(2022, 1, 1))
    RecognitionFactory(commune=places[1], since=THIS_YEAR)
    RecognitionFactory(commune=places[2], level=Level.ADVANCED, since=dt.date(2023, 7, 1))
    RecognitionFactory(commune=places[4], since=dt.date(2022, 1, 1), revoked_on=THIS_YEAR)
    settle()
    return criteria_set, districts, places


def test_what_is_frozen_comes_back_whole(world):
    run = run_of(world[0])
    given = gather(run)

    frozen = json.dumps(given)

    assert json.dumps(asdict(thaw(json.loads(frozen)))) == frozen
    assert asdict(thaw(given)) == given


def test_its_figures_are_those_of_the_overview_of_the_day(world):
    figures = figures_of(run_of(world[0]))
    page = board(Asked())
    shown = {one.label: one for one in page.figures}

    assert len(figures.communes) == len(page.picture.rows)
    assert figures.recognised() == shown["Xã được công nhận đạt chuẩn"].value
    assert figures.recognised(Level.ADVANCED) == shown["Xã nông thôn mới nâng cao"].value
    risen = figures.recognised() - figures.recognised_before()
    assert risen == shown["Xã được công nhận đạt chuẩn"].trend
    assert len(figures.full_unrecognised) == shown["Đủ tiêu chí nhưng chưa công nhận"].value
    assert len(figures.recognised_failing) == shown["Đã công nhận nhưng hụt tiêu chí"].value
    average, count = page.average
    found = mean(figures.communes)
    assert (found.communes, Decimal(found.met) / found.communes) == (count, average)
    assert [one.word.band for one in sorted(figures.communes, key=lambda one: one.code)] == [
        pages.band_of(row.standing, pages.bands(6))
        for row in sorted(page.picture.rows, key=lambda row: row.commune.code)
    ]


def test_each_criterion_is_counted_as_the_heatmap_counts_it(world):
    figures = figures_of(run_of(world[0]))

    for place, column in enumerate(board(Asked()).heatmap.columns):
        one = tally(place, figures.communes)
        assert ((one.met or 0), one.unmet, one.unknown) == (
            column.met,
            column.unmet,
            column.unknown,
        )


def test_what_rose_and_fell_is_what_the_overview_says(world):
    figures = figures_of(run_of(world[0]))
    rows = {row.commune.code: row for row in board(Asked()).picture.rows}

    for one in figures.communes:
        row = rows[one.code]
        assert tuple(place + 1 for place in one.gained) == row.gained
        assert tuple(place + 1 for place in one.lost) == row.lost
    assert [move.why for one in figures.communes for move in one.moved] == [
        "tình hình thay đổi",
        "đánh giá lại / sửa số liệu",
    ]


def test_bands_are_those_of_the_pages():
    for total in (4, 6, 10, 19, 24):
        shown = [one for one in pages.bands(total) if one.key not in {UNCLEAR, NO_DATA}]
        assert [(one.key, one.low, one.high) for one in bands(total)] == [
            (one.key, one.low, one.high) for one in shown
        ]
    assert (FULL, UNCLEAR, NO_DATA) == (pages.FULL, pages.UNCLEAR, pages.NO_DATA)


@pytest.mark.parametrize("limit", [1, 3, 4, 5, 6])
def test_under_a_number_of_criteria_for_certain_as_the_pages_have_it(world, limit):
    figures = figures_of(run_of(world[0]))
    rows = {row.commune.code: row.standing for row in board(Asked()).picture.rows}

    for one in figures.communes:
        assert one.word.is_under(limit) == is_under(rows[one.code], limit)
        assert one.word.may_be_under(limit) == may_be_under(rows[one.code], limit)


def test_the_map_shows_the_bands_of_the_screen(world):
    figures = figures_of(run_of(world[0]))
    shown = atlas(chosen(Asked()), Asked(), MapAsked())

    assert {key: len(marks) for key, marks in _by_band(figures).items()} == {
        one.key: len(one.marks) for one in shown.classes if one.marks
    }


def _by_band(figures):
    found = {}
    for one in figures.communes:
        found.setdefault(one.word.band, []).append(one)
    return found


def test_the_nearest_communes_are_those_of_their_page(world):
    figures = figures_of(run_of(world[0]))
    page = near_page.nearest(chosen(Asked()), whole=True)

    assert [one.code for one in nearest(figures)] == [one.row.commune.code for one in page.rows]


def test_every_number_opens_as_many_communes_as_it_says(world):
    """The address of each fact of the overview is read by the page itself."""
    TargetFactory(kind=TargetKind.COMMUNES_UNDER, at_least=None, at_most=0, below=5)
    given = gather(run_of(world[0]))
    known = chosen(Asked())
    facts = [one for one in kind.facts(given) if one.address.startswith("/tong-quan/")]

    assert {one.key for one in facts} >= {"xa", "duoi-5", "khac.hut", "bien-dong.giam"}
    for one in facts:
        asked = read(dict(parse_qsl(urlsplit(one.address).query)))
        assert asked.troubles == ()
        rows = choose_rows(known.picture.rows, asked, known.picture.criteria_set, None)
        assert one.value == str(len(rows)), one


def test_a_district_reports_on_its_own_communes_alone(world):
    criteria_set, districts, places = world
    agency = AgencyFactory(of_district=True, district=districts[0], name="UBND huyện Hướng Hóa")
    figures = figures_of(run_of(criteria_set, Kind.DISTRICT_HALF_YEAR, agency=agency))
    page = board(Asked(district=districts[0].code))

    assert {one.code for one in figures.communes} == {one.code for one in places[::2]}
    assert figures.recognised() == page.figures[0].value
    average, count = page.average
    found = mean(figures.communes)
    assert (found.communes, Decimal(found.met) / found.communes) == (count, average)
    assert figures.place == "huyện Hướng Hóa"
    assert "huyen=" in kind.facts(asdict(figures))[0].address


def test_another_yardstick_before_the_period_is_not_compared(world):
    _, _, places = world
    new = yardstick(10, short_name="2026–2030", starts=dt.date(2024, 2, 1))
    say(new, "mmmmmmmmmm", places[0], on=THIS_YEAR)

    figures = figures_of(run_of(new))

    assert figures.set_before == "2021–2025"
    assert {one.before for one in figures.communes} == {""}
    assert all(not one.moved for one in figures.communes)
    assert tally(0, figures.communes).before is None


def test_only_what_was_known_at_the_moment_and_held_on_the_day_counts(world):
    criteria_set, _, places = world
    run = run_of(criteria_set)
    run.known_at = timezone.now()
    say(criteria_set, "mmmmmm", places[4], on=THIS_YEAR)
    say(criteria_set, "nnnnnn", places[6], on=CUTOFF + dt.timedelta(days=1))

    by_code = {one.code: one for one in thaw(gather(run)).communes}

    assert by_code[places[4].code].now == "NNNNNN"
    assert by_code[places[6].code].now == "MMMMMA"


def everything(criteria_set, times):
    """A row more of everything that the report reads."""
    for n in range(times):
        commune = say(criteria_set, "mmnn--", CommuneFactory(name=f"Xã {n}"))
        RecognitionFactory(commune=commune, paper=PaperFactory())
        agency = AgencyFactory()
        SponsorAssignmentFactory(commune=commune, agency=agency)
        SponsorPlanFactory(agency=agency)
        action = SupportActionFactory(agency=agency, commune=commune)
        SupportMoneyFactory(action=action)
        CapitalFactory(work=WorkFactory(commune=commune, kind=WorkKind.values[n]))
        CapitalFactory(work=None, commune=commune)
        DebtFactory(commune=commune)
        DossierFactory(district=None, village=VillageFactory(commune=commune))
        DossierFactory(district=commune.district)
        TargetFactory(text=f"Mục tiêu {n}")
        difficulty = DifficultyFactory(commune=commune)
        DifficultyStepFactory(
            difficulty=difficulty, kind=StepKind.FORWARDED, to=agency, agency=agency
        )
        ProposalFactory(agency=agency)
        PaperFactory(issuer=AgencyFactory(provincial=True), day=2, month=3, year=2024)
        TaskFactory(group=TaskGroupFactory(programme=programme()), lead=agency)


def programme():
    return WorkProgramme.objects.first() or WorkProgrammeFactory()


def test_queries_do_not_follow_the_rows():
    criteria_set = yardstick()
    run = run_of(criteria_set)
    counts = []
    for times in (1, 4):
        everything(criteria_set, times)
        run = ReportRun.objects.select_related("agency__district", "criteria_set").get(pk=run.pk)
        run.known_at = timezone.now()
        with CaptureQueriesContext(connection) as queries:
            gather(run)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 45


def test_money_of_a_commune_as_a_whole_holds_and_the_rest_is_not_divided(world):
    commune = world[2][0]
    work = WorkFactory(commune=commune, kind=WorkKind.WATER, quantity=12, unit="km")
    CapitalFactory(work=work, allocated=400, disbursed=100)
    CapitalFactory(commune=commune, allocated=1000, disbursed=None)
    CapitalFactory(commune=world[2][1], source=MoneySource.CREDIT, allocated=0, disbursed=0)
    CapitalFactory(commune=commune, year=2023, allocated=9999)

    figures = figures_of(run_of(world[0]))

    funds = {one.source: (one.allocated, one.disbursed) for one in figures.funds}
    assert funds == {"central": ("1000.000", "100.000"), "credit": ("0.000", "0.000")}
    loose = next(one for one in figures.works if not one.kind)
    assert loose.label == "Không tách theo công trình"
    assert [(one.source, one.allocated) for one in loose.funds] == [("central", "600.000")]


def test_difficulties_answered_by_the_day_are_no_longer_asked(world):
    answered = DifficultyFactory(title="Đã trả lời")
    DifficultyStepFactory(difficulty=answered, effective_on=CUTOFF)
    later = DifficultyFactory(title="Trả lời sau")
    DifficultyStepFactory(difficulty=later, effective_on=CUTOFF + dt.timedelta(days=1))
    DifficultyFactory(title="Nêu sau", raised_on=CUTOFF + dt.timedelta(days=1))

    assert [one.text for one in figures_of(run_of(world[0])).questions] == ["Trả lời sau"]


def test_papers_of_the_period_by_organs_of_the_place(world):
    province = AgencyFactory(provincial=True)
    PaperFactory(issuer=province, number="1", day=2, month=3, year=2024)
    PaperFactory(issuer=province, number="2", day=None, month=5, year=2024)
    PaperFactory(issuer=province, number="3", day=19, month=6, year=2024)
    PaperFactory(issuer=province, number="4", day=31, month=12, year=2023)
    district = AgencyFactory(of_district=True, district=world[1][0])
    PaperFactory(issuer=district, number="5", day=1, month=2, year=2024)

    figures = figures_of(run_of(world[0]))
    own = figures_of(run_of(world[0], Kind.DISTRICT_HALF_YEAR, agency=district))

    assert [one.number.split("/")[0] for one in figures.papers] == ["1", "2"]
    later = figures_of(run_of(world[0], period_starts=dt.date(2024, 4, 1)))
    assert [one.number.split("/")[0] for one in later.papers] == ["2"]
    assert [one.number.split("/")[0] for one in own.papers] == ["5"]


def test_who_makes_it_and_to_whom_it_goes(world):
    province = AgencyFactory(provincial=True)
    held = AgencyFactory(of_district=True, district=world[1][0], ends=dt.date(2025, 6, 30))
    AgencyFactory(of_district=True)  # of a district without communes
    run = run_of(world[0], agency=province)

    of_district = KINDS[Kind.DISTRICT_YEAR].issuers
    assert set(KINDS[Kind.PROVINCE_YEAR].issuers(CUTOFF)) == {province}
    assert set(of_district(CUTOFF)) == {held}
    assert not of_district(dt.date(2025, 7, 1)).exists()
    names = [name for name, purpose, _ in KINDS[Kind.PROVINCE_HALF_YEAR].addressed(run) if purpose]
    assert names[0] == "Bộ Nông nghiệp và Phát triển nông thôn"
    run.as_of = dt.date(2026, 6, 30)
    assert kind.to_the_centre(run)[0][0] == "Bộ Nông nghiệp và Môi trường"
    assert "Ủy ban nhân dân tỉnh" in KINDS[Kind.DISTRICT_HALF_YEAR].addressed(run)[0][0]


def test_titles_say_what_was_done_and_what_comes_next(world):
    run = run_of(world[0])

    assert kind.subject(run) == (
        "Kết quả thực hiện Chương trình mục tiêu quốc gia xây dựng nông thôn mới 6 tháng đầu năm 2024 "
        "và phương hướng, nhiệm vụ 6 tháng cuối năm 2024"
    )
    district = AgencyFactory(of_district=True, district=world[1][0])
    yearly = run_of(world[0], Kind.DISTRICT_YEAR, agency=district)
    assert kind.subject(yearly).endswith(
        "nông thôn mới huyện Hướng Hóa năm 2024 và phương hướng, nhiệm vụ năm 2025"
    )


def test_the_whole_programme_is_the_provinces_a_district_reports_what_it_leads(world):
    criteria_set, districts, _ = world
    agency = AgencyFactory(of_district=True, district=districts[0])
    group = TaskGroupFactory()
    TaskFactory(group=group, content="Việc của huyện", lead=agency)
    TaskFactory(group=group, content="Việc của sở", lead=AgencyFactory())

    def told(given):
        return [
            task["content"]
            for one in given["programme"]["programmes"]
            for some in one["groups"]
            for task in some["tasks"]
        ]

    assert told(gather(run_of(criteria_set))) == ["Việc của huyện", "Việc của sở"]
    own = run_of(criteria_set, Kind.DISTRICT_HALF_YEAR, agency=agency)
    assert told(gather(own)) == ["Việc của huyện"]


def test_no_membership_is_needed_to_gather(world):
    """The run is made in a worker: what the asker may see later changes nothing."""
    run = run_of(world[0])
    CapitalFactory(commune=world[2][0])
    before = gather(run)
    MembershipFactory(user=run.requested_by)

    assert gather(run) == before
