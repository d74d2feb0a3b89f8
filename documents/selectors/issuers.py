"""Issuers as their pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, IntegerField, QuerySet, Value, When

from accounts.calendar import working_day
from accounts.models import User
from communes.models import held_by
from communes.names import search_key
from documents.choices import PaperStepKind
from documents.models import Letterhead, StepRight, SymbolRule
from documents.permissions import DEFAULT_ROLES, holders, named, rights_on, with_rights
from documents.selectors.letterheads import notation_for

ISSUER_COLUMNS = (
    *("Cơ quan", "Tên in ở đầu văn bản", "Cơ quan chủ quản", "Chữ viết tắt", "Địa danh"),
    *("Từ ngày", "Đến ngày"),
)
SAMPLES = ("QĐ", "KH", "BC", "TTr", "CV")


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of an issuer: who takes it today, by which rights or by default."""

    step: PaperStepKind
    rights: list[StepRight]
    names: str
    default: str  # the roles, where the issuer says nothing


@dataclass(frozen=True, slots=True)
class IssuerPage:
    steps: list[StepLine]
    past: list[StepRight]
    rules: list[SymbolRule]
    samples: list[str]


def issuers(user: User, text: str = "") -> QuerySet[Letterhead]:
    """Every issuer whose span is not over, own ones first."""
    own = [one.agency.pk for one in held_by(user)]
    rows: QuerySet[Letterhead] = Letterhead.objects.visible_to(user).select_related("agency")
    for word in search_key(text).split():
        rows = rows.filter(agency__search_key__contains=word)
    first = Case(
        When(agency__in=own, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return rows.annotate(place_in_list=first).order_by(
        "place_in_list", "agency__sort_key", "is_post", "name", "starts"
    )


def issuer_rows(rows: Iterable[Letterhead]) -> list[tuple[object, ...]]:
    return [
        (
            one.agency.name,
            one.name,
            one.superior,
            one.code,
            one.place,
            one.starts,
            one.ends,
        )
        for one in rows
    ]


def issuer_page(letterhead: Letterhead) -> IssuerPage:
    """Its steps with who takes each today, rights that are over or to come, its rules and what they make."""
    day = working_day()
    row = with_rights(Letterhead.objects.filter(pk=letterhead.pk)).get()
    lines = []
    for step in PaperStepKind:
        rights = rights_on(row, step, day)
        roles = " hoặc ".join(one.label for one in DEFAULT_ROLES[step])
        people = holders(row, step, day)
        lines.append(StepLine(step, rights, named(people), "" if rights else roles))
    return IssuerPage(
        steps=lines,
        past=[one for one in row.rights.all() if not one.held_on(day)],
        rules=list(row.symbol_rules.all()),
        samples=[notation_for(row, kind, "VP") for kind in SAMPLES] if row.code else [],
    )
