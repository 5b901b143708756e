from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings

from shouwang.accounts.actions import seals
from shouwang.accounts.models import AuditEvent
from shouwang.demo import accounts, load
from shouwang.demo import clock as demo_clock
from shouwang.demo.story import DAY_1
from shouwang.figures.evidence import evidence, missing
from shouwang.figures.totals import unit_day
from shouwang.kit import clock, registry
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import SYSTEM

pytestmark = pytest.mark.django_db


def test_the_demonstration_loads_through_the_actions_and_its_totals_equal_their_rows(
    settings: LazySettings, tmp_path: object
) -> None:
    settings.DATA_DIR = tmp_path
    load.load(days=1)
    root = Unit.objects.get(code="LC")
    found = unit_day(SYSTEM, root, DAY_1)
    assert (found.total.due, found.total.filed) == (231, 209)
    assert len(missing(SYSTEM, root, DAY_1)) == 22
    for figure in found.figures[:6]:
        assert evidence(SYSTEM, root, figure, DAY_1).total == found.total.values[figure.pk]
    assert seals.verify().is_sound
    assert any("bangongshi" in line for line in accounts.listing())
    assert "演示数据" in [str(mark) for mark in registry.marks()]
    demo_clock.anchor()
    last = AuditEvent.objects.latest("at").at
    assert last < clock.now() < last + timedelta(days=21), "no deed lies in the future"
