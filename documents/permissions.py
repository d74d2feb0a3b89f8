"""Who reads, registers and keeps papers, and who may take which step of those written here."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, Q, QuerySet

from accounts.calendar import working_day
from accounts.choices import Role
from accounts.models import Delegation, User
from communes.models import Agency, Membership, held_by, is_member
from communes.permissions import is_office, keeps_every_agency, serves
from documents.choices import PaperState, PaperStepKind
from documents.models import Letterhead, OfficialDocument, StepRight

# Who takes a step of an issuer that has said nothing of its own about it.
DEFAULT_ROLES: dict[PaperStepKind, frozenset[Role]] = {
    PaperStepKind.DRAFT: frozenset({Role.OFFICER}),
    PaperStepKind.APPROVE: frozenset({Role.DIRECTOR}),
    PaperStepKind.CHECK: frozenset({Role.FOCAL_POINT}),
    PaperStepKind.SIGN: frozenset({Role.DIRECTOR}),
    PaperStepKind.NUMBER: frozenset({Role.FOCAL_POINT}),
    PaperStepKind.ISSUE: frozenset({Role.FOCAL_POINT}),
}
# Whoever has a paper in hand may change it: its writers, then the unit's head, then who checks its form.
HOLDERS = {
    PaperState.DRAFT: PaperStepKind.DRAFT,
    PaperState.UNIT: PaperStepKind.APPROVE,
    PaperState.CHECKING: PaperStepKind.CHECK,
    PaperState.SIGNING: PaperStepKind.SIGN,
    PaperState.SIGNED: PaperStepKind.NUMBER,
    PaperState.NUMBERED: PaperStepKind.ISSUE,
    PaperState.ISSUED: PaperStepKind.ISSUE,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """In what right a person takes a step: the issuer's own word (`right`), or the default of a role.

    `lent_by` is whoever they act for.
    """

    right: StepRight | None = None
    lent_by: User | None = None


def may_see_register(user: User | AnonymousUser) -> bool:
    """Everybody who serves somewhere reads the register."""
    return is_member(user)


def may_register_paper(user: User | AnonymousUser, issuer: Agency | None) -> bool:
    """The coordination office registers any paper, an agency its own."""
    return is_office(user) or (issuer is not None and serves(user, issuer))


def may_add_arrival(user: User | AnonymousUser, agency: Agency) -> bool:
    """An office keeps its own incoming register."""
    return serves(user, agency)


def may_register_what_came(user: User | AnonymousUser, agency: Agency) -> bool:
    """Register a paper of others as it came to an agency: the office for all, an agency's people what it got."""
    return is_office(user) or serves(user, agency)


def may_correct_registered(user: User | AnonymousUser, paper: OfficialDocument) -> bool:
    """Who registered a paper of others, while serving somewhere, and the coordination office."""
    if paper.state != PaperState.REGISTERED or paper.letterhead_id:
        return False
    return is_office(user) or (is_member(user) and paper.by_id == user.pk)


def may_add_file(user: User | AnonymousUser, paper: OfficialDocument) -> bool:
    """Hand in a file: whoever takes any step of the issuer's papers; of a registered one, who registered it."""
    if paper.letterhead is not None:
        return bool(steps_of(user, paper.letterhead))
    if may_register_paper(user, paper.issuer):
        return True
    return is_member(user) and paper.by_id == user.pk


def may_keep_days_off(user: User | AnonymousUser) -> bool:
    """Officers and directors of the coordination office say which days are off."""
    return any(
        held.agency.is_office and held.role in {Role.OFFICER, Role.DIRECTOR}
        for held in held_by(user)
    )


def with_rights(rows: QuerySet[Letterhead]) -> QuerySet[Letterhead]:
    """Letterheads with what `standing` asks of each, in two queries for all."""
    rights = StepRight.objects.select_related("user")
    return rows.select_related("agency").prefetch_related(Prefetch("rights", rights))


def rights_on(letterhead: Letterhead, step: PaperStepKind, day: dt.date) -> list[StepRight]:
    """What an issuer says on a day about who takes a step; nothing: the default holds."""
    return [one for one in letterhead.rights.all() if one.step == step and one.held_on(day)]


