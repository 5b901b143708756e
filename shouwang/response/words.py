"""Permissions and audit sentences of response."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts.roles import BUREAU, BUSINESS, HANDS, INSTITUTION, Role
from shouwang.kit import registry

READ = registry.permission("response.read_measures", _("查看响应与措施"), roles=set(BUSINESS))
RAISE_LEVEL = registry.permission(
    "response.raise_level", _("启动、调整响应级别"), roles={Role.OFFICE, Role.LEADER}
)
GIVE_ORDERS = registry.permission(
    "response.give_orders", _("下达、解除防控措施"), roles={*BUREAU, Role.DIRECTOR}
)
EDIT_BUNDLES = registry.permission("response.edit_bundles", _("编辑措施包"), roles=set(BUREAU))
ASK_EXEMPTION = registry.permission(
    "response.ask_exemption", _("申请特批"), roles={*INSTITUTION, *HANDS, *BUREAU}
)
APPROVE_EXEMPTION = registry.permission(
    "response.approve_exemption", _("审批特批"), roles={*BUREAU, Role.DIRECTOR}
)
APPLY_REOPENING = registry.permission(
    "response.apply_reopening", _("申请恢复开放"), roles={Role.REPORTER, Role.DIRECTOR}
)
CHECK_REOPENING = registry.permission(
    "response.check_reopening", _("恢复开放验收"), roles=set(BUREAU)
)
REPLY_REOPENING = registry.permission(
    "response.reply_reopening", _("批复恢复开放"), roles={Role.OFFICE, Role.LEADER}
)
