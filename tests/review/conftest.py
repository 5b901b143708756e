"""The clock of the story and signed-in clients, as the tests of reporting have them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shouwang.accounts.models import User
from shouwang.figures.actions import rollups
from shouwang.orgs.models import Unit
from shouwang.reporting.models import Report
from shouwang.review.actions.verdicts import return_report
from tests.cast import at
from tests.reporting.conftest import browse, story_clock
from tests.review.days import File

__all__ = ["browse", "story_clock"]


@pytest.fixture
def filed(file: File, homes: list[Unit], zhao: User, qian: User, sun: User) -> None:
    """All three homes have filed: 46, 30 and 24 residents."""
    file(homes[0], zhao, in_house=46, options={"is_zero": True})
    file(homes[1], qian, in_house=30)
    file(homes[2], sun, in_house=24)


@pytest.fixture
def afternoon(
    story_clock: Callable[..., None],
    file: File,
    homes: list[Unit],
    zhao: User,
    qian: User,
    sun: User,
    tang: User,
) -> list[Report]:
    """At 16:40: 赵家 returned, 钱村 filed late with a fever, 孙桥 a zero report."""
    file(homes[0], zhao, in_house=60)
    file(homes[1], qian, in_house=30, fever_residents=1, days_left=2, when=at(hour=16, minute=35))
    file(homes[2], sun, in_house=24, options={"is_zero": True})
    reports = [Report.objects.select_related("unit").get(unit=home) for home in homes]
    return_report(report=reports[0], reason="在院与名册不符", by=tang, at=at(hour=16, minute=38))
    rollups.settle_all()
    story_clock(at(hour=16, minute=40))
    return reports
