"""Choosing what to draft: from which template, for whom, of which days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.briefs import queries, template_queries
from shouwang.briefs.actions.briefs import Asked
from shouwang.briefs.circumstances import FIRST, LAST
from shouwang.briefs.models import Brief, Template
from shouwang.figures.spans import LONGEST
from shouwang.kit import clock
from shouwang.orgs import queries as orgs
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

STAGES = (FIRST, *(f"续报{n}" for n in range(1, 10)), LAST)


def _day_field(label: Any) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget)


class NewBriefForm(forms.Form):
    """A unit of the user's and days that have come; what else depends on the kind of paper."""

    unit = forms.ChoiceField(label=_("单位"))
    first = _day_field(_("起始日期"))
    day = _day_field(_("日期"))
    about = forms.CharField(label=_("事件单位"), max_length=120)
    subject = forms.CharField(label=_("事项"), max_length=40)
    stage = forms.ChoiceField(label=_("报次"), choices=[(s, s) for s in STAGES])

    def __init__(self, *args: Any, scope: Scope, template: Template, **options: Any) -> None:
        super().__init__(*args, **options)
        self._scope = scope
        self.version = template_queries.latest(template)
        words = template_queries.read(self.version).words
        self.is_span = words.get("period") == "days"
        self.is_about = template.kind == Brief.Kind.SPECIAL
        self._units = {str(unit.pk): unit for unit in queries.units_to_draft(scope)}
        field = self.fields["unit"]
        field.choices = [(pk, unit.name) for pk, unit in self._units.items()]  # type: ignore[attr-defined]
        self._dates()
        if self.is_about:
            self.fields["subject"].initial = _("发热")
        for name in [] if self.is_about else ["about", "subject", "stage"]:
            del self.fields[name]

    def _dates(self) -> None:
        today = clock.today()
        self.fields["day"].initial = today
        self.fields["first"].initial = today - timedelta(days=6)
        for name in ("day", "first"):
            self.fields[name].widget.attrs["max"] = today.isoformat()
        if self.is_span:
            self.fields["day"].label = _("截止日期")
        else:
            del self.fields["first"]

    def clean_day(self) -> date:
        """Refuse a day that has not come."""
        day: date = self.cleaned_data["day"]
        if day > clock.today():
            raise forms.ValidationError(_("日期不能晚于今天"))
        return day

    def clean_about(self) -> Unit:
        """Find the one unit of the user's that these words name."""
        text = self.cleaned_data["about"].strip()
        found = orgs.unit_named(queries.whole(self._scope), text)
        if len(found) != 1:
            told = {"n": len(found)}
            raise forms.ValidationError(
                _("有 %(n)d 个单位叫这个名字，请写全称") % told if found else _("没有这个单位")
            )
        return found[0]

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order, and more than a year of them."""
        told: dict[str, Any] = super().clean() or {}
        first, day = told.get("first"), told.get("day")
        if first and day and first > day:
            self.add_error("first", _("起始日期不能晚于截止日期"))
        elif first and day and (day - first).days >= LONGEST:
            self.add_error("first", _("一次最多写一年"))
        return told

    def chosen(self) -> dict[str, Any]:
        """Return the unit, the day and what is asked."""
        told = self.cleaned_data
        asked = Asked(
            self.version, told.get("first"), told.get("about"), told.get("subject", ""),
            told.get("stage", ""),
        )  # fmt: skip
        return {"unit": self._units[told["unit"]], "day": told["day"], "asked": asked}
