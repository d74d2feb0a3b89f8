"""Asking for a report: its draft, its days, and what is refused."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from accounts.choices import Role
from accounts.models import Activity
from criteria.choices import RoundKind
from documents.choices import PaperKind, PaperState
from reports import services
from reports.choices import Kind, RunState
from reports.models import ReportRun
from tests.factories import (
    AgencyFactory,
    CriteriaSetFactory,
    MembershipFactory,
    RoundFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def ask(agency, by, **changes):
    given = {
        "kind": Kind.AGENCY_HALF_YEAR,
        "agency": agency,
        "criteria_set": changes.pop("criteria_set", None) or CriteriaSetFactory(),
        "round": changes.pop("round", None) or RoundFactory(),
    }
    return services.request_report(**given, by=by)


def test_a_request_drafts_the_paper_and_queues_the_run():
    agency = AgencyFactory(code="STTTT", name="Sở Thông tin và Truyền thông")
    agency.superior_name = "UBND tỉnh Quảng Trị"
    agency.save()
    MembershipFactory(
        agency=agency,
        role=Role.DIRECTOR,
        user=UserFactory(post="Giám đốc", full_name="Nguyễn Văn A"),
    )

    run = ask(agency, by := UserFactory())

    paper = run.paper
    assert (run.state, run.attempt, run.figures, run.requested_by) == ("queued", 0, None, by)
    assert (run.period_starts, run.as_of) == (dt.date(2024, 1, 1), dt.date(2024, 6, 18))
    assert (paper.kind, paper.state, paper.number, paper.notation) == (
        PaperKind.REPORT,
        PaperState.DRAFT,
        "",
        "BC-STTTT",
    )
    assert (paper.place, paper.day, paper.month, paper.year) == ("Quảng Trị", None, 6, 2024)
    assert paper.title == (
        "Kết quả phụ trách, đỡ đầu các xã xây dựng nông thôn mới 6 tháng đầu năm 2024 "
        "và phương hướng, nhiệm vụ 6 tháng cuối năm 2024"
    )
    assert (paper.signer_post, paper.signer_name) == ("Giám đốc", "Nguyễn Văn A")
    assert [line.text for line in paper.recipients.all()] == [
        "Ủy ban nhân dân tỉnh (Ban Chỉ đạo các chương trình mục tiêu quốc gia)",
        "Văn phòng Điều phối nông thôn mới tỉnh",
        "Như trên",
        "Lưu: VT",
    ]
    assert list(Activity.objects.order_by("pk").values_list("verb", flat=True)) == [
        "added letterhead",
        "drafted paper",
        "requested report",
    ]


def test_figures_are_of_the_cut_off_day_once_it_has_passed():
    past = RoundFactory(year=2023, starts=dt.date(2023, 1, 1), ends=dt.date(2023, 6, 30))

    run = ask(AgencyFactory(), UserFactory(), round=past)

    assert run.as_of == dt.date(2023, 6, 30)


def test_a_commune_writes_its_own_name_as_the_place():
    agency = AgencyFactory(of_commune=True, commune__name="Hướng Việt")

    assert ask(agency, UserFactory()).paper.place == "Hướng Việt"


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": RoundKind.YEAR},
        {"starts": dt.date(2024, 7, 1), "ends": dt.date(2024, 12, 31)},
    ],
)
def test_a_round_of_another_kind_or_not_open_yet_is_refused(changes):
    with pytest.raises(ValidationError) as refusal:
        ask(AgencyFactory(), UserFactory(), round=RoundFactory(**changes))

    assert refusal.value.code == "round"


def test_the_same_report_is_not_made_twice_at_once():
    agency, period = AgencyFactory(), RoundFactory()
    first = ask(agency, UserFactory(), round=period)

    with pytest.raises(ValidationError) as refusal:
        ask(agency, UserFactory(), round=period)

    assert refusal.value.code == "underway"
    ReportRun.objects.filter(pk=first.pk).update(state=RunState.DONE)
    assert ask(agency, UserFactory(), round=period).state == RunState.QUEUED
