"""Who serves where, and who acts for whom. Who may do it, the door has asked.

Refusals carry a code; those of `accounts.services` come through.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import services as accounts
from accounts import trail
from accounts.calendar import working_day
from accounts.choices import Role
from accounts.models import Delegation, User
from communes.models import Agency, Membership
from communes.selectors.people import colleagues


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is needed to add somebody to an agency."""

    username: str
    full_name: str
    post: str
    email: str
    phone: str
    role: Role
    agency: Agency


def add_person(*, new: NewPerson, by: User) -> tuple[User, str]:
    """Add a person to an agency from today; their first password is told once."""
    return _add(new, accounts.first_password(), by)


def import_people(*, people: Sequence[NewPerson], by: User) -> list[tuple[User, str]]:
    """Add everybody on a list, or nobody. Returns each person with the password to be told once.

    Their passwords are hashed before the transaction: on SQLite nobody else writes during it.
    """
    passwords = [accounts.first_password() for _ in people]
    with transaction.atomic():
        return [_add(*pair, by) for pair in zip(people, passwords, strict=True)]


@transaction.atomic
def _add(new: NewPerson, first: accounts.FirstPassword, by: User) -> tuple[User, str]:
    person, password = accounts.add_account(
        username=new.username,
        full_name=new.full_name,
        post=new.post,
        email=new.email,
        phone=new.phone,
        password=first,
        by=by,
    )
    membership = Membership(user=person, agency=new.agency, role=new.role, starts=working_day())
    membership.full_clean()
    membership.save()
    trail.record(by, "gave role", person, role=new.role, agency=new.agency.slug)
    return person, password


@transaction.atomic
def close_person(*, person: User, successor: User | None, agency: Agency, by: User) -> None:
    """Close a leaver's account and end their roles; whoever takes over has them from today.

    The roles end the day before. Refusals: `not_a_colleague`, `same_person`, `closed_account`.
    """
    _lock(person, successor)
    if successor is not None:
        if successor not in colleagues(person, [agency]):
            raise ValidationError(
                f"{successor} không thuộc {agency} nên không nhận bàn giao được. "
                "Chọn người đang làm việc ở cơ quan này.",
                code="not_a_colleague",
            )
        hand_over(leaver=person, successor=successor, by=by)
    _end_roles(person)
    accounts.close_account(person=person, by=by)


@transaction.atomic
def hand_over(*, leaver: User, successor: User, by: User) -> list[Membership]:
    """Give the leaver's open roles to the successor, from today. Refusals: `same_person`."""
    if leaver == successor:
        raise ValidationError("Người nhận bàn giao phải là người khác.", code="same_person")
    _lock(leaver, successor)
    today = working_day()
    given = [
        _give_role(successor, row, today) for row in leaver.memberships.overlapping(today, None)
    ]
    roles = [f"{row.role} {row.agency.slug}" for row in given]
    trail.record(by, "handed over", leaver, to=successor.pk, roles=roles)
    trail.record(by, "took over", successor, of=leaver.pk, roles=roles)
    return given


@transaction.atomic
def give_delegation(
    *, receiver: User, starts: dt.date, ends: dt.date, reason: str, by: User
) -> Delegation:
    """Let a colleague act in one's stead; a colleague serves every agency one lends.

    Refusals: `not_a_colleague`, and those of `accounts.services.give_delegation`.
    """
    lent = Membership.objects.filter(user=by).overlapping(working_day(), None)
    agencies = Agency.objects.filter(pk__in=lent.values("agency"))
    if receiver not in colleagues(by, agencies):
        raise ValidationError(
            f"{receiver} không cùng cơ quan với bạn nên không nhận ủy quyền được.",
            code="not_a_colleague",
        )
    return accounts.give_delegation(
        receiver=receiver, starts=starts, ends=ends, reason=reason, by=by
    )


def _give_role(successor: User, row: Membership, today: dt.date) -> Membership:
    """The same role in the same agency; widened where the successor has part of it already."""
    starts = max(today, row.starts)
    same = Membership.objects.filter(user=successor, agency=row.agency, role=row.role)
    mine = same.overlapping(starts, row.ends).first()
    if mine is None:
        mine = Membership(
            user=successor,
            agency=row.agency,
            role=row.role,
            starts=starts,
            ends=row.ends,
        )
    else:
        mine.starts = min(mine.starts, starts)
        if mine.ends is not None:
            mine.ends = max(mine.ends, row.ends) if row.ends else None
    mine.full_clean()
    mine.save()
    return mine


def _end_roles(person: User) -> None:
    """End the day before; a role of this very day ends with it, one not yet begun never begins."""
    today = working_day()
    for row in person.memberships.overlapping(today, None):
        if row.starts > today:
            row.delete()
            continue
        row.ends = max(row.starts, today - dt.timedelta(days=1))
        row.save(update_fields=["ends"])


def _lock(*people: User | None) -> None:
    """Lock these people in one order, so that two keepers never wait for each other."""
    keys = [person.pk for person in people if person]
    list(User.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
