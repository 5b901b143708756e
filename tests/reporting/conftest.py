"""What the tests of reporting's pages share: the clock of the story and signed-in clients."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.orgs.models import Unit
from shouwang.reporting.models import Form, Handover
from tests.cast import DAY, at, make_user
from tests.reporting.signing import publish_again
from tests.reporting.stage import set_clock
from tests.reporting.test_entry import fields, place


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


@pytest.fixture
def signed_form(form: Form) -> Form:
    """The homes' daily report, signed by 审核人 and 负责人."""
    publish_again(form, signing=("checker", "director"), starts_on=DAY - timedelta(days=1))
    return form


@pytest.fixture
def checker(zhao_home: Unit) -> User:
    """审核人 of 赵家敬老院."""
    return make_user("checker", "沈审核", zhao_home, Role.CHECKER)


@pytest.fixture
def director(zhao_home: Unit) -> User:
    """院长 of 赵家敬老院."""
    return make_user("director", "袁院长", zhao_home, Role.DIRECTOR)


@pytest.fixture
def handed(
    browse: Callable[[User], Client],
    zhao: User,
    checker: User,
    director: User,
    zhao_home: Unit,
    signed_form: Form,
) -> Handover:
    """A report that zhao handed over at 16:09."""
    browse(zhao).post(place("phone_entry", zhao_home, signed_form), fields(field_is_zero="1"))
    return Handover.objects.get()
