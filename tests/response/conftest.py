"""Helpers of the tests of response."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.response.models import Order
from tests.cast import MORNING


@pytest.fixture
def lay(system: User) -> Callable[..., Order]:
    """Lay down an order as it stands in the table: ``lay(tangning, "fever_at", 37)``."""

    def _lay(
        unit: Unit,
        measure: str,
        value: Decimal | float | str | None = None,
        *,
        starts_at: datetime = MORNING,
        ends_at: datetime | None = None,
        strength: str = "absolute",
        giver: Unit | None = None,
        number: str = "",
        kinds: list[str] | None = None,
        approver: str = "county",
    ) -> Order:
        return Order.objects.create(
            unit=unit,
            giver=giver or unit,
            measure_id=measure,
            value=value,
            strength=strength,
            approver=approver,
            kinds=kinds or [],
            starts_at=starts_at,
            ends_at=ends_at,
            given_by=system,
            given_at=starts_at,
            paper_number=number,
            paper_title="关于加强养老机构防控的通知" if number else "",
        )

    return _lay
