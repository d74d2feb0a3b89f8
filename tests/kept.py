"""Rows that take seconds to load are kept in tables beside their own, and brought back from there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model, QuerySet

from documents.models import StoredFile
from documents.models.file import storage_of_files

REMADE = {"contenttypes", "auth", "sessions"}  # what `migrate` fills, and what no load writes


@dataclass(frozen=True, slots=True)
class Kept:
    models: list[type[Model]]
    files: dict[str, bytes]  # tests may take the real ones away


KEPT: dict[str, Kept] = {}


@contextmanager
def standing(name: str, load: Callable[[], object]) -> Iterator[None]:
    """What `load` writes into an empty database stands within; `load` itself runs once a process."""
    bring(name, load)
    yield
    sweep()


def bring(name: str, load: Callable[[], object]) -> None:
    if name in KEPT:
        _bring_back(name)
    else:
        load()
        KEPT[name] = _keep(name)


def sweep() -> None:
    tables = [model._meta.db_table for model in _models()]
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables))


def _models() -> list[type[Model]]:
    found = apps.get_models(include_auto_created=True)
    return [one for one in found if one._meta.managed and one._meta.app_label not in REMADE]


def _keep(name: str) -> Kept:
    filled = [model for model in _models() if QuerySet(model).exists()]
    with connection.cursor() as cursor:
        for model in filled:
            kept, table = _names(name, model)
            cursor.execute(f"DROP TABLE IF EXISTS {kept}")
            cursor.execute(f"CREATE TABLE {kept} AS SELECT * FROM {table}")  # noqa: S608 -- our own names
    files = {}
    for one in StoredFile.objects.all():
        with one.content.open() as file:
            files[one.content.name] = file.read()
    return Kept(filled, files)


def _bring_back(name: str) -> None:
    kept = KEPT[name]
    with transaction.atomic(), connection.cursor() as cursor:
        for model in kept.models:
            rows, table = _names(name, model)
            cursor.execute(f"INSERT INTO {table} SELECT * FROM {rows}")  # noqa: S608 -- our own names
        for line in connection.ops.sequence_reset_sql(no_style(), kept.models):
            cursor.execute(line)
        if (
            connection.vendor == "postgresql"
        ):  # whose planner takes tables just filled for empty ones
            tables = ", ".join(_names(name, model)[1] for model in kept.models)
            cursor.execute(f"ANALYZE {tables}")
    storage = storage_of_files()
    for place, content in kept.files.items():
        if not storage.exists(place):
            storage.save(place, ContentFile(content))


def _names(name: str, model: type[Model]) -> tuple[str, str]:
    table = model._meta.db_table
    quote = connection.ops.quote_name
    return quote(f"kept_{name}_{table}"), quote(table)
