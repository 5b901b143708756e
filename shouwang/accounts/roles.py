"""Roles that a post may carry, and the permissions of this app.

The three administrators (系统管理员, 安全管理员, 审计管理员) are mutually exclusive and hold no
business permission: GB/T 22239-2019, 8.1.4.2 (admin separation).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a post lets its holder do; permissions name the roles that carry them."""

    REPORTER = "reporter", _("填报人")
    CHECKER = "checker", _("审核人")
    DIRECTOR = "director", _("机构负责人")
    DUTY = "duty", _("值班员")
    CARER = "carer", _("护理员")
    MEDIC = "medic", _("医务人员")
    GATEKEEPER = "gatekeeper", _("门卫")
    CLERK = "clerk", _("业务科室")
    OFFICE = "office", _("办公室")
    LEADER = "leader", _("局领导")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
INSTITUTION = frozenset({Role.REPORTER, Role.CHECKER, Role.DIRECTOR})
# who enters what happens in the house, on a phone, and sees none of its reports
HANDS = frozenset({Role.CARER, Role.MEDIC, Role.GATEKEEPER})
BUREAU = frozenset({Role.CLERK, Role.OFFICE, Role.LEADER})
# a post that reads at all times and acts outside office hours (content.md, Clock)
AFTER_HOURS = frozenset({Role.DUTY})
BUSINESS = INSTITUTION | HANDS | BUREAU | AFTER_HOURS
