"""Who is to be told what on a day: by the office's rules, each thing once, one mail a person."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.choices import Role
from accounts.models import Delegation, User
from communes.choices import AgencyKind
from communes.models import Agency, Membership
from documents.calendar import WorkCalendar
from documents.selectors import work_calendar
from plans.choices import Audience, UrgeKind
from plans.models import Mail, MailLine, UrgingRule
from plans.selectors.owed import Everybody, Own, Work, work_on

ROLES = {
    Audience.FOCAL_POINT: {Role.FOCAL_POINT},
    Audience.OFFICER: {Role.OFFICER},
    Audience.DIRECTOR: {Role.DIRECTOR},
    Audience.OFFICE: {Role.OFFICER, Role.DIRECTOR},
    Audience.LEADER: {Role.DIRECTOR},
}
KIND_OF = {Audience.OFFICE: AgencyKind.OFFICE, Audience.LEADER: AgencyKind.PROVINCE}


@dataclass(frozen=True, slots=True)
class Thing:
    """What somebody is told: a task that its lead owes, or (no `own`) the week's digest of an agency.

    `days`: working days left (BEFORE) or without a word since it was overdue (ESCALATION).
    """

    kind: UrgeKind
    key: str
    work: Work
    audience: Audience
    own: Own | None = None
    days: int = 0

    @property
    def agency(self) -> Agency:
        return self.work.agency


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person is written on one day."""

    user: User
    things: tuple[Thing, ...]

    def of(self, *kinds: UrgeKind) -> list[Thing]:
        return [one for one in self.things if one.kind in kinds]

    @property
    def agency(self) -> Agency | None:
        """The agency it is about, where there is one alone."""
        found = {one.agency.pk: one.agency for one in self.things}
        return next(iter(found.values())) if len(found) == 1 else None


def rules_shown_to(user: User) -> list[UrgingRule]:
    """Members read them: by what happens, then by days."""
    order = {kind: place for place, kind in enumerate(UrgeKind.values)}
    rows = UrgingRule.objects.visible_to(user)
    return sorted(rows, key=lambda one: (order[one.kind], one.days, one.audience))


def letters(day: dt.date) -> list[Letter]:
    """What is still to be told on that day; nothing on days off, and nobody twice a day."""
    calendar = work_calendar()
    if not calendar.is_working(day):
        return []
    rules = list(UrgingRule.objects.filter(active=True))
    things = things_on(work_on(day), Now(day, rules, calendar))
    addressees = Addressees(day)
    told: dict[int, dict[str, Thing]] = {}
    people: dict[int, User] = {}
    for thing in things:
        for person in addressees.people(thing.agency, thing.audience):
            people[person.pk] = person
            told.setdefault(person.pk, {}).setdefault(thing.key, thing)
    written = set(Mail.objects.filter(day=day).values_list("user", flat=True))
    keys = {thing.key for thing in things}
    known = set(MailLine.objects.filter(key__in=keys).values_list("user", "key"))
    found = []
    for pk in sorted(told.keys() - written):
        fresh = tuple(one for key, one in told[pk].items() if (pk, key) not in known)
        if fresh:
            found.append(Letter(people[pk], fresh))
    return found


@dataclass(frozen=True, slots=True)
class Now:
    """A working day, the rules in use, and how days are counted."""

    day: dt.date
    rules: Sequence[UrgingRule]
    calendar: WorkCalendar

    def rules_of(self, kind: UrgeKind) -> list[UrgingRule]:
        return [one for one in self.rules if one.kind == kind]

    def monday(self) -> dt.date | None:
        """Of the week whose first working day this is."""
        monday = self.day - dt.timedelta(days=self.day.weekday())
        before = (monday + dt.timedelta(days=number) for number in range(self.day.weekday()))
        return None if any(self.calendar.is_working(one) for one in before) else monday


