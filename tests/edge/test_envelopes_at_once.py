"""The same entry over two lines at once: commits are real here."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from shouwang.accounts.models import User
from shouwang.desk.models import Entry
from shouwang.edge.actions import envelopes
from shouwang.edge.reading import Sent
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.kit.offline import Envelope
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from tests.edge.notes import KIND


@pytest.fixture
def db(committed_db: str) -> Iterator[None]:
    """Let every thread see the cast."""
    return


def test_two_lines_sending_the_same_entry_at_once_make_one_record(
    zhao: User, zhao_home: Unit
) -> None:
    now = clock.now()
    sent = Sent(Envelope(uuid7(), KIND, zhao_home.pk, {"words": "甲"}, now, now), "")

    def send(_n: int) -> str:
        try:
            return envelopes.receive(sent, by=zhao, scope=scope_of(zhao, at=now), at=now).state
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(send, range(8))) == ["taken"] * 8
    assert Entry.objects.filter(key__startswith="t:").count() == 1
