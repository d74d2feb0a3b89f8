"""The file of procedures: what it says of each day, loading it again, and its mistakes."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts import trail
from criteria.choices import Level, Purpose
from criteria.imports import load_levels, load_procedures
from criteria.imports.shipped import LEVEL_FILE, PROCEDURE_FILE
from criteria.models import AskedDocument, Condition, Procedure
from criteria.selectors.council_conditions import asks_of, procedure_on
from tests.factories import UserFactory

RECOGNISE, REVOKE = Purpose.RECOGNISE, Purpose.REVOKE


@pytest.fixture
def shipped(shipped_sets, db):
    load_levels(LEVEL_FILE)
    return load_procedures(PROCEDURE_FILE)


def asked(day, level=Level.STANDARD, purpose=RECOGNISE):
    return asks_of(procedure_on(level, purpose, day))


@pytest.mark.usefixtures("shipped")
def test_a_file_of_2020_follows_qd_2540():
    found = asked(dt.date(2020, 6, 1))
    assert found.paper.startswith("QĐ 2540/QĐ-TTg")
    kinds = [one.kind for one in found.conditions]
    assert kinds == ["registered", "criteria", "debt", "satisfaction", "surveyed"]
    numbers = {one.kind: one.number for one in found.conditions if one.number is not None}
    assert numbers == {"satisfaction": 80, "surveyed": 60}
    assert {one.confidence for one in found.conditions} == {"sourced"}
    assert len(found.papers) == 4
    assert not found.vote.is_known


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("level", "satisfaction", "held"),
    [(Level.STANDARD, 80, False), (Level.ADVANCED, 90, True), (Level.MODEL, 95, True)],
)
def test_a_file_since_august_2022_follows_qd_18(level, satisfaction, held):
    found = asked(dt.date(2024, 6, 1), level)
    assert found.paper.startswith("QĐ 18/2022/QĐ-TTg")
    kinds = {one.kind for one in found.conditions}
    assert kinds - {"held", "lower"} == {"criteria", "debt", "satisfaction", "security"}
    assert ("held" in kinds) == held
    assert ("lower" in kinds) == (level == Level.ADVANCED)
    share = next(one for one in found.conditions if one.kind == "satisfaction")
    assert (share.number, share.confidence) == (satisfaction, "recalled")
    assert (found.vote.present, found.vote.in_favour) == (70, 90)
    assert found.vote.confidence == "recalled"
    assert {one.code for one in found.papers} >= {"to-trinh", "hai-long", "hinh-anh"}
    assert {one.confidence for one in found.papers} == {"recalled"}


@pytest.mark.usefixtures("shipped")
def test_the_days_between_and_the_levels_that_are_not_there():
    assert asked(dt.date(2022, 8, 1)).paper.startswith("QĐ 2540/QĐ-TTg")
    assert asked(dt.date(2022, 8, 2)).paper.startswith("QĐ 18/2022/QĐ-TTg")
    assert asked(dt.date(2019, 6, 1), Level.MODEL).paper.startswith("QĐ 691/QĐ-TTg")
    assert not asked(dt.date(2019, 6, 1), Level.ADVANCED).is_known
    assert not asked(dt.date(2019, 6, 1), Level.STANDARD, REVOKE).is_known
    later = asked(dt.date(2026, 6, 1))
    assert (later.is_known, later.conditions, later.papers) == (False, (), ())
    assert later.note


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("level", Level.values)
def test_revocation_asks_for_the_rule_and_knows_no_vote(level):
    found = asked(dt.date(2024, 6, 1), level, REVOKE)
    assert [one.kind for one in found.conditions] == ["revocation"]
    assert not found.vote.is_known


def test_loading_again_changes_nothing(shipped):
    assert shipped.created == Procedure.objects.count() + Condition.objects.count() + (
        AskedDocument.objects.count()
    )
    again = load_procedures(PROCEDURE_FILE)
    assert (again.created, again.changed, again.removed) == (0, 0, 0)


@pytest.mark.usefixtures("shipped")
def test_what_the_office_corrected_is_kept():
    row = procedure_on(Level.STANDARD, RECOGNISE, dt.date(2024, 6, 1))
    row.conditions.filter(code="hai-long").update(number=85)
    trail.record(UserFactory(), trail.CORRECTED, row)
    assert load_procedures(PROCEDURE_FILE).kept == 1
    assert row.conditions.get(code="hai-long").number == Decimal(85)


@pytest.mark.usefixtures("shipped")
def test_what_somebody_changed_without_a_trail_is_brought_back():
    row = procedure_on(Level.STANDARD, RECOGNISE, dt.date(2024, 6, 1))
    row.conditions.filter(code="hai-long").update(number=85)
    row.documents.filter(code="to-trinh").delete()
    report = load_procedures(PROCEDURE_FILE)
    assert (report.created, report.changed) == (1, 1)
    assert row.conditions.get(code="hai-long").number == 80


@pytest.mark.django_db
def test_every_mistake_is_named_at_once(tmp_path):
    path = tmp_path / "procedures.yaml"
    path.write_text(
        """
procedures:
- level: thon
  purpose: recognise
  starts: 2024-01-01
  confidence: sourced
  paper: '77'
  vote: {confidence: missing}
  conditions:
  - {code: a, kind: debt, words: Nợ, confidence: sourced}
  - {code: a, kind: weather, words: Nắng, confidence: sourced, colour: red}
"""
    )
    with pytest.raises(ValidationError) as refusal:
        load_procedures(path)
    said = " ".join(refusal.value.messages)
    for words in ("level", "«77»", "«a» có hai lần", "kind", "colour"):
        assert words in said
    assert not Procedure.objects.exists()
