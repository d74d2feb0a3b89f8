"""A new decision takes the place of the old one in one act; single assignments by hand."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Activity
from criteria.models import SponsorAssignment
from documents.choices import PaperState, RelationKind
from documents.models import Relation
from documents.services.papers import replace_paper
from plans.models.assigning import ADDED, Pair
from plans.selectors.assignment_changes import changes
from plans.services.assignments import assign, assign_by_list, end_assignment, settle_duty
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    PaperFactory,
    SponsorAssignmentFactory,
    UserFactory,
)
from tests.plans.lists import STARTS, province

pytestmark = pytest.mark.django_db
LAST = STARTS - dt.timedelta(days=1)
KHDT, TTTT, YTE = "so-ke-hoach-dau-tu", "so-thong-tin-truyen-thong", "so-y-te"


@pytest.fixture
def world():
    return province()


@pytest.fixture
def old(world):
    """Three assignments by a decision of 2022: kept, with another duty, and removed by the new list."""
    paper = PaperFactory(day=22, month=6, year=2022)
    made = {
        "kept": (KHDT, "Gio Mai", "sponsor"),
        "duty": (KHDT, "Thuận", "sponsor"),
        "removed": (YTE, "Vĩnh Tú", ""),
    }
    return {
        name: SponsorAssignmentFactory(
            agency=world.agencies[slug],
            commune=world.communes[commune],
            duty=duty,
            paper=paper,
            starts=dt.date(2022, 6, 22),
            ends=None,
        )
        for name, (slug, commune, duty) in made.items()
    }


@pytest.fixture
def pairs(world):
    return [
        Pair(KHDT, world.code("Gio Mai"), "sponsor", "dòng 2"),
        Pair(KHDT, world.code("Thuận"), "in_charge", "dòng 3"),
        Pair(TTTT, world.code("Hướng Việt"), "", "dòng 4", "theo thông báo"),
    ]


@pytest.fixture
def paper():
    return PaperFactory(day=27, month=6, year=2024)


def standing(day):
    return {
        (row.agency.slug, row.commune.name): (row.duty, row.paper_id)
        for row in SponsorAssignment.objects.on(day).select_related("agency", "commune")
    }


def decide(paper, pairs, **more):
    return assign_by_list(
        paper=paper, pairs=pairs, **{"starts": STARTS, "by": UserFactory()} | more
    )


def refusal(act, **given):
    with pytest.raises(ValidationError) as caught:
        act(**given)
    error = caught.value
    return error.code if hasattr(error, "code") else next(iter(error.error_dict.values()))[0].code


# ── the difference ───────────────────────────────────────────────────────────────────────────


@pytest.mark.usefixtures("old")
def test_the_difference_to_what_is_in_force(pairs):
    found = changes(pairs, STARTS)
    assert {(one.kind, one.agency.slug, one.commune.name) for one in found.rows} == {
        ("kept", KHDT, "Gio Mai"),
        ("duty", KHDT, "Thuận"),
        ("added", TTTT, "Hướng Việt"),
        ("removed", YTE, "Vĩnh Tú"),
    }
    (duty,) = found.of("duty")
    assert (duty.before, duty.after) == ("đỡ đầu", "phụ trách")
    assert "Vĩnh Tú" in [one.name for one in found.alone]
    assert (len(found.alone), found.agencies) == (6, 2)


@pytest.mark.usefixtures("old")
def test_a_list_that_only_adds_removes_nobody(pairs):
    found = changes(pairs, STARTS, scope=ADDED)
    assert found.of("removed") == []


def test_what_does_not_exist_on_the_first_day_is_told(world):
    pairs = [Pair("so-la", world.code("Gio Mai")), Pair(KHDT, "00001")]
    found = changes(pairs, STARTS)
    assert (len(found.gone), found.rows) == (2, ())


def test_a_hundred_pairs_cost_the_queries_of_one(world):
    pairs = [
        Pair(slug, commune.code) for slug in world.agencies for commune in world.communes.values()
    ]
    costs = []
    for some in (pairs[:1], pairs):
        with CaptureQueriesContext(connection) as caught:
            changes(some, STARTS)
        costs.append(len(caught))
    assert costs[0] == costs[1] == 3


# ── in one act ───────────────────────────────────────────────────────────────────────────────


def test_the_old_list_ends_the_day_before_and_the_new_one_starts(old, pairs, paper):
    before = standing(LAST)
    decided = decide(paper, pairs)
    assert standing(LAST) == before
    assert standing(STARTS) == {
        (KHDT, "Gio Mai"): ("sponsor", paper.pk),
        (KHDT, "Thuận"): ("in_charge", paper.pk),
        (TTTT, "Hướng Việt"): ("", paper.pk),
    }
    assert {
        row.ends for row in SponsorAssignment.objects.filter(pk__in=[o.pk for o in old.values()])
    } == {LAST}
    assert (decided.added, decided.kept, decided.changed, decided.ended) == (1, 1, 1, 1)
    assert SponsorAssignment.objects.get(commune__name="Hướng Việt").note == "theo thông báo"


def test_the_old_paper_becomes_replaced(old, pairs, paper):
    decided = decide(paper, pairs)
    before = old["kept"].paper
    before.refresh_from_db()
    assert (decided.replaced, before.state) == ((before,), PaperState.REPLACED)
    assert Relation.objects.filter(paper=paper, kind=RelationKind.REPLACES, other=before).exists()
    assert before.short in decided.words


def test_a_paper_of_which_something_goes_on_is_not_replaced(old, pairs, paper, world):
    later = SponsorAssignmentFactory(
        agency=world.agencies[YTE],
        commune=world.communes["Vĩnh Thái"],
        paper=old["kept"].paper,
        starts=dt.date(2025, 1, 1),
    )
    decided = decide(paper, pairs, ends=dt.date(2024, 12, 31))
    assert (decided.replaced, later.paper.state) == ((), PaperState.REGISTERED)


def test_the_trail_names_the_decision_and_every_assignment(old, pairs, paper):
    decide(paper, pairs)
    line = Activity.objects.get(verb="entered assignments")
    assert line.subject == f"documents.officialdocument:{paper.pk}"
    assert line.details["counts"] == {"added": 1, "removed": 1, "duty": 1, "kept": 1}
    assert line.details["removed"] == ["Sở Y tế – Vĩnh Tú"]
    ended = Activity.objects.filter(verb="ended assignment").values_list("subject", flat=True)
    assert set(ended) == {f"criteria.sponsorassignment:{row.pk}" for row in old.values()}
    assert Activity.objects.filter(verb="assigned sponsor").count() == 3


def test_what_was_carried_on_follows_its_own_decision(world, paper):
    """QĐ 1625's list comes later than QĐ 1625: the rows of its first day follow it or go."""
    held = {
        name: SponsorAssignmentFactory(
            agency=world.agencies[KHDT],
            commune=world.communes[name],
            paper=paper,
            starts=STARTS,
            ends=None,
            carried_on=True,
            duty="",
        )
        for name in ("Gio Mai", "Thuận")
    }
    decided = decide(paper, [Pair(KHDT, world.code("Gio Mai"), "sponsor")])
    (row,) = SponsorAssignment.objects.all()
    assert (row.pk, row.duty, row.carried_on) == (held["Gio Mai"].pk, "sponsor", False)
    assert (decided.changed, decided.ended, decided.replaced) == (1, 1, ())


