"""Difficulties: raised, answered in working days, forwarded, escalated, closed by who raised them."""

import datetime as dt
from io import BytesIO
from types import SimpleNamespace

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
    take_step,
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

pytestmark = pytest.mark.django_db
DAY = dt.date(2024, 6, 18)  # a Tuesday


@pytest.fixture
def world():
    """A commune's committee that raised a difficulty with a department; the office and a superior."""
    commune = CommuneFactory(name="Gio Mai")
    agencies = {
        "raiser": AgencyFactory(of_commune=True, commune=commune),
        "asked": AgencyFactory(name="Sở Tài chính"),
        "other": AgencyFactory(name="Kho bạc"),
        "office": AgencyFactory(office=True),
    }
    people = {name: MembershipFactory(agency=one).user for name, one in agencies.items()}
    row = raise_difficulty(
        raised_by=agencies["raiser"],
        addressed_to=agencies["asked"],
        title="Chưa có hướng dẫn thanh toán",
        words="Vốn sự nghiệp",
        about=About(commune),
        by=people["raiser"],
    )
    return SimpleNamespace(row=row, people=people, commune=commune, **agencies)


def step(world, kind, who, **more):
    given = {"words": "nội dung", "by": world.people[who]} | more
    return take_step(difficulty=world.row, kind=kind, agency=getattr(world, who), **given)


def refusal(act, *args, **given):
    with pytest.raises(ValidationError) as caught:
        act(*args, **given)
    error = caught.value
    return error.code if hasattr(error, "code") else next(iter(error.error_dict.values()))[0].code


def stands(world):
    world.row.refresh_from_db()
    return world.row.state, world.row.addressed_to, world.row.answer_by


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


# ── the pages ────────────────────────────────────────────────────────────────────────────────


def say(client, world, **said):
    return client.post(f"/kho-khan/{world.row.pk}/buoc/", {"words": "nội dung"} | said)


def test_raising_on_a_page(client, world):
    client.force_login(world.people["raiser"])
    page = client.get("/kho-khan/moi/", {"xa": world.commune.code})
    assert page.context["form"]["commune"].value() == f"Gio Mai ({world.commune.district.name})"
    said = {
        "raised_by": world.raiser.slug,
        "addressed_to": world.other.slug,
        "title": "Kẹt vốn",
        "commune": "gio mai",
        "answer_by": "28/6/2024",
    }
    empty = client.post("/kho-khan/moi/", said | {"title": ""})
    assert (empty.status_code, empty.context["form"]["commune"].value()) == (422, "gio mai")
    assert client.post("/kho-khan/moi/", said | {"answer_by": "1/6/2024"}).status_code == 409
    response = client.post("/kho-khan/moi/", said)
    row = Difficulty.objects.latest("pk")
    assert response.url == f"/kho-khan/{row.pk}/"
    assert (row.commune, row.answer_by) == (world.commune, dt.date(2024, 6, 28))


def test_nobody_raises_in_the_name_of_others(client, world):
    client.force_login(world.people["asked"])
    said = {"raised_by": world.raiser.slug, "addressed_to": world.other.slug, "title": "x"}
    assert client.post("/kho-khan/moi/", said).status_code == 422
    client.force_login(MembershipFactory(role=Role.FOCAL_POINT).user)
    assert client.get("/kho-khan/moi/").status_code == 403


def test_answering_on_a_page(client, world):
    client.force_login(world.people["asked"])
    page = client.get(f"/kho-khan/{world.row.pk}/").content.decode()
    assert "Trả lời</button>" in page
    assert "Khép lại</button>" not in page
    blank = say(client, world, kind="answered", words="")
    assert (blank.status_code, "Hãy ghi nội dung." in blank.content.decode()) == (422, True)
    assert say(client, world, kind="answered", seen=1).url == f"/kho-khan/{world.row.pk}/"
    assert stands(world)[0] == "answered"
    assert (
        say(client, world, kind="answered").status_code == 403
    )  # nothing left to do for the asked
    client.force_login(world.people["raiser"])
    stale = say(client, world, kind="reopened", seen=1)
    assert (stale.status_code, "vừa có bước mới" in stale.content.decode()) == (409, True)
    assert say(client, world, kind="answered").status_code == 409
    assert say(client, world, kind="closed", words="").status_code == 302


@pytest.mark.usefixtures("member")
def test_others_read_and_do_nothing(client, world):
    page = client.get(f"/kho-khan/{world.row.pk}/")
    assert "Vốn sự nghiệp" in page.content.decode()
    assert page.context["forms"] == []
    for kind in ("answered", "closed", "raised", "abc"):
        assert say(client, world, kind=kind).status_code == 403
    assert client.get("/kho-khan/999999/").status_code == 404


def test_withdrawing_on_a_page(client, world):
    answer = step(world, StepKind.ANSWERED, "asked")
    url = f"/kho-khan/buoc/{answer.pk}/rut/"
    client.force_login(world.people["raiser"])
    assert client.post(url, {"reason": "x"}).status_code == 403
    client.force_login(world.people["asked"])
    assert "Rút bước này" in client.get(f"/kho-khan/{world.row.pk}/").content.decode()
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "nhầm"}).status_code == 302
    assert client.post(url, {"reason": "nhầm"}).status_code == 409
    assert "đã rút: nhầm" in client.get(f"/kho-khan/{world.row.pk}/").content.decode()


def test_the_list_says_whom_it_waits_for_and_downloads(client, world):
    client.force_login(world.people["asked"])
    page = client.get("/kho-khan/").content.decode()
    assert f"1 việc đang chờ {world.asked}" in page
    sheet = client.get("/kho-khan/", {"dang": "xlsx"})
    assert sheet.headers["Content-Disposition"].endswith('"kho-khan-2024-06-18.xlsx"')


def test_a_step_may_not_be_edited():
    row = DifficultyStepFactory()
    row.words = "khác"
    with pytest.raises(TypeError):
        row.save()
    assert DifficultyStep.objects.get().words == "Thanh toán theo hướng dẫn cũ"
