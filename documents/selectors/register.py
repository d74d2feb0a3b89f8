"""The register of papers, filtered and sorted."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

from django.db.models import F, Q, QuerySet
from django.http import QueryDict

from accounts.models import User
from communes.models import Agency
from communes.names import search_key
from documents.choices import PaperKind, PaperState
from documents.models import OfficialDocument
from documents.models.paper import CODE_LENGTH, CODE_SIGNS

COLUMNS = (
    *("Loại", "Số, ký hiệu", "Ngày", "Trích yếu", "Cơ quan ban hành"),
    *("Người ký", "Trạng thái", "Ghi chú"),
)
# What the register sorts by; the date is kept in three parts, any of which may be unknown.
ORDERS = {
    "ngay": ["year", "month", "day"],
    "so": ["notation", "number"],
    "loai": ["kind"],
    "trich-yeu": ["search_key"],
    "co-quan": ["issuer__sort_key"],
}
NEWEST = "-ngay"


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


def by_code(user: User, text: str) -> OfficialDocument | None:
    """The paper that prints this code at its foot, however the code is typed."""
    code = read_code(text)
    return OfficialDocument.objects.visible_to(user).filter(code=code).first() if code else None


def read_code(text: str) -> str:
    """«7k3m-9xpd» as it is kept, «7K3M9XPD»; blank for what cannot be a code."""
    bare = "".join(sign for sign in text.upper() if sign not in " -–—.")
    return bare if len(bare) == CODE_LENGTH and set(bare) <= set(CODE_SIGNS) else ""


def named(text: str, year: int | None = None) -> QuerySet[OfficialDocument]:
    """Papers with this code, symbol or key, whoever may see them: for commands of the machine."""
    asked = text.strip()
    number, _, notation = (part.strip() for part in asked.partition("/"))
    numbers = {number, number.lstrip("0"), number.zfill(2)}  # «7» is printed «07»
    says = (
        Q(number__in=numbers, notation__in={notation, notation.upper()})
        if notation
        else Q(pk=None)
    )
    if asked.isdecimal():
        says |= Q(pk=int(asked))
    if code := read_code(asked):
        says |= Q(code=code)
    rows = OfficialDocument.objects.filter(says).select_related("issuer", "letterhead")
    return (rows.filter(year=year) if year else rows).order_by("-year", "pk")


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
