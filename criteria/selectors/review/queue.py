"""The files of the rounds as a list of who waits for whom: one line a file, tabs with their rules.

Without a round in the address the list has the files of every round that has not closed, and those
opened again: nothing that waits is hidden.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from accounts.calendar import working_day
from accounts.models import User
from communes.models import Agency, District
from communes.names import matches
from communes.permissions import is_leader
from criteria.choices import FileState, Stage
from criteria.evaluation.diagram import UNDER_REVIEW
from criteria.models import Holding, Responsibility, Round, RouteStep, Submission
from criteria.permissions import Mandate, spoken_for, steers, voices
from criteria.selectors.review.late import Due, due_of, returned_by
from criteria.selectors.review.progress import Progress, progress_of
from documents.selectors.days_off import work_calendar

MINE, BESIDE, OTHERS, UNSENT, RETURNED, LATE, CONFIRMED, ALL, PASSING = (
    *("cho-toi", "ben-canh", "cho-nguoi-khac", "chua-gui", "tra-lai"),
    *("qua-han", "da-xac-nhan", "tat-ca", "giao-lai"),
)
BY_SINCE, BY_COMMUNE, BY_PROGRESS = "giu", "xa", "tien-do"
ORDERS = (BY_SINCE, BY_COMMUNE, BY_PROGRESS)
LATEST = dt.date.max


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the list says; a blank `tab` is the first that suits the reader."""

    tab: str = ""
    period: str = ""
    district: str = ""
    stage: str = ""
    agency: str = ""
    commune: str = ""
    objected: bool = False
    remarked: bool = False
    order: str = BY_SINCE

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "Filters":
        def word(name: str) -> str:
            return str(query.get(name, "")).replace("\0", "").strip()[:100]

        order = word("xep")
        return cls(
            tab=word("xem") if word("xem") in TABS else "",
            period=_number(word("ky")),
            district=word("huyen"),
            stage=word("cap") if word("cap") in map(str, Stage.values) else "",
            agency=word("co-quan"),
            commune=word("xa"),
            objected=word("bat-dong") == "1",
            remarked=word("nhan-xet") == "1",
            order=order if order.removeprefix("-") in ORDERS else BY_SINCE,
        )

    @property
    def any(self) -> bool:
        said = (self.period, self.district, self.stage, self.agency, self.commune)
        return any(said) or self.objected or self.remarked


@dataclass(slots=True)
class Line:
    """A file, who holds it, what of it is the reader's; `progress` only once it is measured."""

    file: Submission
    held: list[Holding]
    mine: list[tuple[Holding, Mandate]]
    due: Due
    days: dict[int, int]
    concerns: bool
    passing: list[Holding]
    progress: Progress = field(default_factory=Progress)

    @property
    def shown(self) -> list[Holding]:
        """What to say of who holds it: the reader's own first, those beside last."""
        own = {one.pk for one, _ in self.mine}
        return sorted(self.held, key=lambda one: (one.pk not in own, one.beside, one.pk))

    @property
    def others(self) -> int:
        """How many hold it beyond the two that are named first."""
        return max(len(self.held) - 2, 0)

    @property
    def since(self) -> dt.date:
        """Since when it lies with the reader; where it does not, since when it lies with somebody."""
        rows = [one for one, _ in self.mine] or [one for one in self.held if not one.beside]
        return min((one.since for one in rows), default=LATEST)

    @property
    def reading(self) -> list[Holding]:
        """What of it the reader has to give opinions of."""
        return [one for one, _ in self.mine if one.stage != Stage.DECLARED]

    @property
    def given(self) -> int:
        return sum(self.progress.given.get(one.pk, 0) for one in self.reading)

    @property
    def asked(self) -> int:
        return sum(self.progress.parts.get(one.pk, 0) for one in self.reading)

    @property
    def left(self) -> int:
        return self.asked - self.given

    @property
    def sheet(self) -> list[Any]:
        """In the order of COLUMNS."""
        commune, held = self.file.scorecard.commune, self.shown
        return [
            *(str(self.file.round), commune.code, commune.name),
            commune.district.name if commune.district else "",
            self.file.get_state_display(),
            "; ".join(str(one.agency) for one in held),
            "; ".join(f"{one.since:%d/%m/%Y}" for one in held),
            max((self.days[one.pk] for one in held), default=None),
            *((self.given, self.left) if self.reading else (None, None)),
            *(self.progress.against, self.progress.remarks),
            *(self.due.on, self.due.days if self.due.late else None),
        ]


COLUMNS = [
    *("Kỳ", "Mã xã", "Xã", "Huyện", "Tình trạng", "Đang giữ", "Từ ngày", "Ngày làm việc"),
    *("Ý kiến đã cho", "Ý kiến còn lại", "Tiêu chí có bất đồng", "Nhận xét", "Hạn"),
    "Quá hạn (ngày làm việc)",
]


