"""The one page with an ordinary form: a new form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.figures.models.series import Period
from shouwang.kit import clock
from shouwang.orgs import queries as units
from shouwang.orgs.kinds import INSTITUTIONS
from shouwang.orgs.scope import Scope
from shouwang.reporting import rules, words


class NewForm(forms.Form):
    """What a new form needs before its first item."""

    owner = forms.ChoiceField(label=_("所属单位"))
    zh = forms.CharField(label=_("表名"), max_length=60)
    code = forms.CharField(
        label=_("代码"),
        max_length=60,
        help_text=_("小写英文字母开头，只含字母、数字和下划线，例如 home_daily"),
    )
    period = forms.ChoiceField(label=_("周期"), choices=Period.choices)
    kinds = forms.MultipleChoiceField(
        label=_("由哪些机构填"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(k.value, k.label) for k in INSTITUTIONS],
    )
    starts_on = forms.DateField(
        label=_("从哪天起填"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    number = forms.CharField(label=_("表号"), max_length=40, required=False)
    paper = forms.CharField(
        label=_("依据"), max_length=120, required=False, help_text=_("布置此表的文件及文号")
    )
    completes = forms.BooleanField(
        label=_("计入应报已报"),
        required=False,
        initial=True,
        help_text=_("补充表和一次性的专项表不计入"),
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = {str(u.pk): u for u in units.tops(scope.narrowed(words.MANAGE_FORMS))}
        owner: Any = self.fields["owner"]
        owner.choices = [(k, u.name) for k, u in self.owners.items()]
        self.fields["starts_on"].initial = clock.today()

    def clean_code(self) -> str:
        """Refuse what could not stand in a check or an address."""
        code: str = self.cleaned_data["code"]
        if not rules.is_code(code):
            raise forms.ValidationError(_("用小写英文字母开头，只含字母、数字和下划线"))
        return code

    def details(self) -> dict[str, Any]:
        """Return what ``actions.forms.create_form`` takes."""
        given = dict(self.cleaned_data)
        return given | {"owner": self.owners[given["owner"]]}
