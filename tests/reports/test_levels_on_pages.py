"""Levels of recognition on the page of a commune and on the office's first page."""

import datetime as dt

import pytest
from django.urls import reverse

from communes.choices import Confidence
from criteria.choices import Level, Status
from criteria.models import LevelRule
from criteria.services import rebuild_current
from tests.factories import (
    CommuneFactory,
    CriteriaSetFactory,
    CriterionFactory,
    RecognitionFactory,
    ScorecardFactory,
    StatusEntryFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def endangered():
    """A recognised commune with four of nineteen criteria lost: two more start the revocation."""
    criteria_set = CriteriaSetFactory(short_name="2021–2025")
    criteria = [CriterionFactory(criteria_set=criteria_set, number=n) for n in range(1, 20)]
    rule = LevelRule.objects.create(
        level=Level.STANDARD,
        criteria_set=criteria_set,
        measured_on=criteria_set,
        revoke_share_key=30,
        revoke_share_any=50,
        starts=dt.date(2022, 8, 2),
        confidence=Confidence.SOURCED,
    )
    rule.key_criteria.set([criteria[9]])
    commune = CommuneFactory()
    RecognitionFactory(commune=commune)
    scorecard = ScorecardFactory(commune=commune, criteria_set=criteria_set)
    for criterion in criteria:
        status = Status.NOT_MET if criterion.number <= 4 else Status.MET
        StatusEntryFactory(scorecard=scorecard, criterion=criterion, status=status)
    rebuild_current()
    return commune


@pytest.mark.usefixtures("member")
def test_the_page_of_a_commune_tells_what_is_missing_and_what_may_be_lost(client, endangered):
    page = client.get(reverse("reports:commune_detail", args=[endangered.code])).content.decode()
    assert "chưa đạt tiêu chí 1, 2, 3, 4 của bộ 2021–2025" in page.lower()
    assert "mất thêm 2 tiêu chí là thuộc diện thu hồi nếu trong đó có tiêu chí then chốt" in page
    assert "đã công nhận nhưng hụt" in page
    assert "Ghi công nhận" not in page


@pytest.mark.usefixtures("office")
def test_the_office_enters_recognitions_from_the_page_of_a_commune(client, endangered):
    page = client.get(reverse("reports:commune_detail", args=[endangered.code])).content.decode()
    assert reverse("criteria:recognition_add", args=[endangered.code]) in page


@pytest.mark.usefixtures("office", "endangered")
def test_the_first_page_of_the_office_counts_who_is_at_risk(client):
    page = client.get(reverse("reports:home")).content.decode()
    assert "1 công nhận có nguy cơ bị thu hồi" in page
