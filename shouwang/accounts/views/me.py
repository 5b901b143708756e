"""One's own account: details, posts, password, second factor."""

from __future__ import annotations

import base64

from django import forms
from django.contrib import auth, messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from shouwang.accounts import access, places
from shouwang.accounts.access import SignedInRequest
from shouwang.accounts.actions import throttle, two_factor, users
from shouwang.accounts.forms import NewPasswordForm, PhoneForm, PresentPasswordForm, TurnOnForm
from shouwang.accounts.models import User
from shouwang.accounts.views.entrance import refusal
from shouwang.kit import clock

_SECRET = "two_factor_secret"  # noqa: S105 - the key in the session


@access.signed_in
def me(request: SignedInRequest) -> HttpResponse:
    """Show and change one's own details."""
    user, now = request.user, clock.now()
    form = PhoneForm(request.POST or None, initial={"phone": user.phone})
    if form.is_valid():
        users.change_details(user=user, phone=form.cleaned_data["phone"], by=user, at=now)
        messages.success(request, _("已保存。"))
        return redirect("accounts:me")
    found = {
        "form": form,
        "posts": places.posts_of(user, at=now),
        "two_factor": two_factor.is_on(user),
        "codes_left": len(two_factor.codes_left(user)),
    }
    return render(request, "accounts/me.html", found, status=422 if form.errors else 200)


@access.first_steps
@never_cache
@sensitive_post_parameters()
def password(request: SignedInRequest) -> HttpResponse:
    """Change one's own password; the first one before anything else."""
    user = request.user
    form = NewPasswordForm(request.POST or None, user=user)
    if form.is_valid() and _is_really_them(request, form):
        users.set_password(user=user, password=form.cleaned_data["new"], by=user, at=clock.now())
        auth.update_session_auth_hash(request, user)  # ends the other sessions, not this one
        messages.success(request, _("密码已修改，其他设备上的登录已失效。"))
        return redirect("accounts:me")
    template = "first_password" if user.must_change_password else "password"
    status = 422 if form.errors else 200
    return render(request, f"accounts/{template}.html", {"form": form}, status=status)


@access.signed_in
@never_cache
@sensitive_post_parameters()
def two_factor_on(request: SignedInRequest) -> HttpResponse:
    """Show a fresh secret, and turn the second factor on when its code comes back."""
    user = request.user
    if two_factor.is_on(user):
        return redirect("accounts:two_factor_off")
    form = TurnOnForm(request.POST or None)
    secret = request.session.setdefault(_SECRET, two_factor.new_secret())
    ready = form.is_valid() and _is_really_them(request, form)
    if ready and (codes := _turn_on(user, secret, form)):
        del request.session[_SECRET]
        return render(request, "accounts/recovery_codes.html", {"codes": codes})
    return _setup_page(request, form, secret)


@access.signed_in
@never_cache
@sensitive_post_parameters()
def two_factor_off(request: SignedInRequest) -> HttpResponse:
    """Turn the second factor off."""
    user = request.user
    if not two_factor.is_on(user):
        return redirect("accounts:me")
    form = PresentPasswordForm(request.POST or None)
    if form.is_valid() and _is_really_them(request, form):
        two_factor.turn_off(user=user, by=user, at=clock.now())
        messages.success(request, _("两步验证已关闭。"))
        return redirect("accounts:me")
    status = 422 if form.errors else 200
    return render(request, "accounts/two_factor_off.html", {"form": form}, status=status)


@access.signed_in
@never_cache
@sensitive_post_parameters()
def recovery_codes(request: SignedInRequest) -> HttpResponse:
    """Make new paper codes."""
    user = request.user
    if not two_factor.is_on(user):
        return redirect("accounts:me")
    form = PresentPasswordForm(request.POST or None)
    if form.is_valid() and _is_really_them(request, form):
        codes = two_factor.renew_codes(user=user, by=user, at=clock.now())
        return render(request, "accounts/recovery_codes.html", {"codes": codes})
    left = len(two_factor.codes_left(user))
    status = 422 if form.errors else 200
    return render(request, "accounts/renew_codes.html", {"form": form, "left": left}, status=status)


def _turn_on(user: User, secret: str, form: forms.Form) -> list[str]:
    """Turn the second factor on and return the paper codes; none and an error for a wrong code."""
    given = form.cleaned_data["code"]
    try:
        return two_factor.turn_on(user=user, secret=secret, code=given, by=user, at=clock.now())
    except two_factor.WrongCode:
        form.add_error("code", _("验证码不对。请核对手机时间是否准确，等下一个验证码再试。"))
        return []


def _setup_page(request: SignedInRequest, form: forms.Form, secret: str) -> HttpResponse:
    picture = base64.b64encode(two_factor.picture(request.user, secret).encode()).decode()
    spaced = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    found = {"form": form, "picture": f"data:image/svg+xml;base64,{picture}", "secret": spaced}
    return render(request, "accounts/two_factor_on.html", found, status=422 if form.errors else 200)


def _is_really_them(request: SignedInRequest, form: forms.Form) -> bool:
    """Ask the present password again; wrong ones count towards the lock like at sign-in."""
    name = request.user.username
    known = auth.authenticate(request, username=name, password=form.cleaned_data["password"])
    if known is not None and known.pk == request.user.pk:
        throttle.forget_failures(username=name)
        return True
    standing = throttle.standing(username=name, at=clock.now())
    form.add_error("password", refusal(_("当前密码不对。"), standing, clock.now()))
    return False
