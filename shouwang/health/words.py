"""Permissions and audit sentences of temperatures and rounds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts import wording
from shouwang.accounts.roles import AFTER_HOURS, BUREAU, HANDS, INSTITUTION, Role
from shouwang.kit import registry

MEASURE = registry.permission(
    "health.measure", _("登记体温"), roles={*HANDS, Role.REPORTER, Role.DIRECTOR}
)
# who goes from room to room knows the residents by name; the gate does not need them
WALK = registry.permission(
    "health.walk", _("巡测体温"), roles={Role.CARER, Role.MEDIC, Role.REPORTER, Role.DIRECTOR}
)
READ_HOUSE = registry.permission(
    "health.read_house",
    _("查看本机构的体温记录"),
    roles={Role.CARER, Role.MEDIC, Role.REPORTER, Role.DIRECTOR},
)
READ_COUNTS = registry.permission(
    "health.read_counts",
    _("查看测温情况"),
    roles={*INSTITUTION, Role.CARER, Role.MEDIC, *BUREAU, *AFTER_HOURS},
)

# who may order how many rounds there are (防控措施) may say by when
SET_HOURS = registry.permission(
    "health.set_hours", _("调整测温时限"), roles={*BUREAU, Role.DIRECTOR}
)

TAKEN = registry.word("health.temperature_taken", _("登记体温"))
CORRECTED = registry.word("health.temperature_corrected", _("更正体温"))
VOIDED = registry.word("health.temperature_voided", _("作废体温"))
ROUND = registry.word("health.round_recorded", _("登记一轮巡测"))
TALLY = registry.word("health.tally_recorded", _("汇总登记一轮测温"))
TALLY_VOIDED = registry.word("health.tally_voided", _("作废测温汇总登记"))
HOURS_SET = registry.word("health.hours_set", _("调整测温时限"))

wording.name(
    {
        "round_hours": _("各轮时限"),
        "round": _("轮次"),
        "measured": _("实测"),
        "absent": _("未测到"),
        "abnormal": _("异常"),
        "context": _("场合"),
    }
)
wording.name_values(
    "context",
    {
        "round": _("巡测"),
        "gate": _("门岗"),
        "isolation": _("隔离观察"),
        "recheck": _("复测"),
        "return": _("返院"),
        "tally": _("汇总登记中的单列"),
    },
)
wording.name_things(
    {
        "health.temperature": _("体温记录"),
        "health.round": _("测温轮次"),
        "health.roundhours": _("测温时限"),
        "temperature": _("体温"),
    }
)
