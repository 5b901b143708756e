"""Hot statements: prepared once a connection, their parameters bound by the server.

Django interpolates parameters on the client and plans every statement anew, which for the large
statements of filing and rolling up costs more than running them. Behind a transaction pooler set
the pooler to keep prepared statements (docs/operations).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import psycopg
from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


def fetch(statement: str, params: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run a statement on the current connection and return its rows, if it has any.

    Joins the transaction under way; without one the statement is a transaction of its own.
    Database errors come as Django's.
    """
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, params, prepare=True)
        # ``description`` would build a column object for each of a row's forty columns
        has_rows = cursor.pgresult is not None and cursor.pgresult.nfields > 0
        return cursor.fetchall() if has_rows else []


def columns(model: type[models.Model], alias: str) -> str:
    """Return a model's columns for a SELECT, for ``first``."""
    return ", ".join(f"{alias}.{f.column}" for f in model._meta.concrete_fields)


def first(model: type[Row], statement: str, params: Sequence[Any]) -> Row | None:
    """Return the first row of a statement as a model's instance; it selects ``columns(model)``."""
    rows = fetch(statement, params)
    if not rows:
        return None
    return instance(model, rows[0])


def width(model: type[models.Model]) -> int:
    """Return how many values of a row ``columns(model)`` are."""
    return len(model._meta.concrete_fields)


def instance(model: type[Row], values: Sequence[Any]) -> Row:
    """Return a model's instance of the values of ``columns(model)``."""
    fields = model._meta.concrete_fields
    read = [
        f.from_db_value(v, None, connection)  # type: ignore[arg-type]
        if isinstance(f, models.JSONField) and isinstance(v, str)
        else v
        for f, v in zip(fields, values, strict=True)
    ]
    return model.from_db("default", [f.attname for f in fields], read)
