"""One box: communes, agencies and papers, whatever their diacritics and case."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.calendar import working_day
from accounts.models import User
from communes.models import Agency, AgencyAlias, Commune
from communes.names import matches, search_key
from documents.models import OfficialDocument
from documents.selectors.register import read_code

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Hit:
    name: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Group:
    key: str
    label: str
    hits: tuple[Hit, ...]
    total: int

    @property
    def has_more(self) -> bool:
        return self.total > len(self.hits)


def search(user: User, text: str, *, only: str = "") -> list[Group]:
    """The groups that found something, each with at most SHOWN hits; `only` shows one whole."""
    if not search_key(text):
        return []
    asked: list[tuple[str, str, QuerySet[Any], Callable[[Any], Hit]]] = [
        ("xa", "Xã", communes(user, text), commune_hit),
        ("co-quan", "Cơ quan, đơn vị", agencies(user, text), agency_hit),
        ("van-ban", "Văn bản", papers(user, text), paper_hit),
    ]
    groups = []
    for key, label, rows, hit in asked:
        if only and key != only:
            continue
        found = list(rows if only else rows[: SHOWN + 1])
        total = len(found) if len(found) <= SHOWN or only else rows.count()
        shown = found if only else found[:SHOWN]
        if found:
            groups.append(Group(key, label, tuple(hit(row) for row in shown), total))
    return groups


def communes(user: User, text: str) -> QuerySet[Any]:
    """«xã Hướng Việt» asks for Hướng Việt."""
    words = search_key(text).split()
    name = " ".join(words[1:]) if len(words) > 1 and words[0] == "xa" else text
    rows = Commune.objects.visible_to(user).on(working_day()).filter(matches(name))
    return rows.select_related("district")


def agencies(user: User, text: str) -> QuerySet[Any]:
    other_names = AgencyAlias.objects.filter(matches(text)).values("agency")
    rows = Agency.objects.visible_to(user).on(working_day())
    return rows.filter(matches(text) | Q(pk__in=other_names)).select_related("district")


def papers(user: User, text: str) -> QuerySet[Any]:
    """By their words, or by the code that a print bears at its foot."""
    asked, code = matches(text), read_code(text)
    if code:
        asked |= Q(code=code)
    return OfficialDocument.objects.visible_to(user).filter(asked)


def commune_hit(commune: Commune) -> Hit:
    url = reverse("reports:commune_detail", args=[commune.code])
    return Hit(str(commune), url, str(commune.district or ""))


def agency_hit(agency: Agency) -> Hit:
    url = reverse("reports:agency_detail", args=[agency.slug])
    return Hit(agency.name, url, agency.get_kind_display())


def paper_hit(paper: OfficialDocument) -> Hit:
    url = reverse("documents:paper_detail", args=[paper.pk])
    return Hit(f"{paper.short}: {paper.title}", url, paper.date_words)
