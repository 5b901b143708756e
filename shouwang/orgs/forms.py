"""Forms of units and posts: what may be typed; whether it may be done is the actions' to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.roles import Role
from shouwang.orgs import kinds
from shouwang.orgs.kinds import INSTITUTIONS, Kind


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Return a field for a day with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


class UnitDetailsForm(forms.Form):
    """What of a unit may be changed at any time."""

    name = forms.CharField(label=_("名称"), max_length=120, help_text=_("批准设立的全名"))
    short_name = forms.CharField(label=_("简称"), max_length=40, required=False)
    phone = forms.CharField(
        label=_("电话"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    division_code = forms.RegexField(
        r"^\d{0,12}$",
        label=_("区划代码"),
        max_length=12,
        required=False,
        strip=True,
        error_messages={"invalid": _("只能是数字，最多 12 位")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    order = forms.IntegerField(
        label=_("排列次序"),
        min_value=0,
        max_value=99_999,
        required=False,
        help_text=_("同级中小的在前；不填为 0"),
    )
    reviews = forms.MultipleChoiceField(
        label=_("审核的机构类别"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(kind.value, kind.label) for kind in INSTITUTIONS],
        help_text=_("一项不选：看本级全部机构"),
    )

    def __init__(self, *args: Any, is_section: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not is_section:
            del self.fields["reviews"]

    def clean_order(self) -> int:
        """Return 0 for a blank."""
        return self.cleaned_data["order"] or 0


class NewUnitForm(UnitDetailsForm):
    """A new unit under a parent."""

    kind = forms.ChoiceField(label=_("类别"), help_text=_("决定填哪些表；建好后不能改"))
    code = forms.RegexField(
        r"^\S+$",
        label=_("代码"),
        max_length=120,
        help_text=_("全系统唯一，建好后不能改"),
        error_messages={"invalid": _("代码里不能有空格")},
    )
    opened_on = day_field(_("开办日期"), help_text=_("从这一天起应当报送"))

    field_order = ("kind", "name", "code", "opened_on", "short_name", "phone", "address")

    def __init__(self, *args: Any, parent_kind: str, **more: Any) -> None:
        super().__init__(*args, is_section=True, **more)
        fitting = [kind for kind in Kind if kinds.may_lie_under(kind, parent_kind)]
        choices = [("", _("请选择")), *((kind.value, kind.label) for kind in fitting)]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        if Kind.SECTION not in fitting:
            del self.fields["reviews"]
        elif "reviews" in self.fields:
            self.fields["reviews"].help_text = _("只对科（股）室有意义；一项不选：看本级全部机构")

    def clean(self) -> dict[str, Any]:
        """Drop what a unit that is no section does not review."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") != Kind.SECTION:
            cleaned.pop("reviews", None)
        return cleaned


class MoveForm(forms.Form):
    """From which day a unit lies elsewhere."""

    from_on = day_field(_("生效日期"), help_text=_("从这一天起的数据计入新上级；不能晚于今天"))


class CloseForm(forms.Form):
    """From which day a unit owes nothing."""

    closed_on = day_field(_("关闭日期"), help_text=_("从这一天起不再应报"))


class ConfirmForm(forms.Form):
    """Nothing to type: the deed alone."""


class PostForm(forms.Form):
    """A post to set up at a unit."""

    role = forms.ChoiceField(label=_("角色"), choices=[("", _("请选择")), *Role.choices])
    name = forms.CharField(
        label=_("岗位名称"), max_length=60, help_text=_("如：办公室主任、填报人、分管副局长")
    )


class FillForm(forms.Form):
    """Whom to put on a post."""

    username = forms.CharField(
        label=_("登录名"),
        max_length=60,
        help_text=_("已有用户的登录名；新人请“新建用户并任职”"),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )


class PersonForm(forms.Form):
    """A person's own details."""

    name = forms.CharField(label=_("姓名"), max_length=60)
    phone = forms.CharField(
        label=_("电话"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )


class NewPersonForm(PersonForm):
    """A new user with the post they start on."""

    username = forms.RegexField(
        r"^[\w.@-]+$",
        label=_("登录名"),
        max_length=60,
        help_text=_("字母、数字、汉字和 . _ - @"),
        error_messages={"invalid": _("只能用字母、数字、汉字和 . _ - @")},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    unit = forms.CharField(label=_("单位"), max_length=120, help_text=_("单位的代码或全名"))
    role = forms.ChoiceField(label=_("角色"), choices=[("", _("请选择")), *Role.choices])
    post = forms.CharField(
        label=_("岗位名称"),
        max_length=60,
        required=False,
        help_text=_("不填就用角色的名称；本单位已有同名岗位的，到那个岗位任职"),
    )

    field_order = ("name", "username", "phone", "unit", "role", "post")


class ImportForm(forms.Form):
    """A file of units and how to take it."""

    file = forms.FileField(label=_("文件"), error_messages={"required": _("请选择文件")})
    opened_on = day_field(
        _("没有填开办日期的新机构，按这一天开办"),
        required=False,
        help_text=_("不填：没有开办日期的行不导入"),
    )
    all_or_nothing = forms.BooleanField(
        label=_("有一行不能导入，就全部不导入"),
        required=False,
    )
