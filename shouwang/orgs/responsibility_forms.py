"""Forms of responsibility: who, from where, what was done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.orgs.models import Leader


class ContactForm(forms.Form):
    """The post and the phone of a person who can answer for units."""

    post_name = forms.CharField(
        label=_("职务"), max_length=60, required=False, help_text=_("如：副区长、党组成员")
    )
    phone = forms.CharField(
        label=_("电话"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )


class LeaderForm(ContactForm):
    """A person who can answer for units."""

    username = forms.CharField(
        label=_("登录名"),
        max_length=60,
        required=False,
        help_text=_("在本系统有账号的填登录名；没有的空着，填下面三项"),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    name = forms.CharField(label=_("姓名"), max_length=60, required=False)

    field_order = ("username", "name", "post_name", "phone")


class _Chosen(forms.Form):
    leader = forms.ModelChoiceField(
        queryset=Leader.objects.none(), label=_("责任人"), empty_label=_("请选择")
    )

    def __init__(self, *args: Any, leaders: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["leader"]
        field.queryset = leaders  # type: ignore[attr-defined]
        field.label_from_instance = told  # type: ignore[attr-defined]


class HandOverForm(_Chosen):
    """To whom a unit is handed over."""


class AssignForm(_Chosen):
    """Whom many units are given to."""


class GridForm(_Chosen):
    """A grid of an institution and its manager."""

    area = forms.CharField(
        label=_("网格"), max_length=60, help_text=_("楼栋、楼层或区域，如：一号楼二层")
    )

    field_order = ("area", "leader")


class EndForm(forms.Form):
    """Why nobody answers any longer."""

    reason = forms.CharField(
        label=_("原因"), max_length=200, help_text=_("没有接手的人才解除；有人接手请用“交接”")
    )


def told(leader: Leader) -> str:
    """Return a person's name with the post: 韩某（副区长）."""
    name = leader.user.name if leader.user else leader.name
    return f"{name}（{leader.post_name}）" if leader.post_name else name
