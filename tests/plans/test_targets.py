import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Activity
from criteria.choices import Kinship, Level, Subject
from criteria.models import StatedCount
from plans.choices import DossierStage, TargetKind
from plans.models import Target
from plans.selectors.movers import movement
from plans.selectors.targets import Ground, line_of, target_lines
from plans.services.targets import add_target, change_target
from tests.factories import (
    CommuneFactory,
    CriteriaSetFactory,
    CriterionFactory,
    DossierFactory,
    IndicatorFactory,
    MappingFactory,
    PaperFactory,
    ProvinceFactory,
    RecognitionFactory,
    ResponsibilityFactory,
    SponsorAssignmentFactory,
    TargetFactory,
    UserFactory,
    VillageFactory,
)
from tests.plans.yardstick import recognised

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 18)


def line(target):
    return target_lines([target], DAY)[0]


def test_communes_recognised_count_living_recognitions():
    communes = CommuneFactory.create_batch(4)
    for commune in communes[:3]:
        recognised(commune)
    RecognitionFactory(
        commune=communes[3], since=dt.date(2020, 1, 1), revoked_on=dt.date(2024, 1, 1)
    )
    found = line(TargetFactory(at_least=4, out_of=4))

    assert (found.now.value, found.now.out_of, found.gap, found.reached) == (3, 4, 1, False)
    assert (found.percent, found.aimed_percent) == (75, 100)


def test_percent_of_the_decision_is_said_as_it_says_it():
    found = line(TargetFactory(at_least=77, out_of=101))

    assert f"{found.aimed_percent:.1f}" == "76.2"
    assert found.aim_words == "77/101"


def test_levels_are_counted_apart():
    commune = CommuneFactory()
    recognised(commune)
    recognised(commune, Level.ADVANCED, illustrative=True)
    advanced = line(TargetFactory(kind=TargetKind.COMMUNES_ADVANCED, at_least=19))
    model = line(TargetFactory(kind=TargetKind.COMMUNES_MODEL, at_least=5))

    assert (advanced.now.value, advanced.now.illustrative, advanced.gap) == (1, 1, 18)
    assert (model.now.value, model.gap) == (0, 5)


@pytest.mark.parametrize(
    ("marks", "value", "unclear", "reached"),
    [("100", 1, 0, False), ("110", 0, 0, True), ("10-", 0, 1, None), ("---", None, 1, None)],
)
def test_communes_under_a_limit_are_those_for_certain(say, marks, value, unclear, reached):
    say(CommuneFactory(), marks)
    target = TargetFactory(
        kind=TargetKind.COMMUNES_UNDER, at_least=None, at_most=0, out_of=None, below=2
    )
    found = line(target)

    assert (found.now.value, found.now.unclear, found.reached) == (value, unclear, reached)
    assert found.at_most


def test_a_criterion_of_an_old_set_is_measured_on_the_set_in_force(say, yardstick):
    say(CommuneFactory(), "111")
    say(CommuneFactory(), "011")
    old = CriterionFactory(
        criteria_set=CriteriaSetFactory(
            code="old", starts=dt.date(2016, 10, 17), ends=dt.date(2022, 3, 7)
        ),
        number=8,
    )
    MappingFactory(
        old_set=old.criteria_set,
        new_set=yardstick[0].criteria_set,
        old_criterion=old,
        new_criterion=yardstick[0],
        old_indicator=None,
        new_indicator=None,
        kinship=Kinship.SAME,
    )
    found = line(TargetFactory(kind=TargetKind.CRITERION_MET, criterion=old, at_least=2, out_of=2))

    assert (found.now.value, found.now.out_of, found.gap) == (1, 2, 1)
    assert "tiêu chí 1" in found.now.measured_on


def test_a_criterion_without_an_heir_is_measured_as_it_was():
    old = CriterionFactory(number=8)
    found = line(TargetFactory(kind=TargetKind.CRITERION_MET, criterion=old, at_least=2))

    assert (found.now.value, found.now_words) == (None, "chưa có số liệu")


