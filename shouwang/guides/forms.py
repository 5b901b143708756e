"""The forms of guides, lists and plans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.guides import plan_fields
from shouwang.guides.models import Checklist
from shouwang.orgs.kinds import INSTITUTIONS, Kind

_KINDS = [(kind, Kind(kind).label) for kind in INSTITUTIONS]


class VersionForm(forms.Form):
    """What a version of a guide says."""

    source = forms.CharField(
        label=_("来文"), max_length=200, required=False,
        help_text=_("所依据的文件名称、文号"),
    )  # fmt: skip
    changes = forms.CharField(label=_("本版修改"), max_length=300, required=False)
    text = forms.CharField(
        label=_("正文"), required=False, widget=forms.Textarea(attrs={"rows": 14})
    )
    file = forms.FileField(
        label=_("附件"), required=False, help_text=_("PDF、Word（.docx）、JPG、PNG，20 MB 以内")
    )


class GuideForm(VersionForm):
    """A new guide: its title and the kinds that sign for it, then its first version."""

    title = forms.CharField(label=_("标题"), max_length=120)
    kinds = forms.MultipleChoiceField(
        label=_("签收机构类别"), choices=_KINDS, widget=forms.CheckboxSelectMultiple
    )
    field_order = ["title", "kinds", "source", "text", "file"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["changes"]


class ListForm(forms.Form):
    """A list of a bureau's own."""

    title = forms.CharField(label=_("清单名称"), max_length=80)
    cadence = forms.ChoiceField(label=_("频次"), choices=Checklist.Cadence.choices)
    kinds = forms.MultipleChoiceField(
        label=_("适用机构类别"), choices=_KINDS, widget=forms.CheckboxSelectMultiple
    )


class SettingsForm(forms.Form):
    """How often a list is asked for and until when."""

    cadence = forms.ChoiceField(label=_("频次"), choices=Checklist.Cadence.choices)
    due_time = forms.TimeField(
        label=_("时限"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("每日清单当天、每周清单星期日到此时未填为逾期"),
    )  # fmt: skip


class PlanForm(forms.Form):
    """A plan's fields; what is empty is asked for when it is submitted, not before."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in plan_fields.FIELDS:
            self.fields[field.code] = forms.CharField(
                label=field.zh, help_text=field.help, required=False,
                max_length=plan_fields.LONGEST,
                widget=forms.Textarea(attrs={"rows": field.lines}),
            )  # fmt: skip

    def sections(self) -> list[tuple[Any, list[Any]]]:
        """Return the sections with their bound fields; those needed for approval are marked so."""
        for field in plan_fields.FIELDS:
            # only what is drawn changes: a draft is saved half empty
            self.fields[field.code].required = field.required
        return [(s.zh, [self[f.code] for f in s.fields]) for s in plan_fields.SECTIONS]
