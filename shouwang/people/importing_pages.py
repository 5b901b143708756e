"""What the pages of an import show, and what is remembered between them."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from shouwang.accounts.access import OutOfScope
from shouwang.jobs import queries as works_of
from shouwang.jobs.actions import works
from shouwang.kit import clock
from shouwang.kit.sheets.read import UnusableFile
from shouwang.orgs import queries as units
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.people import pages
from shouwang.people.actions import imports
from shouwang.people.importing import sheet, waiting
from shouwang.people.importing.plan import Plan
from shouwang.people.pages import side_of
from shouwang.people.works import IMPORT_PEOPLE

__all__ = ["check", "forget", "options", "plan", "remember", "result", "run", "side_of", "upload"]

_SHOWN = 50
_SESSION = "people_imports"


def upload(scope: Scope, unit: Unit, side: str) -> dict[str, Any]:
    """Return what the first page shows."""
    title = _("导入职工") if side == "staff" else _("导入服务对象")
    return {
        "unit": unit,
        "side": side,
        "title": title,
        "columns": sheet.COLUMNS[side],
        "needed": sheet.NEEDED[side],
        "trail": pages.trail(scope, unit, title),
    }


def remember(request: HttpRequest, key: UUID, *, unit: Unit, side: str, name: str) -> None:
    """Keep in the session what the file is for; another's file is none of one's business."""
    told = {"unit": unit.pk, "side": side, "name": name[:200]}
    request.session[_SESSION] = {**request.session.get(_SESSION, {}), str(key): told}


def options(request: HttpRequest, key: UUID) -> dict[str, Any]:
    """Return what was remembered; raises ``OutOfScope``."""
    held: dict[str, Any] | None = request.session.get(_SESSION, {}).get(str(key))
    if held is None:
        raise OutOfScope(f"import {key}")
    return held


def forget(request: HttpRequest, key: UUID) -> None:
    """Let a file and what was remembered of it go."""
    waiting.drop(key)
    left = {k: v for k, v in request.session.get(_SESSION, {}).items() if k != str(key)}
    request.session[_SESSION] = left


def plan(request: HttpRequest, key: UUID, told: dict[str, Any]) -> Plan:
    """Return what the file would do; raises ``UnusableFile``."""
    try:
        source = waiting.opened(key)
    except FileNotFoundError:
        raise UnusableFile(_("文件放置过久，已清理，请重新上传"))
    return imports.preview_people(
        source,
        file_name=told["name"],
        unit=units.unit(request.scope, told["unit"]),  # type: ignore[attr-defined]
        side=told["side"],
        by=request.user,  # type: ignore[arg-type]
        now=clock.now(),
    )


def check(request: HttpRequest, key: UUID, told: dict[str, Any]) -> dict[str, Any]:
    """Return what the page of the check shows; raises ``UnusableFile``."""
    made = plan(request, key, told)
    scope = request.scope  # type: ignore[attr-defined]
    unit = units.unit(scope, told["unit"])
    return {
        "key": key,
        "plan": made,
        "options": told,
        "unit": unit,
        "shown": _SHOWN,
        "new": made.new[:_SHOWN],
        "problems": made.problems[:_SHOWN],
        "warnings": made.warnings[:_SHOWN],
        "trail": pages.trail(scope, unit, _("核对导入内容")),
    }


def run(request: HttpRequest, key: UUID, told: dict[str, Any]) -> HttpResponse:
    """Let the import run; it goes on without the page."""
    try:
        sealed = waiting.sealed(key)
    except FileNotFoundError:
        return redirect("people:import_check", key=key)  # which says why
    work = works.start(
        kind=IMPORT_PEOPLE,
        title=_("导入人员"),
        file_name=told["name"],
        params={"unit": told["unit"], "side": told["side"], "key": str(key)},
        file=BytesIO(sealed),
        by=request.user,  # type: ignore[arg-type]
        at=clock.now(),
    )
    forget(request, key)
    return redirect("jobs:work", work_id=work.pk)


def result(request: HttpRequest, work_id: int) -> dict[str, Any]:
    """Return what the page of the result shows."""
    work = works_of.work(request.user, work_id)  # type: ignore[arg-type]
    scope = request.scope  # type: ignore[attr-defined]
    unit = units.unit(scope, work.params["unit"]) if "unit" in work.params else None
    return {
        "work": work,
        "unit": unit,
        "side": work.params.get("side", "resident"),
        "problems": work.result.get("problems", [])[:_SHOWN],
        "trail": pages.trail(scope, unit, _("导入结果")) if unit else [(_("导入结果"), "")],
    }
