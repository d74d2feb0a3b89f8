"""How much waits for somebody, for the list of pages at the left: one query on every page."""

import datetime as dt
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.calendar import working_day
from accounts.choices import Role
from accounts.models import Notice, User
from communes.choices import AgencyKind
from communes.models import Agency, Held, held_by, keep_held
from criteria.models import Responsibility, SponsorAssignment, Submission
from documents.selectors.steps import waiting_for as papers_waiting_for
from plans.choices import ExtensionState, GroupRule, Part, TaskState
from plans.models import (
    Difficulty,
    Extension,
    GroupMember,
    Task,
    TaskParty,
    TaskProgress,
    TaskReview,
)
from plans.permissions import WATCHES_THE_OFFICE, own_agencies
from plans.selectors.counting import count_of
from plans.selectors.difficulties import waiting_for
from plans.selectors.owed import tasks_alive


@dataclass(frozen=True, slots=True)
class Badges:
    """What waits, by part of the portal.

    `files`: of a round, those that lie with one's agencies; `programme`: overdue tasks of one's own, and what one
    confirms; `support`: difficulties; `papers`: those whose next step is one's own; `notices`: not read yet.
    """

    files: int = 0
    programme: int = 0
    support: int = 0
    papers: int = 0
    notices: int = 0


@dataclass(frozen=True, slots=True)
class _Post:
    """What the query takes from something held, to be compared by; the agency and the lender by their place."""

    role: Role
    agency: int
    kind: str
    slug: str  # only where more is asked for because of it
    lent_by: int | None


def badges(user: User, day: dt.date) -> Badges:
    """What waits for somebody who serves somewhere; nothing, and no query, for a stranger."""
    held = held_by(user)
    if not held:
        return Badges()
    people, agencies = [user.pk], list(dict.fromkeys(one.agency.pk for one in held))
    people += dict.fromkeys(one.lent_by.pk for one in held if one.lent_by)
    posts = tuple(
        _Post(
            one.role,
            agencies.index(one.agency.pk),
            one.agency.kind,
            one.agency.slug if one.agency.slug == WATCHES_THE_OFFICE else "",
            people.index(one.lent_by.pk) if one.lent_by else None,
        )
        for one in held
    )
    sql, params = _compiled(posts, day, working_day())
    meant = {_nobody(place): pk for place, pk in enumerate(people)}
    meant |= {_nowhere(place): pk for place, pk in enumerate(agencies)}
    found = asdict(Badges())
    with connection.cursor() as cursor:
        cursor.execute(sql, [type(one)(meant[one]) if one in meant else one for one in params])
        for where, count in cursor.fetchall():
            found[where] += count
    return Badges(**found)


def _nobody(place: int) -> int:
    """A key that no row has, for whoever asks (0) or lends."""
    return -2 * place - 1


def _nowhere(place: int) -> int:
    return -2 * place - 2


@lru_cache(maxsize=512)
def _compiled(
    posts: tuple[_Post, ...], day: dt.date, today: dt.date
) -> tuple[str, tuple[Any, ...]]:
    """The query as the database takes it, with keys of nobody: making it costs fifteen times what asking does."""
    user = User(pk=_nobody(0))
    held = tuple(
        Held(
            one.role,
            Agency(pk=_nowhere(one.agency), kind=one.kind, slug=one.slug),
            None if one.lent_by is None else User(pk=_nobody(one.lent_by)),
        )
        for one in posts
    )
    keep_held(user, today, held)
    counts = [
        count_of("papers", papers_waiting_for(user)),
        count_of("notices", Notice.objects.visible_to(user).unread()),
    ]
    own = own_agencies(user)
    if own:
        counts += _of_agencies(own, day)
    sql, params = counts[0].union(*counts[1:], all=True).query.sql_with_params()
    return sql, tuple(params)


