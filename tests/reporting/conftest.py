"""What the tests of reporting's pages share: the clock of the story and signed-in clients."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.conf import settings
from django.test import Client

from shouwang.accounts.models import User
from tests.cast import at
from tests.reporting.stage import set_clock


@pytest.fixture
def story_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Set the product's clock: ``story_clock(at(hour=17))``; it starts at 16:09 of the day."""
    set_clock(monkeypatch, at(hour=16, minute=9))
    return lambda moment: set_clock(monkeypatch, moment)


@pytest.fixture
def browse(story_clock: object) -> Callable[[User], Client]:
    """Return a client signed in as a member of the cast, on the day of the story."""

    def _browse(user: User) -> Client:
        client = Client()
        client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
        return client

    return _browse


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    """Sign a user in."""

    def sign(user: User) -> Client:
        client.force_login(user)
        return client

    return sign
