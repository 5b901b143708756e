"""Permissions, audit sentences and the kind of inbox entry of the gate."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts import wording
from shouwang.accounts.roles import AFTER_HOURS, BUREAU, HANDS, INSTITUTION, Role
from shouwang.desk import kinds as inbox_kinds
from shouwang.kit import registry

READ = registry.permission("gate.read", _("查看门岗登记"), roles={*INSTITUTION, *HANDS})
# counts by institution, nobody's name
READ_COUNTS = registry.permission(
    "gate.read_counts", _("查看门岗统计"), roles={*BUREAU, *AFTER_HOURS}
)
REGISTER = registry.permission(
    "gate.register", _("门岗登记"), roles={*HANDS, Role.REPORTER, Role.DIRECTOR}
)
EXPORT = registry.permission("gate.export", _("导出门岗登记"), roles={Role.REPORTER, Role.DIRECTOR})
UNMASK = registry.permission("gate.unmask", _("查看来访人完整信息"), roles={Role.DIRECTOR})

ADMITTED = registry.word("gate.admitted", _("登记来访放行"))
SPECIAL = registry.word("gate.special", _("登记特批进入"))
WAITING = registry.word("gate.waiting", _("登记来访待特批"))
REFUSED = registry.word("gate.refused", _("登记谢绝来访"))
MANY = registry.word("gate.many", _("登记多条来访"))
LET_IN = registry.word("gate.let_in", _("凭特批放行"))
TURNED_AWAY = registry.word("gate.turned_away", _("待特批改为谢绝"))
LEFT = registry.word("gate.left", _("登记来访人离院"))
SUPPLEMENTED = registry.word("gate.supplemented", _("补录急救进入"))
STEPPED = registry.word("gate.stepped", _("登记发热来访处置"))
VIDEO_ASKED = registry.word("gate.video_asked", _("记下改约视频探视"))
VOIDED = registry.word("gate.voided", _("作废来访登记"))
PARCEL_TAKEN = registry.word("gate.parcel_taken", _("登记代收物品"))
PARCEL_STEP = registry.word("gate.parcel_step", _("登记代收物品消毒转交"))
PARCEL_VOIDED = registry.word("gate.parcel_voided", _("作废代收物品"))
EXPORTED = registry.word("gate.exported", _("导出门岗登记"))
UNMASKED = registry.word("gate.unmasked", _("查看来访人完整信息"))

FEVER = inbox_kinds.kind("gate_fever", _("门岗发热"), tone="bad")

wording.name(
    {
        "purpose": _("事由"),
        "decision": _("处理"),
        "measure": _("措施"),
        "records": _("记录数"),
        "step": _("步骤"),
        "masked": _("脱敏"),
        "happened_at": _("发生时间"),
        "parcel": _("代收物品"),
    }
)
wording.name_things(
    {
        "gate.visit": _("来访登记"),
        "gate.parcel": _("代收物品"),
        "gate.visitor": _("来访人"),
    }
)
wording.name_values(
    "decision",
    {
        "admitted": _("放行"),
        "special": _("特批进入"),
        "waiting": _("待特批"),
        "refused": _("谢绝"),
    },
)
wording.name_values(
    "purpose",
    {
        "visit": _("探视"),
        "delivery": _("送物"),
        "business": _("公务"),
        "repair": _("维修"),
        "emergency": _("急救"),
    },
)
wording.name_values(
    "step",
    {
        "recheck": _("复测"),
        "wait": _("隔离等候"),
        "report": _("报告"),
        "disinfected": _("消毒"),
        "passed": _("转交"),
    },
)
