"""What an address names: a unit, a form and a day, within the user's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest

from shouwang.kit import clock
from shouwang.orgs import queries as units
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting import queries, words
from shouwang.reporting.models import Form
from shouwang.reporting.queries import Sheet


@dataclass(frozen=True)
class Place:
    """A report's address, looked up."""

    scope: Scope
    unit: Unit
    form: Form
    day: date

    @property
    def args(self) -> tuple[Any, ...]:
        """Return the arguments of the report's addresses."""
        return (self.unit.pk, self.form.pk, self.day)

    def sheet(self) -> Sheet:
        """Return the report as it stands."""
        return queries.sheet(self.scope, self.unit, self.form, self.day)


def to_fill(request: HttpRequest, unit_id: int, form_id: int, day: date) -> Place:
    """Return the report that an address names, for somebody who may file it.

    Raises 404 outside the scope and for a day that has not come, 403 without permission.
    """
    if day > clock.today():
        raise Http404
    scope: Scope = request.scope  # type: ignore[attr-defined]
    unit = units.unit(scope, unit_id)
    scope.require(words.FILE_REPORT, unit)
    return Place(scope, unit, queries.form(scope, form_id), day)
