"""What journeys share: rows that the web server sees, and a writer's evening."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from playwright.sync_api import Page

from shouwang.accounts.models import User
from shouwang.figures.actions import rollups
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.papers import fonts
from shouwang.reporting.actions.reports import Receipt
from shouwang.reporting.models import Form
from tests.cast import DAY, at
from tests.journeys.phone import phone  # noqa: F401 (a fixture)
from tests.journeys.samples import office_key, show  # noqa: F401 (fixtures)
from tests.reporting.stage import set_clock, sign_in


@pytest.fixture
def db(committed_db: str) -> Iterator[None]:
    """Let the cast be visible to the web server: its rows are committed."""
    return


@pytest.fixture
def evening(
    live: str,
    monkeypatch: pytest.MonkeyPatch,
    homes: list[Unit],
    zhao: User,
    qian: User,
    city: User,
    lead: User,
    file: Callable[..., Receipt],
) -> str:
    """Two of three homes have filed, one of them a fever."""
    fonts.build()
    set_clock(monkeypatch, at(hour=18))
    file(homes[0], zhao, when=clock.now(), in_house=46, fever_residents=2, days_left=2)
    file(homes[1], qian, when=clock.now(), in_house=30, days_left=5)
    rollups.settle_all()
    return live


NINE_PAST_FOUR = at(hour=16, minute=9)


@pytest.fixture
def visit(
    live: str,
    open_page: Callable[..., Page],
    monkeypatch: pytest.MonkeyPatch,
    zhao_home: Unit,
    form: Form,
) -> Callable[..., Page]:
    """Open the home's report of the day as a member of the cast: ``visit(zhao, width=360)``."""

    def _visit(
        user: User, *, path: str = "reports", when: datetime = NINE_PAST_FOUR, **options: int
    ) -> Page:
        set_clock(monkeypatch, when)
        page = open_page(**options)
        sign_in(page, live, user)
        page.goto(f"{live}/{path}/{zhao_home.pk}/{form.pk}/{DAY}/")
        return page

    return _visit
