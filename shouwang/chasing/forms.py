"""What is typed on the pages of chasing."""

from __future__ import annotations

from datetime import date, datetime, time

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.chasing.models import Call
from shouwang.kit import clock


class CallForm(forms.Form):
    """What came of a call: the button pressed, until when it was promised, a remark."""

    outcome = forms.ChoiceField(choices=Call.Outcome.choices)
    promised = forms.TimeField(required=False)
    note = forms.CharField(required=False, max_length=100)

    def promised_at(self, day: date) -> datetime | None:
        """Return the promised moment, on the day that the call was made."""
        typed: time | None = self.cleaned_data.get("promised")
        return clock.at(day, typed) if typed else None


class TimesForm(forms.Form):
    """A bureau's own times."""

    remind_minutes = forms.IntegerField(
        label=_("报送时限前几分钟提醒"), min_value=0, max_value=240, help_text=_("0 为不自动提醒")
    )
    cooldown_minutes = forms.IntegerField(
        label=_("两次催报至少间隔几分钟"), min_value=5, max_value=240
    )


def picked(values: list[str]) -> set[tuple[int, int]]:
    """Return the (unit, series) that a form's boxes name; what is no such pair is left out."""
    found = set()
    for value in values:
        unit_id, dash, series_id = value.partition("-")
        if dash and unit_id.isdecimal() and series_id.isdecimal() and len(value) < 40:
            found.add((int(unit_id), int(series_id)))
    return found