def things_on(everybody: Everybody, now: Now) -> list[Thing]:
    """By the rules. What a beat that was down left untold before the day is told now."""
    monday = now.monday()
    found: list[Thing] = []
    for work in everybody.by_agency.values():
        for own in work.open:
            found += _pressing(own, work, now)
        if monday and work.open:
            key = f"digest:{monday}:agency:{work.agency.pk}"
            found += [
                Thing(UrgeKind.DIGEST, key, work, Audience(rule.audience))
                for rule in now.rules_of(UrgeKind.DIGEST)
            ]
    return found


def _pressing(own: Own, work: Work, now: Now) -> list[Thing]:
    """What is said of one open task of one lead.

    A deadline on a day off is reached on the last working day before it and overdue on the first one
    after it, as the board counts (`evaluation.judge`).
    """
    due = own.line.due_on
    if due is None:
        return []
    if now.day > due:
        return _silent(own, work, due, now)
    left = now.calendar.between(now.day, due)
    kind = UrgeKind.BEFORE if left else UrgeKind.ON_THE_DAY
    return [
        Thing(
            *(kind, f"{kind}-{rule.days}:{_of(own, work)}:{due}", work),
            *(Audience(rule.audience), own, left),
        )
        for rule in _nearest(now.rules_of(kind), left)
    ]


def _silent(own: Own, work: Work, due: dt.date, now: Now) -> list[Thing]:
    """Overdue: for each audience the farthest rule that the silence has reached.

    Silence counts from the due day, or from a later word of the lead or its asking for more time.
    """
    said = [own.lead.last.effective_on] if own.lead.last else []
    asked = own.line.waiting
    if asked and asked.agency_id == work.agency.pk:
        said.append(asked.asked_on)
    since = max([due, *said])
    silence = now.calendar.between(since, now.day)
    kind = UrgeKind.ESCALATION
    reached = [one for one in now.rules_of(kind) if one.days <= silence]
    farthest = {one.audience: one for one in sorted(reached, key=lambda one: one.days)}
    return [
        Thing(
            *(kind, f"{kind}-{rule.days}:{_of(own, work)}:{since}", work),
            *(Audience(rule.audience), own, silence),
        )
        for rule in farthest.values()
    ]


def _nearest(rules: Iterable[UrgingRule], left: int) -> list[UrgingRule]:
    """For each audience the tightest rule that `left` working days have come within."""
    reached = [one for one in rules if one.days >= left]
    return list({one.audience: one for one in sorted(reached, key=lambda one: -one.days)}.values())


def _of(own: Own, work: Work) -> str:
    return f"task:{own.line.task.pk}:agency:{work.agency.pk}"


class Addressees:
    """Who serves where in which role on a day, and who acts in their stead; asked once."""

    def __init__(self, day: dt.date) -> None:
        wanted = set().union(*ROLES.values())
        rows = Membership.objects.on(day).filter(role__in=wanted, user__is_active=True)
        self._held: dict[tuple[int, str], dict[int, User]] = {}
        self._kinds: dict[str, set[int]] = {}
        stead: dict[int, list[User]] = {}
        lent = Delegation.objects.on(day).filter(receiver__is_active=True)
        for one in lent.select_related("receiver"):
            stead.setdefault(one.giver_id, []).append(one.receiver)
        for row in rows.select_related("user", "agency").order_by("pk"):
            self._kinds.setdefault(row.agency.kind, set()).add(row.agency_id)
            held = self._held.setdefault((row.agency_id, row.role), {})
            for person in (row.user, *stead.get(row.user_id, ())):
                held[person.pk] = person

    def people(self, agency: Agency, audience: Audience) -> list[User]:
        """Of the agency itself, or of the office and the leaders of the programme."""
        kind = KIND_OF.get(audience)
        places = self._kinds.get(kind, set()) if kind else {agency.pk}
        found: dict[int, User] = {}
        for place in sorted(places):
            for role in sorted(ROLES[audience]):
                found |= self._held.get((place, role), {})
        return list(found.values())
