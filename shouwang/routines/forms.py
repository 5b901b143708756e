"""The form of one place."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.routines.actions.places import CHANGEABLE
from shouwang.routines.models import Place

_TIME = {"type": "time"}


class PlaceForm(forms.ModelForm):
    """A place as its house describes it; the action checks doubles and hours."""

    class Meta:
        model = Place
        fields = CHANGEABLE
        labels = {
            "name": _("名称"),
            "floor": _("楼层"),
            "kind": _("类别"),
            "is_disinfected": _("需要消毒"),
            "is_ventilated": _("需要通风"),
            "from_time": _("使用时段起"),
            "until_time": _("使用时段止"),
        }
        help_texts = {
            "from_time": _("每天应做的次数在使用时段内平均安排"),
        }
        widgets = {
            "from_time": forms.TimeInput(attrs=_TIME, format="%H:%M"),
            "until_time": forms.TimeInput(attrs=_TIME, format="%H:%M"),
        }

    def _post_clean(self) -> None:
        """Leave the instance as it is: the action changes the row it has locked."""

    def clean_name(self) -> str:
        """Return the name without blanks around it."""
        return str(self.cleaned_data["name"]).strip()
