import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Self

from django.db.models import F, QuerySet
from django.http import QueryDict

from accounts.models import User
from communes.models import Agency
from communes.names import search_key
from documents.blocks import Head, Paragraph, from_json, wording
from documents.blocks.shape import Piece, pieces
from documents.calendar import WorkCalendar, holidays_of, made_up_days_of
from documents.choices import PaperKind, PaperState
from documents.models import Arrival, DayOff, OfficialDocument, Recipient, Relation

COLUMNS = (
    *("Loại", "Số, ký hiệu", "Ngày", "Trích yếu", "Cơ quan ban hành"),
    *("Người ký", "Trạng thái", "Ghi chú"),
)
DAY_OFF_COLUMNS = ("Ngày", "Là", "Lý do", "Thông báo")
# What the register sorts by; the date is kept in three parts, any of which may be unknown.
ORDERS = {
    "ngay": ["year", "month", "day"],
    "so": ["notation", "number"],
    "loai": ["kind"],
    "trich-yeu": ["search_key"],
    "co-quan": ["issuer__sort_key"],
}
NEWEST = "-ngay"
ADDRESSED = "kính gửi"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader asked for, as it stands in the address."""

    text: str = ""
    kind: str = ""
    agency: str = ""
    year: str = ""
    state: str = ""
    order: str = NEWEST

    @classmethod
    def read(cls, given: QueryDict) -> Self:
        order = given.get("xep", "")
        return cls(
            text=given.get("q", "").strip(),
            kind=given.get("loai", ""),
            agency=given.get("co-quan", ""),
            year=given.get("nam", ""),
            state=given.get("trang-thai", ""),
            order=order if order.removeprefix("-") in ORDERS else NEWEST,
        )

    @property
    def any(self) -> bool:
        return replace(self, order=NEWEST) != Filters()


@dataclass(frozen=True, slots=True)
class Choices:
    kinds: list[tuple[str, str]]
    agencies: list[Agency]
    years: list[int]
    states: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Annex:
    name: str
    title: str
    attached: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """The paper as it would print."""

    superior: tuple[str, ...]
    issuer: tuple[str, ...]
    number_line: str
    date_line: str
    kind: str
    addressees: tuple[str, ...]
    pieces: tuple[Piece, ...]
    recipients: tuple[str, ...]
    post_lines: tuple[str, ...]
    annexes: tuple[Annex, ...]


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A paper with what is known around it; the leaf only when its text is here."""

    paper: OfficialDocument
    leaf: Leaf | None
    recipients: list[Recipient]
    relations: list[Relation]
    cited_by: list[Relation]
    arrivals: list[Arrival]


def register(user: User, filters: Filters) -> QuerySet[OfficialDocument]:
    """The papers somebody may see, as filtered; newest first unless asked otherwise, unknown dates last."""
    rows = OfficialDocument.objects.visible_to(user).select_related("issuer").defer("body")
    for word in search_key(filters.text).split():
        rows = rows.filter(search_key__contains=word)
    wanted = {
        "kind": filters.kind,
        "issuer__slug": filters.agency,
        "state": filters.state,
        "year": int(filters.year) if filters.year.isdecimal() else None,
    }
    rows = rows.filter(**{field: value for field, value in wanted.items() if value})
    fields = ORDERS[filters.order.removeprefix("-")]
    down = filters.order.startswith("-")
    order = [
        F(field).desc(nulls_last=True) if down else F(field).asc(nulls_last=True)
        for field in fields
    ]
    return rows.order_by(*order, "-pk")


def choices(user: User) -> Choices:
    """Only what occurs in the register, so that no filter leads to nothing by itself."""
    seen = OfficialDocument.objects.visible_to(user).order_by()
    kinds = set(seen.values_list("kind", flat=True).distinct())
    states = set(seen.values_list("state", flat=True).distinct())
    years = seen.exclude(year=None).values_list("year", flat=True).distinct()
    issuers = Agency.objects.filter(pk__in=seen.values("issuer")).order_by("sort_key", "starts")
    return Choices(
        kinds=[one for one in PaperKind.choices if one[0] in kinds],
        agencies=list({agency.slug: agency for agency in issuers}.values()),
        years=sorted((year for year in years if year), reverse=True),
        states=[one for one in PaperState.choices if one[0] in states],
    )


