import datetime as dt

import pytest

from communes.imports.table import DataError
from criteria.choices import Level
from plans.choices import TargetKind
from plans.imports import load_targets
from plans.models import Target
from tests.factories import AgencyFactory, CommuneFactory, CriterionFactory, PaperFactory

pytestmark = pytest.mark.django_db


class Papers:
    """The papers of another file, by their key."""

    def __init__(self, **papers):
        self.papers = papers

    def named(self, row, field):
        return self.papers[row.needed(field)]


@pytest.fixture
def papers():
    return Papers(
        plan=PaperFactory(day=None, month=11, year=2020),
        decision=PaperFactory(day=27, month=3, year=2024),
    )


@pytest.fixture
def load(tmp_path, papers):
    def load_rows(*rows):
        path = tmp_path / "targets.yaml"
        path.write_text("targets:\n" + "".join(f"- {{{row}}}\n" for row in rows), encoding="utf-8")
        return load_targets(papers, path)

    return load_rows


def test_a_target_may_be_a_range(load, papers):
    commune = CommuneFactory(code="19438")
    agency = AgencyFactory(slug="so-thu")
    row = "kind: criteria_met, commune: 19438, at_least: 14, at_most: 15, out_of: 19, year: 2025"
    load(f"{row}, agency: so-thu, paper: plan, text: 14–15/19")
    target = Target.objects.get()
    assert (target.kind, target.commune, target.agency) == (
        *(TargetKind.CRITERIA_MET, commune, agency),
    )
    assert (target.at_least, target.at_most, target.out_of, target.year) == (14, 15, 19, 2025)
    assert (target.paper, target.level, target.province) == (papers.papers["plan"], "", None)


def test_a_target_may_have_no_year_and_no_value(load):
    CommuneFactory(code="19438")
    load("kind: level, commune: 19438, level: model, paper: plan, text: Kiểu mẫu")
    target = Target.objects.get()
    assert (target.level, target.year, target.at_least) == (Level.MODEL, None, None)


def test_loading_twice_changes_nothing(load):
    CommuneFactory(code="19438")
    row = "kind: level, commune: 19438, level: ntm, paper: plan, text: Đạt chuẩn"
    assert load(row).added == 1
    again = load(row)
    assert (len(again), again.added, again.changed) == (1, 0, 0)


def test_the_commune_is_the_one_of_the_papers_day(load):
    CommuneFactory(code="19438", starts=dt.date(2020, 1, 1), ends=dt.date(2020, 12, 31))
    later = CommuneFactory(code="19438", starts=dt.date(2021, 1, 1))
    load("kind: level, commune: 19438, level: ntm, paper: decision, text: Đạt chuẩn")
    assert Target.objects.get().commune == later


def test_a_criterion_is_one_of_a_set(load):
    criterion = CriterionFactory(criteria_set__code="old", number=8)
    CommuneFactory(code="19438")
    row = "kind: criterion_met, commune: 19438, set: old, criterion: 8, paper: plan, text: TC 8"
    load(row)
    assert Target.objects.get().criterion == criterion


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("kind: rich, commune: 19438, paper: plan, text: x", "kind"),
        ("kind: level, commune: 19439, paper: plan, text: x", "commune"),
        ("kind: level, commune: 19438, paper: plan", "text"),
        ("kind: level, commune: 19438, paper: plan, text: x, note: y", "note"),
        ("kind: level, commune: 19438, paper: plan, text: x, at_least: a lot", "at_least"),
        ("kind: level, commune: 19438, paper: plan, text: x, set: old, criterion: 9", "criterion"),
        ("kind: level, paper: plan, text: x", ""),
        ("kind: level, commune: 19438, at_least: 3, at_most: 2, paper: plan, text: x", ""),
    ],
)
def test_a_mistake_names_row_and_field(load, row, field):
    CommuneFactory(code="19438")
    with pytest.raises(DataError) as refused:
        load(row)
    assert (refused.value.file, refused.value.row, refused.value.field) == (
        *("targets.yaml", "tệp, targets thứ 1", field),
    )
