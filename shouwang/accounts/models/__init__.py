from shouwang.accounts.models.audit import AuditEvent, AuditPending, AuditSeal
from shouwang.accounts.models.throttle import SignInThrottle
from shouwang.accounts.models.user import User

__all__ = ["AuditEvent", "AuditPending", "AuditSeal", "SignInThrottle", "User"]
