"""Bringing rows in line with a file, without undoing what a person corrected by hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from accounts import trail
from accounts.models import Activity


@dataclass(slots=True)
class Report:
    """What loading a file did. `kept` rows differ from the file because a person corrected them."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: int = 0
    removed: int = 0

    def __str__(self) -> str:
        return (
            f"thêm {self.created}, đổi {self.changed}, bỏ {self.removed}, giữ {self.unchanged}, "
            f"giữ bản sửa tay {self.kept}"
        )


def corrected_by_hand(*models: type[Model]) -> set[str]:
    """The subjects of the trail that people corrected, among rows of those models."""
    lines = Activity.objects.filter(verb=trail.CORRECTED).values_list("subject", flat=True)
    labels = tuple(f"{model._meta.label_lower}:" for model in models)
    return {subject for subject in lines if subject.startswith(labels)}


class Sync:
    """Compares rows with what a file says of them, and counts."""

    def __init__(self, *models: type[Model]) -> None:
        self.report = Report()
        self._corrected = corrected_by_hand(*models)

    def is_corrected(self, row: Model) -> bool:
        """By the trail, or by the row itself: it says who recorded or checked it."""
        by_hand = (getattr(row, name, None) for name in ("recorded_by_id", "checked_by_id"))
        return any(by_hand) or trail.subject_key(row) in self._corrected

    def bring(self, row: Model | None, fresh: Model, fields: Iterable[str]) -> Model:
        """The stored row, changed where it differs from `fresh`; `fresh` itself where there is none."""
        if row is None:
            fresh.save()
            self.report.created += 1
            return fresh
        differs = [name for name in fields if not _same(row, fresh, name)]
        if not differs:
            self.report.unchanged += 1
        elif self.is_corrected(row):
            self.report.kept += 1
        else:
            for name in differs:
                setattr(row, name, getattr(fresh, name))
            row.save()
            self.report.changed += 1
        return row

    def drop(self, rows: Iterable[Model]) -> None:
        """Rows that the file no longer has go, unless a person wrote or corrected them."""
        for row in rows:
            if self.is_corrected(row):
                self.report.kept += 1
            else:
                row.delete()
                self.report.removed += 1


def _same(row: Model, fresh: Model, name: str) -> bool:
    field: Any = row._meta.get_field(name)
    mine, theirs = getattr(row, field.attname), getattr(fresh, field.attname)
    return bool(mine == theirs)
