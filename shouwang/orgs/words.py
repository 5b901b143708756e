"""Permissions and audit sentences of orgs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts import wording
from shouwang.accounts.roles import BUREAU, BUSINESS, Role
from shouwang.kit import registry

SEE_UNITS = registry.permission(
    "orgs.see_units", _("查看机构"), roles={*BUSINESS, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}
)
MANAGE_UNITS = registry.permission("orgs.manage_units", _("管理机构"), roles={Role.SYSTEM_ADMIN})
MANAGE_POSTS = registry.permission("orgs.manage_posts", _("管理岗位"), roles={Role.SECURITY_ADMIN})
SEE_RESPONSIBLE = registry.permission("orgs.see_responsible", _("查看包保责任"), roles=set(BUREAU))
MANAGE_RESPONSIBLE = registry.permission(
    "orgs.manage_responsible", _("落实包保责任"), roles={Role.OFFICE, Role.LEADER}
)
NOTE_ACT = registry.permission("orgs.note_act", _("登记包保履责"), roles=set(BUREAU))

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
LEADER_LISTED = registry.word("orgs.leader_listed", _("登记包保人员"))
LEADER_CHANGED = registry.word("orgs.leader_changed", _("修改包保人员"))
RESPONSIBLE_ASSIGNED = registry.word("orgs.responsible_assigned", _("落实包保责任"))
RESPONSIBLE_HANDED_OVER = registry.word("orgs.responsible_handed_over", _("交接包保责任"))
RESPONSIBLE_ENDED = registry.word("orgs.responsible_ended", _("解除包保责任"))
RESPONSIBLE_EXPORTED = registry.word("orgs.responsible_exported", _("导出包保责任"))
ACT_NOTED = registry.word("orgs.act_noted", _("登记包保履责"))

wording.name(
    {
        "area": _("网格"),
        "from_person": _("原责任人"),
        "post_name": _("职务"),
        "act": _("履责方式"),
    }
)
wording.name_things(
    {
        "orgs.leader": _("包保人员"),
        "orgs.responsibility": _("包保责任"),
        "orgs.act": _("包保履责"),
    }
)
wording.name_values("kind", {"leader": _("包保领导"), "grid": _("网格管理人")})
wording.name_values(
    "act",
    {
        "call": _("电话了解"),
        "video": _("视频查看"),
        "visit": _("到场查看"),
        "solved": _("协调解决"),
        "other": _("其他"),
    },
)
