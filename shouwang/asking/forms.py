"""Asking for a form: what may be typed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.asking import rules
from shouwang.figures.models.series import Period
from shouwang.orgs.kinds import INSTITUTIONS
from shouwang.orgs.models import Unit


class RequestForm(forms.Form):
    """Who asks for what, by which paper, until when."""

    unit = forms.ChoiceField(label=_("向谁要数"), help_text=_("这个单位下的机构"))
    title = forms.CharField(label=_("报表名称"), max_length=60)
    asked_by = forms.CharField(label=_("要表单位"), max_length=60)
    paper = forms.CharField(label=_("依据"), max_length=120, help_text=_("来文文号或会议、批示"))
    until_on = forms.DateField(
        label=_("有效期至"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("到期自动停报"),
    )
    items = forms.CharField(
        label=_("项目"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("一行一项，可从表格粘贴；计量单位写在括号里或第二列"),
    )

    def __init__(self, *args: Any, units: list[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self._units = {str(unit.pk): unit for unit in units}
        choices = [(pk, unit.name) for pk, unit in self._units.items()]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]

    def clean_unit(self) -> Unit:
        """Return the unit chosen."""
        return self._units[self.cleaned_data["unit"]]

    def clean_items(self) -> list[rules.Asked]:
        """Return the items read from the list."""
        return rules.read_items(self.cleaned_data["items"])


class MakeForm(forms.Form):
    """How often the form of an admitted request is filled, by whom, from when."""

    period = forms.ChoiceField(label=_("周期"), choices=Period.choices, initial=Period.DAILY)
    starts_on = forms.DateField(
        label=_("从哪天起填"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("请填从哪天起填")},
    )
    kinds = forms.MultipleChoiceField(
        label=_("由哪些机构填"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(kind.value, kind.label) for kind in INSTITUTIONS],
        error_messages={"required": _("请选由哪些机构填")},
    )
