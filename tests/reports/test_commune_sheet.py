"""A commune on one page: what it gathers, that it freezes, costs little and always fits."""

import datetime as dt
import json
from dataclasses import asdict, replace

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communes.selectors.outlines import outlines
from criteria.choices import Level, Status
from documents import pdf
from documents.blocks import Bullets, Figure, Heading, Table
from reports.choices import Kind
from reports.figures.commune.shapes import (
    DifficultyFigures,
    SponsorFigures,
    SupportFigures,
)
from reports.figures.commune.sheet import (
    LackFigures,
    MarkFigures,
    PointFigures,
    SheetFigures,
    TaskFigures,
    gather,
)
from reports.figures.shapes import Goal, Recognised
from reports.figures.thawing import thawed
from reports.kinds.commune.sheet import KIND, agencies, compose, is_dense, page, sheet
from reports.kinds.commune.sheet_parts import lacks_shown, map_of
from tests.factories import AgencyFactory, CommuneFactory, RecognitionFactory
from tests.reports.commune_world import AS_OF, LAST_YEAR, World

pytestmark = pytest.mark.django_db

LONG = "Tỷ lệ chất thải rắn sinh hoạt trên địa bàn được thu gom, xử lý theo quy định " * 4


@pytest.fixture
def world():
    return World()


def figures_of(world):
    run = world.run(Kind.COMMUNE_SHEET)
    run.known_at = timezone.now()
    return thawed(SheetFigures, json.loads(json.dumps(gather(run))))


def crowded(figures, lacks=19, lines=9):
    """More of everything than any commune has."""
    marks = tuple(
        MarkFigures(number, LONG[:48], "in_progress", illustrative=True) for number in range(1, 20)
    )
    return replace(
        figures,
        name="xã Vĩnh Trường Xuân Hướng Lập",
        total=19,
        marks=marks,
        lacks=tuple(LackFigures(one.number, one.name, (LONG, LONG), 2) for one in marks[:lacks]),
        trend=tuple(PointFigures(f"20{10 + year}-12-31", year, 19) for year in range(12)),
        recognised=(
            Recognised("nông thôn mới kiểu mẫu", 2022, LONG[:20], "2023-06-05", illustrative=True),
        )
        * 3,
        goals=tuple(Goal(f"{place} {LONG}", 2025, LONG[:40]) for place in range(lines)),
        sponsors=(SponsorFigures(LONG[:90], "phụ trách", "QĐ 1625/QĐ-UBND", carried_on=True),)
        * lines,
        support=tuple(
            SupportFigures(
                agency=f"{LONG[:40]} {place}",
                day="2024-05-05",
                form="",
                content=LONG,
                result="",
                money="1500",
                days="12",
                done=True,
                illustrative=True,
            )
            for place in range(lines)
        ),
        tasks=(TaskFigures("III.12", LONG, LONG, "Thường xuyên", ""),) * lines,
        difficulties=(
            DifficultyFigures(
                LONG,
                "UBND xã",
                LONG[:40],
                "chờ trả lời",
                "2024-05-05",
                "2024-06-05",
                illustrative=True,
            ),
        )
        * lines,
    )


def printed(figures):
    """How many pages, and their words; PDFium passes over the drawings ten times as fast as pypdf."""
    with pypdfium2.PdfDocument(pdf.print_html(page(asdict(figures)))) as doc:
        text = " ".join(one.get_textpage().get_text_range() for one in doc)
        return len(doc), " ".join(text.split())


def test_the_figures_freeze_and_thaw_whole(world):
    world.fill()
    given = gather(world.run(Kind.COMMUNE_SHEET))

    assert thawed(SheetFigures, json.loads(json.dumps(given))) == thawed(SheetFigures, given)


def test_an_empty_commune_says_so(world):
    figures = figures_of(world)

    pages, text = printed(figures)

    assert (figures.met, pages) == (None, 1)
    assert "Chưa có đánh giá" in text
    assert "0/4" not in text
    assert "Chưa có quyết định công nhận trong dữ liệu" in text
    assert text.count("chưa đánh giá") >= len(figures.marks)


def test_what_is_lacking_stands_in_natural_units_with_the_work_at_hand(world):
    world.fill()

    figures = figures_of(world)

    assert figures.lacks == (LackFigures(3, "Thủy lợi", ("3.1 thiếu 8,5 điểm %",), 1),)
    _, text = printed(figures)
    assert "3.1 thiếu 8,5 điểm %" in text
    assert "01 việc" in text


