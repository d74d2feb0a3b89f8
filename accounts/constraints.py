"""Rules that the database itself keeps, said once."""

from django.db.models import CheckConstraint, F, Q


def all_or_none(*fields: str, name: str) -> CheckConstraint:
    """These fields are set together or not at all."""
    none = Q(*[(f"{field}__isnull", True) for field in fields])
    every = Q(*[(f"{field}__isnull", False) for field in fields])
    return CheckConstraint(condition=none | every, name=name)


def ends_after_it_starts(name: str) -> CheckConstraint:
    return CheckConstraint(
        name=name,
        condition=Q(ends=None) | Q(ends__gte=F("starts")),
        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
    )
