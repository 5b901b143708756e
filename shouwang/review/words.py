"""Permissions and audit sentences of reviewing and signing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts import wording
from shouwang.accounts.roles import BUREAU, Role
from shouwang.desk import kinds
from shouwang.kit import registry

REVIEW_REPORTS = registry.permission(
    "reporting.review_reports", _("审核报表"), roles={Role.CLERK, Role.OFFICE}
)
SIGN_DAY = registry.permission("reporting.sign_day", _("签发当日汇总"), roles=set(BUREAU))

RETURNED = kinds.kind("returned", _("退回修改"), tone="warn")
OPENED = kinds.kind("opened", _("补报、更正"), tone="info")
UNSIGNED = kinds.kind("unsigned", _("待签"), tone="warn")

REPORT_RETURNED = registry.word("reporting.report_returned", _("退回报表修改"))
REPORTS_PASSED = registry.word("reporting.reports_passed", _("审核通过报表"))
DAY_SIGNED = registry.word("reporting.day_signed", _("签发当日汇总"))
SIGN_WITHDRAWN = registry.word("reporting.sign_withdrawn", _("撤回签字"))
REPORT_OPENED = registry.word("reporting.report_opened", _("锁定后开放补报或更正"))
OPENING_CLOSED = registry.word("reporting.opening_closed", _("收回补报、更正的开放"))

wording.name(
    {
        "stage": _("环节"),
        "due": _("应报"),
        "missing": _("未报"),
        "missing_names": _("未报名单"),
        "note": _("说明"),
        "reports": _("报表"),
        "receipt": _("回执"),
    }
)
wording.name_values(
    "stage",
    {
        "township": _("乡镇审核"),
        "county": _("县级审核"),
        "section": _("科室审核"),
        "office": _("办公室汇总"),
        "leader": _("领导签发"),
    },
)
# as it was called before it left reporting, and is in older lines of the trail
wording.name_things({"review.daysign": _("当日签字"), "reporting.daysign": _("当日签字")})