def test_a_list_that_only_adds_leaves_the_rest_alone(old, pairs, paper):
    decided = decide(paper, pairs, scope=ADDED)
    assert standing(STARTS) == {
        (KHDT, "Gio Mai"): ("sponsor", old["kept"].paper_id),
        (KHDT, "Thuận"): ("in_charge", paper.pk),
        (TTTT, "Hướng Việt"): ("", paper.pk),
        (YTE, "Vĩnh Tú"): ("", old["removed"].paper_id),
    }
    assert (decided.ended, decided.replaced) == (0, ())
    old["kept"].paper.refresh_from_db()
    assert old["kept"].paper.state == PaperState.REGISTERED


def test_the_list_of_a_past_decision_ends_before_the_next_begins(old, paper, world):
    pairs = [Pair(TTTT, world.code("Vĩnh Thái"), "sponsor")]
    past = {"starts": dt.date(2020, 7, 14), "ends": dt.date(2022, 6, 21)}
    decide(paper, pairs, **past)
    assert set(standing(dt.date(2021, 1, 1))) == {(TTTT, "Vĩnh Thái")}
    assert len(standing(STARTS)) == len(old)


def test_a_list_stored_twice_changes_nothing_more(old, pairs, paper):
    decide(paper, pairs)
    count = SponsorAssignment.objects.count()
    again = decide(paper, pairs)
    assert (again.kept, again.added, again.ended) == (3, 0, 0)
    assert SponsorAssignment.objects.count() == count


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"pairs": []}, "nothing"),
        ({"ends": LAST}, "span"),
        ({"starts": dt.date(2020, 7, 14)}, "later"),
        ({"seen": "0" * 16}, "changed"),
        ({"pairs": [Pair("so-la", "80000")]}, "gone"),
    ],
)
@pytest.mark.usefixtures("old")
def test_what_a_list_is_refused_for(pairs, paper, given, code):
    before = list(SponsorAssignment.objects.values())
    said = {"paper": paper, "pairs": pairs, "starts": STARTS, "by": UserFactory()} | given
    assert refusal(assign_by_list, **said) == code
    assert list(SponsorAssignment.objects.values()) == before


