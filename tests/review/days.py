"""What stands of a day, for tests of reviewing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.test import Client

from shouwang.accounts.models import User
from shouwang.figures import totals
from shouwang.figures.actions import rollups
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import SYSTEM
from shouwang.reporting.actions.reports import Receipt
from shouwang.reporting.models import Form, Report, Review
from shouwang.review.actions.verdicts import return_report
from tests.cast import DAY, at

Browse = Callable[[User], Client]
File = Callable[..., Receipt]
TODAY = "/reports/today/"


def report_of(unit: Unit, day: date = DAY) -> Report:
    return Report.objects.select_related("unit", "form").get(unit=unit, day=day)


def tally(unit: Unit, day: date = DAY) -> totals.Tally:
    rollups.settle_all()
    return totals.unit_day(SYSTEM, unit, day).total


def value(unit: Unit, form: Form, code: str = "in_house") -> Any:
    figure = form.versions.get(number=1).items.get(figure__code=code).figure
    return tally(unit).values.get(figure.pk)


def send_back(
    unit: Unit, by: User, *, when: datetime | None = None, why: str = "在院与名册不符"
) -> Review:
    return return_report(
        report=report_of(unit), reason=why, by=by, at=when or at(hour=16, minute=20)
    )


def shown(client: Client, **query: Any) -> str:
    """Open the page of today and return it as one line of text."""
    answer = client.get(TODAY, query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())
