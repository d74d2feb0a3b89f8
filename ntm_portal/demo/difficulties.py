"""Illustrative difficulties, every word made up; clearing also takes back lists entered in the demonstration."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import Activity, User
from communes.models import Agency, Commune
from criteria.models import Criterion, SponsorAssignment
from documents.choices import PaperState
from documents.models import OfficialDocument
from documents.selectors import work_calendar
from ntm_portal.demo.words import SET
from plans.choices import DifficultyState, DraftKind, StepKind
from plans.models import Attachment, Difficulty, DifficultyStep, PlanDraft

ANSWER_DAYS = 5
TTTT, KHDT, LMHTX, NN, VPDP = (
    *("so-thong-tin-truyen-thong", "so-ke-hoach-dau-tu", "lien-minh-htx"),
    *("so-nong-nghiep-ptnt", "vpdp-ntm"),
)
BY = {
    TTTT: "tttt",
    KHDT: "khdt",
    LMHTX: "lmhtx",
    NN: "snnptnt",
    VPDP: "vpdp",
    "ubnd-xa-19438": "huongviet",
    "ubnd-vinh-linh": "vinhlinh",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Raised on a day; then, on later days, (kind, by whom, words, to whom)."""

    raised_by: str
    to: str
    commune: str
    criterion: int
    title: str
    on: dt.date
    then: tuple[tuple[StepKind, str, dt.date, str, str], ...] = ()


def june(number: int) -> dt.date:
    return dt.date(2024, 6, number)


DIFFICULTIES = (
    Asked(
        "ubnd-xa-19438",
        KHDT,
        "19438",
        2,
        "Chưa rõ nguồn vốn đối ứng cho đường trục thôn",
        june(5),
    ),
    Asked(
        "ubnd-xa-19438",
        TTTT,
        "19438",
        8,
        "Thôn vùng lõm chưa có sóng di động ổn định",
        june(14),
    ),
    Asked(
        LMHTX,
        NN,
        "19465",
        13,
        "Hợp tác xã chưa đủ hồ sơ để được cấp mã vùng trồng",
        dt.date(2024, 5, 20),
        (
            (StepKind.ANSWERED, NN, dt.date(2024, 5, 24), "Đã hướng dẫn lập hồ sơ tại xã.", ""),
            (StepKind.CLOSED, LMHTX, dt.date(2024, 5, 28), "", ""),
        ),
    ),
    Asked(
        "ubnd-vinh-linh",
        VPDP,
        "19369",
        17,
        "Chưa thống nhất cách tính tỷ lệ hộ dùng nước sạch tập trung",
        june(10),
        ((StepKind.FORWARDED, VPDP, june(11), "Chuyển đơn vị phụ trách chỉ tiêu.", NN),),
    ),
    Asked(
        TTTT,
        KHDT,
        "19369",
        8,
        "Chưa bố trí vốn sửa đài truyền thanh xã",
        june(3),
        ((StepKind.ANSWERED, KHDT, june(12), "Đưa vào điều chỉnh kế hoạch vốn năm 2024.", ""),),
    ),
)
STATES = {
    StepKind.ANSWERED: DifficultyState.ANSWERED,
    StepKind.FORWARDED: DifficultyState.OPEN,
    StepKind.CLOSED: DifficultyState.CLOSED,
}


def write_difficulties() -> int:
    """Open, late, forwarded, answered and closed ones, each said by the account of its agency."""
    if Difficulty.objects.filter(illustrative=True).exists():
        return 0
    slugs = {one.raised_by for one in DIFFICULTIES} | set(BY)
    agencies = {one.slug: one for one in Agency.objects.on(june(18)).filter(slug__in=slugs)}
    people = {one.username: one for one in User.objects.filter(username__in=BY.values())}
    communes = {one.code: one for one in Commune.objects.on(june(18))}
    criteria = {
        one.number: one for one in Criterion.objects.filter(criteria_set__code=SET).order_by("pk")
    }
    calendar = work_calendar()
    for asked in DIFFICULTIES:
        due = calendar.add(asked.on, ANSWER_DAYS)
        row = Difficulty.objects.create(
            raised_by=agencies[asked.raised_by],
            addressed_to=agencies[asked.to],
            commune=communes[asked.commune],
            criterion=criteria[asked.criterion],
            title=asked.title,
            raised_on=asked.on,
            answer_by=due,
            by=people[BY[asked.raised_by]],
            illustrative=True,
        )
        steps = [(StepKind.RAISED, asked.raised_by, asked.on, "", asked.to), *asked.then]
        for kind, slug, on, words, to in steps:
            due = calendar.add(on, ANSWER_DAYS) if to else due
            DifficultyStep.objects.create(
                difficulty=row,
                kind=kind,
                agency=agencies[slug],
                words=words,
                to=agencies[to] if to else None,
                answer_by=due if to else None,
                effective_on=on,
                by=people[BY[slug]],
                illustrative=True,
            )
            row.state = STATES.get(kind, row.state)
            row.addressed_to = agencies[to] if to else row.addressed_to
        row.answer_by = due
        row.save()
    return len(DIFFICULTIES)


def clear_difficulties(demo: QuerySet[User]) -> None:
    """What is marked and what demonstration accounts raised or did; lists of theirs go with their drafts."""
    marked = Q(illustrative=True) | Q(by__in=demo)
    rows = Difficulty.objects.filter(marked)
    steps = DifficultyStep.objects.filter(marked | Q(difficulty__in=rows))
    Attachment.objects.filter(step__in=steps).delete()
    DifficultyStep.objects.filter(withdrawn_by__in=demo).update(
        withdrawn_at=None, withdrawn_by=None, withdrawn_reason=""
    )
    steps.delete()
    rows.delete()
    _clear_lists(demo)


def _clear_lists(demo: QuerySet[User]) -> None:
    """Assignments that these accounts made go, those that they ended go on, papers stand as before.

    What the shipped files tell of assignments comes back with the next `load_reference`.
    """
    PlanDraft.objects.filter(kind=DraftKind.ASSIGNMENTS).filter(
        Q(by__in=demo) | Q(stored_by__in=demo)
    ).delete()
    lines = Activity.objects.filter(by__in=demo)
    SponsorAssignment.objects.filter(pk__in=_keys(lines, "ended assignment")).update(ends=None)
    SponsorAssignment.objects.filter(pk__in=_keys(lines, "assigned sponsor")).delete()
    OfficialDocument.objects.filter(pk__in=_keys(lines, "replaced paper")).update(
        state=PaperState.REGISTERED
    )


def _keys(lines: QuerySet[Activity], verb: str) -> list[int]:
    found = lines.filter(verb=verb).values_list("subject", flat=True)
    return [int(subject.rpartition(":")[2]) for subject in found]
