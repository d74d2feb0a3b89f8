import datetime as dt

import pytest

from criteria.choices import Stage, Status
from criteria.models import StatusEntry
from criteria.services.current import rebuild_current
from plans.choices import TargetKind
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    CriteriaSetFactory,
    CriterionFactory,
    DistrictFactory,
    RecognitionFactory,
    RoundFactory,
    ScorecardFactory,
    SponsorAssignmentFactory,
    StatusEntryFactory,
    TargetFactory,
)
from tests.reports.told import LAST_YEAR, SPRING, WORDS, measured


@pytest.fixture
def yardstick():
    criteria_set = CriteriaSetFactory()
    for number in range(1, 7):
        CriterionFactory(criteria_set=criteria_set, number=number)
    return criteria_set


@pytest.fixture
def say(yardstick):
    def told(commune, text):
        scorecard = ScorecardFactory(commune=commune, criteria_set=yardstick)
        StatusEntry.objects.bulk_create(
            StatusEntryFactory.build(
                scorecard=scorecard,
                criterion=criterion,
                status=Status.MET if letter == "m" else Status.NOT_MET,
                effective_on=dt.date(2024, 1, 5),
                by=None,
            )
            for criterion, letter in zip(yardstick.criteria.all(), text, strict=True)
            if letter != "-"
        )
        rebuild_current([scorecard])

    return told


@pytest.fixture
def rounds():
    RoundFactory(kind="year", year=2023, starts=dt.date(2023, 1, 1), ends=dt.date(2023, 12, 31))
    return RoundFactory(
        kind="half_year", year=2024, starts=dt.date(2024, 1, 1), ends=dt.date(2024, 6, 30)
    )


@pytest.fixture
def tell(yardstick, rounds):
    """Tells of a commune, a letter a criterion: met, not met, in progress, does not apply, «-» nobody said."""

    def told(commune, text, on=LAST_YEAR, **facts):
        found = commune.scorecards.filter(criteria_set=yardstick).first()
        scorecard = found or ScorecardFactory(commune=commune, criteria_set=yardstick)
        StatusEntry.objects.bulk_create(
            StatusEntryFactory.build(
                scorecard=scorecard, criterion=criterion, status=WORDS[letter],
                effective_on=on, by=None, **facts,
            )
            for criterion, letter in zip(yardstick.criteria.all(), text, strict=True)
            if letter in WORDS
        )  # fmt: skip
        rebuild_current([scorecard])
        return commune

    return told


@pytest.fixture
def gio_linh():
    return DistrictFactory(code="466", name="Gio Linh")


@pytest.fixture
def moving(tell, gio_linh, yardstick):
    """Of everything something: gained, lost with each label, silent, unclear, recognised, a machine that objects."""
    full = tell(CommuneFactory(name="Ân", district=gio_linh), "mmmmmm")
    fallen = tell(CommuneFactory(name="Bê", district=gio_linh), "mmmnnn")
    tell(fallen, "n-----", on=SPRING, change="yardstick")
    tell(fallen, "-n-m--", on=SPRING, change="situation")
    other = tell(CommuneFactory(name="Cát"), "mnmn-a")
    tell(other, "nm----", on=SPRING, change="correction")
    tell(other, "----m-", on=SPRING)
    CommuneFactory(name="Dốc", district=gio_linh)
    tell(CommuneFactory(name="Én"), "mmmmm-", stage=Stage.REVIEWED)
    RecognitionFactory(commune=fallen)
    TargetFactory()
    TargetFactory(kind=TargetKind.COMMUNES_UNDER, at_least=None, at_most=0, below=4, out_of=None)
    agency = AgencyFactory(slug="so-x", name="Sở X")
    SponsorAssignmentFactory(commune=full, agency=agency)
    SponsorAssignmentFactory(commune=other, agency=agency)
    StatusEntry.objects.filter(scorecard__commune=other).update(agency=agency)
    measured(full, yardstick, number=3, value=70)
    return {"full": full, "fallen": fallen, "other": other, "agency": agency}
