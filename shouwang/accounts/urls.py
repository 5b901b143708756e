"""Addresses of accounts: the way in, one's own account, the audit trail."""

from __future__ import annotations

from django.urls import path

from shouwang.accounts.views import audit, entrance, me

app_name = "accounts"

urlpatterns = [
    path("sign-in/", entrance.sign_in, name="sign_in"),
    path("sign-in/code/", entrance.code, name="code"),
    path("sign-in/again/", entrance.sign_in_again, name="sign_in_again"),
    path("sign-out/", entrance.sign_out, name="sign_out"),
    path("me/", me.me, name="me"),
    path("me/password/", me.password, name="password"),
    path("me/two-factor/on/", me.two_factor_on, name="two_factor_on"),
    path("me/two-factor/off/", me.two_factor_off, name="two_factor_off"),
    path("me/two-factor/codes/", me.recovery_codes, name="recovery_codes"),
    path("audit/", audit.events, name="audit"),
    path("audit/<int:event_id>/", audit.event, name="audit_event"),
    path("audit/export/", audit.export, name="audit_export"),
    path("audit/verify/", audit.verify, name="audit_verify"),
]
