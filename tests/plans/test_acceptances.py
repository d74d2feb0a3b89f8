"""What is accepted as unmet until a year: by whom, what is refused, how it ends."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from python_calamine import CalamineWorkbook

from accounts.choices import Role
from accounts.models import Activity
from plans.models import Acceptance
from plans.permissions import lent_to_accept, may_accept, may_end_acceptance
from plans.selectors.acceptances import acceptances
from plans.services.acceptances import accept, end_acceptance
from tests.factories import (
    AcceptanceFactory,
    AgencyFactory,
    CriterionFactory,
    DelegationFactory,
    IndicatorFactory,
    MembershipFactory,
    PaperFactory,
    UserFactory,
)
from tests.plans.reds import DAY, Reds

pytestmark = pytest.mark.django_db
ADD, LIST = reverse("plans:acceptance_add"), reverse("plans:acceptance_list")


@pytest.fixture
def reds():
    return Reds()


@pytest.fixture
def leader(client):
    user = MembershipFactory(agency=AgencyFactory(provincial=True), role=Role.DIRECTOR).user
    client.force_login(user)
    return user


def said(reds, **given):
    return {
        "commune": reds.commune,
        "criterion": reds.criteria[2],
        "until_year": 2025,
        "reason": "Chờ vốn giai đoạn sau",
        "paper": PaperFactory(),
        "by": UserFactory(),
        **given,
    }


# ── the service ──────────────────────────────────────────────────────────────────────────────


def test_it_is_kept_with_its_paper_from_the_working_day_on(reds):
    given = said(reds)
    row = accept(**given)
    row.refresh_from_db()
    assert (row.starts, row.until_year, row.paper, row.basis) == (
        *(DAY, 2025, given["paper"]),
        given["paper"].short,
    )
    line = Activity.objects.get(verb="accepted unmet")
    assert (line.by, line.details["until"]) == (given["by"], 2025)


def test_a_leader_accepts_without_a_paper(reds):
    leader, lender = UserFactory(full_name="Trần Thị Bình"), UserFactory(full_name="Lê Văn An")
    row = accept(**said(reds, paper=None, by=leader), as_leader=True, on_behalf_of=lender)
    assert row.basis == "Lê Văn An chấp nhận trên cổng"
    assert Activity.objects.get(verb="accepted unmet").on_behalf_of == lender


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": "  "}, "reason"),
        ({"until_year": 2023}, "past"),
        ({"paper": None}, "paper"),
    ],
)
def test_what_is_refused(reds, given, code):
    with pytest.raises(ValidationError) as caught:
        accept(**said(reds, **given))
    assert (caught.value.code, Acceptance.objects.count()) == (code, 0)


def test_only_what_is_unmet_on_the_set_in_force_is_accepted(reds):
    gone = reds.place(unmet=(2,), ends=dt.date(2024, 6, 17))
    foreign = CriterionFactory(criteria_set__starts=dt.date(2016, 1, 1))
    for given, code in (
        ({"criterion": reds.criteria[1]}, "met"),
        ({"criterion": foreign}, "set"),
        ({"indicator": IndicatorFactory()}, "set"),
        ({"commune": gone}, "outside"),
    ):
        with pytest.raises(ValidationError) as caught:
            accept(**said(reds, **given))
        assert caught.value.code == code


def test_it_is_accepted_once_and_may_be_prolonged(reds):
    accept(**said(reds, criterion=reds.criteria[3]))
    for given in ({}, {"indicator": reds.first}, {"until_year": 2024}):
        with pytest.raises(ValidationError) as caught:
            accept(**said(reds, criterion=reds.criteria[3], **given))
        assert caught.value.code == "duplicate"
    accept(**said(reds, criterion=reds.criteria[3], until_year=2026))
    assert Acceptance.objects.count() == 2


def test_an_indicator_accepted_leaves_the_criterion_to_be_accepted(reds):
    accept(**said(reds, criterion=reds.criteria[3], indicator=reds.first))
    accept(**said(reds, criterion=reds.criteria[3], indicator=reds.second))
    accept(**said(reds, criterion=reds.criteria[3]))
    assert Acceptance.objects.count() == 3


def test_it_is_ended_once_with_a_reason_and_a_line_on_the_trail(reds):
    row, by = AcceptanceFactory(), UserFactory()
    with pytest.raises(ValidationError) as caught:
        end_acceptance(acceptance=row, reason=" ", by=by)
    assert caught.value.code == "reason"
    ended = end_acceptance(acceptance=row, reason="Đã có nguồn", seen=1, by=by)
    assert (ended.ended_on, ended.ended_reason, ended.version) == (DAY, "Đã có nguồn", 2)
    changes = Activity.objects.get(verb="ended acceptance").details["changes"]
    assert changes["ended_on"] == [None, "2024-06-18"]
    with pytest.raises(ValidationError) as caught:
        end_acceptance(acceptance=row, reason="Lần nữa", by=by)
    assert caught.value.code == "ended"


def test_the_second_writer_is_told(reds):
    with pytest.raises(ValidationError) as caught:
        end_acceptance(acceptance=AcceptanceFactory(), reason="Có", seen=7, by=UserFactory())
    assert caught.value.code == "stale"


# ── who ──────────────────────────────────────────────────────────────────────────────────────


def test_who_accepts_and_who_ends():
    on_paper, in_portal = AcceptanceFactory(), AcceptanceFactory(paper=None)
    agencies = {
        "leader": (AgencyFactory(provincial=True), Role.DIRECTOR),
        "staff of the leaders": (AgencyFactory(provincial=True), Role.OFFICER),
        "office": (AgencyFactory(office=True), Role.OFFICER),
        "department": (AgencyFactory(), Role.DIRECTOR),
    }
    people = {
        who: MembershipFactory(agency=agency, role=role).user
        for who, (agency, role) in agencies.items()
    }
    assert {who for who, one in people.items() if may_accept(one)} == {"leader"}
    assert {who for who, one in people.items() if may_end_acceptance(one, on_paper)} == {
        *("leader", "office"),
    }
    assert {who for who, one in people.items() if may_end_acceptance(one, in_portal)} == {"leader"}


def test_a_lent_power_says_in_whose_stead():
    own = MembershipFactory(agency=AgencyFactory(provincial=True), role=Role.DIRECTOR).user
    borrower = DelegationFactory(giver=own).receiver
    assert (lent_to_accept(own), lent_to_accept(borrower)) == (None, own)


# ── the pages ────────────────────────────────────────────────────────────────────────────────


def form(reds, **given):
    return {
        "commune": reds.commune.code,
        "about": f"tc-{reds.criteria[2].pk}",
        "until_year": "2025",
        "reason": "Chờ vốn",
        **given,
    }


def test_a_leader_accepts_from_a_row(leader, client, reds):
    query = {"xa": reds.commune.code, "tieu-chi": reds.criteria[3].pk, "chi-tieu": reds.first.pk}
    page = client.get(ADD, query).content.decode()
    assert f'value="ct-{reds.first.pk}" selected' in page
    assert "Gio Mai (" in page
    answer = client.post(ADD, form(reds), follow=True)
    assert "Đã chấp nhận xã Gio Mai chưa đạt 2." in answer.content.decode()
    row = Acceptance.objects.get()
    assert (row.by, row.paper, row.criterion) == (leader, None, reds.criteria[2])


@pytest.mark.usefixtures("office")
def test_the_office_names_the_paper(client, reds):
    answer = client.post(ADD, form(reds))
    assert answer.status_code == 422
    assert "Hãy chọn văn bản đã ký" in answer.content.decode()
    PaperFactory(number="77", notation="UBND-NN")
    assert client.post(ADD, form(reds, paper="77/UBND-NN")).status_code == 302
    assert Acceptance.objects.get().paper.number == "77"


@pytest.mark.usefixtures("leader")
@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        ({"reason": ""}, 422, "Hãy nêu lý do"),
        ({"about": ""}, 422, "Hãy chọn tiêu chí hoặc chỉ tiêu"),
        ({"commune": "không có"}, 422, "Không có xã"),
        ({"until_year": "2023"}, 422, "2023"),
    ],
)
def test_what_was_typed_is_kept(client, reds, given, status, words):
    answer = client.post(ADD, form(reds, **{"reason": "Chờ hệ thống nước", **given}))
    page = answer.content.decode()
    assert (answer.status_code, Acceptance.objects.count()) == (status, 0)
    assert words in page
    if "reason" not in given:
        assert "Chờ hệ thống nước" in page


@pytest.mark.usefixtures("leader")
def test_a_refusal_of_the_service_is_a_409(client, reds):
    answer = client.post(ADD, form(reds, about=f"tc-{reds.criteria[1].pk}"))
    assert answer.status_code == 409
    assert "không ở tình trạng chưa đạt tiêu chí 1" in answer.content.decode()


@pytest.mark.usefixtures("member")
def test_nobody_else_accepts_or_ends(client, reds):
    row = AcceptanceFactory()
    for address in (ADD, reverse("plans:acceptance_end", args=[row.pk])):
        for answer in (client.get(address), client.post(address, form(reds))):
            assert answer.status_code == 403
            assert "Chỉ lãnh đạo Ban Chỉ đạo" in answer.content.decode()


@pytest.mark.usefixtures("office")
def test_the_office_ends_what_rests_on_a_paper(client):
    row = AcceptanceFactory()
    address = reverse("plans:acceptance_end", args=[row.pk])
    assert client.post(address, {"version": 1}).status_code == 422
    stale = client.post(address, {"version": 9, "reason": "Có vốn"})
    assert (stale.status_code, "Người khác vừa sửa" in stale.content.decode()) == (409, True)
    assert client.post(address, {"version": 1, "reason": "Có vốn"}).status_code == 302
    assert "thôi từ 18/6/2024: Có vốn" in client.get(LIST).content.decode()
    assert client.get(reverse("plans:acceptance_end", args=[0])).status_code == 404


def test_the_list_is_filtered_and_downloads(member, client):
    alive = AcceptanceFactory(commune__name="Gio Mai")
    over = AcceptanceFactory(until_year=2023)
    assert set(acceptances(member, DAY)) == {alive, over}
    assert list(acceptances(member, DAY, state="con-hieu-luc")) == [alive]
    assert list(acceptances(member, DAY, state="da-het")) == [over]
    assert list(acceptances(member, DAY, commune="gio mai")) == [alive]
    page = client.get(LIST).content.decode()
    assert "đã hết năm 2023" in page
    assert "Thôi chấp nhận<span" not in page  # only who may end it
    sheet = client.get(LIST, {"dang": "xlsx", "xa": "gio mai"}).content
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert rows[1][1:2] + rows[1][5:7] == ["Gio Mai", 2025.0, "Chờ hệ thống nước tập trung"]
