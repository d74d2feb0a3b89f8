"""Rows of a data file, read strictly: what cannot be right says file, row and field."""

import csv
import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Choices

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where PyYAML has it


class DataError(ValueError):
    """A data file cannot be loaded as it stands."""

    def __init__(self, file: str, row: str, field: str, message: str) -> None:
        self.file, self.row, self.field = file, row, field
        at = f", mục «{field}»" if field else ""
        super().__init__(f"{file}, {row}{at}: {message}")


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a file. A blank cell is nothing: «», None."""

    file: str
    row: str
    values: Mapping[str, Any]

    def error(self, field: str, message: str) -> DataError:
        return DataError(self.file, self.row, field, message)

    def text(self, field: str) -> str:
        value = self.values.get(field)
        return "" if value is None else str(value).strip()

    def needed(self, field: str) -> str:
        value = self.text(field)
        if not value:
            raise self.error(field, "không được để trống.")
        return value

    def day(self, field: str) -> dt.date | None:
        value = self.text(field)
        try:
            return dt.date.fromisoformat(value) if value else None
        except ValueError:
            raise self.error(field, f"«{value}» không phải ngày dạng YYYY-MM-DD.") from None

    def needed_day(self, field: str) -> dt.date:
        self.needed(field)
        day = self.day(field)
        assert day is not None  # noqa: S101 -- for the type checker
        return day

    def number(self, field: str) -> Decimal | None:
        value = self.text(field)
        try:
            return Decimal(value) if value else None
        except InvalidOperation:
            raise self.error(field, f"«{value}» không phải số.") from None

    def whole(self, field: str) -> int | None:
        value = self.number(field)
        if value is not None and value != int(value):
            raise self.error(field, f"«{value}» không phải số nguyên.")
        return None if value is None else int(value)

    def yes_no(self, field: str) -> bool | None:
        value = self.text(field).lower()
        answers = {"": None, "true": True, "false": False}
        if value not in answers:
            raise self.error(field, f"«{value}» phải là true, false hoặc để trống.")
        return answers[value]

    def words(self, field: str) -> list[str]:
        return [part.strip() for part in self.text(field).split("|") if part.strip()]

    def only(self, *fields: str) -> None:
        """A misspelt field would be lost in silence: refuse what is not known."""
        for field in self.values:
            if field not in fields:
                raise self.error(str(field), "không có trường này.")

    def choice(self, field: str, choices: type[Choices]) -> Any:
        """One of a closed list; nothing where the cell is blank."""
        value = self.values.get(field)
        if value in {None, ""}:
            return ""
        if value not in choices.values:
            known = ", ".join(str(one) for one in choices.values)
            raise self.error(field, f"«{value}» không phải một trong {known}.")
        return choices(value)

    def records(self, field: str) -> "list[Record]":
        """The rows inside this one, numbered from 1."""
        rows = self.values.get(field) or []
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self.error(field, "phải là một danh sách các mục.")
        return [
            Record(self.file, f"{self.row}, {field} thứ {number}", row)
            for number, row in enumerate(rows, start=1)
        ]

    @contextmanager
    def blamed(self) -> Iterator[None]:
        """What a model or a service refuses is this row's fault."""
        try:
            yield
        except ValidationError as refused:
            errors = refused.message_dict if hasattr(refused, "error_dict") else {}
            field, messages = next(iter(errors.items()), ("", refused.messages))
            name = "" if field == NON_FIELD_ERRORS else field
            raise self.error(name, " ".join(messages)) from refused


def read_csv(path: Path, *columns: str) -> list[Record]:
    """The rows of a CSV file that has exactly these columns."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        missing = sorted(set(columns) ^ set(reader.fieldnames or []))
        if missing:
            names = ", ".join(missing)
            raise DataError(path.name, "dòng 1", names, "thiếu cột, hoặc cột không biết.")
        records = []
        for row in reader:
            record = Record(path.name, f"dòng {reader.line_num}", row)
            if None in row or None in row.values():
                raise record.error("", f"phải có đúng {len(columns)} cột.")
            records.append(record)
        return records


def read_yaml(path: Path) -> dict[str, list[Record]]:
    """The named lists of a YAML file; a row is called by its key, or by its number."""
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 -- a safe loader
    if not isinstance(content, dict):
        raise DataError(path.name, "dòng 1", "", "phải là các danh sách có tên.")
    return {
        name: [
            Record(record.file, f"{name} «{record.text('key')}»", record.values)
            if record.text("key")
            else record
            for record in Record(path.name, "tệp", content).records(name)
        ]
        for name in content
    }
