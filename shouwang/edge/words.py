"""Permissions, audit sentences and kinds of inbox entry of edge."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts import wording
from shouwang.accounts.roles import AFTER_HOURS, INSTITUTION
from shouwang.desk import kinds
from shouwang.kit import registry

TOKEN_ISSUED = registry.word("edge.token_issued", _("签发接口密钥"))
TOKEN_REVOKED = registry.word("edge.token_revoked", _("收回接口密钥"))

DECIDE_HELD = registry.permission(
    "edge.decide_held", _("核对手机上传的冲突记录"), roles=set(INSTITUTION), after_hours=AFTER_HOURS
)
ENVELOPE_HELD = registry.word("edge.envelope_held", _("手机记录待核对"))
HELD_STANDS = registry.word("edge.held_stands", _("采用待核对的手机记录"))
HELD_DROPPED = registry.word("edge.held_dropped", _("作废待核对的手机记录"))

HELD = kinds.kind("held", _("待核对"), tone="warn")

wording.name({"why": _("原因"), "came_at": _("到达时间")})
wording.name_values("why", {"conflict": _("与现有记录冲突"), "unfit": _("内容不合要求")})
wording.name_things({"edge.heldenvelope": _("手机记录"), "held": _("手机记录")})
