"""What the pages of self-checks show."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.access import SignedInRequest
from shouwang.guides import check_queries, library, rules, words
from shouwang.guides.actions.sheets import NewSheet, Said
from shouwang.guides.models import Answer, Checklist, Item, Sheet
from shouwang.guides.pages import A_PAGE, bureau_of, kind_words
from shouwang.kit import clock
from shouwang.orgs.kinds import INSTITUTIONS
from shouwang.orgs.models import Unit

TONES = {rules.DONE: "ok", rules.DUE: "none", rules.OVERDUE: "warn", rules.COMING: "none"}


def state_words(standing: rules.Standing | None) -> str:
    """Say how a list stands: 已填, 待填, 逾期未填."""
    if standing is None:
        return _("不定期")
    return {
        rules.DONE: _("已填"),
        rules.DUE: _("待填"),
        rules.OVERDUE: _("逾期未填"),
        rules.COMING: _("未起用"),
    }[standing.state]


def board_page(request: SignedInRequest) -> dict[str, Any]:
    """Return how one list stands in the institutions of a scope, a page of them; ``?list=``."""
    scope, now = request.scope, clock.now()
    lists = check_queries.asked_within(scope)
    here = next((one for one in lists if str(one.pk) == request.GET.get("list")), None)
    here = here or (lists[0] if lists else None)
    context = {
        "at": now,
        "may_manage": words.MANAGE_LISTS in scope.permissions,
        "checklist": here,
        "tabs": _tabs(lists, here),
    }
    if here is None:
        return context
    return context | _board(request, here, now)


def _tabs(lists: list[Checklist], here: Checklist | None) -> list[tuple[str, str, bool]]:
    """Return the lists as tabs; whose they are is said where several bureaus have some."""
    is_mixed = len({one.owner_id for one in lists}) > 1
    return [
        (
            f"{one.title} · {one.owner.label}" if is_mixed else one.title,
            f"?list={one.pk}",
            one == here,
        )
        for one in lists
    ]


def _board(request: SignedInRequest, here: Checklist, now: Any) -> dict[str, Any]:
    scope = request.scope
    targets = list(check_queries.targets(scope, here, day=clock.local_day(now)))
    lines = check_queries.board(scope, here, targets, now=now)
    # what wants looking at first: overdue, then what was answered 否
    lines.sort(key=_worst)
    page = Paginator(lines, A_PAGE).get_page(request.GET.get("page"))
    denied = check_queries.denied([line.last for line in page if line.last])
    states = [line.standing.state for line in lines if line.standing]
    return {
        "page": page,
        "rows": [_row(line) | {"denied": _denied(line, denied)} for line in page],
        "tiles": {
            "total": len(lines),
            "done": states.count(rules.DONE),
            "due": states.count(rules.DUE),
            "overdue": states.count(rules.OVERDUE),
            "no": sum(1 for line in lines if _is_fresh(line) and line.last and line.last.no),
        },
    }


def _worst(line: check_queries.Line) -> tuple[bool, bool, str]:
    is_overdue = bool(line.standing and line.standing.state == rules.OVERDUE)
    says_no = bool(_is_fresh(line) and line.last and line.last.no)
    return (not is_overdue, not says_no, line.unit.path)


def _is_fresh(line: check_queries.Line) -> bool:
    """Return whether the last sheet is of the present period."""
    return line.standing is None or line.standing.state == rules.DONE


def _denied(line: check_queries.Line, denied: dict[object, list[Answer]]) -> list[Answer]:
    return denied.get(line.last.pk, []) if line.last and _is_fresh(line) else []


def _row(line: check_queries.Line) -> dict[str, Any]:
    return {
        "unit": line.unit,
        "checklist": line.checklist,
        "line": line,
        "state": state_words(line.standing),
        "tone": TONES[line.standing.state] if line.standing else "none",
        "missed": line.standing.missed if line.standing else 0,
        "last": line.last,
    }


def house_page(request: SignedInRequest, unit: Unit) -> dict[str, Any]:
    """Return a house's lists with their states and what was filled."""
    scope, now = request.scope, clock.now()
    scope.require(words.READ_CHECKS, unit)
    page = Paginator(check_queries.sheets(scope, unit), A_PAGE).get_page(request.GET.get("page"))
    trail = [(_("自查"), reverse("guides:checks")), (unit.label, "")]
    return {
        "unit": unit,
        "rows": [_row(line) for line in check_queries.lines(unit, now=now)],
        "page": page,
        "may_do": scope.allows(words.DO_CHECKS, unit),
        "trail": trail,
    }


