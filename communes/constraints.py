"""Spans of one key cannot overlap: PostgreSQL says so itself; on SQLite the services check under lock."""

from typing import Any


def no_overlap(table: str, name: str, *keys: str) -> Any:
    """A migration step that adds an exclusion constraint where the database can keep one."""
    from django.db import migrations  # noqa: PLC0415 -- only migrations ask

    def add(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
        if schema_editor.connection.vendor != "postgresql":
            return
        same = ", ".join(f"{key} WITH =" for key in keys)
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        schema_editor.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} "
            f"EXCLUDE USING gist ({same}, daterange(starts, ends, '[]') WITH &&) "
            "DEFERRABLE INITIALLY IMMEDIATE"
        )

    def drop(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")

    return migrations.RunPython(add, drop)
