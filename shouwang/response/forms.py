"""Forms of levels, orders and bundles."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shouwang.kit import clock
from shouwang.orgs.kinds import INSTITUTIONS, JURISDICTIONS
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.papers.models import Paper
from shouwang.response import words
from shouwang.response.actions.orders import NewOrder
from shouwang.response.cited import Cited
from shouwang.response.models import Approver, Level, Measure, Strength
from shouwang.response.saying import number_words

MOMENT = "%Y-%m-%dT%H:%M"
_PAPERS_OFFERED = 50
_UNITS_OFFERED = 400


class MomentField(forms.DateTimeField):
    """A moment to the minute, in Asia/Shanghai."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT)
        super().__init__(widget=widget, input_formats=[MOMENT], **more)


def this_minute() -> datetime:
    """Return the present moment to the minute: what a form offers."""
    return clock.now().replace(second=0, microsecond=0)


class PaperForm(forms.Form):
    """The paper that a deed is done by: chosen, or number and title typed."""

    paper = forms.ModelChoiceField(
        label=_("本系统的发文"),
        queryset=Paper.objects.none(),
        required=False,
        empty_label=_("不在本系统，手工填写"),
    )
    paper_number = forms.CharField(
        label=_("文号"), max_length=60, required=False, help_text=_("如：澜疫指〔2020〕3号")
    )
    paper_title = forms.CharField(label=_("文件标题"), max_length=120, required=False)

    def __init__(self, *args: Any, scope: Scope, **more: Any) -> None:
        """Offer the numbered papers of a scope, the latest first; none hides the field."""
        super().__init__(*args, **more)
        found = Paper.objects.filter(scope.q("unit__")).exclude(number="").exclude(state="void")
        ids = list(found.order_by("-issued_at").values_list("pk", flat=True)[:_PAPERS_OFFERED])
        if not ids:
            del self.fields["paper"]
            self.fields["paper_title"].required = True
            return
        field: Any = self.fields["paper"]
        field.queryset = Paper.objects.filter(pk__in=ids).order_by("-issued_at")
        field.label_from_instance = lambda paper: f"{paper.number}《{paper.title}》"

    def cited(self) -> Cited:
        """Return the paper that was named."""
        told = self.cleaned_data
        return Cited(told["paper_number"], told["paper_title"], told.get("paper"))


class LevelForm(PaperForm):
    """The level of an area from a moment on."""

    grade = forms.TypedChoiceField(
        label=_("级别"), coerce=int, choices=Level.Grade.choices[1:], widget=forms.RadioSelect
    )
    from_at = MomentField(label=_("自何时起"))

    field_order = ("grade", "from_at", "paper", "paper_number", "paper_title")

    def __init__(self, *args: Any, is_raised: bool, **more: Any) -> None:
        """Offer lifting where a level stands."""
        super().__init__(*args, **more)
        if is_raised:
            grade: Any = self.fields["grade"]
            grade.choices = [*Level.Grade.choices[1:], (0, _("解除响应"))]
        self.fields["from_at"].initial = this_minute()


class MeasureForm(forms.Form):
    """A measure with what is set: for an order and for a bundle's item."""

    measure = forms.ChoiceField(label=_("措施"))
    value = forms.DecimalField(
        label=_("参数"),
        required=False,
        max_digits=8,
        decimal_places=2,
        help_text=_("只有带单位的措施要填；“暂停”一类的空着"),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "data-number": ""}),
    )
    strength = forms.ChoiceField(
        label=_("力度"),
        choices=Strength.choices,
        initial=Strength.ABSOLUTE,
        widget=forms.RadioSelect,
        help_text=_("一律：没有例外；原则上：个案可以特批"),
    )
    approver = forms.ChoiceField(
        label=_("特批至少由谁批准"),
        choices=Approver.choices,
        initial=Approver.COUNTY,
        help_text=_("只用于“原则上”"),
    )
    kinds = forms.MultipleChoiceField(
        label=_("适用机构"),
        choices=[(kind.value, kind.label) for kind in INSTITUTIONS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("一个都不选，就是各类机构都适用"),
    )
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        """Offer the measures by group, numbers with their unit and default."""
        super().__init__(*args, **more)
        field: Any = self.fields["measure"]
        field.choices = [("", _("请选择")), *_measures()]

    def new_order(self) -> NewOrder:
        """Return what was set."""
        told = self.cleaned_data
        return NewOrder(
            measure=told["measure"],
            value=told["value"],
            strength=told["strength"],
            approver=told["approver"],
            kinds=tuple(told["kinds"]),
            note=told["note"],
        )


class OrderForm(MeasureForm, PaperForm):
    """An order for an area or one institution, by a paper."""

    unit = forms.ModelChoiceField(
        label=_("适用范围"), queryset=Unit.objects.none(), empty_label=None
    )
    starts_at = MomentField(label=_("自何时起"))
    ends_at = MomentField(
        label=_("至何时止"), required=False, help_text=_("空着就是解除之前一直有效")
    )

    field_order = (
        *("unit", "measure", "value", "strength", "approver", "kinds", "starts_at", "ends_at"),
        *("paper", "paper_number", "paper_title", "note"),
    )

    def __init__(self, *args: Any, scope: Scope, unit: Unit, **more: Any) -> None:
        """Offer the jurisdictions of a scope, and the unit asked for."""
        super().__init__(*args, scope=scope, **more)
        held = Unit.objects.filter(scope.narrowed(words.GIVE_ORDERS).q())
        ids = list(
            held.filter(kind__in=JURISDICTIONS).values_list("pk", flat=True)[:_UNITS_OFFERED]
        )
        field: Any = self.fields["unit"]
        field.queryset = held.filter(pk__in=[*ids, unit.pk]).order_by("path")
        field.initial = unit.pk
        self.fields["starts_at"].initial = this_minute()


class LiftForm(PaperForm):
    """From when an order no longer counts, by which paper."""

    ends_at = MomentField(label=_("自何时起解除"))
    field_order = ("ends_at", "paper", "paper_number", "paper_title")

    def __init__(self, *args: Any, **more: Any) -> None:
        """Offer the present minute."""
        super().__init__(*args, **more)
        self.fields["ends_at"].initial = this_minute()


class BundleForm(forms.Form):
    """A bundle's name, the levels that it is bound to, whether it is on."""

    name = forms.CharField(label=_("名称"), max_length=60)
    levels = forms.TypedMultipleChoiceField(
        label=_("绑定级别"),
        coerce=int,
        choices=Level.Grade.choices[1:],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("启动其中一级时，本措施包一并生效"),
    )
    source = forms.CharField(
        label=_("出处"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_on = forms.BooleanField(label=_("启用"), required=False)


def _measures() -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for one in Measure.objects.order_by("order"):
        told = {"zh": one.zh, "unit": one.param_unit, "value": number_words(one, one.default)}
        label = one.zh if one.is_flag else _now("%(zh)s（通常 %(value)s）") % told
        groups.setdefault(str(one.get_group_display()), []).append((one.pk, label))
    return list(groups.items())
