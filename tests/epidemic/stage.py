"""What the tests of cases share: steps so many minutes after the fever, counts of the day."""

from __future__ import annotations

from datetime import timedelta

from shouwang.epidemic.actions import cases
from shouwang.figures.counting import Span, counters
from tests.cast import DAY, at
from tests.epidemic.conftest import FEVER

AFTERNOON = at(DAY, 16)


def after(minutes):
    """Return the moment so many minutes after the fever was found."""
    return FEVER + timedelta(minutes=minutes)


def note(case, step, minutes, by, **told):
    """Write a step so many minutes after the fever."""
    return cases.note(case=case, step=step, at=after(minutes), by=by, **told)


def counted(code, unit, until=AFTERNOON):
    """Return what a counter counts of a unit's day that ends at a moment."""
    span = Span((unit.pk,), until - timedelta(days=1), until)
    (counter,) = counters()[code]
    return counter.rows(span).count()
