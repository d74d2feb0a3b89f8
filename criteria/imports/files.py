"""Reading a file of reference data, with every mistake named: file, row, field."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db.models import Model

from communes.imports.table import LOADER

NOTHING: dict[str, Any] = {}


class Problems:
    """The mistakes of one file, raised together."""

    def __init__(self, path: Path) -> None:
        self.file = path.name
        self.found: list[ValidationError] = []

    def add(self, row: str, field: str, problem: str) -> None:
        place = f"{row}, trường «{field}»" if field else row
        self.found.append(ValidationError(f"{self.file}: {place}: {problem}", code="bad_file"))

    def raise_any(self) -> None:
        if self.found:
            raise ValidationError(self.found)

    def check(self, row: str, fresh: Model, *, leave: Iterable[str] = ()) -> None:
        """What the model itself says of lengths, choices and blanks."""
        try:
            fresh.clean_fields(exclude=set(leave))
        except ValidationError as error:
            for field, messages in error.message_dict.items():
                self.add(row, field, " ".join(messages))


def read_mapping(path: Path, problems: Problems) -> dict[str, Any]:
    """The file's outermost mapping; a file that is no YAML is one mistake."""
    try:
        given = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 -- a safe loader
    except yaml.YAMLError as error:
        problems.add("cả tệp", "", f"không đọc được YAML ({error})")
        return {}
    if not isinstance(given, dict):
        problems.add("cả tệp", "", "phải là một bảng khóa – giá trị")
        return {}
    return given


def rows_of(given: dict[str, Any], key: str, row: str, problems: Problems) -> list[dict[str, Any]]:
    """The list of mappings under a key."""
    found = given.get(key)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        problems.add(row, key, "phải là danh sách các dòng")
        return []
    if not found:
        problems.add(row, key, "không được trống")
    return found


def only(given: dict[str, Any], known: Iterable[str], row: str, problems: Problems) -> None:
    """A misspelt field would be lost in silence: refuse what is not known."""
    for key in sorted(set(given) - set(known), key=str):
        problems.add(row, str(key), "không có trường này")


def required(given: dict[str, Any], keys: Iterable[str], row: str, problems: Problems) -> bool:
    """Whether all of these are there; what is not is noted."""
    missing = [key for key in keys if given.get(key) in (None, "")]
    for key in missing:
        problems.add(row, key, "còn thiếu")
    return not missing
