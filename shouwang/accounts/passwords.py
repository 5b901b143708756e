"""Password strength beyond Django's own checks."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]")


class ThreeClassesValidator:
    """At least three of: small letters, capitals, digits, other signs (assessors' custom for
    GB/T 22239-2019, 8.1.4.1)."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ``ValidationError`` for a password of fewer than three classes."""
        if sum(bool(re.search(c, password)) for c in _CLASSES) < 3:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("密码须含大写字母、小写字母、数字、符号中的三类。")
