"""The audit trail in Chinese: sentences, what they are about, their details.

Sentences come from the registry of words. Keys and coded values of details are named here for all
that is common; an app names its own beside its words: ``wording.name({"trips": _("趟次")})``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.models import AuditEvent
from shouwang.accounts.roles import Role
from shouwang.kit import clock, registry

Text = Any  # str or a lazy translation

# in the order in which they are shown
_labels: dict[str, Text] = {
    "changed": _("改动"),
    "before": _("改前"),
    "after": _("改后"),
    "thing": _("对象"),
    "address": _("地址"),
    "changes": _("更新的数字"),
    "checked": _("核对环数"),
    "closed_on": _("关闭日期"),
    "code": _("代码"),
    "day": _("日期"),
    "deed": _("事项"),
    "division_code": _("行政区划代码"),
    "failures": _("连续输错次数"),
    "file": _("文件"),
    "figure": _("指标"),
    "filed": _("收下"),
    "form": _("格式"),
    "format": _("格式"),
    "from_on": _("自"),
    "groups_created": _("新建上级机构"),
    "head": _("链头"),
    "issue": _("期号"),
    "kind": _("类别"),
    "moved": _("调整隶属"),
    "name": _("名称"),
    "new": _("新"),
    "number": _("编号"),
    "old": _("旧"),
    "on": _("日期"),
    "order": _("顺序"),
    "path": _("地址"),
    "person": _("人员"),
    "phone": _("电话"),
    "post": _("岗位"),
    "problems": _("问题"),
    "reason": _("理由"),
    "refused": _("拒收行数"),
    "renamed": _("更名"),
    "repeated": _("重复"),
    "reviews": _("审核类别"),
    "role": _("角色"),
    "rows": _("行数"),
    "sealed": _("已封存环数"),
    "short_name": _("简称"),
    "since": _("起始时间"),
    "sound": _("完好"),
    "starts_on": _("起用日期"),
    "unchanged": _("未变"),
    "unit": _("机构"),
    "units_created": _("新建机构"),
    "until": _("截止时间"),
    "user": _("用户"),
    "username": _("用户名"),
    "version": _("版本"),
    "warnings": _("提醒"),
    "what": _("内容"),
}
_values: dict[str, Mapping[str, Text]] = {
    "role": dict(Role.choices),
    "format": {"xlsx": "Excel", "csv": "CSV"},
    "form": {"docx": "Word", "pdf": "PDF", "json": "JSON"},
}
_things: dict[str, Text] = {
    "accounts.user": _("用户"),
    "brief": _("文稿"),
    "briefs.brief": _("文稿"),
    "edge.token": _("接口密钥"),
    "event": _("审计记录"),
    "form": _("表式"),
    "holding": _("任职"),
    "import": _("导入"),
    "jobs.work": _("后台任务"),
    "orgs.holding": _("任职"),
    "orgs.post": _("岗位"),
    "orgs.unit": _("机构"),
    "post": _("岗位"),
    "report": _("报表"),
    "reporting.form": _("表式"),
    "reporting.report": _("报表"),
    "unit": _("机构"),
    "user": _("用户"),
    "work": _("后台任务"),
}
_whats: dict[str, Text] = {"password": _("密码"), "code": _("验证码")}
_lookups: list[Callable[[set[str]], Mapping[str, Text]]] = []


def name(labels: Mapping[str, Text]) -> None:
    """Name the keys of an app's details."""
    _labels.update(labels)


def name_values(key: str, values: Mapping[str, Text]) -> None:
    """Name the coded values that stand under a key."""
    _values[key] = {**_values.get(key, {}), **values}


def name_things(things: Mapping[str, Text]) -> None:
    """Name what events are about, by the model's label: ``{"orgs.unit": _("机构")}``."""
    _things.update(things)


def look_up(lookup: Callable[[set[str]], Mapping[str, Text]]) -> None:
    """Add a lookup for keys that are data, such as the items of a form: codes to names."""
    _lookups.append(lookup)


