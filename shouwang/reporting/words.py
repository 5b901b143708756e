"""Permissions and audit sentences of reporting."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts import wording
from shouwang.accounts.roles import AFTER_HOURS, BUREAU, BUSINESS, HANDS, Role
from shouwang.desk import kinds
from shouwang.kit import registry

FILE_REPORT = registry.permission(
    "reporting.file_report",
    _("填报"),
    roles={Role.REPORTER, Role.DIRECTOR, Role.CLERK, Role.OFFICE},
    after_hours=AFTER_HOURS,
)
SIGN_REPORT = registry.permission(
    "reporting.sign_report", _("签审报表"), roles={Role.CHECKER, Role.DIRECTOR}
)
READ_REPORTS = registry.permission(
    "reporting.read_reports", _("查看报表"), roles={*(BUSINESS - HANDS)}
)
READ_DAY = registry.permission("reporting.read_day", _("查看汇总"), roles=set(BUREAU))
OPEN_DAY = registry.permission(
    "reporting.open_day", _("锁定后开放补报、更正"), roles={Role.CLERK, Role.OFFICE}
)
MANAGE_FORMS = registry.permission(
    "reporting.manage_forms", _("管理表式"), roles={Role.SYSTEM_ADMIN}
)

REPORT_FILED = registry.word("reporting.report_filed", _("报送"))
REPORT_HANDED_OVER = registry.word("reporting.report_handed_over", _("送审报表"))
REPORT_SIGNED = registry.word("reporting.report_signed", _("签审报表"))
REPORT_SIGNED_LATER = registry.word("reporting.report_signed_later", _("补签报表"))
SIGNATURE_BY_PHONE = registry.word("reporting.signature_by_phone", _("记下电话同意"))
HANDOVER_RETURNED = registry.word("reporting.handover_returned", _("签审退回修改"))
HANDOVER_WITHDRAWN = registry.word("reporting.handover_withdrawn", _("撤回送审"))
ZERO_REFUSED = registry.word("reporting.zero_refused", _("零报告未收"))
REPORT_CORRECTED = registry.word("reporting.report_corrected", _("更正报表"))
OPENING_USED = registry.word("reporting.opening_used", _("锁定后补报或更正"))
FORM_CREATED = registry.word("reporting.form_created", _("新建表式"))
FORM_CHANGED = registry.word("reporting.form_changed", _("修改表式草稿"))
FORM_PUBLISHED = registry.word("reporting.form_published", _("发布表式"))
DAY_EXPORTED = registry.word("reporting.day_exported", _("导出汇总"))

SIGNING = kinds.kind("signing", _("签审"))

wording.name({"step": _("签审环节"), "barring": _("不为 0 的项目"), "purpose": _("开放")})
wording.name_values("purpose", {"late": _("补报"), "correction": _("更正")})
wording.name_things(
    {"reporting.handover": _("送审报表"), "reporting.opening": _("补报、更正的开放")}
)
