"""The mark that every page and paper of a demonstration carries."""

from __future__ import annotations

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shouwang.demo.clock import FILE

MARK = _("演示数据")


def demonstration() -> str | Promise | None:
    """Return the mark where a demonstration is loaded: its clock file is there."""
    return MARK if (settings.DATA_DIR / FILE).exists() else None
