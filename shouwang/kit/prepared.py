"""Hot statements: prepared once a connection, their parameters bound by the server.

Django interpolates parameters on the client and plans every statement anew, which for the large
statements of filing and rolling up costs more than running them. Behind a transaction pooler set
the pooler to keep prepared statements (docs/operations).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TypeVar

import psycopg
from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


def fetch(statement: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run a statement on the current connection and return its rows, if it has any.

    Joins the transaction under way. Database errors come as Django's.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, params, prepare=True)
        return cursor.fetchall() if cursor.description else []


def columns(model: type[models.Model], alias: str) -> str:
    """Return a model's columns for a SELECT, for ``first``."""
    return ", ".join(f"{alias}.{f.column}" for f in model._meta.concrete_fields)


def first(model: type[Row], statement: str, params: Sequence[Any]) -> Row | None:
    """Return the first row of a statement as a model's instance; it selects ``columns(model)``."""
    rows = fetch(statement, params)
    if not rows:
        return None
    fields = model._meta.concrete_fields
    values = [_read(f, v) for f, v in zip(fields, rows[0], strict=True)]
    return model.from_db("default", [f.attname for f in fields], values)


def _read(field: models.Field[Any, Any], value: Any) -> Any:
    """Read JSON as Django's field would: its connection hands JSON over as text."""
    if isinstance(field, models.JSONField) and isinstance(value, str):
        return json.loads(value, cls=field.decoder)
    return value
