"""Difficulties: raised, answered in working days, forwarded, escalated, closed by who raised them."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from accounts.choices import Role
from accounts.models import Activity
from plans.choices import DifficultyState, StepKind
from plans.models import Difficulty, DifficultyStep
from plans.permissions import voices
from plans.selectors.difficulties import (
    DifficultyFilters,
    difficulties,
    likely_to_answer,
    lines,
    waiting_for,
)
from plans.services.difficulties import (
    POSSIBLE,
    About,
    raise_difficulty,
    standing,
    withdraw_step,
)
from tests.factories import (
    AgencyFactory,
    CommuneFactory,
    CriterionFactory,
    DifficultyFactory,
    DifficultyStepFactory,
    IndicatorFactory,
    MembershipFactory,
    ResponsibilityFactory,
    SponsorAssignmentFactory,
    UserFactory,
)
from tests.plans.troubles import raised, stands, step

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 18)  # a Tuesday


@pytest.fixture
def world():
    return raised()


def refusal(act, *args, **given):
    with pytest.raises(ValidationError) as caught:
        act(*args, **given)
    error = caught.value
    return error.code if hasattr(error, "code") else next(iter(error.error_dict.values()))[0].code


# ── the road ─────────────────────────────────────────────────────────────────────────────────


def test_raising_asks_an_agency_within_working_days(world):
    assert stands(world) == ("open", world.asked, dt.date(2024, 6, 25))
    (first,) = world.row.steps.all()
    assert (first.kind, first.to, first.words) == ("raised", world.asked, "Vốn sự nghiệp")
    line = Activity.objects.get(verb="raised difficulty")
    assert line.details == {"to": world.asked.slug, "answer_by": "2024-06-25"}


def test_the_default_days_pass_over_tet(world, settings):
    settings.PORTAL_TODAY = "2024-02-07"  # the eve of Tết, 8–14/2/2024
    row = raise_difficulty(
        raised_by=world.raiser,
        addressed_to=world.asked,
        title="x",
        about=About(),
        by=world.people["raiser"],
    )
    assert row.answer_by == dt.date(2024, 2, 21)


def test_answered_and_closed_by_who_raised_it(world):
    step(world, StepKind.ANSWERED, "asked")
    assert stands(world) == ("answered", world.asked, dt.date(2024, 6, 25))
    step(world, StepKind.CLOSED, "raiser", words="")
    assert stands(world)[0] == "closed"
    assert [one.kind for one in world.row.steps.order_by("pk")] == ["raised", "answered", "closed"]
    assert world.row.version == 3


def test_forwarded_it_waits_for_another_with_another_day(world):
    step(world, StepKind.FORWARDED, "asked", to=world.other, answer_by=dt.date(2024, 7, 1))
    assert stands(world) == ("open", world.other, dt.date(2024, 7, 1))
    line = Activity.objects.get(verb="forwarded difficulty")
    assert line.details["changes"]["addressed_to"] == [str(world.asked), str(world.other)]


def test_escalated_and_raised_anew(world):
    step(world, StepKind.ESCALATED, "raiser", to=world.office)
    assert stands(world)[:2] == ("escalated", world.office)
    step(world, StepKind.ANSWERED, "office")
    step(world, StepKind.REOPENED, "raiser")
    assert stands(world)[:2] == ("open", world.office)


def test_files_stand_behind_a_step(client, world):
    buffer = BytesIO()
    Image.new("RGB", (4, 4)).save(buffer, "PNG")
    picture = SimpleUploadedFile("hien-trang.png", buffer.getvalue())
    answer = step(world, StepKind.ANSWERED, "asked", files=[picture])
    assert [one.name for one in answer.attachments.all()] == ["hien-trang.png"]
    client.force_login(world.people["other"])
    assert "hien-trang.png" in client.get(f"/kho-khan/{world.row.pk}/").content.decode()


def test_a_refused_file_leaves_no_step(world):
    file = SimpleUploadedFile("cong-van.txt", b"khong nhan")
    assert refusal(step, world, StepKind.ANSWERED, "asked", files=[file])
    assert (world.row.steps.count(), stands(world)[0]) == (1, "open")


def test_the_last_step_is_withdrawn_with_a_reason(world):
    step(world, StepKind.FORWARDED, "asked", to=world.other, answer_by=dt.date(2024, 7, 1))
    answer = step(world, StepKind.ANSWERED, "other")
    withdraw_step(step=answer, reason="nhầm xã", by=world.people["other"])
    assert stands(world) == ("open", world.other, dt.date(2024, 7, 1))
    answer.refresh_from_db()
    assert (answer.withdrawn_by, answer.withdrawn_reason) == (world.people["other"], "nhầm xã")


def test_what_withdrawing_is_refused_for(world):
    first = world.row.steps.get()
    answer = step(world, StepKind.ANSWERED, "asked")
    by = world.people["asked"]
    assert refusal(withdraw_step, step=answer, reason=" ", by=by) == "reason"
    assert refusal(withdraw_step, step=first, reason="x", by=by) == "first"
    step(world, StepKind.CLOSED, "raiser")
    assert refusal(withdraw_step, step=answer, reason="x", by=by) == "last"
    last = world.row.steps.latest("pk")
    withdraw_step(step=last, reason="x", by=by)
    assert refusal(withdraw_step, step=last, reason="x", by=by) == "withdrawn"


def test_the_steps_are_the_truth(world):
    step(world, StepKind.FORWARDED, "asked", to=world.other)
    step(world, StepKind.ESCALATED, "raiser", to=world.office, answer_by=dt.date(2024, 7, 5))
    step(world, StepKind.ANSWERED, "office")
    assert standing(world.row.steps.living().order_by("pk")) == stands(world)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"title": "  "}, "title"),
        ({"addressed_to": "raiser"}, "to"),
        ({"addressed_to": "gone"}, "to"),
        ({"answer_by": dt.date(2024, 6, 17)}, "past"),
    ],
)
def test_what_raising_is_refused_for(world, more, code):
    world.gone = AgencyFactory(ends=dt.date(2023, 1, 1))
    given = {"title": "x", "addressed_to": "asked"} | more
    given["addressed_to"] = getattr(world, given["addressed_to"])
    said = {"raised_by": world.raiser, "about": About(), "by": UserFactory()}
    assert refusal(raise_difficulty, **said, **given) == code
    assert Difficulty.objects.count() == 1


@pytest.mark.parametrize(
    ("kind", "more", "code"),
    [
        (StepKind.ANSWERED, {"words": " "}, "words"),
        (StepKind.ANSWERED, {"seen": 7}, "stale"),
        (StepKind.REOPENED, {}, "state"),
        (StepKind.FORWARDED, {}, "to"),
        (StepKind.FORWARDED, {"to": "asked"}, "to"),
        (StepKind.FORWARDED, {"to": "raiser"}, "to"),
        (StepKind.ESCALATED, {"to": "office", "answer_by": dt.date(2024, 6, 1)}, "past"),
    ],
)
def test_what_a_step_is_refused_for(world, kind, more, code):
    if "to" in more:
        more = more | {"to": getattr(world, more["to"])}
    assert refusal(step, world, kind, "asked", **more) == code
    assert (world.row.steps.count(), stands(world)[0]) == (1, "open")


# ── who may ──────────────────────────────────────────────────────────────────────────────────

MAY = {
    ("open", "raiser"): {"escalated", "closed"},
    ("open", "asked"): {"answered", "forwarded", "escalated"},
    ("open", "office"): {"forwarded", "escalated"},
    ("open", "other"): set(),
    ("escalated", "asked"): {"answered", "forwarded", "escalated"},
    ("answered", "raiser"): {"closed", "reopened", "escalated"},
    ("answered", "asked"): set(),
    ("answered", "office"): set(),
    ("closed", "raiser"): {"reopened"},
    ("closed", "asked"): set(),
}


@pytest.mark.parametrize(("state", "who"), MAY)
def test_who_may_take_which_step(world, state, who):
    world.row.state = state
    found = voices(world.people[who], world.row)
    assert set(found) == MAY[state, who]
    assert set(found) <= POSSIBLE[DifficultyState(state)]
    assert set(found.values()) <= {getattr(world, who)}


def test_a_focal_point_takes_no_step(world):
    user = MembershipFactory(agency=world.asked, role=Role.FOCAL_POINT).user
    assert voices(user, world.row) == {}


def test_the_office_closes_for_an_agency_that_is_no_more(world):
    world.raiser.ends = dt.date(2024, 6, 1)
    world.raiser.save()
    world.row.state = DifficultyState.ANSWERED
    assert voices(world.people["office"], world.row)[StepKind.CLOSED] == world.office


# ── the list ─────────────────────────────────────────────────────────────────────────────────


def test_late_is_counted_in_working_days():
    friday, monday = dt.date(2024, 6, 14), dt.date(2024, 6, 17)
    rows = [
        DifficultyFactory(answer_by=friday),
        DifficultyFactory(answer_by=DAY),
        DifficultyFactory(answer_by=dt.date(2024, 6, 24)),
        DifficultyFactory(answer_by=friday, state="answered"),
    ]
    assert [(one.days_late, one.days_left) for one in lines(rows, monday)] == [
        (1, None),
        (0, 1),
        (0, 5),
        (0, None),
    ]


def test_whom_it_waits_for():
    rows = [DifficultyFactory(state=one) for one in ("open", "escalated", "answered", "closed")]
    waits = [one.waits_for for one in lines(rows, DAY)]
    assert waits == [rows[0].addressed_to, rows[1].addressed_to, rows[2].raised_by, None]
    for row, agency in zip(rows[:3], waits[:3], strict=True):
        assert list(Difficulty.objects.filter(waiting_for([agency]))) == [row]


def test_filters(member):
    criterion = CriterionFactory(number=8)
    row = DifficultyFactory(
        title="Chưa có nước sạch tập trung",
        commune=CommuneFactory(name="Gio Mai"),
        criterion=criterion,
        answer_by=dt.date(2024, 6, 10),
    )
    DifficultyFactory(state="closed", answer_by=dt.date(2024, 6, 1))
    DifficultyFactory(raised_on=dt.date(2024, 7, 1))
    for filters in (
        {"text": "nuoc sach"},
        {"commune": "gio mai"},
        {"district": row.commune.district.code},
        {"criterion": "8"},
        {"state": "qua-han"},
        {"state": "open"},
        {"waits": row.addressed_to.slug},
        {"agency": row.raised_by.slug},
    ):
        assert list(difficulties(member, DAY, DifficultyFilters(**filters))) == [row], filters
    assert difficulties(member, DAY, DifficultyFilters()).count() == 2


def test_what_waits_stands_first_the_first_due_before_all(member):
    closed = DifficultyFactory(state="closed", answer_by=dt.date(2024, 6, 3), raised_on=DAY)
    answered = DifficultyFactory(state="answered", answer_by=dt.date(2024, 6, 3))
    later = DifficultyFactory(state="escalated", answer_by=dt.date(2024, 6, 28), raised_on=DAY)
    late = DifficultyFactory(answer_by=dt.date(2024, 6, 10))

    found = difficulties(member, DAY, DifficultyFilters())
    assert list(found) == [late, later, answered, closed]


def test_the_list_costs_the_same_queries_for_one_as_for_five(client, member):
    def cost():
        with CaptureQueriesContext(connection) as caught:
            client.get("/kho-khan/")
        return len(caught)

    def more():
        DifficultyFactory(commune=CommuneFactory(), criterion=CriterionFactory())

    more()
    one = cost()
    for _ in range(4):
        more()
    assert cost() == one <= 11


def test_who_is_likely_to_answer():
    indicator = IndicatorFactory()
    commune = CommuneFactory()
    sponsor = SponsorAssignmentFactory(commune=commune).agency
    assert likely_to_answer(DAY) is None
    assert likely_to_answer(DAY, commune=commune, criterion=indicator.criterion) == sponsor
    answers = ResponsibilityFactory(indicator=indicator, starts=dt.date(2020, 1, 1)).agency
    given = {"commune": commune, "criterion": indicator.criterion}
    assert likely_to_answer(DAY, **given) == answers
    assert likely_to_answer(DAY, **given, indicator=indicator) == answers
    assert likely_to_answer(DAY, **given, indicator=IndicatorFactory()) == sponsor


def test_a_step_may_not_be_edited():
    row = DifficultyStepFactory()
    row.words = "khác"
    with pytest.raises(TypeError):
        row.save()
    assert DifficultyStep.objects.get().words == "Thanh toán theo hướng dẫn cũ"
