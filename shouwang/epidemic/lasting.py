"""How long something took or is late, in words."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _


def in_words(length: timedelta | int) -> str:
    """Return a length (or seconds) as it is said: 12 分钟, 1 小时 5 分钟, 2 天 3 小时."""
    seconds = int(length.total_seconds() if isinstance(length, timedelta) else length)
    minutes = max(1, -(-seconds // 60))
    if minutes < 60:
        return _("%(n)s 分钟") % {"n": minutes}
    hours, rest = divmod(minutes, 60)
    if hours < 24:
        told = _("%(n)s 小时") % {"n": hours}
        return told + (_(" %(n)s 分钟") % {"n": rest} if rest else "")
    days, hours = divmod(hours, 24)
    told = _("%(n)s 天") % {"n": days}
    return told + (_(" %(n)s 小时") % {"n": hours} if hours else "")
