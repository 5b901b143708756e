"""The second factor: a code from an app on the phone (TOTP, RFC 6238), and paper codes beside it.

allauth keeps and checks them; none of its pages are reachable. What a person may do with their own
factor is here, and what an administrator does for someone who lost the phone.
"""

from __future__ import annotations

import time
from datetime import datetime

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.utils.crypto import constant_time_compare

from shouwang.accounts import audit, words
from shouwang.accounts.models import User

_PERIOD_S = 30
# a phone's clock may be half a minute off: one step to either side, as RFC 6238 5.2 advises
_STEPS = (0, -1, 1)


class WrongCode(Exception):
    """The code does not belong to the secret, or was used already."""


def is_on(user: User) -> bool:
    """Return whether a user signs in with a code."""
    return bool(get_adapter().is_mfa_enabled(user, [Authenticator.Type.TOTP]))


def new_secret() -> str:
    """Return a fresh secret, to be shown once and confirmed by a code."""
    return str(totp.generate_totp_secret())


def address(user: User, secret: str) -> str:
    """Return the ``otpauth:`` address of a secret: what the QR code says."""
    return str(get_adapter().build_totp_url(user, secret))


def picture(user: User, secret: str) -> str:
    """Return the QR code of a secret as an SVG."""
    return str(get_adapter().build_totp_svg(address(user, secret)))


@transaction.atomic
def check(*, user: User, code: str) -> bool:
    """Return whether ``code`` is a valid code of the app or an unused paper code; uses it up."""
    digits = "".join(code.split())
    for factor in Authenticator.objects.select_for_update().filter(user_id=user.pk).order_by("pk"):
        if factor.type == Authenticator.Type.TOTP:
            fits = _use_step(factor, digits)
        else:
            fits = factor.wrap().validate_code(digits)
        if fits:
            factor.refresh_from_db()
            factor.record_usage()
            return True
    return False


def codes_left(user: User) -> list[str]:
    """Return the paper codes not used yet; empty without a second factor."""
    kept = Authenticator.objects.filter(
        user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES
    ).first()
    return list(kept.wrap().get_unused_codes()) if kept else []


@transaction.atomic
def turn_on(*, user: User, secret: str, code: str, by: User, at: datetime) -> list[str]:
    """Turn the second factor on and return the paper codes; raises ``WrongCode``."""
    User.objects.select_for_update().get(pk=user.pk)
    if is_on(user):
        raise WrongCode
    step = _step_of(secret, "".join(code.split()))
    if step is None:
        raise WrongCode
    factor = totp.TOTP.activate(user, secret).instance
    factor.data["last_step"] = step
    factor.save(update_fields=["data"])
    audit.record(words.TWO_FACTOR_ON, by=by, at=at, about=user)
    return _fresh_codes(user)


@transaction.atomic
def renew_codes(*, user: User, by: User, at: datetime) -> list[str]:
    """Make new paper codes; the old ones no longer work. Raises ``WrongCode`` when it is off."""
    User.objects.select_for_update().get(pk=user.pk)
    if not is_on(user):
        raise WrongCode
    audit.record(words.RECOVERY_CODES_RENEWED, by=by, at=at, about=user)
    return _fresh_codes(user)


@transaction.atomic
def turn_off(*, user: User, by: User, at: datetime) -> None:
    """Turn the second factor off: by oneself, or by the security administrator for a lost phone."""
    gone, _ = Authenticator.objects.filter(user_id=user.pk).delete()
    if gone:
        word = words.TWO_FACTOR_OFF if user.pk == by.pk else words.TWO_FACTOR_RESET
        audit.record(word, by=by, at=at, about=user)


def _fresh_codes(user: User) -> list[str]:
    Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
    return list(RecoveryCodes.activate(user).get_unused_codes())


def _step_of(secret: str, digits: str) -> int | None:
    """Return the step of time that a code belongs to, now or next to it; None for no such."""
    now = int(time.time()) // _PERIOD_S
    for step in (now + n for n in _STEPS):
        shown = totp.format_hotp_value(totp.hotp_value(secret, step))
        if constant_time_compare(shown, digits):
            return step
    return None


def _use_step(factor: Authenticator, digits: str) -> bool:
    """Take a code that is newer than the last one taken: what was seen once opens nothing more."""
    step = _step_of(decrypt(factor.data["secret"]), digits)
    if step is None or step <= factor.data.get("last_step", 0):
        return False
    factor.data["last_step"] = step
    factor.save(update_fields=["data"])
    return True
