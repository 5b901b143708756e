"""What the page of the grid shows beside the grid: the way down, the forms, what was handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from shouwang.intake import words
from shouwang.intake.behalf import grid as grids
from shouwang.intake.behalf.grid import Grid
from shouwang.intake.behalf.pasting import Pasted
from shouwang.kit import clock
from shouwang.orgs import queries as places
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting.models import Form


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a place, one of its forms, a day, and the institutions there."""

    place: Unit
    forms: Sequence[Form]
    form: Form | None
    day: date
    units: Sequence[Unit]

    @property
    def query(self) -> str:
        """Return the address's query."""
        form = f"&form={self.form.pk}" if self.form else ""
        return f"unit={self.place.pk}{form}&day={self.day.isoformat()}"


def context(
    scope: Scope, asked: Asked, found: Grid | None, pasted: Pasted | None
) -> dict[str, Any]:
    """Return what the page shows; ``pasted`` is what was read from a chat list."""
    rows = found.rows if found else []
    return {
        "asked": asked,
        "grid": found,
        "pasted": pasted,
        "below": _below(scope, asked),
        "is_wide": len(asked.units) > grids.MOST_ROWS,
        "filed": sum(not row.is_open for row in rows),
        "done": [row for row in rows if row.result and row.result.report_id],
        "left": [row for row in rows if row.result and not row.result.report_id],
        "tabs": _tabs(asked),
        "trail": _trail(scope, asked),
        "today": clock.today(),
    }


def _tabs(asked: Asked) -> list[tuple[str, str, bool]]:
    here = f"{reverse('intake:behalf')}?unit={asked.place.pk}"
    return [
        (f.series.zh, f"{here}&form={f.pk}&day={asked.day}", f == asked.form) for f in asked.forms
    ]


def _below(scope: Scope, asked: Asked) -> list[tuple[Unit, int]]:
    """Return the jurisdictions under the place, each with how many institutions fill the form."""
    below = [u for u in places.children(scope, asked.place) if not u.is_institution]
    counted = [(u, sum(i.path.startswith(u.path) for i in asked.units)) for u in below]
    return [(unit, count) for unit, count in counted if count]


def _trail(scope: Scope, asked: Asked) -> list[tuple[str, str]]:
    here = reverse("intake:behalf")
    above = [*places.ancestors(scope.narrowed(words.FILE_ON_BEHALF), asked.place), asked.place]
    return [(unit.label, f"{here}?unit={unit.pk}") for unit in above]
