"""Groups of agencies as the office keeps them: their names, their rule, their members by date."""

import datetime as dt
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from accounts import trail
from accounts.models import User
from communes.models import Agency
from communes.names import search_key
from communes.services.spans import refuse_overlap
from documents.models import OfficialDocument
from plans.choices import GroupRule
from plans.models import AgencyGroup, GroupMember
from plans.services.kept import hold, hold_all


@transaction.atomic
def add_group(
    *, name: str, rule: GroupRule, other_names: Sequence[str] = (), note: str = "", by: User
) -> AgencyGroup:
    """Refusals: `twin` (a group goes by one of these names already), and what the fields refuse."""
    hold_all(AgencyGroup.objects.all())
    group = AgencyGroup(
        slug=_slug(name), name=name, rule=rule, other_names=list(other_names), note=note
    )
    _refuse_twin(group)
    group.clean_fields()
    group.save()
    trail.record(by, "added agency group", group, rule=rule)
    return group


@transaction.atomic
def change_group(
    *,
    group: AgencyGroup,
    name: str,
    rule: GroupRule,
    other_names: Sequence[str],
    note: str,
    by: User,
) -> AgencyGroup:
    """Refusals: `twin`, `members` (a list with members follows no other rule), those of the fields."""
    hold_all(AgencyGroup.objects.all())
    row = hold(group)
    wanted = {"name": name, "rule": rule, "other_names": list(other_names), "note": note}
    changes = {
        field: [getattr(row, field), value]
        for field, value in wanted.items()
        if getattr(row, field) != value
    }
    for field, value in wanted.items():
        setattr(row, field, value)
    if rule != GroupRule.LISTED and row.members.exists():
        raise ValidationError(
            {"rule": "Nhóm có danh sách thành viên: cho các thành viên rời nhóm trước."},
            code="members",
        )
    _refuse_twin(row)
    row.clean_fields()
    if changes:
        row.save()
        trail.record(by, "changed agency group", row, changes=changes)
    return row


@transaction.atomic
def add_member(
    *,
    group: AgencyGroup,
    agency: Agency,
    starts: dt.date,
    ends: dt.date | None = None,
    paper: OfficialDocument | None = None,
    by: User,
) -> GroupMember:
    """Refusals: `rule` (the group is no list), `outside` (the agency is not there then), `overlap`."""
    AgencyGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    if group.rule != GroupRule.LISTED:
        raise ValidationError(
            "Nhóm này theo quy tắc, không theo danh sách: không thêm được thành viên.", code="rule"
        )
    if not agency.covers(starts):
        raise ValidationError(
            {"starts": f"{agency} không có vào ngày này. Hãy chọn ngày khác."}, code="outside"
        )
    member = GroupMember(group=group, agency=agency, starts=starts, ends=ends, paper=paper)
    member.clean_fields(exclude=["group", "agency", "paper"])
    member.validate_constraints()
    refuse_overlap(member, "group", "agency")
    member.save()
    trail.record(by, "added group member", group, agency=agency.slug, starts=f"{starts}")
    return member


@transaction.atomic
def end_member(*, member: GroupMember, ends: dt.date, by: User) -> GroupMember:
    """Refusals: `ended`, `before` (it began later)."""
    row: GroupMember = GroupMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if row.ends is not None and row.ends <= ends:
        raise ValidationError(f"{row.agency} đã rời nhóm ngày {row.ends:%d/%m/%Y}.", code="ended")
    if ends < row.starts:
        raise ValidationError(
            f"{row.agency} vào nhóm từ {row.starts:%d/%m/%Y}: ngày rời phải từ ngày đó.",
            code="before",
        )
    row.ends = ends
    row.save(update_fields=["ends"])
    trail.record(by, "ended group member", row.group, agency=row.agency.slug, ends=f"{ends}")
    return row


def _refuse_twin(group: AgencyGroup) -> None:
    for other in AgencyGroup.objects.exclude(pk=group.pk):
        same = other.keys & group.keys
        if same:
            raise ValidationError(
                {"name": f"Nhóm «{other}» đã mang một trong các tên này. Hãy dùng nhóm đó."},
                code="twin",
            )


def _slug(name: str) -> str:
    """From the name; a number behind it where another group has it."""
    base = slugify(search_key(name))[:50] or "nhom"
    taken = set(AgencyGroup.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug for slug in (base, *(f"{base}-{n}" for n in range(2, 1000))) if slug not in taken
    )
