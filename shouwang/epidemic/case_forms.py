"""The forms of a case: a step, a finding, an outcome, a new case."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.epidemic.models import Case, CaseStep
from shouwang.kit import clock
from shouwang.people.queries import OnRoll

MOMENT = "%Y-%m-%dT%H:%M"
COOLEST, HOTTEST = Decimal("34.0"), Decimal("42.5")


def moment(label: Any, *, required: bool = False) -> forms.DateTimeField:
    """Return a field for a wall time; empty is now."""
    return forms.DateTimeField(
        label=label,
        required=required,
        input_formats=[MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )


class DeedForm(forms.Form):
    """Something done at the moment that was typed, else now."""

    def told(self, now: datetime) -> dict[str, Any]:
        """Return what the action takes."""
        told = dict(self.cleaned_data)
        return told | {"at": told["at"] or now}


class StepForm(DeedForm):
    """What was done at one step; everything may stay empty, the moment then is now."""

    at = moment(_("时间"))
    who = forms.CharField(label=_("告知对象"), max_length=60, required=False)
    phone = forms.CharField(label=_("电话"), max_length=30, required=False)
    people = forms.IntegerField(label=_("人数"), min_value=0, max_value=999, required=False)
    temperature = forms.DecimalField(
        label=_("体温"), min_value=COOLEST, max_value=HOTTEST, decimal_places=1, required=False
    )
    details = forms.CharField(label=_("情况"), max_length=8000, required=False)


class FindingForm(DeedForm):
    """What medical staff or disease control found."""

    status = forms.ChoiceField(label=_("医学结论"), choices=CaseStep.Status.choices)
    who = forms.CharField(
        label=_("谁作出的"),
        max_length=60,
        widget=forms.TextInput(attrs={"placeholder": _("机构和姓名")}),
    )
    paper = forms.CharField(label=_("依据（报告名称、编号）"), max_length=120, required=False)
    at = moment(_("时间（空着就是现在）"))


class CloseForm(DeedForm):
    """How a case ended, by whose word."""

    outcome = forms.ChoiceField(label=_("结果"), choices=Case.Outcome.choices)
    word = forms.CharField(label=_("谁的意见"), max_length=300, required=False)
    at = moment(_("时间（空着就是现在）"))


class AskForm(forms.Form):
    """Until when the superior wants to hear more."""

    due_at = moment(_("续报时限"), required=True)
    details = forms.CharField(label=_("要说明什么"), max_length=300, required=False)


class NewCaseForm(forms.Form):
    """A case that is opened by hand: whom, why, since when."""

    person = forms.ChoiceField(label=_("人员"))
    cause = forms.ChoiceField(label=_("起因"), choices=Case.Cause.choices)
    temperature = forms.DecimalField(
        label=_("体温（℃）"),
        min_value=COOLEST,
        max_value=HOTTEST,
        decimal_places=1,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    why = forms.CharField(
        label=_("经过"),
        max_length=120,
        required=False,
        help_text=_("不写姓名，例如：晨间测温时发现"),
    )
    at = moment(_("首次发现时间（空着就是现在）"))

    def __init__(self, *args: Any, roll: list[OnRoll], **more: Any) -> None:
        """Offer the people of one house."""
        super().__init__(*args, **more)
        field = self.fields["person"]
        field.choices = [  # type: ignore[attr-defined]
            ("", _("请选择")),
            *((str(one.person_id), f"{one.place} {one.name}".strip()) for one in roll),
        ]

    def clean_at(self) -> datetime | None:
        """Refuse a moment that has not come."""
        found: datetime | None = self.cleaned_data["at"]
        if found is not None and found > clock.now():
            raise forms.ValidationError(_("时间不能晚于现在"))
        return found