def test_a_range_of_criteria_is_reached_at_its_lower_end(say):
    commune = say(CommuneFactory(), "110")
    target = TargetFactory(
        kind=TargetKind.CRITERIA_MET,
        province=None,
        commune=commune,
        at_least=2,
        at_most=3,
        out_of=3,
    )
    found = line(target)

    assert (found.aim_words, found.now_words, found.reached) == ("2–3/3", "2/3", True)


def test_what_a_source_states_stands_beside_and_is_never_counted():
    commune = CommuneFactory()
    stated = StatedCount.objects.create(
        subject=Subject.CRITERIA_MET, commune=commune, value=10, out_of=19, as_of=DAY, text="10/19"
    )
    target = TargetFactory(kind=TargetKind.CRITERIA_MET, province=None, commune=commune)

    found = line(target).now
    assert (found.value, found.stated) == (None, stated)


def test_three_dates_of_a_commune_are_kept_apart():
    commune = CommuneFactory()
    known = recognised(commune, year=2022, decided_on=dt.date(2023, 6, 5))
    target = TargetFactory(
        kind=TargetKind.LEVEL,
        province=None,
        commune=commune,
        level=Level.STANDARD,
        year=2021,
        at_least=None,
        out_of=None,
    )
    found = line(target)

    assert (found.target.year, found.now.recognition, found.reached) == (2021, known, True)
    assert found.now.recognition.year == 2022


def test_a_plan_without_a_level_has_nothing_to_compare():
    target = TargetFactory(
        kind=TargetKind.LEVEL, province=None, commune=CommuneFactory(), at_least=None
    )

    assert (line(target).aim, line(target).reached) == (None, None)


def test_districts_and_villages_count_what_was_decided_by_the_day():
    decided = {"stage": DossierStage.RECOGNISED, "decided_on": DAY}
    DossierFactory(**decided)
    DossierFactory(stage=DossierStage.RECOGNISED, decided_on=DAY + dt.timedelta(days=1))
    DossierFactory()
    DossierFactory(district=None, village=VillageFactory(), **decided)
    districts = TargetFactory(kind=TargetKind.DISTRICTS_RECOGNISED, at_least=3, out_of=None)
    villages = TargetFactory(kind=TargetKind.VILLAGES_RECOGNISED, at_least=1, out_of=None)

    assert (line(districts).now.value, line(villages).now.value) == (1, 1)


def test_movers_come_nearest_first_and_as_many_as_lack(say):
    near, far, done = (CommuneFactory() for _ in range(3))
    say(far, "000")
    say(near, "110")
    say(done, "111")
    recognised(done)
    ground = Ground(DAY)
    found = movement(line_of(TargetFactory(at_least=2, out_of=3), ground), ground)

    assert [one.commune for one in found.movers] == [near, far]
    assert [one.near for one in found.movers] == [True, False]
    assert ([one.number for one in found.movers[0].unmet], found.movers[0].asked) == ([3], 1)


def test_what_the_nearest_lack_is_told_by_agency(say, yardstick):
    near = say(CommuneFactory(), "110")
    say(CommuneFactory(), "000")
    answer = ResponsibilityFactory(indicator=IndicatorFactory(criterion=yardstick[2]))
    sponsor = SponsorAssignmentFactory(commune=near)
    ground = Ground(DAY)
    found = movement(line_of(TargetFactory(at_least=1, out_of=2), ground), ground)

    assert [(one.agency, one.count) for one in found.answering] == [(answer.agency, 1)]
    assert found.answering[0].places == ((yardstick[2], (near,)),)
    assert found.movers[0].sponsors == (sponsor.agency,)


