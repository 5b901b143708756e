"""Permissions and audit sentences of orgs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts.roles import BUSINESS, Role
from shouwang.kit import registry

SEE_UNITS = registry.permission(
    "orgs.see_units", _("查看机构"), roles={*BUSINESS, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}
)
MANAGE_UNITS = registry.permission("orgs.manage_units", _("管理机构"), roles={Role.SYSTEM_ADMIN})
MANAGE_POSTS = registry.permission("orgs.manage_posts", _("管理岗位"), roles={Role.SECURITY_ADMIN})

UNIT_CREATED = registry.word("orgs.unit_created", _("新建机构"))
UNIT_CHANGED = registry.word("orgs.unit_changed", _("修改机构"))
UNIT_MOVED = registry.word("orgs.unit_moved", _("调整隶属"))
UNIT_CLOSED = registry.word("orgs.unit_closed", _("关闭机构"))
UNIT_REOPENED = registry.word("orgs.unit_reopened", _("恢复机构"))
UNITS_IMPORTED = registry.word("orgs.units_imported", _("导入机构"))
UNITS_EXPORTED = registry.word("orgs.units_exported", _("导出机构"))
POST_CREATED = registry.word("orgs.post_created", _("设立岗位"))
POST_CLOSED = registry.word("orgs.post_closed", _("撤销岗位"))
POST_FILLED = registry.word("orgs.post_filled", _("任职"))
POST_LEFT = registry.word("orgs.post_left", _("卸任"))