def sheet_rows(papers: Iterable[OfficialDocument]) -> list[tuple[str, ...]]:
    """The register as a spreadsheet. Dates stay words, since parts of them may be unknown."""
    return [
        (
            paper.get_kind_display(),
            paper.symbol,
            paper.date_words,
            paper.title,
            str(paper.issuer or paper.issuer_text),
            paper.signer_name,
            paper.get_state_display(),
            paper.note,
        )
        for paper in papers
    ]


def paper_page(user: User, paper: OfficialDocument) -> PaperPage:
    """One paper; related papers only as far as the reader may see them."""
    seen = OfficialDocument.objects.visible_to(user)
    recipients = list(paper.recipients.select_related("agency"))
    return PaperPage(
        paper=paper,
        leaf=_leaf(paper, recipients) if paper.body else None,
        recipients=recipients,
        relations=list(paper.relations.filter(other__in=seen).select_related("other")),
        cited_by=list(paper.cited_by.filter(paper__in=seen).select_related("paper")),
        arrivals=list(paper.arrivals.select_related("agency")),
    )


def _leaf(paper: OfficialDocument, recipients: list[Recipient]) -> Leaf:
    head = Head(
        paper.superior_text,
        paper.issuer_text or (paper.issuer.name if paper.issuer else ""),
        *(paper.number, paper.notation, paper.place),
        *(paper.day, paper.month, paper.year),
    )
    blocks = from_json(paper.body)
    texts = tuple(one.text for one in recipients if one.purpose == ADDRESSED)
    posts = (paper.signer_prefix, paper.signer_post, paper.signer_second_post)
    return Leaf(
        superior=(head.superior.upper(),) if head.superior else (),
        issuer=(head.issuer.upper(),),
        number_line=wording.number_line(head),
        date_line=wording.date_line(head),
        kind=paper.get_kind_display().upper(),
        addressees=wording.sent_to(texts),
        pieces=pieces(wording.body_of(blocks)),
        recipients=wording.copied_to(
            [_with_purpose(one) for one in recipients if one.purpose != ADDRESSED],
            upward=bool(texts),
        ),
        post_lines=tuple(line.upper() for line in posts if line),
        annexes=tuple(
            Annex(
                f"Phụ lục {one.number}".strip(),
                one.title.upper(),
                wording.attachment_line(one.attached_to),
                pieces(wording.closed(one.blocks) or (Paragraph(wording.END),)),
            )
            for one in wording.appendices_of(blocks)
        ),
    )


def _with_purpose(line: Recipient) -> str:
    return f"{line.text} ({line.purpose})" if line.purpose else line.text


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day that is off, or worked against the calendar; `row` where the office wrote it."""

    day: dt.date
    works: bool
    name: str
    row: DayOff | None = None


def work_calendar() -> WorkCalendar:
    """The working days as the office keeps them; one query."""
    return WorkCalendar(dict(DayOff.objects.values_list("day", "works")))


def closed_days(year: int) -> list[ClosedDay]:
    """The public holidays of a year, and what the office wrote beside or above them, day by day."""
    found = {
        day: ClosedDay(day, works=False, name=name) for day, name in holidays_of(year).items()
    }
    for day in made_up_days_of(year):
        found[day] = ClosedDay(day, works=True, name="Làm bù ngày nghỉ hoán đổi")
    for row in DayOff.objects.filter(day__year=year):
        found[row.day] = ClosedDay(row.day, row.works, row.name, row)
    return sorted(found.values(), key=lambda one: one.day)


def day_off_rows(days: Iterable[ClosedDay]) -> list[list[Any]]:
    """In the order of DAY_OFF_COLUMNS."""
    return [
        [
            one.day,
            "làm việc" if one.works else "nghỉ",
            one.name,
            one.row.source if one.row else "ngày lễ theo Bộ luật Lao động",
        ]
        for one in days
    ]