def _of_agencies(own: list[Agency], day: dt.date) -> list[QuerySet[Any, tuple[str, int]]]:
    """What waits for whoever speaks for these agencies."""
    counts = [
        count_of("files", Submission.objects.lying_with(own)),
        count_of("support", Difficulty.objects.filter(waiting_for(own), raised_on__lte=day)),
        count_of("programme", _overdue(own, day)),
    ]
    judged = _judged(own)
    if judged is not None:
        counts += [
            count_of("programme", Extension.objects.filter(judged, state=ExtensionState.ASKED)),
            count_of("programme", _said_done(day).filter(judged)),
        ]
    return counts


def _judged(own: list[Agency]) -> Q | None:
    """Whose tasks these confirm: the office everybody's but its own, Sở NN&PTNT the office's."""
    office = Q(agency__kind=AgencyKind.OFFICE)
    found = None
    if any(one.is_office for one in own):
        found = ~office
    if any(one.slug == WATCHES_THE_OFFICE for one in own):
        found = office if found is None else found | office
    return found


def _said_done(day: dt.date) -> QuerySet[TaskProgress]:
    """The last words of leads that say «xong», to which nobody has answered."""
    told = TaskProgress.objects.living().filter(effective_on__lte=day)
    same = told.filter(task=OuterRef("task"), agency=OuterRef("agency"))
    last = same.order_by("-effective_on", "-pk").values("pk")[:1]
    answered = TaskReview.objects.living().filter(
        Q(subject=None) | Q(subject=OuterRef("agency")),
        Q(agrees=True) | Q(recorded_at__gte=OuterRef("recorded_at")),
        task=OuterRef("task"),
        effective_on__lte=day,
    )
    said: QuerySet[TaskProgress] = told.filter(
        ~Exists(answered), pk=Subquery(last), state=TaskState.DONE
    )
    return said


def _overdue(own: list[Agency], day: dt.date) -> QuerySet[Task]:
    """Tasks that these lead, overdue as extended, and not said to be done (or returned since)."""
    granted = Extension.objects.filter(
        task=OuterRef("pk"), state=ExtensionState.GRANTED, decided_on__lte=day
    )
    said = TaskProgress.objects.living().filter(
        task=OuterRef("pk"), agency__in=own, effective_on__lte=day
    )
    said = said.order_by("-effective_on", "-pk")
    spoken = TaskReview.objects.living().filter(
        Q(subject=None) | Q(subject__in=own), task=OuterRef("pk"), effective_on__lte=day
    )
    spoken = spoken.order_by("-effective_on", "-pk")
    rows = tasks_alive(day).annotate(
        until=Coalesce(Subquery(granted.order_by("-pk").values("due_on")[:1]), F("due_on")),
        said=Subquery(said.values("state")[:1]),
        said_at=Subquery(said.values("recorded_at")[:1]),
        agreed=Subquery(spoken.values("agrees")[:1]),
        spoken_at=Subquery(spoken.values("recorded_at")[:1]),
    )
    returned = Q(agreed=False, spoken_at__gt=F("said_at"))
    owing = Q(said=None) | ~Q(said=TaskState.DONE) | returned
    leading = TaskParty.objects.filter(_leads(own, day), part=Part.LEAD).values("task")
    unsettled = Q(agreed=None) | Q(agreed=False)
    return rows.filter(owing, unsettled, until__lt=day, pk__in=leading)


def _leads(own: list[Agency], day: dt.date) -> Q:
    """A party that is one of these, whom one of these followed, or a group with one of them in it."""
    kinds = {one.kind for one in own}
    listed = GroupMember.objects.on(day).filter(agency__in=own, group=OuterRef("group"))
    found = Q(agency__in=own) | Q(agency__successor__in=own)
    found |= Q(Exists(listed), group__rule=GroupRule.LISTED)
    if AgencyKind.DEPARTMENT in kinds:
        found |= Q(group__rule=GroupRule.DEPARTMENTS)
    if AgencyKind.DISTRICT in kinds:
        found |= Q(group__rule=GroupRule.DISTRICTS)
    for rule, mandate in (
        (GroupRule.ASSIGNED, SponsorAssignment),
        (GroupRule.RESPONSIBLE, Responsibility),
    ):
        held = mandate.objects.on(day).filter(agency__in=own)
        found |= Q(Exists(held), group__rule=rule)
    return found
