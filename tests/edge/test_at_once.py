"""Two devices at the same moment, on a database that both see."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from shouwang.kit.ids import uuid7
from shouwang.reporting.models import Report, Submission
from tests.edge.conftest import Ask


@pytest.fixture
def db(committed_db: str) -> Iterator[None]:
    """Let the cast be visible to both threads: its rows are committed."""
    return


@pytest.mark.parametrize("same_id", [True, False])
def test_the_same_filing_twice_at_once_is_one_report_with_one_receipt(
    send: Ask, same_id: bool
) -> None:
    ids = [str(uuid7())] * 2 if same_id else [str(uuid7()), str(uuid7())]

    def one(client_id: str) -> Any:
        try:
            return send(client_id=client_id)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(one, ids))
    assert sorted(a.status_code for a in answers) == [200, 201]
    assert len({a.json()["receipt"] for a in answers}) == 1
    assert Report.objects.count() == Submission.objects.count() == 1
