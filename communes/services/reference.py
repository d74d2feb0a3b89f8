"""Reference rows as the files tell them: a row that a person has touched since is theirs."""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint, Field, Model, QuerySet

from accounts.models import Activity
from accounts.trail import subject_key
from communes.services.spans import KEYS, refuse_overlap

Row = TypeVar("Row", bound=Model)


class Keeper(Generic[Row]):
    """Keeps the rows of one model in step with a file, by the fields that name a row.

    What is missing is added. What differs follows the file, unless the trail has a person's line
    about the row: then it stays, and is counted, so that somebody can look. `among` leaves out
    rows that no file has written, where there may be many.
    """

    def __init__(self, model: type[Row], *key: str, among: QuerySet[Row] | None = None) -> None:
        self.model = model
        self.key: Sequence[str] = key
        self.added = self.changed = 0
        self.links = {field.name for field in model._meta.fields if field.is_relation}
        self.checks: list[Any] = [
            one for one in model._meta.constraints if isinstance(one, CheckConstraint)
        ]
        self.kept: list[str] = []
        standing: QuerySet[Row] = QuerySet(model) if among is None else among
        self.rows = {self._key_of(row): row for row in standing}
        self.touched = set(
            Activity.objects.filter(
                subject__startswith=f"{model._meta.label_lower}:", by__isnull=False
            ).values_list("subject", flat=True)
        )

    def __len__(self) -> int:
        return len(self.rows)

    def __str__(self) -> str:
        words = f"{self.model._meta.verbose_name}: {len(self)}"
        counts = {"thêm": self.added, "đổi": self.changed, "giữ bản sửa tay": len(self.kept)}
        told = ", ".join(f"{name} {count}" for name, count in counts.items() if count)
        return f"{words} ({told})" if told else words

    def find(self, **key: Any) -> Row | None:
        return self.rows.get(tuple(_bare(key[name]) for name in self.key))

    def keep(self, **values: Any) -> Row:
        """The row of that key, in step with these values; checked like any other."""
        row = self.find(**{name: values[name] for name in self.key})
        if row is None:
            row = self.model(**values)
            self._check_and_save(row)
            self.added += 1
            self.rows[self._key_of(row)] = row
            return row
        differs = [name for name in values if self._value(row, name) != _bare(values[name])]
        if differs and subject_key(row) in self.touched:
            self.kept.append(f"{row}: {', '.join(differs)}")
        elif differs:
            self._change(row, {name: values[name] for name in differs})
        return row

    def _change(self, row: Row, values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            setattr(row, name, value)
        self._check_and_save(row)
        self.changed += 1

    def _check_and_save(self, row: Row) -> None:
        """What the fields, the checks and the spans allow; the key has been looked up already."""
        row.clean_fields(exclude=self.links)
        if self._spans_meet(row):
            refuse_overlap(row)  # type: ignore[arg-type]
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            for check in self.checks:  # which of them the database found broken
                check.validate(self.model, row)
            raise

    def _spans_meet(self, row: Row) -> bool:
        """Whether another row has the key by which spans may not share a day: else none need be asked for."""
        names = KEYS.get(self.model, ())  # type: ignore[arg-type]
        if not names:
            return False
        key = [self._value(row, name) for name in names]
        others = (one for one in self.rows.values() if one is not row)
        return any([self._value(one, name) for name in names] == key for one in others)

    def _key_of(self, row: Row) -> tuple[Any, ...]:
        return tuple(self._value(row, name) for name in self.key)

    def _value(self, row: Row, name: str) -> Any:
        field = self.model._meta.get_field(name)
        assert isinstance(field, Field)  # noqa: S101 -- for the type checker
        return getattr(row, field.attname)


def _bare(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value
