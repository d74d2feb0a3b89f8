"""Who may keep promises: an agency its own, the coordination office everybody's."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from accounts.calendar import working_day
from accounts.choices import Role
from accounts.models import User
from communes.choices import AgencyKind
from communes.models import Agency, Commune, District, Held, held_by
from communes.permissions import is_office, serves
from criteria.models import SponsorAssignment
from criteria.permissions import SPEAKING_ROLES
from documents.choices import PaperState
from plans.choices import DifficultyState, StepKind
from plans.models import (
    Acceptance,
    CommunePlan,
    Contact,
    Difficulty,
    Proposal,
    ReportDuty,
    SponsorPlan,
)

WATCHES_THE_OFFICE = "so-nong-nghiep-ptnt"


def speaks_as(user: User | AnonymousUser, agency: Agency) -> bool:
    """An officer or director of that very agency, own or lent."""
    return any(
        held.agency.pk == agency.pk and held.role in SPEAKING_ROLES for held in held_by(user)
    )


def may_keep(user: User | AnonymousUser, agency: Agency) -> bool:
    """Write for an agency: its own officers and directors, and those of the office."""
    return keeps_all(user) or speaks_as(user, agency)


def keeps_all(user: User | AnonymousUser) -> bool:
    """Officers and directors of the coordination office keep assignments, programmes, rules."""
    return any(held.agency.is_office and held.role in SPEAKING_ROLES for held in held_by(user))


def may_accept(user: User | AnonymousUser) -> bool:
    """A leader of the programme accepts that something stays unmet until a year."""
    return any(
        held.agency.kind == AgencyKind.PROVINCE and held.role == Role.DIRECTOR
        for held in held_by(user)
    )


def lent_to_accept(user: User | AnonymousUser) -> User | None:
    """In whose stead a leader accepts; None when they lead themselves."""
    lenders = [
        held.lent_by
        for held in held_by(user)
        if held.agency.kind == AgencyKind.PROVINCE and held.role == Role.DIRECTOR
    ]
    return lenders[0] if lenders else None


def may_end_acceptance(user: User | AnonymousUser, acceptance: Acceptance) -> bool:
    """A leader any; the office those that rest on a paper, as another paper may end them."""
    return may_accept(user) or (acceptance.paper_id is not None and keeps_all(user))


def own_agencies(user: User | AnonymousUser) -> list[Agency]:
    """Those in whose name a person may write, own before lent, each once."""
    found: dict[int, Agency] = {}
    for held in held_by(user):
        if held.role in SPEAKING_ROLES:
            found.setdefault(held.agency.pk, held.agency)
    return list(found.values())


def confirms_for(
    user: User | AnonymousUser, lead: Agency | None, leads: Collection[Agency]
) -> Agency | None:
    """In whose name a person may say that a lead (None: nobody known) has completed a task, or put it off.

    The coordination office, and for what the office itself leads Sở NN&PTNT or whoever followed it;
    never somebody who speaks for the lead, whatever else they are.
    """
    judged = [lead] if lead else list(leads)
    if any(speaks_as(user, one) for one in judged):
        return None
    of_office = any(one.is_office for one in judged)
    for held in held_by(user):
        if held.role in SPEAKING_ROLES and (
            _is_watched_by(held.agency) if of_office else held.agency.is_office
        ):
            return held.agency
    return None


def _is_watched_by(agency: Agency) -> bool:
    """The department of the standing member of the Ban Chỉ đạo (QĐ 645, Điều 2), or its heir."""
    if agency.slug == WATCHES_THE_OFFICE:
        return True
    return agency.predecessors.filter(slug=WATCHES_THE_OFFICE).exists()


def may_urge(user: User | AnonymousUser, agency: Agency) -> bool:
    """Read the message about an agency's late tasks and whom to ring: the office, and the agency itself."""
    return is_office(user) or serves(user, agency)


def numbers_seen(
    user: User | AnonymousUser, contacts: Iterable[Contact], day: dt.date
) -> frozenset[int]:
    """Keys of the contacts whose telephone and e-mail a person may see (personal data, design §4.13).

    The office sees all; an agency those of its own people; a commune those who look after it, and
    those whom an agency that stands behind it names for all its communes.
    """
    rows = list(contacts)
    if is_office(user):
        return frozenset(one.pk for one in rows)
    held = held_by(user)
    own = {one.agency.slug for one in held}
    communes = {one.agency.commune_id for one in held if one.agency.commune_id}
    behind: set[str] = set()
    if communes:
        behind = set(
            SponsorAssignment.objects.on(day)
            .filter(commune__in=communes)
            .values_list("agency__slug", flat=True)
        )
    return frozenset(
        one.pk
        for one in rows
        if one.agency.slug in own
        or one.commune_id in communes
        or (one.commune_id is None and one.agency.slug in behind)
    )


