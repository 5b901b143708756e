"""Fields of the sign-in and of one's own account."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.contrib.auth.password_validation import (
    validate_password,
)
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from shouwang.accounts import wording
from shouwang.accounts.models import User
from shouwang.accounts.trail import Search
from shouwang.kit import registry


class SignInForm(forms.Form):
    """A name and a password; nothing about either is judged here."""

    username = forms.CharField(
        label=_("用户名"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """A code of the app, or a paper code."""

    code = forms.CharField(
        label=_("验证码"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        """Return the digits, full-width ones made plain."""
        return "".join(unicodedata.normalize("NFKC", self.cleaned_data["code"]).split())


class PhoneForm(forms.Form):
    """What people may change of their own details."""

    phone = forms.CharField(
        label=_("联系电话"),
        max_length=30,
        required=False,
        validators=[
            RegexValidator(r"^[0-9+\-\s()转]*$", _("电话只含数字、空格、加号、短横、括号和“转”。"))
        ],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )


class PresentPasswordForm(forms.Form):
    """The present password, asked again before the locks of an account are changed."""

    password = forms.CharField(
        label=_("当前密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class TurnOnForm(PresentPasswordForm, CodeForm):
    """Confirms a new second factor."""

    field_order = ("code", "password")


class NewPasswordForm(PresentPasswordForm):
    """A new password, twice."""

    new = forms.CharField(
        label=_("新密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("再输一次新密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._user = user

    def clean(self) -> dict[str, Any]:
        """Compare the two and ask the rules."""
        given = super().clean() or {}
        new = given.get("new")
        if not new:
            return given
        try:
            validate_password(new, self._user)
        except forms.ValidationError as weak:
            self.add_error("new", weak)
        if new == given.get("password"):
            self.add_error("new", _("新密码不能与当前密码相同。"))
        if "again" in given and given["again"] != new:
            self.add_error("again", _("两次输入不一致。"))
        return given


class SearchForm(forms.Form):
    """What an auditor looks for."""

    since = forms.DateField(
        label=_("自"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=_("至"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    person = forms.CharField(label=_("人员"), max_length=60, required=False)
    deed = forms.ChoiceField(label=_("事项"), required=False)
    unit = forms.CharField(label=_("机构（含下级）"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("对象类别"), required=False)
    thing = forms.CharField(label=_("对象"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("全部"))
        self.fields["deed"].choices = [every, *wording.texts(registry.words().values())]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [every, *wording.things().items()]  # type: ignore[attr-defined]

    @property
    def search(self) -> Search:
        """Return the search; a part that was not understood does not limit, and says so."""
        self.is_valid()
        return Search(
            **{key: value or getattr(Search, key) for key, value in self.cleaned_data.items()}
        )