def test_a_criterion_nobody_answers_for_comes_last(say, yardstick):
    say(CommuneFactory(), "100")
    answer = ResponsibilityFactory(indicator=IndicatorFactory(criterion=yardstick[1]))
    ground = Ground(DAY)
    found = movement(line_of(TargetFactory(at_least=1, out_of=1), ground), ground)

    assert [one.agency for one in found.answering] == [answer.agency, None]


def test_communes_under_the_limit_have_to_gain_up_to_it(say):
    low = say(CommuneFactory(), "100")
    say(CommuneFactory(), "111")
    ground = Ground(DAY)
    target = TargetFactory(
        kind=TargetKind.COMMUNES_UNDER, at_least=None, at_most=0, out_of=None, below=3
    )
    found = movement(line_of(target, ground), ground)

    assert [(one.commune, one.asked, one.near) for one in found.movers] == [(low, 2, True)]


@pytest.mark.parametrize(("limit", "partly"), [(2, True), (3, False)])
def test_it_is_told_where_not_all_that_is_lacking_need_be_gained(say, limit, partly):
    """A commune with one of three criteria: two are lacking, one or both must come."""
    say(CommuneFactory(), "100")
    target = TargetFactory(
        kind=TargetKind.COMMUNES_UNDER, at_least=None, at_most=0, out_of=None, below=limit
    )
    ground = Ground(DAY)
    found = movement(line_of(target, ground), ground)

    assert found.partly is partly


def test_movers_of_a_criterion_lack_that_one(say, yardstick):
    say(CommuneFactory(), "111")
    lacks = say(CommuneFactory(), "101")
    unjudged = say(CommuneFactory(), "1-1")
    ground = Ground(DAY)
    target = TargetFactory(
        kind=TargetKind.CRITERION_MET, criterion=yardstick[1], at_least=3, out_of=3
    )
    found = movement(line_of(target, ground), ground)

    assert [(one.commune, one.unmet, one.unknown) for one in found.movers] == [
        (lacks, (yardstick[1],), ()),
        (unjudged, (), (yardstick[1],)),
    ]


# --- the office keeps them


def given(**more):
    return {
        "kind": TargetKind.COMMUNES_RECOGNISED,
        "province": ProvinceFactory(),
        "at_least": 77,
        "out_of": 101,
        "year": 2024,
        "text": "77/101 xã",
        "paper": PaperFactory(),
    } | more


def test_a_target_is_entered_with_a_line_on_the_trail():
    by = UserFactory()
    row = add_target(by=by, **given())

    assert (row.by, row.version) == (by, 1)
    assert Activity.objects.get(by=by).verb == "added target"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"province": None}, "place"),
        ({"kind": TargetKind.LEVEL, "level": Level.STANDARD}, "place"),
        ({"at_least": None}, "value"),
        ({"at_least": -1}, "value"),
        ({"at_least": 102}, "value"),
        ({"at_most": 76}, "value"),
        ({"kind": TargetKind.COMMUNES_UNDER, "out_of": None}, "below"),
        ({"kind": TargetKind.CRITERION_MET}, "criterion"),
    ],
)
def test_a_target_that_says_too_little_is_refused(more, code):
    with pytest.raises(ValidationError) as refused:
        add_target(by=UserFactory(), **given(**more))

    assert refused.value.code == code
    assert not Target.objects.exists()


def test_the_same_target_of_a_paper_is_entered_once():
    said = given()
    add_target(by=UserFactory(), **said)
    with pytest.raises(ValidationError) as refused:
        add_target(by=UserFactory(), **said | {"at_least": 78})

    assert refused.value.code == "twin"


def test_the_second_writer_is_told():
    target = TargetFactory()
    change_target(target=target, seen=1, by=UserFactory(), at_least=78)
    with pytest.raises(ValidationError) as refused:
        change_target(target=target, seen=1, by=UserFactory(), at_least=79)

    target.refresh_from_db()
    assert (refused.value.code, target.at_least) == ("stale", 78)
