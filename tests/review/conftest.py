"""The clock of the story and signed-in clients, as the tests of reporting have them."""

from __future__ import annotations

import pytest

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from tests.reporting.conftest import browse, story_clock
from tests.review.days import File

__all__ = ["browse", "story_clock"]


@pytest.fixture
def filed(file: File, homes: list[Unit], zhao: User, qian: User, sun: User) -> None:
    """All three homes have filed: 46, 30 and 24 residents."""
    file(homes[0], zhao, in_house=46, options={"is_zero": True})
    file(homes[1], qian, in_house=30)
    file(homes[2], sun, in_house=24)
