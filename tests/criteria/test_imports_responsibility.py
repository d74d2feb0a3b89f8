"""Who answers for which indicator, as it ships."""

import datetime as dt

import pytest
import yaml
from django.core.exceptions import ValidationError
from django.core.management import call_command

from communes.choices import Confidence
from communes.models import Agency
from criteria.choices import Level
from criteria.imports import load_criteria_set, load_responsibilities
from criteria.imports.shipped import RESPONSIBILITY_FILE, SET_FILES
from criteria.models import Indicator, Responsibility
from tests.factories import AgencyFactory


@pytest.fixture
def agencies():
    given = yaml.safe_load(RESPONSIBILITY_FILE.read_text(encoding="utf-8"))
    slugs = {row["agency"] for block in given["sets"] for row in block["rows"]}
    return {slug: AgencyFactory(slug=slug) for slug in sorted(slugs)}


@pytest.mark.django_db
@pytest.mark.usefixtures("agencies")
def test_loading_responsibilities_twice_changes_nothing():
    call_command("load_criteria", verbosity=0)
    rows = list(Responsibility.objects.order_by("pk").values())
    report = load_responsibilities(RESPONSIBILITY_FILE)
    assert list(Responsibility.objects.order_by("pk").values()) == rows
    assert (report.created, report.changed, report.unchanged) == (0, 0, len(rows))


@pytest.mark.django_db
@pytest.mark.usefixtures("agencies")
def test_every_indicator_had_an_agency_in_2024_and_only_criterion_8_is_certain():
    call_command("load_criteria", verbosity=0)
    on = Responsibility.objects.on(dt.date(2024, 6, 18))
    standard = Indicator.objects.filter(criterion__criteria_set__level=Level.STANDARD)
    assert standard.exclude(responsibilities__in=on).count() == 0
    certain = on.filter(confidence=Confidence.SOURCED)
    assert set(certain.values_list("indicator__criterion__number", flat=True)) == {8}
    assert set(certain.values_list("agency__slug", flat=True)) == {"so-thong-tin-truyen-thong"}


@pytest.mark.django_db
@pytest.mark.usefixtures("agencies")
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
    call_command("load_criteria", verbosity=0)
    rows = Responsibility.objects.on(dt.date(2024, 6, 18)).filter(
        indicator__code=code, indicator__criterion__criteria_set__code="commune-2021-2025"
    )
    assert [one.agency.slug for one in rows] == [slug]


@pytest.mark.django_db
@pytest.mark.usefixtures("agencies")
def test_an_unknown_agency_is_named():
    for path in SET_FILES:
        load_criteria_set(path)
    Agency.objects.filter(slug="cuc-thong-ke").update(slug="thong-ke")
    with pytest.raises(ValidationError, match=r"trường «agency»: không có cơ quan «cuc-thong-ke»"):
        load_responsibilities(RESPONSIBILITY_FILE)


@pytest.mark.django_db
@pytest.mark.usefixtures("agencies")
def test_a_set_not_loaded_yet_is_named():
    with pytest.raises(ValidationError, match="chưa nạp bộ tiêu chí này"):
        load_responsibilities(RESPONSIBILITY_FILE)
