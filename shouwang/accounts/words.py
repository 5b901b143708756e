"""Permissions and audit sentences of accounts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts.roles import Role
from shouwang.kit import registry

MANAGE_USERS = registry.permission(
    "accounts.manage_users", _("管理用户与岗位"), roles={Role.SECURITY_ADMIN}
)
READ_AUDIT = registry.permission("accounts.read_audit", _("查阅审计"), roles={Role.AUDIT_ADMIN})

SIGNED_IN = registry.word("accounts.signed_in", _("登录"))
SIGN_IN_FAILED = registry.word("accounts.sign_in_failed", _("登录失败"))
SIGN_IN_LOCKED = registry.word("accounts.sign_in_locked", _("连续输错密码，锁定"))
SIGNED_OUT = registry.word("accounts.signed_out", _("退出"))
IDLE_SIGNED_OUT = registry.word("accounts.idle_signed_out", _("闲置自动退出"))
OUT_OF_SCOPE = registry.word("accounts.out_of_scope", _("访问范围外的内容，被拒"))
NOT_PERMITTED = registry.word("accounts.not_permitted", _("无权操作，被拒"))
USER_CREATED = registry.word("accounts.user_created", _("新建用户"))
USER_CHANGED = registry.word("accounts.user_changed", _("修改用户"))
USER_DISABLED = registry.word("accounts.user_disabled", _("停用用户"))
USER_ENABLED = registry.word("accounts.user_enabled", _("启用用户"))
USER_UNLOCKED = registry.word("accounts.user_unlocked", _("解除锁定"))
TWO_FACTOR_ON = registry.word("accounts.two_factor_on", _("开启两步验证"))
TWO_FACTOR_OFF = registry.word("accounts.two_factor_off", _("关闭两步验证"))
TWO_FACTOR_RESET = registry.word("accounts.two_factor_reset", _("代为关闭两步验证"))
RECOVERY_CODES_RENEWED = registry.word("accounts.recovery_codes_renewed", _("更换备用验证码"))
PASSWORD_CHANGED = registry.word("accounts.password_changed", _("修改密码"))
PASSWORD_RESET = registry.word("accounts.password_reset", _("重置密码"))
AUDIT_SEARCHED = registry.word("accounts.audit_searched", _("检索审计记录"))
AUDIT_EXPORTED = registry.word("accounts.audit_exported", _("导出审计记录"))
AUDIT_VERIFIED = registry.word("accounts.audit_verified", _("核验审计记录"))
