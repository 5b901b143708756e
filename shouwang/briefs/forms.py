"""Choosing what to draft."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.briefs import queries
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope


class NewBriefForm(forms.Form):
    """A unit of the user's and a day that has come."""

    unit = forms.ChoiceField(label=_("单位"))
    day = forms.DateField(
        label=_("日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def __init__(self, *args: Any, scope: Scope, **options: Any) -> None:
        super().__init__(*args, **options)
        self._units = {str(unit.pk): unit for unit in queries.units_to_draft(scope)}
        field = self.fields["unit"]
        field.choices = [(pk, unit.name) for pk, unit in self._units.items()]  # type: ignore[attr-defined]
        self.fields["day"].initial = clock.today
        self.fields["day"].widget.attrs["max"] = clock.today().isoformat()

    def clean_day(self) -> date:
        """Refuse a day that has not come."""
        day: date = self.cleaned_data["day"]
        if day > clock.today():
            raise forms.ValidationError(_("日期不能晚于今天"))
        return day

    def chosen(self) -> dict[str, Any]:
        """Return the unit and the day."""
        unit: Unit = self._units[self.cleaned_data["unit"]]
        return {"unit": unit, "day": self.cleaned_data["day"]}