@dataclass(frozen=True, slots=True)
class Tab:
    """A part of the list and the rule by which a file is in it, said beside its count."""

    label: str
    rule: str
    has: Callable[[Line], bool]
    office: bool = False


TABS: dict[str, Tab] = {
    MINE: Tab(
        "Chờ tôi",
        "Hồ sơ đang nằm ở cơ quan mà bạn được ghi ý kiến hoặc gửi đi hôm nay, kể cả rà soát bên cạnh.",
        lambda line: bool(line.mine),
    ),
    BESIDE: Tab(
        "Bên cạnh",
        "Hồ sơ mà cơ quan bạn đang rà soát với vai trò đỡ đầu; hồ sơ vẫn đi tiếp, không chờ ý kiến này.",
        lambda line: any(one.beside for one, _ in line.mine),
    ),
    OTHERS: Tab(
        "Chờ người khác",
        "Hồ sơ xã đã gửi, đang ở cơ quan khác, mà cơ quan bạn đã giữ trong kỳ này hoặc sẽ đến lượt.",
        lambda line: (
            line.concerns
            and line.file.state in UNDER_REVIEW
            and all(one.beside for one, _ in line.mine)
        ),
    ),
    UNSENT: Tab(
        "Xã chưa gửi",
        "Mọi hồ sơ xã đang khai báo: chưa gửi lần nào, hoặc đã rút lại; hồ sơ bị trả lại thì ở phần "
        "«Đã trả lại».",
        lambda line: line.file.state == FileState.DECLARING,
    ),
    RETURNED: Tab(
        "Đã trả lại",
        "Hồ sơ đang bị trả lại cho xã mà cơ quan bạn đã giữ trong kỳ này; Văn phòng Điều phối: mọi hồ sơ.",
        lambda line: line.concerns and line.file.state == FileState.RETURNED,
    ),
    LATE: Tab(
        "Quá hạn",
        "Mọi hồ sơ chưa xong bước đang chờ khi đã qua hạn của bước đó (hạn gửi hoặc hạn được gia hạn, "
        "hạn thẩm tra, thẩm định, đóng kỳ); kỳ không đặt hạn thì không tính.",
        lambda line: line.due.late,
    ),
    CONFIRMED: Tab(
        "Đã xác nhận",
        "Mọi hồ sơ Văn phòng Điều phối đã xác nhận.",
        lambda line: line.file.state == FileState.CONFIRMED,
    ),
    ALL: Tab("Tất cả", "Mọi hồ sơ của các kỳ đang chọn.", lambda _: True),
    PASSING: Tab(
        "Cần giao lại",
        "Hồ sơ đang ở cơ quan không còn hoạt động hôm nay, hoặc chờ thẩm tra khi đã bỏ bước thẩm tra.",
        lambda line: bool(line.passing),
        office=True,
    ),
}


@dataclass(slots=True)
class Queue:
    """The files of the filter, of all tabs; `lines` those of the tab in the order asked for."""

    tab: str
    filters: Filters
    every: list[Line]
    lines: list[Line]
    office: bool
    periods: list[Round]
    holders: list[Agency]
    districts: list[District]
    measured: bool

    @property
    def tabs(self) -> list[tuple[str, Tab, int]]:
        return [
            (key, tab, sum(map(tab.has, self.every)))
            for key, tab in TABS.items()
            if self.office or not tab.office
        ]

    @property
    def rule(self) -> str:
        return TABS[self.tab].rule

    @property
    def reads(self) -> bool:
        """Whether the reader has opinions to give of some file."""
        return any(one.reading for one in self.every)

    @property
    def acting(self) -> int:
        """Of how many files of the list something can be done at once."""
        return sum(bool(one.reading or (self.office and one.passing)) for one in self.lines)

    @property
    def several(self) -> bool:
        """Whether lines have to say of which round they are."""
        return len({one.file.round_id for one in self.every}) > 1


def files_of(user: User, filters: Filters) -> QuerySet[Submission]:
    """Of the round asked for, or of all that have not closed and what was opened again; by place, not by tab."""
    rows = Submission.objects.visible_to(user)
    if filters.period:
        rows = rows.filter(round=int(filters.period))
    else:
        rows = rows.filter(Q(round__closed_at=None) | Q(reopened_at__isnull=False))
    if filters.district:
        rows = rows.filter(scorecard__commune__district__code=filters.district)
    if filters.commune:
        rows = rows.filter(matches(filters.commune, "scorecard__commune__search_key"))
    about = rows.select_related("round", "scorecard__commune__district")
    return about.order_by("scorecard__commune__sort_key", "round__ends", "pk")


