"""Issuers as an agency keeps them: heads, rights at each step, rules for symbols. Rights end, they are not removed."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import trail
from accounts.models import User
from communes.models import Agency
from documents.choices import PaperKind
from documents.models import Letterhead, StepRight, SymbolRule

PLACES = re.compile(r"\{([^{}]*)\}")
KNOWN = {"kind", "code", "unit"}


@transaction.atomic
def add_letterhead(*, agency: Agency, by: User | None, **fields: Any) -> Letterhead:
    """A new issuer of an agency. Refusals: `twin` (the same name from the same day), field errors."""
    row = Letterhead(agency=agency, **fields)
    if Letterhead.objects.filter(agency=agency, name=row.name, starts=row.starts).exists():
        raise ValidationError(f"«{row.name}» từ ngày này đã có.", code="twin")
    row.full_clean()
    row.save()
    trail.record(by, "added letterhead", row, agency=agency.slug)
    return row


@transaction.atomic
def change_letterhead(
    *, letterhead: Letterhead, seen: int | None, by: User, **fields: Any
) -> Letterhead:
    """Papers written before keep what they print; no change leaves no line.

    Refusals: `stale`, `printed` (by field), field errors.
    """
    row: Letterhead = Letterhead.objects.select_for_update(of=("self",)).get(pk=letterhead.pk)
    if seen is not None and seen != row.version:
        raise ValidationError(
            "Người khác vừa sửa mục này. Hãy xem nội dung mới rồi sửa lại nếu vẫn cần.",
            code="stale",
        )
    changes = {}
    for name, value in fields.items():
        before = getattr(row, name)
        if before != value:
            changes[name] = [_plain(before), _plain(value)]
            setattr(row, name, value)
    if changes:
        _refuse_what_decisions_print(row, changes)
        row.version += 1
        row.full_clean()
        row.save()
        trail.record(by, "changed letterhead", row, changes=changes)
    return row


def _refuse_what_decisions_print(row: Letterhead, changes: Mapping[str, Any]) -> None:
    """A decision prints who decides from its issuer: once one is out, that stands."""
    touched = {"head_post", "is_post", "collective"} & changes.keys()
    if touched and row.papers.fixed().filter(kind=PaperKind.DECISION).exists():
        told = (
            "Đã có quyết định ban hành in theo chức vụ này. Ghi ngày kết thúc cho chủ thể này rồi lập chủ thể mới "
            "với chức vụ khác."
        )
        raise ValidationError({min(touched): ValidationError(told, code="printed")})


@transaction.atomic
def give_right(
    *, letterhead: Letterhead, step: str, starts: dt.date, by: User | None, **fields: Any
) -> StepRight:
    """Say that a person, or a role, takes a step. Refusals: `who` (not exactly one of both), `twin`."""
    Letterhead.objects.select_for_update(of=("self",)).get(pk=letterhead.pk)
    row = StepRight(letterhead=letterhead, step=step, starts=starts, **fields)
    if bool(row.user_id) == bool(row.role):
        raise ValidationError(
            "Chọn một người, hoặc một vai trò của cơ quan; không chọn cả hai.", code="who"
        )
    same = letterhead.rights.overlapping(starts, row.ends).filter(
        step=step, user=row.user_id, role=row.role, authority=row.authority
    )
    if same.exists():
        raise ValidationError("Quyền này đã có trong thời gian đó.", code="twin")
    row.full_clean()
    row.save()
    trail.record(by, "gave step right", letterhead, step=step, who=who_of(row))
    return row


@transaction.atomic
def end_right(*, right: StepRight, day: dt.date, by: User) -> StepRight:
    """The right holds up to and including `day`. Refusals: `ended`, `before` (ends before it starts)."""
    row: StepRight = StepRight.objects.select_for_update(of=("self",)).get(pk=right.pk)
    if row.ends is not None and row.ends <= day:
        raise ValidationError("Quyền này đã kết thúc rồi.", code="ended")
    if day < row.starts:
        raise ValidationError(
            f"Quyền bắt đầu ngày {row.starts:%d/%m/%Y}; ngày cuối không thể sớm hơn.",
            code="before",
        )
    row.ends = day
    row.save(update_fields=["ends"])
    trail.record(
        by, "ended step right", row.letterhead, step=row.step, who=who_of(row), day=f"{day}"
    )
    return row


@transaction.atomic
def set_symbol_rule(
    *, letterhead: Letterhead, kind: str, template: str, by: User | None, series: str = ""
) -> SymbolRule:
    """The notation of a kind, and its row of numbers. Refusals: `template` (an unknown place in braces)."""
    unknown = set(PLACES.findall(template)) - KNOWN
    rest = PLACES.sub("", template)
    if unknown or "{" in rest or "}" in rest or not template.strip():
        told = "Mẫu chỉ dùng được {kind}, {code}, {unit}, ví dụ {kind}-{code}."
        raise ValidationError({"template": ValidationError(told, code="template")})
    row = letterhead.symbol_rules.filter(kind=kind).first()
    row = row or SymbolRule(letterhead=letterhead, kind=kind)
    row.template, row.series = template.strip(), series.strip()
    row.full_clean()
    row.save()
    trail.record(
        by, "set symbol rule", letterhead, kind=kind, template=row.template, series=row.series
    )
    return row


@transaction.atomic
def drop_symbol_rule(*, rule: SymbolRule, by: User) -> None:
    """The kind gets again what the decree says."""
    trail.record(
        by, "dropped symbol rule", rule.letterhead, kind=rule.kind, template=rule.template
    )
    rule.delete()


def who_of(right: StepRight) -> str:
    """«Nguyễn A», or the role."""
    return right.user.full_name if right.user else str(right.get_role_display())


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
