"""Permissions and audit sentences of figures."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts.roles import BUREAU, INSTITUTION
from shouwang.kit import registry

READ_FIGURES = registry.permission(
    "figures.read", _("查看汇总与来源"), roles={*BUREAU, *INSTITUTION}
)
