"""A clock that tests move."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from shouwang.kit import clock


class MovableClock:
    """Stands still until told to pass."""

    def __init__(self) -> None:
        self.now: datetime = clock.now()

    def pass_(self, span: timedelta) -> None:
        """Let time pass."""
        self.now += span


@pytest.fixture
def at_clock(monkeypatch: pytest.MonkeyPatch) -> MovableClock:
    """The product's clock, stopped; ``pass_`` moves it."""
    stopped = MovableClock()
    monkeypatch.setattr(clock, "now", lambda: stopped.now)
    return stopped
