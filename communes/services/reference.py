"""Reference rows as the files tell them: what is missing is added, what stands is left alone.

The office may have corrected a row in the browser since; a file that is loaded again never takes
that back. Rows that differ from their file are counted, so that somebody can look.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from django.db.models import Field, Model, QuerySet

from communes.services.spans import KEYS, refuse_overlap

Row = TypeVar("Row", bound=Model)


class Keeper(Generic[Row]):
    """Keeps the rows of one model in step with a file, by the fields that name a row."""

    def __init__(self, model: type[Row], *key: str) -> None:
        self.model = model
        self.key: Sequence[str] = key
        self.added = 0
        self.differing: list[str] = []
        standing: QuerySet[Row] = QuerySet(model)
        self.rows = {self._key_of(row): row for row in standing}

    def __len__(self) -> int:
        return len(self.rows)

    def find(self, **key: Any) -> Row | None:
        return self.rows.get(tuple(_bare(key[name]) for name in self.key))

    def keep(self, **values: Any) -> Row:
        """The row of that key; added, checked like any other, where there is none yet."""
        row = self.find(**{name: values[name] for name in self.key})
        if row is None:
            return self._add(values)
        wrong = [name for name in values if self._value(row, name) != _bare(values[name])]
        if wrong:
            self.differing.append(f"{row}: {', '.join(wrong)}")
        return row

    def _add(self, values: Mapping[str, Any]) -> Row:
        row = self.model(**values)
        row.full_clean(validate_constraints=True)
        if self.model in KEYS:
            refuse_overlap(row)  # type: ignore[arg-type]
        row.save()
        self.added += 1
        self.rows[self._key_of(row)] = row
        return row

    def _key_of(self, row: Row) -> tuple[Any, ...]:
        return tuple(self._value(row, name) for name in self.key)

    def _value(self, row: Row, name: str) -> Any:
        field = self.model._meta.get_field(name)
        assert isinstance(field, Field)  # noqa: S101 -- for the type checker
        return getattr(row, field.attname)


def _bare(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value
