"""Who answers for which indicator, as it ships."""

import datetime as dt

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.core.management import call_command

from communes.choices import Confidence
from communes.models import Agency
from criteria.choices import Level
from criteria.imports import load_responsibilities
from criteria.imports.shipped import RESPONSIBILITY_FILE
from criteria.models import CriteriaSet, Indicator, Responsibility
from tests.factories import AgencyFactory
from tests.kept import sweep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The sets and what stands around them, beside the agencies that the file names."""
    given = yaml.safe_load(RESPONSIBILITY_FILE.read_text(encoding="utf-8"))
    slugs = {row["agency"] for block in given["sets"] for row in block["rows"]}
    with django_db_blocker.unblock():
        for slug in sorted(slugs):
            AgencyFactory(slug=slug)
        call_command("load_criteria", verbosity=0)
        yield
        sweep()


def test_loading_responsibilities_twice_changes_nothing():
    rows = list(Responsibility.objects.order_by("pk").values())
    report = load_responsibilities(RESPONSIBILITY_FILE)
    assert list(Responsibility.objects.order_by("pk").values()) == rows
    assert (report.created, report.changed, report.unchanged) == (0, 0, len(rows))


def test_every_indicator_had_an_agency_in_2024_and_only_criterion_8_is_certain():
    on = Responsibility.objects.on(dt.date(2024, 6, 18))
    standard = Indicator.objects.filter(criterion__criteria_set__level=Level.STANDARD)
    assert standard.exclude(responsibilities__in=on).count() == 0
    certain = on.filter(confidence=Confidence.SOURCED)
    assert set(certain.values_list("indicator__criterion__number", flat=True)) == {8}
    assert set(certain.values_list("agency__slug", flat=True)) == {"so-thong-tin-truyen-thong"}


@pytest.mark.parametrize(
    ("code", "slug"),
    [
        ("17.1", "so-nong-nghiep-ptnt"),
        ("17.2", "so-tai-nguyen-moi-truong"),
        ("17.8", "so-y-te"),
        ("18.4", "so-tu-phap"),
        ("19.2", "cong-an-tinh"),
    ],
)
def test_responsibility_is_split_within_a_criterion(code, slug):
    rows = Responsibility.objects.on(dt.date(2024, 6, 18)).filter(
        indicator__code=code, indicator__criterion__criteria_set__code="commune-2021-2025"
    )
    assert [one.agency.slug for one in rows] == [slug]


def test_an_unknown_agency_is_named():
    Agency.objects.filter(slug="cuc-thong-ke").update(slug="thong-ke")
    with pytest.raises(ValidationError, match=r"trường «agency»: không có cơ quan «cuc-thong-ke»"):
        load_responsibilities(RESPONSIBILITY_FILE)


def test_a_set_not_loaded_yet_is_named():
    CriteriaSet.objects.filter(code="commune-2016-2020").update(code="commune-x")
    with pytest.raises(ValidationError, match="chưa nạp bộ tiêu chí này"):
        load_responsibilities(RESPONSIBILITY_FILE)
