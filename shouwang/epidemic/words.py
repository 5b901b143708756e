"""Permissions and audit sentences of epidemic, and what the steps of a case are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts import wording
from shouwang.accounts.roles import AFTER_HOURS, BUREAU, HANDS, INSTITUTION, Role
from shouwang.desk import kinds
from shouwang.epidemic import rules
from shouwang.kit import registry

READ_CASES = registry.permission("epidemic.read_cases", _("查看疫情数据"), roles=set(BUREAU))
READ_EMERGENCIES = registry.permission(
    "epidemic.read_emergencies",
    _("查看紧急报告"),
    roles={*INSTITUTION, *HANDS, *BUREAU, *AFTER_HOURS},
)
NOTE_CASE = registry.permission(
    "epidemic.note_case",
    _("登记发热处置"),
    roles={*HANDS, Role.REPORTER, Role.DIRECTOR},
    after_hours=AFTER_HOURS,
)
WRITE_REPORT = registry.permission(
    "epidemic.write_report",
    _("书面报告与结案"),
    roles={Role.MEDIC, Role.REPORTER, Role.DIRECTOR},
    after_hours=AFTER_HOURS,
)
RECORD_FINDING = registry.permission(
    "epidemic.record_finding",
    _("登记医学结论"),
    roles={Role.MEDIC, Role.REPORTER, Role.DIRECTOR, Role.CLERK, Role.OFFICE},
)
ANSWER_REPORT = registry.permission(
    "epidemic.answer_report",
    _("接收紧急报告"),
    roles=set(BUREAU),
    after_hours=AFTER_HOURS,
)

CASE_OPENED = registry.word("epidemic.case_opened", _("建立病例处置卡"))
STEP_NOTED = registry.word("epidemic.step_noted", _("登记病例处置"))
STEP_VOIDED = registry.word("epidemic.step_voided", _("作废病例处置记录"))
CASE_CLOSED = registry.word("epidemic.case_closed", _("病例结案"))
REPORT_RECEIVED = registry.word("epidemic.report_received", _("确认收到紧急报告"))
FOLLOW_UP_ASKED = registry.word("epidemic.follow_up_asked", _("要求续报"))

REPORT_EXPORTED = registry.word("epidemic.report_exported", _("导出紧急报告"))

EMERGENCY = kinds.kind("emergency", _("紧急报告"), tone="bad")

STEP_ZH = {
    rules.RECHECK: _("复测体温"),
    rules.ISOLATE: _("本人隔离"),
    rules.ROOMMATES: _("同室人员隔离"),
    rules.FAMILY: _("告知家属"),
    rules.PHONE_SUPERIOR: _("电话首报：主管部门"),
    rules.PHONE_CDC: _("电话首报：疾控"),
    rules.SENT: _("送诊"),
    rules.WRITTEN: _("书面初报"),
    rules.FOLLOW_UP: _("续报"),
    rules.FINAL: _("终报"),
    rules.DISINFECTED: _("终末消毒"),
    rules.FINDING: _("医学结论"),
    rules.RECEIPT: _("上级确认收到"),
    rules.ASKED: _("上级要求续报"),
    rules.OUTCOME: _("结案"),
}

wording.name({"step": _("处置环节"), "cause": _("起因"), "late_s": _("超时（秒）")})
wording.name_values("step", STEP_ZH)
wording.name_values(
    "outcome",
    {
        "normal": _("复测正常"),
        "excluded": _("疾控排除"),
        "recovered": _("治愈或恢复"),
        "released": _("观察期满解除"),
        "transferred": _("转院治疗"),
        "deceased": _("死亡"),
    },
)
wording.name_things({"epidemic.case": _("病例"), "epidemic.casestep": _("病例处置")})
