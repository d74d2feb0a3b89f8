"""What an agency has to do with the programme, gathered for its page."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from accounts.models import User
from communes.models import Agency, Commune
from criteria.choices import FAILING, Status
from criteria.models import (
    CriteriaSet,
    Criterion,
    CurrentStatus,
    Recognition,
    Responsibility,
    SponsorAssignment,
)
from criteria.selectors import Standing
from documents.models import OfficialDocument
from documents.selectors import work_calendar
from plans.choices import ActionState
from plans.models import SponsorPlan, SupportAction, Target
from plans.selectors.contacts import ContactLine, office_lists
from plans.selectors.counting import counted
from plans.selectors.duties import DutyLine, Owing, duty_lines, items_seen, owed_by
from plans.selectors.owed import Work, work_on
from plans.selectors.promises import Promise, promises_of
from plans.selectors.support import last_contact_by
from reports.selectors.overview import Row, choose_set, picture, sets_on
from reports.selectors.plans_of import plans_of_agency

PAPERS_SHOWN = 20
LATEST = 5


@dataclass(frozen=True, slots=True)
class Backed:
    """A commune that the agency stands behind, where it stands, and when the agency last helped there."""

    assignment: SponsorAssignment
    row: Row | None
    helped_on: dt.date | None

    @property
    def standing(self) -> Standing | None:
        return self.row.standing if self.row else None


@dataclass(frozen=True, slots=True)
class Answered:
    """A criterion with indicators that the agency answers for, over all communes of the province."""

    criterion: Criterion
    indicators: tuple[Responsibility, ...]
    met: int
    unmet: int
    not_applicable: int
    total: int

    @property
    def unknown(self) -> int:
        return self.total - self.met - self.unmet - self.not_applicable


@dataclass(frozen=True, slots=True)
class AgencyPage:
    day: dt.date
    agency: Agency
    aliases: list[str]
    communes: list[Backed]
    before: list[SponsorAssignment]
    criteria_set: CriteriaSet | None
    cutoff: dt.date | None
    responsibilities: list[Responsibility]
    answered: list[Answered]
    plans: tuple[SponsorPlan, ...]
    promises: list[tuple[Commune, tuple[Promise, ...]]]
    help: list[SupportAction]
    help_count: int
    work: Work
    owed: list[DutyLine]
    sent: list[DutyLine]
    contacts: tuple[ContactLine, ...]
    papers: list[OfficialDocument]
    paper_count: int

    @property
    def late(self) -> list[DutyLine]:
        return [one for one in self.owed if one.owing is Owing.LATE]

    @property
    def gained(self) -> int:
        return sum(len(one.row.gained) for one in self.communes if one.row)

    @property
    def lost(self) -> int:
        return sum(len(one.row.lost) for one in self.communes if one.row)

    @property
    def unhelped(self) -> int:
        """Communes of which no help of the agency is on record."""
        return sum(one.helped_on is None for one in self.communes)


def agency_page(user: User, agency: Agency, day: dt.date) -> AgencyPage:
    """The queries follow neither communes nor criteria nor tasks."""
    sets = sets_on(day)
    criteria_set = choose_set(sets, "", day)
    calendar = work_calendar()
    rows = agency.sponsorships.select_related("commune__district", "paper")
    sponsorships = list(rows.order_by("commune__sort_key", "-starts"))
    now = [one for one in sponsorships if one.covers(day)]
    standing = _rows(now, criteria_set, day)
    answers = _responsibilities(agency, criteria_set, day)
    help_ = SupportAction.objects.visible_to(user).filter(
        agency=agency, state=ActionState.DONE, done_on__lte=day
    )
    papers = OfficialDocument.objects.visible_to(user).filter(issuer=agency).defer("body")
    sent = items_seen(user).filter(duty__agency=agency, done_on__isnull=False)
    return AgencyPage(
        day=day,
        agency=agency,
        aliases=[alias.name for alias in agency.aliases.all()],
        communes=_backed(agency, now, standing, day),
        before=[one for one in sponsorships if one.ends and one.ends < day],
        criteria_set=criteria_set,
        cutoff=getattr(criteria_set, "cutoff", None),
        responsibilities=answers,
        answered=_answered(answers, day),
        plans=plans_of_agency(user, agency),
        promises=_promises(agency, standing, day),
        help=list(help_.select_related("commune").order_by("-done_on", "-pk")[:LATEST]),
        help_count=help_.count(),
        work=work_on(day, calendar).of(agency),
        owed=owed_by(agency, day, calendar),
        sent=duty_lines(sent.order_by("-done_on", "-pk")[:LATEST], day, calendar),
        contacts=office_lists(user, agency, day).contacts,
        papers=list(papers[:PAPERS_SHOWN]),
        paper_count=papers.count(),
    )


def _rows(
    assignments: Iterable[SponsorAssignment], criteria_set: CriteriaSet | None, day: dt.date
) -> dict[int, Row]:
    if criteria_set is None:
        return {}
    keys = [one.commune_id for one in assignments]
    whole = picture(criteria_set, day, communes=Commune.objects.on(day).filter(pk__in=keys))
    return {one.commune.pk: one for one in whole.rows}


def _backed(
    agency: Agency,
    assignments: Sequence[SponsorAssignment],
    rows: Mapping[int, Row],
    day: dt.date,
) -> list[Backed]:
    helped = last_contact_by(agency.pk, [one.commune for one in assignments], day)
    return [
        Backed(one, rows.get(one.commune_id), helped.get(one.commune_id)) for one in assignments
    ]


def _responsibilities(
    agency: Agency, criteria_set: CriteriaSet | None, day: dt.date
) -> list[Responsibility]:
    rows = agency.responsibilities.on(day).filter(indicator__criterion__criteria_set=criteria_set)
    return list(
        rows.select_related("indicator__criterion", "paper").order_by(
            "indicator__criterion__number", "indicator__order"
        )
    )


def _answered(answers: Iterable[Responsibility], day: dt.date) -> list[Answered]:
    """Each criterion once, as its communes stand now."""
    by_criterion: dict[int, list[Responsibility]] = {}
    for one in answers:
        by_criterion.setdefault(one.indicator.criterion_id, []).append(one)
    places = Commune.objects.on(day)
    said = CurrentStatus.objects.filter(
        criterion__in=list(by_criterion), scorecard__commune__in=places.order_by().values("pk")
    )
    found: dict[int, dict[str, int]] = {}
    for criterion, status, count in said.values_list("criterion", "status").annotate(Count("pk")):
        found.setdefault(criterion, {})[status] = count
    total = places.count()
    return [
        Answered(
            criterion=rows[0].indicator.criterion,
            indicators=tuple(rows),
            met=(counts := found.get(key, {})).get(Status.MET, 0),
            unmet=sum(counts.get(status, 0) for status in FAILING),
            not_applicable=counts.get(Status.NOT_APPLICABLE, 0),
            total=total,
        )
        for key, rows in by_criterion.items()
    ]


def _promises(
    agency: Agency, rows: Mapping[int, Row], day: dt.date
) -> list[tuple[Commune, tuple[Promise, ...]]]:
    """What the agency set for communes, and what came of it; by commune."""
    targets: dict[int, list[Target]] = {}
    communes: dict[int, Commune] = {}
    set_by = Target.objects.filter(counted(), agency=agency, commune__isnull=False)
    for one in set_by.select_related("commune", "paper", "criterion").order_by(
        "commune__sort_key", "year", "pk"
    ):
        if one.commune:
            communes[one.commune.pk] = one.commune
            targets.setdefault(one.commune.pk, []).append(one)
    levels: dict[int, dict[str, list[Recognition]]] = {}
    known = Recognition.objects.filter(commune__in=list(targets), since__lte=day)
    for row in known.order_by("since"):
        levels.setdefault(row.commune_id, {}).setdefault(row.level, []).append(row)
    return [
        (
            communes[key],
            promises_of(
                some, levels.get(key, {}), rows[key].standing if key in rows else None, day
            ),
        )
        for key, some in targets.items()
    ]
