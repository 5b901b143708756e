"""The cells of a table's line as HTML, written here: a page holds thousands of them, and a template
takes ten times as long for each."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shouwang.kit.templatetags.shouwang import num
from shouwang.orgs.models import Unit
from shouwang.reporting.daybook.lines import Cell


def cells(unit: Unit, of: Iterable[Cell], *, is_total: bool = False) -> SafeString:
    """Return the cells of a unit's line; a value opens its evidence, a blank is never 0.

    In the total a lowest value is marked as such (起). Names are escaped; all else put in is ours.
    """
    name, blank, not_asked = escape(unit.name), num(None), _not_asked()
    lowest = f'<span class="num-unit">{escape(_("起"))}</span>' if is_total else ""
    made = []
    for cell in of:
        column = cell.column
        if cell.value is not None:
            inner = (
                f'<a class="num {cell.tone}" id="f-{unit.pk}-{column.id}" href="{cell.href}"'
                f' data-drawer data-drawer-title="{name} · {column.zh}">{num(cell.value)}</a>'
            ) + (lowest if column.is_lowest else "")
        else:
            inner = blank if cell.is_asked else not_asked
        made.append(f'<td role="cell" data-label="{column.zh}" class="n">{inner}</td>')
    return SafeString("".join(made))


def _not_asked() -> str:
    words = escape(_("此类机构不报这一项"))
    return (
        f'<span class="blank" title="{words}">·<span class="visually-hidden">{words}</span></span>'
    )
