"""Permissions and audit sentences of reporting."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts.roles import BUREAU, BUSINESS, INSTITUTION, Role
from shouwang.kit import registry

FILE_REPORT = registry.permission(
    "reporting.file_report", _("填报"), roles={*INSTITUTION, Role.CLERK, Role.OFFICE}
)
READ_REPORTS = registry.permission("reporting.read_reports", _("查看报表"), roles=set(BUSINESS))
READ_DAY = registry.permission("reporting.read_day", _("查看汇总"), roles=set(BUREAU))
MANAGE_FORMS = registry.permission(
    "reporting.manage_forms", _("管理表式"), roles={Role.SYSTEM_ADMIN}
)
IMPORT_REPORTS = registry.permission(
    "reporting.import_reports", _("导入报表"), roles={Role.OFFICE, Role.CLERK}
)

REPORT_FILED = registry.word("reporting.report_filed", _("报送"))
REPORT_CORRECTED = registry.word("reporting.report_corrected", _("更正报表"))
REPORTS_IMPORTED = registry.word("reporting.reports_imported", _("导入报表"))
FORM_CREATED = registry.word("reporting.form_created", _("新建表式"))
FORM_CHANGED = registry.word("reporting.form_changed", _("修改表式草稿"))
FORM_PUBLISHED = registry.word("reporting.form_published", _("发布表式"))
DAY_EXPORTED = registry.word("reporting.day_exported", _("导出汇总"))
