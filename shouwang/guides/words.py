"""Permissions, audit sentences and the names of details of guides, self-checks and plans."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts import wording
from shouwang.accounts.roles import BUSINESS, HANDS, Role
from shouwang.desk import kinds
from shouwang.kit import registry

READ_GUIDES = registry.permission("guides.read", _("查看防控指南"), roles=set(BUSINESS))
ISSUE_GUIDES = registry.permission(
    "guides.issue", _("印发防控指南"), roles={Role.OFFICE, Role.CLERK}
)
SIGN_GUIDES = registry.permission(
    "guides.sign", _("签收防控指南"), roles={Role.DIRECTOR, Role.REPORTER}
)
READ_CHECKS = registry.permission("guides.read_checks", _("查看自查"), roles=set(BUSINESS))
MANAGE_LISTS = registry.permission(
    "guides.manage_lists", _("管理自查清单"), roles={Role.OFFICE, Role.CLERK}
)
DO_CHECKS = registry.permission(
    "guides.do_checks", _("填写自查"), roles={*HANDS, Role.REPORTER, Role.DIRECTOR}
)
READ_PLANS = registry.permission("guides.read_plans", _("查看一院一策"), roles=set(BUSINESS))
DRAFT_PLAN = registry.permission(
    "guides.draft_plan", _("起草一院一策"), roles={Role.REPORTER, Role.DIRECTOR}
)
SUBMIT_PLAN = registry.permission("guides.submit_plan", _("报审一院一策"), roles={Role.DIRECTOR})
DECIDE_PLAN = registry.permission(
    "guides.decide_plan", _("审批一院一策"), roles={Role.OFFICE, Role.CLERK}
)

GUIDE_ISSUED = registry.word("guides.issued", _("印发防控指南"))
GUIDE_SIGNED = registry.word("guides.signed", _("签收防控指南"))
GUIDE_REMINDED = registry.word("guides.reminded", _("催签防控指南"))
GUIDE_WITHDRAWN = registry.word("guides.withdrawn", _("废止防控指南"))
LIST_MADE = registry.word("guides.list_made", _("启用自查清单"))
LIST_CHANGED = registry.word("guides.list_changed", _("调整自查清单"))
LIST_CLOSED = registry.word("guides.list_closed", _("停用自查清单"))
SHEET_FILLED = registry.word("guides.sheet_filled", _("填写自查"))
SHEET_VOIDED = registry.word("guides.sheet_voided", _("作废自查记录"))
PLAN_SAVED = registry.word("guides.plan_saved", _("起草一院一策"))
PLAN_SUBMITTED = registry.word("guides.plan_submitted", _("报审一院一策"))
PLAN_APPROVED = registry.word("guides.plan_approved", _("批准一院一策"))
PLAN_RETURNED = registry.word("guides.plan_returned", _("退回一院一策"))

TO_SIGN = kinds.kind("guide", _("签收"), tone="warn")
PLAN = kinds.kind("plan", _("预案"))

wording.name(
    {
        "units": _("机构数"),
        "cadence": _("频次"),
        "item": _("检查项"),
        "is_on": _("启用"),
        "yes": _("是"),
        "no": _("否"),
        "period_on": _("所属日期"),
        "filing_number": _("备案号"),
        "due_time": _("时限"),
    }
)
wording.name_values("cadence", {"daily": _("每日"), "weekly": _("每周"), "none": _("不定期")})
wording.name_things(
    {
        "guides.guide": _("防控指南"),
        "guides.guideversion": _("防控指南"),
        "guides.checklist": _("自查清单"),
        "guides.sheet": _("自查记录"),
        "guides.planversion": _("一院一策"),
    }
)