def test_the_trend_is_of_one_set_and_breaks_where_nobody_judged(world):
    world.say(1, Status.MET, LAST_YEAR)
    world.say(2, Status.MET)

    points = figures_of(world).trend

    assert [(one.day, one.met) for one in points] == [
        *(("2022-12-31", None), ("2023-12-31", 1), ("2024-06-18", 2))
    ]


def test_a_target_has_three_dates(world):
    world.fill()
    RecognitionFactory(
        commune=world.commune,
        level=Level.STANDARD,
        year=2022,
        decided_on=dt.date(2023, 6, 5),
        since=dt.date(2023, 6, 5),
    )

    _, text = printed(figures_of(world))

    for words in ("Kế hoạch", "Năm đạt", "Ngày quyết", "2025", "2022", "5/6/2023"):
        assert words in text


def test_the_commune_is_dark_within_its_district(world):
    CommuneFactory(district=world.commune.district, code="19441")
    figures = figures_of(world)
    assert (figures.outlines, figures.around) == (("19438",), ("19441",))

    drawn = map_of(figures).svg

    assert drawn.count("<path") == 3
    assert "<circle" in drawn
    assert len(outlines(dt.date(2020, 1, 1))) > 100
    nowhere = map_of(replace(figures, outlines=(), around=())).svg
    assert "<circle" not in nowhere


@pytest.mark.parametrize(("lacks", "lines"), [(7, 3), (6, 1), (5, 1), (0, 2), (0, 3)])
def test_it_fits_one_page_whatever_there_is(world, lacks, lines):
    figures = crowded(figures_of(world), lacks, lines)

    pages, text = printed(figures)

    assert pages == 1
    assert "Phiếu phục vụ cuộc họp" in text


def test_what_is_left_out_is_said_and_the_rest_fits_one_page(world):
    figures = crowded(figures_of(world))
    assert is_dense(figures)

    shown, more = lacks_shown(figures, dense=True)

    assert len(shown) == 12
    assert more == "và tiêu chí 13, 14, 15, 16, 17, 18 và 19"
    pages, text = printed(figures)
    assert pages == 1
    assert "Phiếu phục vụ cuộc họp" in text
    assert "và 7 mục khác" in text


def test_its_blocks_say_the_same(world):
    world.fill()
    blocks = compose(asdict(figures_of(world)))

    titles = [one.text for one in blocks if isinstance(one, Heading)]
    numbers = [one.number for one in blocks if isinstance(one, Heading)]
    assert titles[:3] == ["Vị trí", "Hiện trạng theo tiêu chí", "Tiêu chí chưa đạt"]
    assert numbers == [f"{place}" for place in range(1, len(numbers) + 1)]
    tables = [one for one in blocks if isinstance(one, Table)]
    assert [len(one.rows) for one in tables] == [4, 1]
    assert sum(isinstance(one, Figure) for one in blocks) == 2
    assert any(
        "Kênh" not in line for one in blocks if isinstance(one, Bullets) for line in one.items
    )


def test_a_sheet_is_no_paper_and_anybody_of_the_day_may_ask(world):
    run = world.run(Kind.COMMUNE_SHEET)
    run.figures = gather(run)

    made = sheet(run)

    assert not KIND.is_paper
    assert KIND.of_commune
    assert (made.addressees, made.recipients, made.signature.lines) == ((), (), ())
    assert made.html == page(run.figures)
    gone = AgencyFactory(ends=AS_OF - dt.timedelta(days=1))
    assert world.committee in agencies(AS_OF)
    assert gone not in agencies(AS_OF)


def test_one_row_costs_as_many_queries_as_five(world):
    plan = world.fill()
    with CaptureQueriesContext(connection) as one:
        figures_of(world)
    for place in range(2, 6):
        world.fill_more(plan, place)
    with CaptureQueriesContext(connection) as five:
        figures_of(world)

    assert len(five) == len(one) < 60


def test_facts_of_nothing_are_blank_and_of_zero_zero(world):
    given = {one.key: one.value for one in KIND.facts(asdict(figures_of(world)))}
    assert (given["met"], given["unmet"], given["unknown"]) == ("", "", "4")

    world.say(1, Status.NOT_MET)

    given = {one.key: one.value for one in KIND.facts(asdict(figures_of(world)))}
    assert (given["met"], given["unmet"], given["idle"]) == ("0", "1", "1")
