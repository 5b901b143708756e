"""Forms of submission upward: what may be typed; whether it may be done is the actions' to say."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.dispatch.models import Sending


class RecipientForm(forms.Form):
    """A recipient: its name, its hour, who stands on its papers."""

    name = forms.CharField(
        label=_("报送对象"), max_length=60, help_text=_("印在表上“报：”之后，如：市疫情防控指挥部")
    )
    due = forms.TimeField(
        label=_("报送时限"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    reviewer = forms.CharField(
        label=_("审核人"), max_length=30, required=False, help_text=_("印在表下；空着手签")
    )
    phone = forms.CharField(
        label=_("电话"), max_length=30, required=False, help_text=_("空着用本单位电话")
    )
    order = forms.IntegerField(label=_("排列次序"), min_value=0, max_value=999, required=False)

    def clean_order(self) -> int:
        """Return 0 for a blank."""
        return self.cleaned_data["order"] or 0


class SentForm(forms.Form):
    """When and how a paper was sent."""

    sent_at = forms.DateTimeField(
        label=_("报出时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    way = forms.ChoiceField(label=_("报出方式"), choices=Sending.Way.choices)
    receipt = forms.CharField(
        label=_("对方回执"), max_length=100, required=False, help_text=_("签收人、签收时间或回执号")
    )


class ScanForm(forms.Form):
    """A scan of the stamped paper."""

    file = forms.FileField(
        error_messages={"required": _("请选择文件"), "empty": _("文件是空的，请重新扫描后上传")}
    )


class AmendForm(forms.Form):
    """Why a paper is amended; it is printed on the amendment."""

    reason = forms.CharField(
        label=_("更正事由"), max_length=200, help_text=_("印在更正表上，如：荻汀市补报在岗职工")
    )
