"""Hot statements are kept by the server."""

from __future__ import annotations

import pytest
from django.db import connection

from shouwang.kit import prepared


@pytest.mark.django_db
def test_a_hot_statement_is_prepared_once_a_connection_and_no_other_is() -> None:
    asked = "SELECT %s::bigint + 20200211 AS hot"
    for n in (1, 2, 3):
        assert prepared.fetch(asked, [n]) == [(n + 20200211,)]
    with connection.cursor() as cursor:
        for _ in range(9):
            cursor.execute("SELECT %s::bigint + 20200212 AS cool", [1])
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        kept = [statement for (statement,) in cursor.fetchall()]
    assert len([s for s in kept if s.endswith("AS hot")]) == 1
    assert not [s for s in kept if s.endswith("AS cool")]