def test_what_changed_since_it_was_looked_at_is_not_stored(old, pairs, paper, world):
    seen = changes(pairs, STARTS).digest
    SponsorAssignmentFactory(
        agency=world.agencies[YTE], commune=world.communes["Gio Mỹ"], starts=dt.date(2024, 1, 1)
    )
    said = {"paper": paper, "pairs": pairs, "starts": STARTS, "by": UserFactory(), "seen": seen}
    assert refusal(assign_by_list, **said) == "changed"


def test_replacing_twice_leaves_one_relation_and_a_draft_stays_a_draft():
    old, new, draft = PaperFactory(), PaperFactory(), PaperFactory(state=PaperState.DRAFT)
    for one in (old, old, draft):
        replace_paper(old=one, new=new, by=None)
    draft.refresh_from_db()
    assert (Relation.objects.count(), draft.state) == (2, PaperState.DRAFT)
    assert Activity.objects.filter(verb="replaced paper").count() == 1


# ── by hand ──────────────────────────────────────────────────────────────────────────────────


def hand(**more):
    given = {
        "agency": AgencyFactory(),
        "commune": CommuneFactory(),
        "duty": "sponsor",
        "paper": PaperFactory(),
        "starts": STARTS,
        "by": UserFactory(),
    }
    return given | more


def test_one_assignment_stands_beside_the_others():
    first = assign(**hand())
    second = assign(**hand(commune=first.commune, duty=""))
    assert set(SponsorAssignment.objects.on(STARTS)) == {first, second}
    assert Activity.objects.filter(verb="assigned sponsor").count() == 2


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (lambda _: {"ends": LAST}, "span"),
        (lambda _: {"agency": AgencyFactory(ends=dt.date(2023, 1, 1))}, "gone"),
        (lambda _: {"commune": CommuneFactory(ends=dt.date(2023, 1, 1))}, "gone"),
        (lambda row: {"agency": row.agency, "commune": row.commune}, "overlap"),
    ],
)
def test_what_one_assignment_is_refused_for(more, code):
    row = SponsorAssignmentFactory(ends=None)
    assert refusal(assign, **hand(**more(row))) == code
    assert SponsorAssignment.objects.count() == 1


def test_an_assignment_ends_with_a_reason():
    row = SponsorAssignmentFactory(ends=None)
    end_assignment(assignment=row, ends=LAST, reason="QĐ 9/QĐ-UBND", by=UserFactory())
    row.refresh_from_db()
    assert row.ends == LAST
    line = Activity.objects.get(verb="ended assignment")
    assert (line.details["reason"], line.details["before"]) == ("QĐ 9/QĐ-UBND", "")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"ends": LAST, "reason": " "}, "reason"),
        ({"ends": dt.date(2000, 1, 1), "reason": "x"}, "span"),
        ({"ends": dt.date(2024, 12, 31), "reason": "x"}, "ended"),
    ],
)
def test_what_ending_is_refused_for(given, code):
    row = SponsorAssignmentFactory(ends=dt.date(2024, 6, 1))
    assert refusal(end_assignment, assignment=row, by=UserFactory(), **given) == code


def test_a_duty_is_settled_with_its_ground():
    row = SponsorAssignmentFactory(duty="")
    settle_duty(assignment=row, duty="sponsor", reason="trang 3", seen="", by=UserFactory())
    row.refresh_from_db()
    assert row.duty == "sponsor"
    line = Activity.objects.get(verb="settled duty")
    assert (line.details["before"], line.details["after"]) == ("", "sponsor")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"duty": "sponsor", "reason": " "}, "reason"),
        ({"duty": "sponsor", "reason": "x", "seen": "in_charge"}, "stale"),
        ({"duty": "", "reason": "x", "seen": ""}, "same"),
    ],
)
def test_what_settling_is_refused_for(given, code):
    row = SponsorAssignmentFactory(duty="")
    assert refusal(settle_duty, assignment=row, by=UserFactory(), **given) == code
