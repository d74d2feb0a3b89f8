"""On the demonstration's data the reports of the province and of every district say what the pages say."""

import datetime as dt

import pytest
from django.utils import timezone

from communes.models import Agency
from criteria.models import CriteriaSet
from reports.choices import Kind
from reports.figures.province.report import gather
from reports.figures.province.shapes import mean, tally, thaw
from reports.kinds import KINDS
from reports.kinds.province.tables import mean_words
from reports.selectors.asked import Asked
from reports.selectors.board import board
from reports.words.numbers import number
from tests.reports.province_world import CUTOFF, run_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
YEAR_END = dt.date(2023, 12, 31)


def figures_of(kind, slug, as_of):
    run = run_of(
        CriteriaSet.objects.get(code="commune-2021-2025"),
        kind,
        agency=Agency.objects.get(slug=slug),
        as_of=as_of,
        period_starts=dt.date(as_of.year, 1, 1),
    )
    run.known_at = timezone.now()
    return thaw(gather(run))


def compare(figures, page):
    held, advanced, model, *others = page.figures
    assert [figures.recognised(level) for level in ("ntm", "advanced", "model")] == [
        held.value,
        advanced.value,
        model.value,
    ]
    assert [len(figures.full_unrecognised), len(figures.recognised_failing)] == [
        one.value for one in others[-2:]
    ]
    average, count = page.average
    assert mean(figures.communes).communes == count
    assert mean_words(figures.communes) == number(average, 1)
    for place, column in enumerate(page.heatmap.columns):
        one = tally(place, figures.communes)
        assert (one.met, one.unmet, one.unknown) == (column.met, column.unmet, column.unknown)


@pytest.mark.parametrize(
    ("kind", "as_of"),
    [(Kind.PROVINCE_HALF_YEAR, CUTOFF), (Kind.PROVINCE_YEAR, YEAR_END)],
)
def test_the_province(kind, as_of):
    figures = figures_of(kind, "ubnd-tinh", as_of)

    compare(figures, board(Asked(day=as_of)))
    assert len(figures.communes) == 101
    assert figures.recognised() == 75


def test_every_district_that_has_communes():
    agencies = list(KINDS[Kind.DISTRICT_HALF_YEAR].issuers(CUTOFF))

    assert len(agencies) == 8
    assert not KINDS[Kind.DISTRICT_HALF_YEAR].issuers(dt.date(2025, 7, 1)).exists()
    for agency in agencies:
        figures = figures_of(Kind.DISTRICT_HALF_YEAR, agency.slug, CUTOFF)
        compare(figures, board(Asked(day=CUTOFF, district=agency.district.code)))
