"""The council's files as a list and for a spreadsheet; one file with what it lacks and who holds it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.models import User
from communes.models import Commune
from communes.names import search_key
from criteria.choices import LIVING, CouncilState, Level, Purpose
from criteria.evaluation.council import Asks, Outcome, PaperAsked, outcome
from criteria.models import CouncilFile, CouncilMeeting, FiledDocument, Procedure
from criteria.permissions import Mandate, may_file, may_keep_council
from criteria.selectors.council_conditions import (
    OFFICE,
    ConditionLine,
    asked_of_file,
    condition_lines,
)
from documents.models import StoredFile

OPEN = "dang-xet"
STATES = [(OPEN, "đang xét"), *CouncilState.choices]
COLUMNS = [
    *("Mã xã", "Xã", "Huyện", "Việc", "Mức", "Năm đạt chuẩn", "Ngày lập", "Tình trạng"),
    *("Trình hội đồng", "Ngày họp", "Thành viên", "Có mặt", "Tán thành", "Kết quả"),
    *("Quyết định", "Kết thúc ngày", "Ghi chú", "Số liệu minh họa"),
]
RESULTS = {True: "thông qua", False: "không thông qua"}


@dataclass(frozen=True, slots=True)
class CouncilFilters:
    """What the address of the list says."""

    purpose: str = ""
    level: str = ""
    state: str = ""
    year: str = ""
    district: str = ""
    commune: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "CouncilFilters":
        level, purpose = str(query.get("muc", "")), str(query.get("viec", ""))
        state, year = str(query.get("buoc", "")), str(query.get("nam", ""))
        return cls(
            purpose=purpose if purpose in Purpose.values else "",
            level=level if level in Level.values else "",
            state=state if state in dict(STATES) else "",
            year=year if year.isascii() and year.isdecimal() and len(year) == len("2024") else "",
            district=str(query.get("huyen", ""))[:10],
            commune=str(query.get("xa", "")).strip()[:100],
        )

    @property
    def any(self) -> bool:
        return any((self.purpose, self.level, self.state, self.year, self.district, self.commune))


def council_files(user: User | AnonymousUser) -> QuerySet[CouncilFile]:
    """Those a reader may see, with what a line and a page show of them."""
    meetings = CouncilMeeting.objects.filter(withdrawn_at=None).order_by("held_on", "pk")
    rows: QuerySet[CouncilFile] = (
        CouncilFile.objects.visible_to(user)
        .select_related(
            *("commune__district", "recognition__paper", "recognition__revoking_paper"),
            *("agency", "by", "on_behalf_of"),
        )
        .defer("recognition__paper__body", "recognition__revoking_paper__body")
        .prefetch_related(Prefetch("meetings", queryset=meetings, to_attr="held"))
    )
    return rows


def filtered(rows: QuerySet[CouncilFile], filters: CouncilFilters) -> QuerySet[CouncilFile]:
    """The latest first."""
    if filters.purpose:
        rows = rows.filter(purpose=filters.purpose)
    if filters.level:
        rows = rows.filter(level=filters.level)
    if filters.state == OPEN:
        rows = rows.filter(state__in=sorted(LIVING))
    elif filters.state:
        rows = rows.filter(state=filters.state)
    if filters.year:
        rows = rows.filter(year=int(filters.year))
    if filters.district:
        rows = rows.filter(commune__district__code=filters.district)
    if filters.commune:
        rows = rows.filter(commune__search_key__contains=search_key(filters.commune))
    return rows.order_by("-opened_on", "commune__sort_key", "-pk")


def counts_by_state(user: User | AnonymousUser) -> list[tuple[str, str, int]]:
    """Each state with its words and how many files are in it, in the order of the way."""
    rows = CouncilFile.objects.visible_to(user).order_by().values_list("state")
    found = dict(rows.annotate(Count("pk")))
    return [(one.value, one.label, found.get(one.value, 0)) for one in CouncilState]


def years_of_files(user: User | AnonymousUser) -> list[int]:
    rows = CouncilFile.objects.visible_to(user).exclude(year=None)
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())


def living_of(user: User | AnonymousUser, commune: Commune) -> list[CouncilFile]:
    """The files of a commune that are neither decided nor given up."""
    rows = CouncilFile.objects.visible_to(user).living().filter(commune=commune)
    return list(rows.select_related("commune"))


def sheet_rows(rows: Iterable[Any]) -> list[list[Any]]:
    """In the order of COLUMNS."""
    return [_sheet_row(one, one.held[-1] if one.held else None) for one in rows]


def _sheet_row(one: CouncilFile, meeting: CouncilMeeting | None) -> list[Any]:
    known = one.recognition
    paper = (known.revoking_paper if one.revokes else known.paper) if known else None
    decided = one.state == CouncilState.DECIDED
    return [
        one.commune.code,
        one.commune.name,
        one.commune.district.name if one.commune.district else "",
        one.get_purpose_display(),
        one.get_level_display(),
        one.year,
        one.opened_on,
        one.get_state_display(),
        one.submitted_on,
        meeting.held_on if meeting else None,
        meeting.members if meeting else None,
        meeting.present if meeting else None,
        meeting.in_favour if meeting else None,
        result_words(meeting) if meeting else "",
        (paper.short if paper else known.source if known else "") if decided else "",
        one.ended_on,
        one.dropped_reason or one.note,
        "minh họa" if one.illustrative else "",
    ]


def result_words(meeting: CouncilMeeting) -> str:
    """«thông qua», or that too few were present for the meeting to count."""
    return "không hợp lệ" if meeting.valid is False else RESULTS[meeting.passed]


def files_shown_to(user: User | AnonymousUser) -> QuerySet[StoredFile, int]:
    """Keys of the files behind council files (`settings.FILE_READERS`): every member reads them."""
    seen = CouncilFile.objects.visible_to(user)
    keys = [
        FiledDocument.objects.filter(council_file__in=seen, file__isnull=False).values("file"),
        CouncilMeeting.objects.filter(council_file__in=seen, minutes__isnull=False).values(
            "minutes"
        ),
        seen.filter(findings__file__isnull=False).order_by().values("findings__file"),
    ]
    wanted = Q()
    for one in keys:
        wanted |= Q(pk__in=one)
    rows: QuerySet[StoredFile, int] = (
        StoredFile.objects.filter(wanted).order_by().values_list("pk", flat=True)
    )
    return rows


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document that is asked, with what was filed for it."""

    asked: PaperAsked
    filed: tuple[FiledDocument, ...]


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting with the shares computed; `words`: what came of it."""

    meeting: CouncilMeeting
    outcome: Outcome
    words: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is to be done now, by whom; `act` names the door, blank where nothing can be pressed yet."""

    words: str
    holder: str
    act: str = ""


