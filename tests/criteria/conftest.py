import pytest

from criteria.choices import Stage, Status, ValueType
from criteria.imports import load_criteria_set, load_mappings
from criteria.imports.shipped import MAPPING_FILE, SET_FILES
from criteria.permissions import mandates
from tests.criteria.people import World
from tests.criteria.rounds import CUT_OFF, YEAR
from tests.criteria.sets import Sets
from tests.factories import (
    CommuneFactory,
    DistrictFactory,
    IndicatorFactory,
    MeasurementFactory,
    RoundFactory,
    ScorecardFactory,
    StatusEntryFactory,
    ThresholdFactory,
)
from tests.kept import standing


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def sets(db):
    return Sets()


@pytest.fixture
def period(db):
    return RoundFactory(
        kind="year", year=2023, name="Kỳ năm 2023", starts=YEAR.starts, ends=CUT_OFF
    )


@pytest.fixture
def office_person(world):
    return world.people["office"]


@pytest.fixture
def own(world):
    """The commune's own voice."""
    return mandates(world.people["commune"], world.scorecard).general[0]


@pytest.fixture
def value(world):
    """What the agency responsible for the indicator told of the commune."""
    return MeasurementFactory(
        scorecard=world.scorecard,
        indicator=world.indicator,
        stage=Stage.APPRAISED,
        agency=world.responsible,
        number=75,
    )


@pytest.fixture
def status(world):
    """What the sponsor told of the commune."""
    return StatusEntryFactory(
        scorecard=world.scorecard,
        criterion=world.criterion,
        stage=Stage.REVIEWED,
        agency=world.sponsor,
        status=Status.NOT_MET,
    )


@pytest.fixture
def responsible(world, client):
    """Signed in: who answers for the indicator, which asks 80 %."""
    ThresholdFactory(indicator=world.indicator, number=80)
    client.force_login(world.people["responsible"])
    return world.people["responsible"]


@pytest.fixture
def table(world):
    """Four communes, one of whose names two districts know; a percentage, a yes/no, a number in two parts."""
    ThresholdFactory(indicator=world.indicator)
    world.indicator.name = "Tỷ lệ thôn có hệ thống loa hoạt động"
    world.indicator.save()
    radio = IndicatorFactory(
        criterion=world.criterion,
        code="8.2",
        order=2,
        name="Xã có điểm bưu chính",
        value_type=ValueType.BOOLEAN,
        unit="",
    )
    ThresholdFactory(
        indicator=radio,
        value_type=ValueType.BOOLEAN,
        comparator="boolean",
        number=None,
        answer=True,
    )
    income = IndicatorFactory(
        criterion=world.criterion,
        code="8.10",
        order=3,
        name="Chi cho truyền thông",
        value_type=ValueType.NUMBER,
        unit="triệu đồng",
        parts=[{"code": "nam", "name": "Nam"}, {"code": "nu", "name": "Nữ"}],
    )
    for part in ("nam", "nu"):
        ThresholdFactory(indicator=income, part=part, value_type=ValueType.NUMBER, number=5)
    here = DistrictFactory(name="Gio Linh")
    there = DistrictFactory(name="Vĩnh Linh")
    places = {
        "Triệu Đại": here,
        "Hải An": here,
        "Tân Lập": here,
    }
    world.cards = {"Hướng Việt": world.scorecard}
    for name, district in places.items():
        commune = CommuneFactory(name=name, district=district)
        world.cards[name] = ScorecardFactory(
            commune=commune, criteria_set=world.scorecard.criteria_set
        )
    twin = CommuneFactory(name="Tân Lập", district=there)
    world.cards["Tân Lập bis"] = ScorecardFactory(
        commune=twin, criteria_set=world.scorecard.criteria_set
    )
    return world


@pytest.fixture(scope="module")
def shipped_sets(django_db_setup, django_db_blocker):
    """The sets that ship and what became of each one's criteria, and nothing else."""

    def load():
        for path in SET_FILES:
            load_criteria_set(path)
        load_mappings(MAPPING_FILE)

    with django_db_blocker.unblock(), standing("sets", load):
        yield
