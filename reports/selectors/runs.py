"""Reports asked for, and what may be asked for."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from accounts.models import User
from communes.models import Agency, held_by
from criteria.models import Responsibility, Round, SponsorAssignment
from documents.blocks import Table
from reports.choices import Kind
from reports.kinds import KINDS
from reports.models import ReportRun
from reports.permissions import may_request


def runs_for(user: User) -> QuerySet[ReportRun]:
    """Every report the person may see, their own agency's first, the latest first."""
    own = [one.agency.pk for one in held_by(user)]
    rank = Case(When(agency__in=own, then=Value(0)), default=Value(1), output_field=IntegerField())
    return (
        ReportRun.objects.visible_to(user)
        .select_related("agency", "requested_by", "paper")
        .defer("figures", "paper__body")
        .order_by(rank, "-requested_at", "-pk")
    )


def agencies_to_ask_for(user: User, on: dt.date) -> list[Agency]:
    """Agencies that have something to report, of which the person may ask; in alphabetical order."""
    sponsors = SponsorAssignment.objects.on(on).filter(agency=OuterRef("pk"))
    answers = Responsibility.objects.on(on).filter(agency=OuterRef("pk"))
    rows = Agency.objects.on(on).filter(Exists(sponsors) | Exists(answers))
    return [agency for agency in rows if may_request(user, agency)]


def rounds_to_ask_for(kind: Kind, on: dt.date) -> QuerySet[Round]:
    """The rounds of that report which have begun, the latest first."""
    return Round.objects.filter(Q(kind=KINDS[kind].rounds), starts__lte=on).order_by("-starts")


@dataclass(frozen=True, slots=True)
class FrozenFigures:
    """What a run froze, as tables for the screen."""

    tables: tuple[Table, ...]
    illustrative: bool


def frozen_figures(run: ReportRun) -> FrozenFigures | None:
    if run.figures is None:
        return None
    kind = KINDS[Kind(run.kind)]
    tables = tuple(one for one in kind.tables(run.figures) if isinstance(one, Table))
    return FrozenFigures(tables, kind.is_illustrative(run.figures))
