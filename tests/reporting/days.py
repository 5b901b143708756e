"""The day's page as somebody sees it, for tests of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.reporting.actions.reports import Receipt
from shouwang.reporting.daybook.page import DayPage, day_page
from tests.cast import DAY, at

File = Callable[..., Receipt]


def opened(user: User, unit: Unit, day: date = DAY, hour: int = 16, minute: int = 0) -> DayPage:
    """Return the day as that user would see it at that time."""
    return day_page(scope_of(user, at=at()), unit, day, now=at(day, hour, minute))


def states(page: DayPage) -> dict[str, str]:
    """Return what is said of each child."""
    return {x.unit.name: x.state.word for x in page.lines}


def code(page: DayPage, of: str) -> int:
    """Return the id of a figure."""
    return next(c.id for c in page.every if c.figure.code == of)
