"""Signing in and out."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from shouwang.accounts import access
from shouwang.accounts.actions import entrance
from shouwang.accounts.actions.throttle import Standing
from shouwang.accounts.forms import CodeForm, SignInForm
from shouwang.accounts.models import User
from shouwang.kit import clock


@access.public
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password."""
    if request.user.is_authenticated:
        return redirect(_goal(request))
    form = SignInForm(request.POST or None)
    if form.is_valid():
        match entrance.try_password(request=request, **form.cleaned_data, at=clock.now()):
            case entrance.Entered():
                return redirect(_goal(request))
            case entrance.CodeWanted():
                return redirect(f"{reverse('accounts:code')}?{urlencode({'next': _goal(request)})}")
            case entrance.Refused(standing):
                form.add_error(None, refusal(_("用户名或密码不对。"), standing, clock.now()))
    return _page(request, "accounts/sign_in.html", form)


@access.public
@never_cache
@sensitive_post_parameters("code")
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code after the password."""
    now = clock.now()
    if entrance.expected(request, at=now) is None:
        return redirect(settings.LOGIN_URL)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        match entrance.try_code(request=request, code=form.cleaned_data["code"], at=now):
            case entrance.Entered():
                return redirect(_goal(request))
            case entrance.TooLate():
                return redirect(settings.LOGIN_URL)
            case entrance.Refused(standing):
                form.add_error(None, refusal(_("验证码不对，或已用过。"), standing, clock.now()))
    return _page(request, "accounts/code.html", form)


@access.public
@never_cache
@sensitive_post_parameters("password", "code")
@require_POST
def sign_in_again(request: HttpRequest) -> JsonResponse:
    """Answer a page whose session ended in the middle of a form: the words stay there.

    ``state`` is ``in``; ``code`` when a code is wanted; ``password`` or ``again`` when the password
    or the code was wrong, with ``why``; ``page`` when only the whole page can go on.
    """
    if request.POST.get("code"):
        return _code_again(request)
    now = clock.now()
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _again("password", _("请输入密码。"))
    match entrance.try_password(request=request, **form.cleaned_data, at=now):
        case entrance.Entered(user):
            return _entered(user)
        case entrance.CodeWanted():
            return JsonResponse({"state": "code"})
        case entrance.Refused(standing):
            return _again("password", refusal(_("用户名或密码不对。"), standing, now))


def _code_again(request: HttpRequest) -> JsonResponse:
    now, form = clock.now(), CodeForm(request.POST)
    if not form.is_valid():
        return _again("again", _("验证码不对，或已用过。"))
    match entrance.try_code(request=request, code=form.cleaned_data["code"], at=now):
        case entrance.Entered(user):
            return _entered(user)
        case entrance.TooLate():
            return _again("password", _("时间已过，请再输一次密码。"))
        case entrance.Refused(standing):
            return _again("again", refusal(_("验证码不对，或已用过。"), standing, now))


def _entered(user: User) -> JsonResponse:
    return JsonResponse({"state": "page" if user.must_change_password else "in"})


def _again(state: str, why: str) -> JsonResponse:
    return JsonResponse({"state": state, "why": why}, status=422)


@access.first_steps
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    entrance.leave(request=request, at=clock.now())
    messages.info(request, _("已退出登录。"))
    return redirect(settings.LOGOUT_REDIRECT_URL)


def _page(request: HttpRequest, template: str, form: forms.Form) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, "next": _asked(request)}, status=status)


def _asked(request: HttpRequest) -> str:
    """Return the address asked for, or an empty string for none or one that is not ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if safe else ""


def _goal(request: HttpRequest) -> str:
    return _asked(request) or resolve_url(settings.LOGIN_REDIRECT_URL)


def refusal(what: str, standing: Standing, now: datetime) -> str:
    """Return a refusal in words: what was wrong and how many tries are left, or until when."""
    if standing.locked_until is None:
        left = ngettext(
            "再错 %(left)d 次将锁定 10 分钟。", "再错 %(left)d 次将锁定 10 分钟。", standing.left
        )
        return what + left % {"left": standing.left}
    minutes = max(1, ceil((standing.locked_until - now).total_seconds() / 60))
    whole = clock.local(standing.locked_until + timedelta(seconds=59))  # never a minute too early
    return _("连续输错 5 次，已锁定。请在 %(until)s 以后再试（还有 %(minutes)d 分钟）。") % {
        "until": f"{whole:%H:%M}",
        "minutes": minutes,
    }
