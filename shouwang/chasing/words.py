"""Permissions and audit sentences of chasing."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts import wording
from shouwang.accounts.roles import Role
from shouwang.chasing.models import Call, Kind
from shouwang.desk import kinds
from shouwang.kit import registry

CHASE = registry.permission(
    "chasing.chase",
    _("提醒与催报"),
    roles={Role.CLERK, Role.OFFICE, Role.LEADER, Role.DUTY},
)
SET_TIMES = registry.permission("chasing.set_times", _("设定催报时间"), roles={Role.OFFICE})

RUN_STARTED = registry.word("chasing.run_started", _("提醒或催报"))
RUN_FINISHED = registry.word("chasing.run_finished", _("催报送达"))
PHONES_SEEN = registry.word("chasing.phones_seen", _("查看电话名单"))
CALL_NOTED = registry.word("chasing.call_noted", _("登记催报电话"))
TIMES_SET = registry.word("chasing.times_set", _("设定催报时间"))

REMINDED = kinds.kind("remind", _("提醒"))
CHASED = kinds.kind("chase", _("催报"), tone="warn")

wording.name(
    {
        "chase_kind": _("方式"),
        "units": _("家数"),
        "people": _("人数"),
        "calls": _("转电话家数"),
        "outcome": _("结果"),
        "promised": _("承诺时间"),
        "remind_minutes": _("提前提醒分钟"),
        "cooldown_minutes": _("再催间隔分钟"),
    }
)
wording.name_values("chase_kind", dict(Kind.choices))
wording.name_values("outcome", dict(Call.Outcome.choices))
wording.name_things(
    {"chasing.chaserun": _("催报"), "chasing.call": _("催报电话"), "chasing.policy": _("催报时间")}
)
