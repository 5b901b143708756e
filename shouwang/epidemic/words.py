"""Permissions of epidemic."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts.roles import BUREAU
from shouwang.kit import registry

READ_CASES = registry.permission("epidemic.read_cases", _("查看疫情数据"), roles=set(BUREAU))
