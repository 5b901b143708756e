"""The prefecture's first page asks for the burden of its institutions beside the day."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.reporting.actions.reports import Receipt
from tests.cast import DAY


@pytest.mark.django_db
def test_the_prefectures_day_shows_what_an_institution_typed(
    client: Client, prefecture: Unit, tangning: Unit, homes: list[Unit], zhao: User, city: User,
    file: Callable[..., Receipt],
) -> None:  # fmt: skip
    file(homes[0], zhao, in_house=46)
    client.force_login(city)
    page = client.get(f"/day/{DAY}/{prefecture.pk}/").content.decode()
    (address,) = re.findall(r'hx-get="(/asking/[^"]+)"', page)
    told = client.get(address).content.decode()
    assert "项／家" in told