def standings(
    user: User | AnonymousUser, letterhead: Letterhead, step: PaperStepKind
) -> list[Standing]:
    """All rights in which a person may take a step today, their own before lent ones."""
    day = working_day()
    mine: list[tuple[int, User | None]] = [(user.pk, None)] if user.is_authenticated else []
    roles: list[tuple[Role, User | None]] = []
    for held in held_by(user):
        if held.agency.pk == letterhead.agency_id:
            roles.append((held.role, held.lent_by))
        if held.lent_by is not None:
            mine.append((held.lent_by.pk, held.lent_by))
    if not held_by(user):
        return []
    said = rights_on(letterhead, step, day)
    if not said:
        found = [Standing(None, lender) for role, lender in roles if role in DEFAULT_ROLES[step]]
    else:
        found = [
            Standing(one, lender)
            for one in said
            for holder, lender in ([*mine] if one.user_id else [])
            if holder == one.user_id
        ] + [
            Standing(one, lender)
            for one in said
            for role, lender in roles
            if one.role and role == one.role
        ]
    return sorted(found, key=lambda one: one.lent_by is not None)


def holders(letterhead: Letterhead, step: PaperStepKind, day: dt.date) -> list[User]:
    """Everybody who may take a step on a day, delegates after those who lend to them."""
    said = rights_on(letterhead, step, day)
    roles = [one.role for one in said if one.role] if said else list(DEFAULT_ROLES[step])
    serving = Membership.objects.on(day).filter(agency=letterhead.agency_id, role__in=roles)
    people = [one.user for one in said if one.user]
    people += [row.user for row in serving.select_related("user").order_by("pk")]
    found = {one.pk: one for one in people if one.is_active}
    lent = Delegation.objects.on(day).filter(giver__in=found).select_related("receiver")
    for row in lent.order_by("pk"):
        if row.receiver.is_active:
            found.setdefault(row.receiver_id, row.receiver)
    return list(found.values())


def standing(
    user: User | AnonymousUser, letterhead: Letterhead | None, step: PaperStepKind
) -> Standing | None:
    """In what right a person takes a step of an issuer's papers; None when they may not."""
    if letterhead is None:
        return None
    found = standings(user, letterhead, step)
    return found[0] if found else None


def may_draft(user: User | AnonymousUser, letterhead: Letterhead | None) -> bool:
    """Write papers in an issuer's name."""
    return standing(user, letterhead, PaperStepKind.DRAFT) is not None


def may_take(user: User | AnonymousUser, paper: OfficialDocument, step: PaperStepKind) -> bool:
    """Take a step of this paper, whatever state it is in (`documents.services.steps` asks that)."""
    return standing(user, paper.letterhead, step) is not None


def may_edit_paper(user: User | AnonymousUser, paper: OfficialDocument) -> bool:
    """Change its words: whoever has it in hand while it may change at all."""
    return paper.is_editable and may_take(user, paper, HOLDERS[PaperState(paper.state)])


def may_keep_letterheads_of(user: User | AnonymousUser, agency: Agency) -> bool:
    """Head, number and sign an agency's papers: its focal point and head, the keepers of the office."""
    if keeps_every_agency(user):
        return True
    return any(
        held.agency.pk == agency.pk
        and held.role in {Role.FOCAL_POINT, Role.DIRECTOR}
        and held.lent_by is None
        for held in held_by(user)
    )


def may_keep_letterhead(user: User | AnonymousUser, letterhead: Letterhead) -> bool:
    return may_keep_letterheads_of(user, letterhead.agency)


def agencies_kept(user: User | AnonymousUser) -> list[Agency]:
    """The agencies whose issuers a person keeps; the office's keepers those of every agency of the day."""
    if keeps_every_agency(user):
        return list(Agency.objects.on(working_day()).order_by("sort_key", "pk"))
    own = {one.agency.pk: one.agency for one in held_by(user)}
    return [one for one in own.values() if may_keep_letterheads_of(user, one)]


def letterheads_of(user: User | AnonymousUser, day: dt.date) -> list[Letterhead]:
    """The issuers in whose name a person may write on a day."""
    return [one for one in letterheads_near(user).filter(_on(day)) if may_draft(user, one)]


def letterheads_near(user: User | AnonymousUser) -> QuerySet[Letterhead]:
    """Issuers that a person has to do with: of their agencies, and those that name them (or a lender of theirs)."""
    held = held_by(user)
    if not held:
        return Letterhead.objects.none()
    people = [user.pk, *(one.lent_by.pk for one in held if one.lent_by)]
    named = StepRight.objects.filter(user__in=people).values("letterhead")
    rows = Letterhead.objects.filter(
        Q(agency__in=[one.agency.pk for one in held]) | Q(pk__in=named)
    )
    return with_rights(rows)


def steps_of(user: User | AnonymousUser, letterhead: Letterhead) -> list[PaperStepKind]:
    """The steps a person may take of an issuer's papers today."""
    return [step for step in PaperStepKind if standing(user, letterhead, step)]


def _on(day: dt.date) -> Q:
    return Q(starts__lte=day) & (Q(ends=None) | Q(ends__gte=day))


def named(people: Iterable[User]) -> str:
    """«Nguyễn A, Trần B»."""
    return ", ".join(one.full_name for one in people)
