"""Permissions and audit sentences of alarms."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts import wording
from shouwang.accounts.roles import AFTER_HOURS, BUREAU, INSTITUTION, Role
from shouwang.desk import kinds
from shouwang.kit import registry

READ_ALARMS = registry.permission(
    "alarms.read",
    _("查看预警"),
    roles={*INSTITUTION, Role.MEDIC, *BUREAU, *AFTER_HOURS},
)
HANDLE_ALARMS = registry.permission(
    "alarms.handle",
    _("处置预警"),
    roles={Role.DIRECTOR, Role.REPORTER, Role.MEDIC, *BUREAU},
    after_hours=AFTER_HOURS,
)

ALARM_RAISED = registry.word("alarms.raised", _("发出预警"))
ALARM_ACKNOWLEDGED = registry.word("alarms.acknowledged", _("接收预警"))
ALARM_CLOSED = registry.word("alarms.closed", _("处置完毕并关闭预警"))
ALARM_GONE = registry.word("alarms.gone", _("原因消除，自动关闭预警"))
ALARM_CORRECTED = registry.word("alarms.corrected", _("据补传记录更正预警结果"))

ALARM = kinds.kind("alarm", _("预警"), tone="bad")

wording.name({"rule": _("预警类别"), "outcome": _("处置结果")})
wording.name_things({"alarms.alarm": _("预警"), "alarm": _("预警")})
