"""Forms of special approvals and of reopening."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.orgs.models import Unit
from shouwang.response import measures
from shouwang.response.actions.reopenings import Answer
from shouwang.response.forms import MomentField, PaperForm, this_minute
from shouwang.response.terms import WORDS_LENGTH, Term


class AskForm(forms.Form):
    """What case is to be let through, and why."""

    measure = forms.ChoiceField(label=_("事项"))
    what = forms.CharField(
        label=_("什么情况"),
        max_length=120,
        help_text=_("不写姓名、证件号，写房号、工号或事由即可"),
    )
    reason = forms.CharField(
        label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, unit: Unit, at: datetime, **more: Any) -> None:
        """Offer the flags that stand in principle for a unit."""
        super().__init__(*args, **more)
        known = [m for m in measures.known(kind=unit.kind) if m.is_flag]
        found = measures.all_in_force([m.pk for m in known], unit=unit, at=at)
        field: Any = self.fields["measure"]
        field.choices = [
            (m.pk, f"{m.zh}（{order.source}）")
            for m in known
            if (order := found[m.pk]) and not order.is_absolute
        ]


class DecisionForm(forms.Form):
    """Approved with conditions until a moment, refused, or taken back."""

    deed = forms.ChoiceField(
        choices=[("approve", _("批准")), ("refuse", _("不批准")), ("withdraw", _("撤回"))]
    )
    terms = forms.MultipleChoiceField(
        label=_("附带条件（批准时）"),
        choices=Term.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        label=_("其他条件，或不批准、撤回的理由"),
        max_length=WORDS_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("门岗会看到；不写姓名、电话和证件号"),
    )
    until_at = MomentField(label=_("有效至"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        """Offer a day."""
        super().__init__(*args, **more)
        self.fields["until_at"].initial = this_minute() + timedelta(days=1)


class ReopenForm(forms.Form):
    """What a house asks to open again, and how it would go about it."""

    measures_ = forms.MultipleChoiceField(
        label=_("申请恢复的事项"), widget=forms.CheckboxSelectMultiple
    )
    plan = forms.CharField(
        label=_("恢复方案"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("如：先开放预约探视，每次一人，限时半小时，在会客室"),
    )

    def __init__(self, *args: Any, unit: Unit, at: datetime, **more: Any) -> None:
        """Offer the flags in force for a unit."""
        super().__init__(*args, **more)
        known = [m for m in measures.known(kind=unit.kind) if m.is_flag]
        found = measures.all_in_force([m.pk for m in known], unit=unit, at=at)
        field: Any = self.fields["measures_"]
        field.choices = [
            (m.pk, f"{m.zh}（{order.source}）") for m in known if (order := found[m.pk])
        ]


class CheckForm(forms.Form):
    """The check on the spot, line by line."""

    passed = forms.ChoiceField(choices=[("yes", _("验收合格")), ("no", _("验收不合格"))])
    opinion = forms.CharField(
        label=_("验收意见"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, lines: list[str], **more: Any) -> None:
        """Ask for an answer to each line of the checklist."""
        super().__init__(*args, **more)
        self.lines = lines
        for number, text in enumerate(lines):
            self.fields[f"line_{number}"] = forms.ChoiceField(
                label=text,
                choices=[("yes", _("合格")), ("no", _("不合格"))],
                widget=forms.RadioSelect,
            )

    def answers(self) -> list[Answer]:
        """Return what was answered, in the order of the lines."""
        told = self.cleaned_data
        return [
            {"text": text, "ok": told[f"line_{number}"] == "yes", "note": ""}
            for number, text in enumerate(self.lines)
        ]

    def asked(self) -> list[Any]:
        """Return the fields of the lines, for the page."""
        return [self[f"line_{number}"] for number in range(len(self.lines))]


class ReplyForm(PaperForm):
    """The reply (批复): granted from a moment by a paper, or not."""

    granted = forms.ChoiceField(choices=[("yes", _("同意恢复")), ("no", _("不同意"))])
    from_at = MomentField(label=_("自何时起恢复"), required=False)
    opinion = forms.CharField(
        label=_("意见"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    field_order = ("from_at", "paper", "paper_number", "paper_title", "opinion")

    def __init__(self, *args: Any, **more: Any) -> None:
        """Offer the present minute."""
        super().__init__(*args, **more)
        self.fields["from_at"].initial = this_minute()


class WithdrawForm(forms.Form):
    """Why a granted reopening is taken back."""

    withdrawn = forms.CharField(widget=forms.HiddenInput, initial="1")
    reason = forms.CharField(label=_("撤销理由"), max_length=200)