def queue(user: User, filters: Filters) -> Queue:
    """In as many queries for a hundred files as for one."""
    speaks = spoken_for(user)
    office = steers(user) is not None
    tab = _tab(filters, speaks=bool(speaks) and not is_leader(user), office=office)
    lines = lines_of(user, list(files_of(user, filters)), speaks, office=office)
    holders = {one.agency_id: one.agency for line in lines for one in line.held}
    lines = [one for one in lines if _matches(one, filters, TABS[tab])]
    whole = filters.objected or filters.remarked
    if whole:
        measure(lines)
        lines = [one for one in lines if _said(one, filters)]
    chosen = [one for one in lines if TABS[tab].has(one)]
    if filters.order.removeprefix("-") == BY_PROGRESS and not whole:
        whole = True
        measure(chosen)
    return Queue(
        tab,
        filters,
        lines,
        _sorted(chosen, filters.order),
        office,
        list(Round.objects.filter(submissions__isnull=False).distinct()),
        sorted(holders.values(), key=lambda one: (one.sort_key, one.starts)),
        list(District.objects.filter(communes__scorecards__submissions__isnull=False).distinct()),
        whole,
    )


def lines_of(
    user: User, files: Sequence[Submission], speaks: Sequence[Agency], *, office: bool
) -> list[Line]:
    """A line for each file, in the order given; files carry round, scorecard, commune."""
    day, calendar = working_day(), work_calendar()
    held: dict[int, list[Holding]] = defaultdict(list)
    rows = Holding.objects.open().filter(submission__in=files).select_related("agency")
    for one in rows.order_by("stage", "pk"):
        held[one.submission_id].append(one)
    touched = set(
        Holding.objects.filter(submission__in=files, agency__in=speaks)
        .order_by()
        .values_list("submission", flat=True)
    )
    answering = set(
        Responsibility.objects.on(day)
        .filter(agency__in=speaks)
        .order_by()
        .values_list("indicator__criterion__criteria_set", flat=True)
    )
    verified = Stage.VERIFIED in set(RouteStep.objects.on(day).values_list("stage", flat=True))
    back = returned_by(files)
    return [
        Line(
            file=one,
            held=held[one.pk],
            mine=[] if one.is_locked else voices(user, held[one.pk]),
            due=due_of(one, back.get(one.pk), day, calendar),
            days={each.pk: calendar.between(each.since, day) for each in held[one.pk]},
            concerns=office
            or one.pk in touched
            or (one.state == FileState.VERIFYING and one.scorecard.criteria_set_id in answering),
            passing=[
                each
                for each in held[one.pk]
                if not one.is_locked and must_pass(each, day, verified=verified)
            ],
        )
        for one in files
    ]


def must_pass(one: Holding, day: dt.date, *, verified: bool) -> bool:
    """Its agency is gone, or it waits for a verification that the route no longer has and nobody was named."""
    if not one.agency.covers(day):
        return True
    return one.stage == Stage.VERIFIED and not verified and one.passed_from_id is None


def measure(lines: Iterable[Line]) -> None:
    """Say on each line how far its readers are."""
    rows = list(lines)
    found = progress_of([one.file for one in rows], {one.file.pk: one.reading for one in rows})
    for one in rows:
        one.progress = found[one.file.pk]


def _tab(filters: Filters, *, speaks: bool, office: bool) -> str:
    tab = filters.tab or (MINE if speaks else ALL)
    return ALL if TABS[tab].office and not office else tab


def _matches(line: Line, filters: Filters, tab: Tab) -> bool:
    """Stage and agency are asked of what the tab is about: in one's own tabs, of one's own holdings."""
    own = tab in (TABS[MINE], TABS[BESIDE])
    rows = [one for one, _ in line.mine] if own and line.mine else line.held
    if filters.stage and not any(one.stage == int(filters.stage) for one in rows):
        return False
    return not filters.agency or any(one.agency.slug == filters.agency for one in line.held)


def _said(line: Line, filters: Filters) -> bool:
    if filters.objected and not line.progress.against:
        return False
    return not filters.remarked or bool(line.progress.remarks)


def _sorted(lines: list[Line], order: str) -> list[Line]:
    """Lines come by commune; sorting is stable, so equals stay so."""
    by, back = order.removeprefix("-"), order.startswith("-")
    if by == BY_COMMUNE:
        return lines[::-1] if back else lines
    if by == BY_PROGRESS:
        return sorted(
            lines, key=lambda one: one.given / one.asked if one.asked else 2, reverse=back
        )
    return sorted(lines, key=lambda one: one.since, reverse=back)


def _number(text: str) -> str:
    return text if text.isascii() and text.isdecimal() and len(text) < 10 else ""  # noqa: PLR2004