def is_named(key: str) -> bool:
    """Return whether a key of a detail has a Chinese name."""
    return key in _labels


def sentence(event: AuditEvent) -> Text:
    """Return what was done, in words; the code for a word of an app that is gone."""
    word = registry.words().get(event.word)
    return word.zh if word else event.word


def thing(kind: str) -> Text:
    """Return what kind of thing an event is about, in words; empty for a kind never named."""
    return _things.get(kind, "")


def things() -> dict[str, Text]:
    """Return every kind of thing that has a name, by the model's label."""
    return {kind: zh for kind, zh in _things.items() if "." in kind}


def details(event: AuditEvent) -> list[tuple[Text, str]]:
    """Return an event's details as pairs of words, changes as 旧 → 新."""
    detail = dict(event.detail)
    before, after = detail.get("before"), detail.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        pairs = {key: [before.get(key), after.get(key)] for key in {**before, **after}}
        detail = {key: v for key, v in detail.items() if key not in {"before", "after"}}
        detail["changed"] = pairs
    names = _names_of(detail)
    rank = {key: place for place, key in enumerate(names)}
    keys = sorted(detail, key=lambda key: (rank.get(key, len(rank)), key))
    return [(names.get(key, key), _text(key, detail[key], names)) for key in keys]


def in_one_line(event: AuditEvent) -> str:
    """Return the details in one line, for a cell of an export."""
    return "；".join(f"{label}：{text}" for label, text in details(event))


def _names_of(detail: Mapping[str, Any]) -> dict[str, Text]:
    inner = detail.get("changed")
    keys = {*detail, *(inner if isinstance(inner, dict | list) else ())}
    unknown = {key for key in map(str, keys) if key not in _labels}
    found: dict[str, Text] = dict(_labels)
    for lookup in _lookups if unknown else ():
        found.update(lookup(unknown))
    return found


def _text(key: str, value: Any, names: Mapping[str, Text]) -> str:
    if key == "what":
        return _what(str(value))
    if isinstance(value, dict):
        return "；".join(_change(k, v, names) for k, v in value.items())
    if isinstance(value, list):
        named = names if key == "changed" else {}
        return "、".join(
            _text(key, v, names) if isinstance(v, dict) else _one(key, named.get(str(v), v))
            for v in value
        )
    return _one(key, value)


def _change(key: str, value: Any, names: Mapping[str, Text]) -> str:
    label = names.get(key, key)
    if isinstance(value, list) and len(value) == 2:
        return f"{label} {_text(key, value[0], names)} → {_text(key, value[1], names)}"
    return f"{label} {_text(key, value, names)}"


def _one(key: str, value: Any) -> str:
    if value is None or value == "":
        return gettext("空")
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if key == "deed" and (word := registry.words().get(str(value))):
        return str(word.zh)
    known = _values.get(key, {}).get(str(value)) or (
        _things.get(str(value)) if "." in str(value) else None
    )
    return str(known) if known is not None else _moment(str(value))


def _moment(text: str) -> str:
    """Return a moment in ISO 8601 as wall time, and anything else as it is."""
    if not re.match(r"^\d{4}-\d\d-\d\dT\d\d:\d\d", text):
        return text
    return f"{clock.local(datetime.fromisoformat(text)):%Y-%m-%d %H:%M}"


def _what(text: str) -> str:
    """Say what was asked for in vain: a permission by its name, a thing by its kind and number."""
    if text in _whats:
        return str(_whats[text])
    permission = registry.permissions().get(text)
    if permission:
        return str(permission.zh)
    kind, _space, rest = text.partition(" ")
    return f"{_things[kind]} {rest}" if kind in _things and rest else text


def texts(words: Iterable[registry.Word]) -> list[tuple[str, str]]:
    """Return words as pairs of code and sentence, in the order of the sentences."""
    return sorted(((word.code, str(word.zh)) for word in words), key=lambda pair: pair[1])
