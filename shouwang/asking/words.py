"""Permissions and audit sentences of the form register."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts import wording
from shouwang.accounts.roles import BUREAU, Role
from shouwang.kit import registry

READ_REGISTER = registry.permission(
    "asking.read", _("查看报表准入"), roles={*BUREAU, Role.SYSTEM_ADMIN}
)
REQUEST_FORM = registry.permission("asking.request", _("申请新报表"), roles=set(BUREAU))
DECIDE = registry.permission("asking.decide", _("准入报表"), roles={Role.OFFICE})

FORM_REQUESTED = registry.word("asking.requested", _("申请新报表"))
REQUEST_DECIDED = registry.word("asking.decided", _("办理报表申请"))
ITEM_BOUND = registry.word("asking.bound", _("核定申请项目"))
FORM_MADE = registry.word("asking.form_made", _("按准入申请建表"))
FORM_ENDED = registry.word("asking.ended", _("调整报表期限"))

wording.name({"items": _("项目数"), "known": _("已有项目数"), "until": _("有效期至")})
