"""Measures that are added to the data reach a site that was installed before."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.management import call_command

from shouwang.orgs.models import Unit
from shouwang.response import measures
from shouwang.response.models import Measure
from tests.cast import DAY, at

pytestmark = pytest.mark.django_db


def test_a_site_that_upgrades_gets_the_measures_added_since_and_keeps_its_own_changes(
    zhao_home: Unit,
) -> None:
    call_command("migrate", "response", "0004", verbosity=0)
    Measure.objects.filter(code="approve_after_hours").delete()
    Measure.objects.filter(code="fever_at").update(default=Decimal("37.1"))

    call_command("migrate", "response", verbosity=0)

    now = at(DAY, 16)
    assert measures.value("approve_after_hours", unit=zhao_home, at=now) == 24
    assert measures.value("fever_at", unit=zhao_home, at=now) == Decimal("37.1")
