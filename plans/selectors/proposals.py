"""Proposals of plans to higher levels: once the paper is out they stand on the addressee's list."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.models import User
from communes.models import Agency
from communes.names import matches
from documents.models import OfficialDocument
from plans.choices import ProposalState
from plans.models import Proposal

ABOUT = ("agency", "addressee", "paper", "commune__district", "criterion__criteria_set")
COLUMNS = [
    *("Kiến nghị", "Bên kiến nghị", "Mã xã", "Xã", "Gửi đến", "Văn bản", "Ngày văn bản"),
    *("Tình trạng", "Trả lời", "Trả lời ngày", "Người trả lời", "Số liệu minh họa"),
]


@dataclass(frozen=True, slots=True)
class ProposalFilters:
    """What the address of the list says; agencies by key (slug) or words."""

    state: str = ""
    to: str = ""
    agency: str = ""
    commune: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "ProposalFilters":
        state = str(query.get("tinh-trang", ""))
        return cls(
            state=state if state in ProposalState.values else "",
            to=str(query.get("gui-den", "")).strip()[:100],
            agency=str(query.get("don-vi", "")).strip()[:100],
            commune=str(query.get("xa", "")).strip()[:100],
        )

    @property
    def any(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


def proposals_out(user: User) -> QuerySet[Proposal, Proposal]:
    """Those of papers that are out and not recalled, for every member."""
    out = OfficialDocument.objects.in_force().order_by().values("pk")
    rows: QuerySet[Proposal, Proposal] = Proposal.objects.visible_to(user)
    return rows.filter(paper__in=out).select_related(*ABOUT, "answered_by").defer("paper__body")


def proposals_seen(user: User) -> QuerySet[Proposal, Proposal]:
    """Those of papers that a person may see, drafts of their own among them."""
    seen = OfficialDocument.objects.visible_to(user).order_by().values("pk")
    rows: QuerySet[Proposal, Proposal] = Proposal.objects.visible_to(user)
    return rows.filter(paper__in=seen).select_related(*ABOUT, "answered_by")


def proposals(user: User, filters: ProposalFilters) -> QuerySet[Proposal, Proposal]:
    """What waits for an answer first, the oldest paper first."""
    rows = proposals_out(user)
    if filters.state:
        rows = rows.filter(state=filters.state)
    for key, name in ((filters.to, "addressee"), (filters.agency, "agency")):
        if key:
            found = Q(**{f"{name}__slug": key}) | matches(key, f"{name}__search_key")
            rows = rows.filter(found)
    if filters.commune:
        named = Q(commune__code=filters.commune) | matches(filters.commune, "commune__search_key")
        rows = rows.filter(named)
    return rows.order_by(
        F("answered_on").asc(nulls_first=True),
        F("paper__dated").asc(nulls_last=True),
        *("paper", "order", "pk"),
    )


def open_for(agencies: Iterable[Agency]) -> QuerySet[Proposal, Proposal]:
    """What waits for these agencies' answer."""
    out = OfficialDocument.objects.in_force().order_by().values("pk")
    keys = [one.pk for one in agencies]
    rows: QuerySet[Proposal, Proposal] = Proposal.objects.filter(
        addressee__in=keys, state=ProposalState.OPEN, paper__in=out
    )
    return (
        rows.select_related(*ABOUT)
        .defer("paper__body")
        .order_by(F("paper__dated").asc(nulls_last=True), "pk")
    )


def sheet_rows(rows: Iterable[Proposal]) -> list[list[Any]]:
    """In the order of COLUMNS; what is not known stays blank."""
    return [_sheet_row(one) for one in rows]


def _sheet_row(one: Proposal) -> list[Any]:
    dated: dt.date | None = one.paper.dated
    return [
        *(one.text, str(one.agency) if one.agency else None),
        *((one.commune.code, one.commune.name) if one.commune else (None, None)),
        *(str(one.addressee or one.addressee_text) or None, one.paper.short, dated),
        *(one.get_state_display(), one.answer or None, one.answered_on),
        *(str(one.answered_by) if one.answered_by else None,),
        "minh họa" if one.illustrative else None,
    ]