def voice_for(user: User | AnonymousUser, commune: Commune) -> Agency | None:
    """In whose name a person says what a commune needs: its own, its district's, a sponsor's, the office's."""
    speaking = [held.agency for held in held_by(user) if held.role in SPEAKING_ROLES]
    for agency in speaking:
        own = agency.commune_id == commune.pk
        is_district = agency.kind == AgencyKind.DISTRICT and agency.district_id is not None
        district = is_district and agency.district_id == commune.district_id
        if own or district or agency.is_office:
            return agency
    behind = SponsorAssignment.objects.on(working_day()).filter(
        commune=commune, agency__in=speaking
    )
    found = behind.select_related("agency").first()
    return found.agency if found else None


def keeper_of(
    user: User | AnonymousUser, *, commune: Commune | None = None, district: District | None = None
) -> Held | None:
    """In which role a person keeps works, debts, villages and dossiers of a place.

    The office those of every place, a district's committee those of its district and of the
    communes in it, a commune's own committee its own.
    """
    area = commune.district_id if commune else (district.pk if district else None)
    for held in held_by(user):
        agency = held.agency
        if held.role not in SPEAKING_ROLES:
            continue
        own = commune is not None and agency.commune_id == commune.pk
        above = agency.kind == AgencyKind.DISTRICT and area is not None
        if agency.is_office or own or (above and agency.district_id == area):
            return held
    return None


def communes_kept(user: User | AnonymousUser, day: dt.date) -> QuerySet[Commune]:
    """The communes of the day whose works and debts a person keeps; see `keeper_of`."""
    rows: QuerySet[Commune] = Commune.objects.on(day).order_by("sort_key", "pk")
    if keeps_all(user):
        return rows
    speaking = [held.agency for held in held_by(user) if held.role in SPEAKING_ROLES]
    own = {one.commune_id for one in speaking if one.commune_id}
    districts = {
        one.district_id for one in speaking if one.kind == AgencyKind.DISTRICT and one.district_id
    }
    return rows.filter(Q(pk__in=own) | Q(district__in=districts))


def voices(user: User | AnonymousUser, difficulty: Difficulty) -> dict[StepKind, Agency]:
    """What a person may do with a difficulty as it stands, and in whose name.

    Whoever it waits for answers or forwards; the office forwards what went astray; whoever raised it
    closes, raises anew, escalates (where that agency is no more, the office in its stead).
    """
    waits = difficulty.state in {DifficultyState.OPEN, DifficultyState.ESCALATED}
    office = next(
        (h.agency for h in held_by(user) if h.agency.is_office and h.role in SPEAKING_ROLES), None
    )
    raiser = difficulty.raised_by if speaks_as(user, difficulty.raised_by) else None
    if raiser is None and not difficulty.raised_by.covers(working_day()):
        raiser = office
    asked = difficulty.addressed_to if speaks_as(user, difficulty.addressed_to) else None
    found: dict[StepKind, Agency | None] = {}
    if waits:
        found[StepKind.ANSWERED] = asked
        found[StepKind.FORWARDED] = asked or office
        found[StepKind.ESCALATED] = raiser or asked or office
        found[StepKind.CLOSED] = raiser
    elif difficulty.state == DifficultyState.ANSWERED:
        found[StepKind.CLOSED] = raiser
        found[StepKind.REOPENED] = raiser
        found[StepKind.ESCALATED] = raiser
    else:
        found[StepKind.REOPENED] = raiser
    return {kind: agency for kind, agency in found.items() if agency is not None}


def keeps_duty(user: User | AnonymousUser, duty: ReportDuty) -> bool:
    """Say who owes a report and when: who owes it; where that is no agency, whom it goes to, whose paper says so."""
    if keeps_all(user):
        return True
    if duty.agency is not None:
        return speaks_as(user, duty.agency)
    issuer = duty.paper.issuer if duty.paper else None
    return any(one is not None and speaks_as(user, one) for one in (duty.addressee, issuer))


def notes_report(user: User | AnonymousUser, duty: ReportDuty) -> bool:
    """Ask for a report, or say that it was sent: whoever keeps the duty, and whom the report goes to."""
    to = duty.addressee
    return keeps_duty(user, duty) or (to is not None and speaks_as(user, to))


def keeps_commune_plan(user: User | AnonymousUser, plan: CommunePlan) -> bool:
    """The commune's own people, and the office; of a commune outside the home tree whoever registered its paper."""
    agency = plan.agency or plan.paper.issuer
    return keeps_all(user) or (agency is not None and speaks_as(user, agency))


def answers_proposal(user: User | AnonymousUser, proposal: Proposal) -> bool:
    """Whom it is addressed to."""
    return proposal.addressee is not None and speaks_as(user, proposal.addressee)


def passes_on(user: User | AnonymousUser, proposal: Proposal) -> bool:
    """Whom it is addressed to, and the office, which sends on what went astray."""
    return answers_proposal(user, proposal) or keeps_all(user)


def keeps_sponsor_plan(user: User | AnonymousUser, plan: SponsorPlan) -> bool:
    """Its agency's own people; the office too where the plan was only registered, not drafted here."""
    if plan.paper.state == PaperState.REGISTERED and keeps_all(user):
        return True
    return speaks_as(user, plan.agency)
