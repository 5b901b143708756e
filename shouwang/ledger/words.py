"""Permissions of the ledger."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts.roles import AFTER_HOURS, BUREAU, INSTITUTION
from shouwang.kit import registry

READ_LEDGER = registry.permission(
    "ledger.read", _("查看台账"), roles={*INSTITUTION, *AFTER_HOURS, *BUREAU}
)
