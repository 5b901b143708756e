"""Permissions and audit sentences of movements and isolation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts import wording
from shouwang.accounts.roles import AFTER_HOURS, BUREAU, HANDS, INSTITUTION, Role
from shouwang.kit import registry
from shouwang.movements.kinds import Cause, End, Kind, Place

_HOUSE: set[str] = {*HANDS, *INSTITUTION}

SEE = registry.permission("movements.see", _("查看本院离返院和隔离"), roles=_HOUSE)
REQUEST = registry.permission(
    "movements.request",
    _("申请外出、返院和入住"),
    roles={Role.CARER, Role.MEDIC, Role.REPORTER, Role.DIRECTOR},
)
PASS = registry.permission(
    "movements.pass",
    _("登记离院和返院"),
    roles={*HANDS, Role.REPORTER, Role.DIRECTOR},
)
DECIDE = registry.permission("movements.decide", _("审批离返院"), roles={Role.DIRECTOR})
RECORD_DEATH = registry.permission(
    "movements.record_death", _("登记死亡"), roles={Role.MEDIC, Role.DIRECTOR}
)
COUNT = registry.permission(
    "movements.count", _("查看各院离返院和隔离数"), roles=set(BUREAU), after_hours=AFTER_HOURS
)
CHECK = registry.permission(
    "movements.check",
    _("登记隔离观察"),
    roles={Role.CARER, Role.MEDIC, Role.DIRECTOR},
)
ISOLATE = registry.permission(
    "movements.isolate",
    _("安排隔离观察"),
    roles={Role.CARER, Role.MEDIC, Role.REPORTER, Role.DIRECTOR},
)
RELEASE_AS_MEDIC = registry.permission(
    "movements.release_as_medic", _("签字解除隔离：医务人员"), roles={Role.MEDIC}
)
RELEASE_AS_DIRECTOR = registry.permission(
    "movements.release_as_director", _("签字解除隔离：机构负责人"), roles={Role.DIRECTOR}
)
MANAGE_ROOMS = registry.permission(
    "movements.manage_rooms", _("管理隔离室"), roles={Role.REPORTER, Role.DIRECTOR}
)

REQUESTED = registry.word("movements.requested", _("申请离返院"))
WENT_FIRST = registry.word("movements.went_first", _("紧急送医，先行外出"))
APPROVED = registry.word("movements.approved", _("批准离返院"))
APPROVED_AFTERWARDS = registry.word("movements.approved_afterwards", _("补批紧急外出"))
LET_OUT = registry.word("movements.let_out", _("确认隔离观察中离院"))
REFUSED = registry.word("movements.refused", _("不批准离返院"))
WITHDRAWN = registry.word("movements.withdrawn", _("撤回离返院申请"))
WENT_OUT = registry.word("movements.went_out", _("登记离院"))
CAME_BACK = registry.word("movements.came_back", _("登记返院"))
CARRIED_OUT = registry.word("movements.carried_out", _("办结离返院"))
MANY_WENT_OUT = registry.word("movements.many_went_out", _("批量登记离院"))
MANY_CAME_BACK = registry.word("movements.many_came_back", _("批量登记返院"))
DIED = registry.word("movements.died", _("登记死亡"))
TOLD_TO_WAIT = registry.word("movements.told_to_wait", _("告知暂缓返院"))

ISOLATED = registry.word("movements.isolated", _("开始隔离观察"))
MANY_ISOLATED = registry.word("movements.many_isolated", _("批量开始隔离观察"))
ROOM_CHANGED = registry.word("movements.room_changed", _("调整隔离室"))
ELSEWHERE_TOLD = registry.word("movements.elsewhere_told", _("通报社区和疾控"))
CHECKED = registry.word("movements.checked", _("登记隔离观察检查"))
MISS_EXPLAINED = registry.word("movements.miss_explained", _("说明漏查原因"))
RELEASE_SIGNED = registry.word("movements.release_signed", _("签字解除隔离"))
RELEASED = registry.word("movements.released", _("解除隔离"))
CONTROL_SAID = registry.word("movements.control_said", _("登记疾控解除意见"))
RELEASED_EARLY = registry.word("movements.released_early", _("依疾控意见提前解除隔离"))
ISOLATION_ENDED = registry.word("movements.isolation_ended", _("中止隔离观察"))
ROOM_OPENED = registry.word("movements.room_opened", _("设置隔离室"))
ROOM_CLOSED = registry.word("movements.room_closed", _("撤销隔离室"))
SLIP_PRINTED = registry.word("movements.slip_printed", _("打开外出审批单"))

wording.name(
    {
        "movement": _("离返院"),
        "happened_at": _("发生时间"),
        "paper": _("依据文件"),
        "exemption": _("特批编号"),
        "room": _("隔离室"),
        "place": _("地点"),
        "cause": _("原因"),
        "days": _("天数"),
        "signed_as": _("签字人"),
        "said_at": _("意见时间"),
        "ended": _("结束方式"),
        "is_emergency": _("紧急"),
    }
)
wording.name_values("kind", dict(Kind.choices))
wording.name_values("cause", dict(Cause.choices))
wording.name_values("place", {**dict(Place.choices), "way": _("送医途中")})
wording.name_values("ended", dict(End.choices))
wording.name_values("signed_as", {"medic": _("医务人员"), "director": _("机构负责人")})
wording.name_things(
    {
        "movements.movement": _("离返院"),
        "movements.death": _("死亡登记"),
        "movements.deferral": _("暂缓返院告知"),
        "movements.isolation": _("隔离观察"),
        "movements.isolationcheck": _("隔离检查"),
        "movements.isolationroom": _("隔离室"),
    }
)
