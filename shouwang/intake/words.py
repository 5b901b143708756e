"""Permissions and audit sentences of taking in; their codes are those they had in reporting."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts.roles import Role
from shouwang.kit import registry

FILE_ON_BEHALF = registry.permission(
    "reporting.file_on_behalf", _("代报"), roles={Role.CLERK, Role.OFFICE}
)
IMPORT_REPORTS = registry.permission(
    "reporting.import_reports", _("导入报表"), roles={Role.OFFICE, Role.CLERK}
)

REPORTS_IMPORTED = registry.word("reporting.reports_imported", _("导入报表"))
