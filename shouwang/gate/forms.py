"""The plain forms of the gate; the actions check what they say."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.health import rules as thermometer
from shouwang.health.readings import WHY_NOT
from shouwang.people.queries import OnRoll


class TemperatureField(forms.CharField):
    """A body temperature as it is typed: ``365`` or ``36.5``; cleans to tenths or None."""

    def __init__(self, **more: Any) -> None:
        attrs = {"inputmode": "decimal", "placeholder": "36.5"}
        super().__init__(max_length=8, widget=forms.TextInput(attrs=attrs), **more)

    def clean(self, value: Any) -> int | None:
        """Return tenths of a degree Celsius."""
        text = str(super().clean(value) or "")
        if not text:
            return None
        try:
            return thermometer.parse(text)
        except thermometer.NotATemperature as why:
            raise forms.ValidationError(WHY_NOT[why.reason])


class PersonField(forms.ChoiceField):
    """One of the house's people; cleans to their key or None."""

    def with_roll(self, roll: list[OnRoll]) -> None:
        """Offer the people of a roll, by room."""
        offered = [(str(one.person_id), f"{one.place} {one.name}".strip()) for one in roll]
        self.choices = [("", _("（不选）")), *offered]

    def clean(self, value: Any) -> UUID | None:
        """Return the person's key."""
        chosen = super().clean(value)
        return UUID(chosen) if chosen else None


class VisitForm(forms.Form):
    """A visit at a desk: who, whom, measured."""

    name = forms.CharField(label=_("姓名"), max_length=40, required=False)
    phone = forms.CharField(
        label=_("电话"), max_length=30, required=False, widget=forms.TextInput({"type": "tel"})
    )
    come_from = forms.CharField(label=_("单位"), max_length=60, required=False)
    person = PersonField(label=_("看望谁"), required=False)
    heads = forms.IntegerField(label=_("同来人数"), min_value=1, max_value=99, initial=1)
    temperature = TemperatureField(label=_("体温 ℃"), required=False)
    wears_mask = forms.BooleanField(label=_("已戴口罩"), required=False, initial=True)
    is_history_clear = forms.BooleanField(
        label=_("14 日内未到重点地区、无接触史"), required=False, initial=True
    )
    plate = forms.CharField(label=_("车牌"), max_length=12, required=False)
    note = forms.CharField(label=_("备注"), max_length=200, required=False)

    def __init__(self, *args: Any, roll: list[OnRoll], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person"].with_roll(roll)  # type: ignore[attr-defined]


class ParcelForm(forms.Form):
    """Goods left for somebody of the house."""

    person = PersonField(label=_("给谁"), required=False)
    for_whom = forms.CharField(label=_("不在名单上的，写姓名"), max_length=60, required=False)
    what = forms.CharField(label=_("什么物品"), max_length=60)
    sender = forms.CharField(label=_("谁送来的"), max_length=40, required=False)
    sender_phone = forms.CharField(
        label=_("送来人电话"), max_length=30, required=False,
        widget=forms.TextInput({"type": "tel"}),
    )  # fmt: skip
    is_disinfected = forms.BooleanField(label=_("已消毒"), required=False)

    def __init__(self, *args: Any, roll: list[OnRoll], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person"].with_roll(roll)  # type: ignore[attr-defined]
