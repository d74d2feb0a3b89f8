"""An illustrative plan of Hướng Việt for 2024, with reports owed and proposals; every name and word made up."""

import datetime as dt

from django.db.models import Q, QuerySet

from accounts.models import User
from communes.models import Agency
from documents.choices import PaperKind
from documents.services import register_paper
from plans.choices import ActionState, Frequency
from plans.models import (
    CommunePlan,
    DutyItem,
    Milestone,
    PlanAction,
    Proposal,
    ReportDuty,
    VillageReport,
)
from plans.selectors.commune_plans import living_plan
from plans.services.commune_plans import take_plan
from plans.services.duties import DutyGiven, add_duty
from plans.services.proposals import ProposalGiven, add_proposal

AGENCY, DISTRICT, WATER = "ubnd-xa-19438", "ubnd-huong-hoa", "so-nong-nghiep-ptnt"
PEOPLE = ("Hồ Văn Minh Họa", "Nguyễn Thị Minh Họa", "Lê Văn Minh Họa")
MILESTONES = (
    (1, "Ban hành kế hoạch; các thôn xây dựng kế hoạch", dt.date(2024, 3, 25)),
    (2, "Rà soát tiêu chí 6 tháng đầu năm", None),
    (3, "Huy động ngày công làm đường thôn", None),
    (4, "Tổng hợp kết quả cả năm, báo cáo huyện", None),
)
VILLAGES = ("Thôn Minh Họa 1", "Thôn Minh Họa 2", "Thôn Minh Họa 3")
CAME = {4: dt.date(2024, 4, 16), 5: dt.date(2024, 5, 17)}
STARTS, ENDS = dt.date(2024, 1, 1), dt.date(2024, 12, 31)


def write_commune_plans() -> int:
    """How many plans are new: one, or none where the demonstration has it already."""
    agency = Agency.objects.filter(slug=AGENCY).select_related("commune").first()
    person = User.objects.filter(username="huongviet", demo=True).first()
    if agency is None or agency.commune is None or person is None:
        return 0
    if living_plan(agency.commune, 2024) is not None:
        return 0
    paper = register_paper(
        kind=PaperKind.PLAN,
        title="Kế hoạch minh họa xây dựng nông thôn mới xã Hướng Việt năm 2024",
        issuer=agency,
        date=(None, 3, 2024),
        by=person,
        demo=True,
        issuer_text=agency.name,
    )
    plan = take_plan(agency=agency, year=2024, paper=paper, by=person)
    CommunePlan.objects.filter(pk=plan.pk).update(illustrative=True)
    for place, row in enumerate(plan.criteria.all()):
        row.person, row.post = PEOPLE[place % len(PEOPLE)], "công chức xã"
        row.save(update_fields=["person", "post"])
    _milestones(plan, person)
    _villages(plan, person)
    _duties(plan, agency, person)
    for slug, text in (
        (WATER, "Hướng dẫn xã làm hồ sơ nước sạch cho các thôn chưa có công trình."),
        (DISTRICT, "Bố trí kinh phí duy tu đường trục thôn trong năm 2024."),
    ):
        to = Agency.objects.on(ENDS).filter(slug=slug).first()
        given = ProposalGiven(text, to, "" if to else "cấp trên", commune=plan.commune)
        add_proposal(paper=paper, agency=agency, given=given, by=person, illustrative=True)
    return 1


def _milestones(plan: CommunePlan, person: User) -> None:
    Milestone.objects.bulk_create(
        Milestone(
            plan=plan,
            quarter=quarter,
            text=text,
            state=ActionState.DONE if done_on else ActionState.PLANNED,
            done_on=done_on,
            by=person,
            illustrative=True,
        )
        for quarter, text, done_on in MILESTONES
    )


def _villages(plan: CommunePlan, person: User) -> None:
    VillageReport.objects.bulk_create(
        VillageReport(plan=plan, village_name=name, month=month, came_on=day, by=person)
        for place, name in enumerate(VILLAGES)
        for month, day in CAME.items()
        if place < month - 2
    )


def _duties(plan: CommunePlan, agency: Agency, person: User) -> None:
    """Monthly on the 16th to the district: May sent, June late; weekly inside the commune; twice a year."""
    district = Agency.objects.on(ENDS).filter(slug=DISTRICT).first()
    given = [
        DutyGiven(
            "Kết quả thực hiện kế hoạch nông thôn mới",
            Frequency.MONTHLY,
            STARTS,
            agency=agency,
            addressee=district,
            whom="" if district else "Ban Chỉ đạo huyện",
            day=16,
            paper=plan.paper,
            ends=ENDS,
        ),
        DutyGiven(
            "Việc trong tuần của từng tiêu chí",
            Frequency.WEEKLY,
            STARTS,
            who="Người phụ trách tiêu chí",
            whom="Trưởng Ban Chỉ đạo xã",
            paper=plan.paper,
            ends=ENDS,
        ),
        DutyGiven(
            "Sơ kết, tổng kết xây dựng nông thôn mới",
            Frequency.HALF_YEAR,
            STARTS,
            agency=agency,
            addressee=district,
            whom="" if district else "Ban Chỉ đạo huyện",
            paper=plan.paper,
            ends=ENDS,
        ),
    ]
    monthly, *_ = [add_duty(given=one, by=person, illustrative=True) for one in given]
    sent = {"done_on": dt.date(2024, 5, 16), "done_by": person}
    for month, done in ((5, sent), (6, {})):
        DutyItem.objects.get_or_create(
            duty=monthly,
            due_on=dt.date(2024, month, 16),
            defaults={"period": f"tháng {month}/2024"} | done,
        )


def clear_commune_plans(demo: QuerySet[User]) -> int:
    """What is illustrative, was written by a demonstration account, or hangs on a paper of the demonstration."""
    marked = Q(illustrative=True) | Q(by__in=demo)
    of_paper = marked | Q(paper__demo=True) | Q(paper__by__in=demo)
    duties = ReportDuty.objects.filter(of_paper)
    DutyItem.objects.filter(done_by__in=demo).update(done_on=None, done_by=None, paper=None)
    DutyItem.objects.filter(Q(paper__demo=True) | Q(paper__by__in=demo)).update(paper=None)
    gone: int = DutyItem.objects.filter(duty__in=duties).delete()[0]
    gone += duties.delete()[0]
    Proposal.objects.filter(answered_by__in=demo).exclude(of_paper).update(
        state="open", answer="", answered_on=None, answered_by=None
    )
    gone += Proposal.objects.filter(of_paper).delete()[0]
    VillageReport.objects.filter(by__in=demo).delete()
    Milestone.objects.filter(by__in=demo).delete()
    plans = CommunePlan.objects.filter(of_paper)
    PlanAction.objects.filter(paper__in=plans.values("paper")).delete()
    gone += plans.delete()[0]
    return gone
