"""Forms of people: what may be typed; whether it can be so is ``checks`` to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.kit import clock
from shouwang.orgs.forms import day_field
from shouwang.people.checks import NewContact, NewPerson
from shouwang.people.models import Care, Sex, Side, Stay
from shouwang.people.models.contact import RELATION_LENGTH
from shouwang.people.models.person import BED_LENGTH, JOB_LENGTH, NAME_LENGTH, ROOM_LENGTH
from shouwang.people.reasons import Reason

_QUIET = {"autocomplete": "off", "spellcheck": "false"}


def moment_field(label: Any, **options: Any) -> forms.DateTimeField:
    """Return a field for a moment of Asia/Shanghai with the browser's own picker."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(
        label=label, widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **options
    )


def _blank(choices: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [("", _("不详")), *choices]


class PersonForm(forms.Form):
    """A resident or a member of staff."""

    name = forms.CharField(
        label=_("姓名"), max_length=NAME_LENGTH, widget=forms.TextInput(attrs=_QUIET)
    )
    id_number = forms.CharField(
        label=_("身份证号"),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs=_QUIET),
        help_text=_("填了会校验，并得出性别和出生年份"),
    )
    phone = forms.CharField(
        label=_("电话"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={**_QUIET, "type": "tel"}),
    )
    sex = forms.ChoiceField(label=_("性别"), choices=_blank(Sex.choices), required=False)
    birth_year = forms.IntegerField(label=_("出生年份"), required=False, min_value=1880)
    born_on = day_field(_("出生日期"), required=False)
    room = forms.CharField(label=_("房间"), max_length=ROOM_LENGTH, required=False)
    bed = forms.CharField(label=_("床位"), max_length=BED_LENGTH, required=False)
    care = forms.ChoiceField(label=_("护理等级"), choices=_blank(Care.choices), required=False)
    is_destitute = forms.BooleanField(label=_("特困供养人员"), required=False)
    job = forms.CharField(label=_("岗位"), max_length=JOB_LENGTH, required=False)

    def __init__(self, *args: Any, side: str, is_child: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        absent = {"job"} if side == Side.RESIDENT else {"care", "is_destitute", "room", "bed"}
        absent |= {"birth_year"} if is_child else {"born_on"}
        for name in absent:
            del self.fields[name]
        if is_child and "born_on" in self.fields:
            self.fields["born_on"].help_text = _("年龄段人数由它得出；填了身份证号可以不填")

    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the fields as they stand together, with a heading each."""
        named: tuple[tuple[Any, tuple[str, ...]], ...] = (
            (_("本人"), ("name", "id_number", "phone", "sex", "birth_year", "born_on")),
            (_("住处与照料"), ("at", "room", "bed", "care", "is_destitute")),
            (_("任职"), ("job", "state")),
            (_("家属"), ("contact_name", "contact_relation", "contact_phone")),
        )
        found = [(title, [self[f] for f in names if f in self.fields]) for title, names in named]
        return [(title, fields) for title, fields in found if fields]

    def told(self) -> NewPerson:
        """Return what was typed."""
        fields = NewPerson.__dataclass_fields__
        typed = {k: v for k, v in self.cleaned_data.items() if k in fields}
        return NewPerson(**typed)


class NewPersonForm(PersonForm):
    """Somebody new, with the moment from which they are on file."""

    at = moment_field(_("自何时"))
    state = forms.ChoiceField(
        label=_("现在"),
        choices=[("on_post", _("在岗")), ("living_in", _("封闭住院")), ("out", _("不在岗"))],
    )
    contact_name = forms.CharField(
        label=_("家属姓名"), max_length=NAME_LENGTH, required=False,
        widget=forms.TextInput(attrs=_QUIET),
    )  # fmt: skip
    contact_relation = forms.CharField(
        label=_("与本人关系"), max_length=RELATION_LENGTH, required=False
    )
    contact_phone = forms.CharField(
        label=_("家属电话"), max_length=30, required=False,
        widget=forms.TextInput(attrs={**_QUIET, "type": "tel"}),
    )  # fmt: skip

    def __init__(self, *args: Any, side: str, is_child: bool, **more: Any) -> None:
        super().__init__(*args, side=side, is_child=is_child, **more)
        if side == Side.STAFF:
            for name in ("contact_name", "contact_relation", "contact_phone"):
                del self.fields[name]
            self.fields["at"].label = _("何时到岗任职")
        else:
            del self.fields["state"]
            self.fields["at"].label = _("入住时间")
        self.fields["at"].initial = clock.local(clock.now()).replace(second=0, microsecond=0)

    def told(self) -> NewPerson:
        """Return what was typed, a relative with it."""
        typed = self.cleaned_data
        person = super().told()
        if not typed.get("contact_name") and not typed.get("contact_phone"):
            return person
        relative = NewContact(
            typed["contact_name"], typed["contact_phone"], typed["contact_relation"]
        )
        return NewPerson(**{**person.__dict__, "contacts": (relative,)})


class ContactForm(forms.Form):
    """A relative or guardian."""

    name = forms.CharField(
        label=_("姓名"), max_length=NAME_LENGTH, widget=forms.TextInput(attrs=_QUIET)
    )
    relation = forms.CharField(label=_("与本人关系"), max_length=RELATION_LENGTH, required=False)
    phone = forms.CharField(
        label=_("电话"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={**_QUIET, "type": "tel"}),
    )
    is_guardian = forms.BooleanField(label=_("是监护人"), required=False)
    is_first = forms.BooleanField(label=_("有事先联系"), required=False)

    def told(self) -> NewContact:
        """Return what was typed."""
        typed = self.cleaned_data
        return NewContact(typed["name"], typed["phone"], typed["relation"], typed["is_guardian"])


class EndForm(forms.Form):
    """When and how a stay ends."""

    end = forms.ChoiceField(
        label=_("结束方式"),
        choices=[choice for choice in Stay.End.choices if choice[0] != Stay.End.DECEASED],
        widget=forms.RadioSelect,
    )
    at = moment_field(_("时间"))


class MomentForm(forms.Form):
    """When something happened."""

    at = moment_field(_("时间"))


class CorrectForm(forms.Form):
    """When it really was, and why it stood otherwise."""

    from_at = moment_field(_("开始"))
    until_at = moment_field(_("结束"), required=False)
    reason = forms.CharField(
        label=_("更正理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, has_end: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not has_end:
            del self.fields["until_at"]


class ReasonForm(forms.Form):
    """For what somebody looks, chosen from a list."""

    reason = forms.ChoiceField(label=_("用途"), choices=[("", _("请选择")), *Reason.choices])


class ExportForm(ReasonForm):
    """For what, and as which file."""

    form = forms.ChoiceField(
        label=_("格式"), choices=[("xlsx", "Excel"), ("json", "JSON")], initial="xlsx"
    )


class DaysForm(forms.Form):
    """How long a kind of personal data is kept."""

    days = forms.IntegerField(label=_("保存天数"), min_value=1, max_value=36_500)


class ImportForm(forms.Form):
    """A file of people."""

    file = forms.FileField(label=_("文件"), error_messages={"required": _("请选择文件")})
