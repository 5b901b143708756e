"""Hot statements: prepared once a connection, their parameters bound by the server.

Django interpolates parameters on the client and plans every statement anew, which for the large
statements of filing and rolling up costs more than running them. Behind a transaction pooler set
the pooler to keep prepared statements (docs/operations).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection


def fetch(statement: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run a statement on the current connection and return its rows, if it has any.

    Joins the transaction under way. Database errors come as Django's.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement, params, prepare=True)  # type: ignore[arg-type]
        return cursor.fetchall() if cursor.description else []
