"""Permissions and audit sentences of people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts import wording
from shouwang.accounts.roles import BUREAU, HANDS, INSTITUTION, Role
from shouwang.kit import registry
from shouwang.people.models import Absence, Presence, Stay
from shouwang.people.reasons import Reason

# a house's people as counts, and one of them masked: also for those above it
SEE_PEOPLE = registry.permission(
    "people.see_people", _("查看人员情况"), roles={*INSTITUTION, *HANDS, *BUREAU}
)
# names in full, on the screens of that very house only (names.py)
SEE_NAMES = registry.permission(
    "people.see_names", _("查看本机构人员姓名"), roles={*INSTITUTION, *HANDS}
)
# children's data is sensitive throughout: the gate has no need of it
SEE_CHILDREN = registry.permission(
    "people.see_children",
    _("查看本机构儿童姓名"),
    roles={Role.REPORTER, Role.DIRECTOR, Role.CARER, Role.MEDIC},
)
MANAGE_PEOPLE = registry.permission(
    "people.manage_people", _("管理人员档案"), roles={Role.REPORTER, Role.DIRECTOR}
)
RECORD_MOVES = registry.permission(
    "people.record_moves", _("登记离院返院与在岗"), roles={*INSTITUTION, *HANDS}
)
UNMASK = registry.permission(
    "people.unmask",
    _("查看完整证件与电话"),
    roles={Role.REPORTER, Role.DIRECTOR, Role.MEDIC},
)
EXPORT_PERSON = registry.permission(
    "people.export_person", _("导出个人全部信息"), roles={Role.DIRECTOR}
)
MANAGE_PRIVACY = registry.permission(
    "people.manage_privacy", _("管理个人信息保存期限"), roles={Role.SECURITY_ADMIN}
)
SEE_LOOKS = registry.permission(
    "people.see_looks",
    _("查阅个人信息查看记录"),
    roles={Role.SECURITY_ADMIN, Role.AUDIT_ADMIN},
)

ADMITTED = registry.word("people.admitted", _("登记入住"))
LEFT = registry.word("people.left", _("登记离院"))
CAME_BACK = registry.word("people.came_back", _("登记返院"))
STAY_ENDED = registry.word("people.stay_ended", _("登记退住、转出或死亡"))
STAY_CORRECTED = registry.word("people.stay_corrected", _("更正入住起止时间"))
ABSENCE_CORRECTED = registry.word("people.absence_corrected", _("更正外出起止时间"))
ENGAGED = registry.word("people.engaged", _("登记职工"))
PRESENCE_SET = registry.word("people.presence_set", _("登记在岗与封闭住院"))
RELEASED = registry.word("people.released", _("登记职工离职"))
PERSON_CHANGED = registry.word("people.person_changed", _("修改人员档案"))
CONTACT_ADDED = registry.word("people.contact_added", _("登记家属"))
CONTACT_CHANGED = registry.word("people.contact_changed", _("修改家属"))
CONTACT_REMOVED = registry.word("people.contact_removed", _("删除家属"))
VIEWED = registry.word("people.viewed", _("查看个人档案"))
UNMASKED = registry.word("people.unmasked", _("查看完整个人信息"))
EXPORTED = registry.word("people.exported", _("导出个人全部信息"))
IMPORTED = registry.word("people.imported", _("导入人员"))
RETENTION_SET = registry.word("people.retention_set", _("修改个人信息保存期限"))
PURGED = registry.word("people.purged", _("清除到期个人信息"))

wording.name(
    {
        "kept": _("信息类别"),
        "people": _("人数"),
        "end": _("结束方式"),
        "state": _("状态"),
        "why": _("用途"),
        "side": _("人员类别"),
        "days": _("天数"),
        "fields": _("修改项"),
        "until_at": _("结束时间"),
        "from_at": _("起始时间"),
    }
)
wording.name_things(
    {
        "people.person": _("人员"),
        "people.stay": _("入住记录"),
        "people.absence": _("外出记录"),
        "people.contact": _("家属"),
    }
)
wording.name_values("format", {"json": "JSON"})
wording.name_values("why", dict(Reason.choices))
wording.name_values(
    "fields",
    {
        "name": _("姓名"),
        "id_number": _("证件号码"),
        "phone": _("电话"),
        "sex": _("性别"),
        "birth_year": _("出生年份"),
        "born_on": _("出生日期"),
        "room": _("房间"),
        "bed": _("床位"),
        "job": _("岗位"),
        "care": _("护理等级"),
        "is_destitute": _("特困供养"),
    },
)
wording.name_values("kind", dict(Absence.Kind.choices))
wording.name_values("end", {**dict(Stay.End.choices), **dict(Absence.End.choices)})
wording.name_values("state", {**dict(Presence.State.choices), "out": _("离岗")})
wording.name_values("side", {"resident": _("服务对象"), "staff": _("职工")})