def fill_page(unit: Unit, checklist: Checklist, told: QueryDict, wrong: dict[str, str]) -> Any:
    """Return the questions of a list with what was answered so far."""
    items = check_queries.asked_items([checklist])[checklist.pk]
    return {
        "unit": unit,
        "checklist": checklist,
        "rows": [
            {
                "item": item,
                "value": told.get(f"value-{item.pk}", ""),
                "note": told.get(f"note-{item.pk}", ""),
                "error": wrong.get(str(item.pk), ""),
            }
            for item in items
        ],
        "values": Answer.Value.choices,
        "errors": [(f"item-{key}", why) for key, why in wrong.items()],
        "trail": [
            (_("自查"), reverse("guides:checks")),
            (unit.label, reverse("guides:house", args=[unit.pk])),
            (checklist.title, ""),
        ],
    }


def posted(request: SignedInRequest, unit: Unit, checklist: Checklist) -> NewSheet:
    """Return the sheet that the desk's form tells of."""
    items = check_queries.asked_items([checklist])[checklist.pk]
    return NewSheet(
        unit=unit, checklist=checklist, happened_at=clock.now(),
        said={item.pk: _said(request, item) for item in items},
    )  # fmt: skip


def _said(request: SignedInRequest, item: Item) -> Said:
    told = request.POST
    return Said(
        told.get(f"value-{item.pk}", ""), told.get(f"note-{item.pk}", ""),
        request.FILES.get(f"photo-{item.pk}"),
    )  # fmt: skip


def sheet_page(request: SignedInRequest, sheet: Sheet) -> dict[str, Any]:
    """Return one filled list."""
    return {
        "sheet": sheet,
        "answers": sheet.answers.all(),
        "may_void": sheet.voided_at is None and request.scope.allows(words.DO_CHECKS, sheet.unit),
        "trail": [
            (_("自查"), reverse("guides:checks")),
            (sheet.unit.label, reverse("guides:house", args=[sheet.unit_id])),
            (sheet.checklist.title, ""),
        ],
    }


def lists_page(request: SignedInRequest) -> dict[str, Any]:
    """Return a bureau's lists and those of the library that it has not adopted."""
    scope = request.scope
    owner = bureau_of(scope, words.MANAGE_LISTS)
    standing = check_queries.checklists(scope)
    adopted = {one.builtin for one in standing if one.owner == owner and one.closed_on is None}
    kinds = scope.narrowed(words.MANAGE_LISTS).kinds() or frozenset(map(str, INSTITUTIONS))
    return {
        "owner": owner,
        "lists": [{"one": one, "kinds": kind_words(one.kinds)} for one in standing],
        "library": [
            {
                "one": one,
                "kinds": kind_words(one.kinds),
                "official": sum(item.is_official for item in one.items),
                "proposed": sum(not item.is_official for item in one.items),
            }
            for one in library.builtins().values()
            if one.code not in adopted and kinds & set(one.kinds)
        ],
        "trail": [(_("自查"), reverse("guides:checks")), (_("自查清单"), "")],
    }


def list_page(checklist: Checklist) -> dict[str, Any]:
    """Return one list with all of its questions."""
    return {
        "checklist": checklist,
        "items": checklist.items.order_by("order", "pk"),
        "kinds": kind_words(checklist.kinds),
        "trail": [
            (_("自查"), reverse("guides:checks")),
            (_("自查清单"), reverse("guides:lists")),
            (checklist.title, ""),
        ],
    }
