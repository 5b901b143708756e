"""How allauth behaves here: no sign-up, no mail, secrets encrypted, a QR code that can be read."""

from __future__ import annotations

import base64
import hashlib
from io import BytesIO
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Users are made by the security administrator only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: nobody signs up."""
        return False


class TwoFactorAdapter(DefaultMFAAdapter):
    """Second factors, kept encrypted under the site's secret."""

    def encrypt(self, text: str) -> str:
        """Return a secret as it is stored."""
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a stored secret; raises ``InvalidToken`` when the site's secret was lost."""
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: Any) -> str:
        """Return what the person's app shows beside the code."""
        return f"{self.get_totp_issuer()}:{user.username}"

    def build_totp_svg(self, url: str) -> str:
        """Return a QR code with its own white ground: on a dark page too it must be read."""
        import qrcode
        from qrcode.image.svg import SvgPathFillImage

        image = qrcode.make(url, image_factory=SvgPathFillImage, box_size=12)
        out = BytesIO()
        image.save(out)
        return out.getvalue().decode()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: there are no mail addresses here; the audit trail has it."""


def _fernet() -> MultiFernet:
    """Return the cipher of the present secret, able to read what earlier ones wrote."""
    return MultiFernet(
        Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"two-factor:{secret}".encode()).digest()))
        for secret in map(str, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
    )
