"""A ladder of levels and communes judged on it, for the tests of recognition."""

import datetime as dt

from communes.choices import Confidence
from criteria.choices import Level, Status
from criteria.models import CurrentStatus, LevelRule
from criteria.services import rebuild_current
from tests.factories import (
    CriteriaSetFactory,
    CriterionFactory,
    ScorecardFactory,
    StatusEntryFactory,
)


def ladder():
    """The ladder of 2022–2025 on a set of nineteen criteria, the tenth of them a key one."""
    criteria_set = CriteriaSetFactory(code="ntm", short_name="2021–2025")
    criteria = [CriterionFactory(criteria_set=criteria_set, number=n) for n in range(1, 20)]
    common = {"starts": dt.date(2022, 8, 2), "confidence": Confidence.SOURCED}
    first = LevelRule.objects.create(
        level=Level.STANDARD,
        criteria_set=criteria_set,
        measured_on=criteria_set,
        revoke_share_key=30,
        revoke_share_any=50,
        **common,
    )
    first.key_criteria.set([criteria[9]])
    higher = CriteriaSetFactory(code="cao", short_name="nâng cao", level=Level.ADVANCED)
    CriterionFactory(criteria_set=higher, number=1)
    second = LevelRule.objects.create(
        level=Level.ADVANCED, criteria_set=higher, requires=Level.STANDARD, **common
    )
    return first, second


def judge(commune, criteria_set, unmet=()):
    """Every criterion judged, these ones not met."""
    scorecard = ScorecardFactory(commune=commune, criteria_set=criteria_set)
    for criterion in criteria_set.criteria.all():
        status = Status.NOT_MET if criterion.number in unmet else Status.MET
        StatusEntryFactory(scorecard=scorecard, criterion=criterion, status=status)
    rebuild_current()
    assert CurrentStatus.objects.filter(scorecard=scorecard).exists()
