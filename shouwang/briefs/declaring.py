"""What the template editor sends: its lines, and small forms for lists, shares, sums, tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from shouwang.accounts.models import User
from shouwang.briefs import checks, editing, language
from shouwang.briefs import template_queries as templates
from shouwang.briefs.actions import templates as deeds
from shouwang.briefs.models import Template, TemplateVersion
from shouwang.kit import clock

_OPERATORS = {*language.OPERATORS, "lowest", "highest"}


class Incomplete(ValueError):
    """A form of the editor that leaves something open; told in Chinese."""


def number(text: str | None) -> int:
    """Return a number of a form, 0 for what is none."""
    return int(text) if text and text.isascii() and text.isdigit() else 0


def standing(found: Template) -> TemplateVersion:
    """Return the version that is edited, or the published one that editing starts from."""
    version = templates.being_edited(found) or templates.latest(found)
    assert version is not None
    return version


def save_sent(found: Template, body: bytes, *, by: User, at: datetime) -> TemplateVersion:
    """Save what the editor sent as JSON; raises ``NotALine``, and as ``templates.save``."""
    try:
        told = json.loads(body)
        revision = int(told["revision"])
    except (ValueError, KeyError, TypeError):
        raise editing.NotALine(_("没有收到模板内容")) from None
    before = editing.take_apart(standing(found).text)
    text = editing.put_together(editing.from_json(told, before))
    return deeds.save(template=found, text=text, revision=revision, by=by, at=at)


def saved(found: Template, version: TemplateVersion) -> dict[str, Any]:
    """Return what autosave tells the editor: the revision, and what is wrong where."""
    assert found.unit is not None
    problems = checks.problems(found.unit, version.text)
    lines = [line.number for line in editing.take_apart(version.text).lines]
    return {
        "revision": version.revision,
        "saved_at": f"{clock.local(version.saved_at):%H:%M}",
        "problems": [
            {
                "why": str(p),
                "line": lines.index(p.line) if p.line in lines else -1,
                "stops": p.stops,
            }
            for p in problems
        ],
    }


def of_other(version: TemplateVersion) -> dict[str, Any]:
    """Return what a writer is told who saves after another."""
    by = version.saved_by.name if version.saved_by else ""
    at = f"{clock.local(version.saved_at):%H:%M}"
    return {"revision": version.revision, "by": by, "at": at}


def declare_sent(found: Template, asked: QueryDict, *, by: User, at: datetime) -> None:
    """Add or take away a declaration; raises ``Incomplete``, and as ``templates.save``."""
    version = standing(found)
    edited = editing.take_apart(version.text)
    if "remove" in asked:
        editing.undeclare(edited, number(asked.get("remove")))
    else:
        for line in _lines(asked, len(edited.declared)):
            try:
                edited.declared.append(line)
                language.read("\n".join(f"% {one}" for one in edited.declared))
            except language.TemplateError as problem:
                raise Incomplete(problem.why) from None
    text = editing.put_together(edited)
    deeds.save(template=found, text=text, revision=version.revision, by=by, at=at)


def _lines(asked: QueryDict, serial: int) -> list[str]:
    """Return the declarations that a form asks for; new names follow ``serial``."""
    match asked.get("sort"):
        case "list":
            return [_list(asked, serial)]
        case "share":
            part, whole = (_code(asked, name) for name in ("part", "whole"))
            return [f"share share{serial} = {part} / {whole} | {_words(asked, 'zh')}"]
        case "sum":
            codes = [c for c in asked.getlist("codes") if c.isidentifier()]
            if len(codes) < 2:
                raise Incomplete(_("请至少选两项相加"))
            told = f"{_words(asked, 'zh')} | {_bare(asked.get('measure', ''))}"
            return [f"figure sum{serial} = {' + '.join(codes)} | {told}"]
        case "table":
            return _table(asked, serial)
    raise Incomplete(_("请选择要添加什么"))


def _list(asked: QueryDict, serial: int) -> str:
    operator = asked.get("operator", "")
    limit = asked.get("limit", "")
    if operator not in _OPERATORS or not limit.replace(".", "", 1).isdecimal():
        raise Incomplete(_("请选比较方式，并写一个数字"))
    over = "child " if asked.get("over") == "child" else ""
    return f"list list{serial} = {over}{_code(asked, 'code')} {operator} {limit}"


def _table(asked: QueryDict, serial: int) -> list[str]:
    over = asked.get("over", "")
    if over not in language.TABLES:
        raise Incomplete(_("请选附表按什么列行"))
    codes = [c for c in asked.getlist("codes") if c.isidentifier()]
    head = f"table table{serial} | {_words(asked, 'zh')} | {over}"
    return [head, *(f"column | | {code}" for code in codes)]


def _code(asked: Mapping[str, Any], name: str) -> str:
    code = str(asked.get(name, ""))
    if not code.isidentifier():
        raise Incomplete(_("请选择数据项"))
    return code


def _words(asked: Mapping[str, Any], name: str) -> str:
    text = _bare(str(asked.get(name, "")))
    if not text:
        raise Incomplete(_("请写名称"))
    return text


def _bare(text: str) -> str:
    """Return a name without what would end it in the language."""
    return " ".join("".join(c for c in text if c not in "|«»{}%\n\r").split())[:40]
