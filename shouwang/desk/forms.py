"""The form that gives a task by hand."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.desk import words
from shouwang.kit import clock
from shouwang.orgs import queries as units
from shouwang.orgs.kinds import JURISDICTIONS, Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

_MOMENT = "%Y-%m-%dT%H:%M"


def usual_due(now: datetime) -> datetime:
    """Return the due moment that is offered: the next day at 18:00."""
    return clock.at(clock.local_day(now) + timedelta(days=1), time(18))


class TaskForm(forms.Form):
    """What is to be done, by which unit, until when."""

    about = forms.CharField(
        label=_("要办什么"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    owner_unit = forms.ModelChoiceField(label=_("承办单位"), queryset=Unit.objects.none())
    due_at = forms.DateTimeField(
        label=_("办结时限"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT),
        input_formats=[_MOMENT],
    )

    def __init__(self, *args: Any, scope: Scope, unit: Unit | None = None, **more: Any) -> None:
        """Offer the jurisdictions and sections of a scope, and the unit that was asked for."""
        super().__init__(*args, **more)
        held = scope.narrowed(words.ASSIGN_TASKS)
        found = units.units(held).filter(kind__in=[*JURISDICTIONS, Kind.SECTION])
        own = units.units(held).filter(pk=unit.pk) if unit else found.none()
        field = self.fields["owner_unit"]
        field.queryset = (found | own).order_by("path")  # type: ignore[attr-defined]
        first = unit or next(iter(units.tops(held)), None)
        field.initial = first.pk if first else None
        self.fields["due_at"].initial = usual_due(clock.now())
