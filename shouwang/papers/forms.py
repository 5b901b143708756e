"""Forms of papers: what may be typed; whether it may be done is the actions' to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.roles import BUREAU, Role
from shouwang.orgs.models import Unit
from shouwang.papers import rules, words
from shouwang.papers.models import Paper
from shouwang.papers.rules import Stop


class PaperForm(forms.Form):
    """A paper's words and head."""

    kind = forms.ChoiceField(label=_("文种"), choices=Paper.Kind.choices)
    title = forms.CharField(
        label=_("标题"), max_length=120, help_text=_("关于……的通知：不加书名号和句号")
    )
    addressee = forms.CharField(
        label=_("主送"), max_length=200, required=False, help_text=_("几个机关之间用顿号隔开")
    )
    body = forms.CharField(
        label=_("正文"),
        max_length=60_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 20}),
        help_text=_("一段一行；以“一、”“（一）”“1.”“（1）”开头的短行排成各级标题"),
    )
    urgency = forms.ChoiceField(label=_("紧急程度"), choices=Paper.Urgency.choices, required=False)
    openness = forms.ChoiceField(
        label=_("公开属性"), choices=Paper.Openness.choices, initial=Paper.Openness.NONE
    )
    is_internal = forms.BooleanField(
        label=_("内部资料"),
        required=False,
        help_text=_("涉及国家秘密的文件不得在本系统起草、流转和保存"),
    )
    report_to = forms.CharField(label=_("抄报"), max_length=200, required=False)
    copy_to = forms.CharField(label=_("抄送"), max_length=200, required=False)

    def clean_body(self) -> str:
        """Keep what a paper can show."""
        return str(self.cleaned_data["body"]).replace("\x00", "")


class NewPaperForm(PaperForm):
    """A paper begun: also whose it is."""

    unit = forms.ChoiceField(label=_("发文单位"))
    field_order = ("unit", "kind")

    def __init__(self, *args: Any, units: list[Unit], **options: Any) -> None:
        super().__init__(*args, **options)
        self._units = {str(unit.pk): unit for unit in units}
        choices = [(pk, unit.name) for pk, unit in self._units.items()]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]

    def clean_unit(self) -> Unit:
        """Return the unit chosen."""
        return self._units[self.cleaned_data["unit"]]


class RegisterFilter(forms.Form):
    """What narrows the register."""

    kind = forms.ChoiceField(
        label=_("文种"), choices=[("", _("全部")), *Paper.Kind.choices], required=False
    )
    year = forms.IntegerField(label=_("年份"), min_value=2000, max_value=2999, required=False)
    sought = forms.CharField(label=_("标题或文号"), max_length=60, required=False)

    def asked(self) -> dict[str, Any]:
        """Return what is asked; a value that cannot be is passed over."""
        return self.cleaned_data if self.is_valid() else {}


class RouteForm(forms.Form):
    """An organ's name, its 代字, and the steps: a line each, 环节 单位 角色."""

    organ = forms.CharField(label=_("发文机关"), max_length=60)
    word = forms.CharField(
        label=_("代字"), max_length=20, help_text=_("如“澜民发”，后接〔年份〕和号")
    )

    def __init__(self, *args: Any, units: list[Unit], stops: tuple[Stop, ...], **more: Any) -> None:
        super().__init__(*args, **more)
        self._units = units
        deeds = [("", "—"), *((deed, words.DEED_ZH[deed]) for deed in rules.DEEDS)]
        places = [(unit.pk, unit.name) for unit in units]
        roles = [(role.value, role.label) for role in Role if role in BUREAU]
        for n in range(max(len(stops) + 3, len(rules.DEEDS))):
            stop = stops[n] if n < len(stops) else None
            self.fields[f"deed{n}"] = forms.ChoiceField(
                label=_("环节"), choices=deeds, required=False, initial=stop and stop.deed
            )
            self.fields[f"unit{n}"] = forms.TypedChoiceField(
                label=_("单位"), choices=places, coerce=int, initial=stop and stop.unit
            )
            self.fields[f"role{n}"] = forms.ChoiceField(
                label=_("由谁办"), choices=roles, initial=stop and stop.role
            )

    def lines(self) -> list[dict[str, Any]]:
        """Return the rows of the steps' table: three bound fields each."""
        count = sum(name.startswith("deed") for name in self.fields)
        return [
            {part: self[f"{part}{n}"] for part in ("deed", "unit", "role")} for n in range(count)
        ]

    def stops(self) -> list[Stop]:
        """Return the steps chosen, in their order."""
        told = self.cleaned_data
        count = sum(name.startswith("deed") for name in self.fields)
        return [
            Stop(told[f"deed{n}"], told[f"unit{n}"], told[f"role{n}"])
            for n in range(count)
            if told[f"deed{n}"]
        ]
