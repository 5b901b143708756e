"""Permissions and audit sentences of the routines."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts import wording
from shouwang.accounts.roles import BUSINESS, HANDS, Role
from shouwang.kit import registry

READ = registry.permission("routines.read", _("查看消毒通风"), roles=set(BUSINESS))
DO = registry.permission(
    "routines.do", _("登记消毒通风"), roles={*HANDS, Role.REPORTER, Role.DIRECTOR}
)
MANAGE_PLACES = registry.permission(
    "routines.manage_places", _("管理消毒通风场所"), roles={Role.REPORTER, Role.DIRECTOR}
)

DONE = registry.word("routines.done", _("登记消毒通风"))
VOIDED = registry.word("routines.voided", _("作废消毒通风记录"))
PLACES_ADDED = registry.word("routines.places_added", _("添加场所"))
PLACE_CHANGED = registry.word("routines.place_changed", _("修改场所"))
PLACE_CLOSED = registry.word("routines.place_closed", _("停用场所"))
PLACE_REOPENED = registry.word("routines.place_reopened", _("恢复场所"))

wording.name(
    {
        "places": _("场所数"),
        "agent": _("消毒剂"),
        "concentration": _("浓度"),
        "happened_at": _("发生时间"),
        "floor": _("楼层"),
        "from_time": _("使用时段起"),
        "until_time": _("使用时段止"),
        "is_disinfected": _("需要消毒"),
        "is_ventilated": _("需要通风"),
        "records": _("记录数"),
        "routine": _("事项"),
    }
)
wording.name_values("routine", {"disinfection": _("消毒"), "ventilation": _("通风")})
wording.name_things({"routines.routine": _("消毒通风记录"), "routines.place": _("场所")})