@dataclass(frozen=True, slots=True)
class CouncilSheet:
    """One file as its page and the API show it."""

    file: CouncilFile
    asks: Asks
    procedure: Procedure | None
    conditions: tuple[ConditionLine, ...]
    documents: tuple[DocumentLine, ...]
    others: tuple[FiledDocument, ...]
    withdrawn: tuple[FiledDocument, ...]
    meetings: tuple[MeetingLine, ...]
    taken_back: tuple[CouncilMeeting, ...]
    step: NextStep | None
    keeper: Mandate | None
    filer: Mandate | None

    @property
    def present(self) -> int:
        return sum(1 for one in self.documents if one.filed)

    @property
    def holding(self) -> int:
        return sum(1 for one in self.conditions if one.holds)

    @property
    def documents_confidence(self) -> str:
        """How sure the list of documents is, where it is equally sure of each."""
        found = {one.confidence for one in self.asks.papers}
        return found.pop() if len(found) == 1 else ""


def council_sheet(file: CouncilFile, user: User) -> CouncilSheet:
    """Everything of one file, as `council_files` gave it."""
    asks = asked_of_file(file)
    conditions = tuple(condition_lines(file, asks))
    filed = list(
        file.filed.select_related("file", "paper", "agency", "by", "withdrawn_by").defer(
            "paper__body"
        )
    )
    living = [one for one in filed if one.withdrawn_at is None]
    documents = tuple(
        DocumentLine(one, tuple(row for row in living if row.asked == one.code))
        for one in asks.papers
    )
    codes = {one.code for one in asks.papers}
    rows = file.meetings.select_related("minutes", "by", "agency", "withdrawn_by")
    meetings = [one for one in rows if one.withdrawn_at is None]
    return CouncilSheet(
        file=file,
        asks=asks,
        procedure=_procedure(asks),
        conditions=conditions,
        documents=documents,
        others=tuple(one for one in living if one.asked not in codes),
        withdrawn=tuple(one for one in filed if one.withdrawn_at is not None),
        meetings=tuple(_meeting(one, asks) for one in meetings),
        taken_back=tuple(one for one in rows if one.withdrawn_at is not None),
        step=_step(file, conditions, documents),
        keeper=may_keep_council(user),
        filer=may_file(user, file.commune),
    )


def _procedure(asks: Asks) -> Procedure | None:
    rows = Procedure.objects.select_related("paper").defer("paper__body")
    found: Procedure | None = rows.filter(pk=asks.procedure).first() if asks.procedure else None
    return found


def _meeting(one: CouncilMeeting, asks: Asks) -> MeetingLine:
    found = outcome(asks.vote, members=one.members, present=one.present, in_favour=one.in_favour)
    return MeetingLine(one, found, result_words(one))


def _step(
    file: CouncilFile,
    conditions: tuple[ConditionLine, ...],
    documents: tuple[DocumentLine, ...],
) -> NextStep | None:
    if file.state == CouncilState.PREPARING:
        return _preparing(file, conditions, documents)
    if file.state == CouncilState.SUBMITTED:
        return NextStep("Hội đồng họp; ghi kết quả phiên họp", OFFICE, "meeting")
    if file.state == CouncilState.PASSED:
        words = "thu hồi" if file.revokes else "công nhận"
        return NextStep(f"Chủ tịch UBND tỉnh quyết định {words}; ghi quyết định", OFFICE, "decide")
    if file.state == CouncilState.FAILED:
        return NextStep("Đưa hồ sơ về hoàn thiện, hoặc ghi thôi xét", OFFICE, "return")
    return None


def _preparing(
    file: CouncilFile,
    conditions: tuple[ConditionLine, ...],
    documents: tuple[DocumentLine, ...],
) -> NextStep:
    missing = sum(1 for one in documents if not one.filed)
    unmet = [f"{one.asked.words} ({one.lacks})" for one in conditions if not one.holds]
    words = [f"Nộp {missing} giấy tờ còn thiếu"] if missing else []
    if unmet:
        words.append(f"Còn {len(unmet)} điều kiện: {'; '.join(unmet)}")
    if not words:
        return NextStep("Hồ sơ đủ; trình hội đồng", OFFICE, "submit")
    return NextStep(". ".join(words), f"UBND {file.commune} và {OFFICE}" if missing else OFFICE)


def procedures() -> list[Procedure]:
    """Every procedure, the latest period first, in three queries."""
    rows = Procedure.objects.select_related("paper").prefetch_related("conditions", "documents")
    order = [level.value for level in Level]
    found = sorted(rows, key=lambda one: (one.purpose, order.index(one.level)))
    found.sort(key=lambda one: one.starts, reverse=True)
    return found
