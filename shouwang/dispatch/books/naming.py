"""The names that a superior's sheet may use for a unit's figures and places, as they stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from shouwang.dispatch.books.mapping import OWN
from shouwang.dispatch.books.vocabulary import Vocabulary
from shouwang.dispatch.tables.composing import own_name
from shouwang.dispatch.tables.design import STATES
from shouwang.dispatch.tables.references import HOMES, Names
from shouwang.figures.matching import Known, plain
from shouwang.figures.models.figure import Nature
from shouwang.kit.sheets.blank_form import FormSheet
from shouwang.orgs.kinds import JURISDICTIONS
from shouwang.orgs.models import Unit

_STATE_ALIASES = {
    "due": ("应报单位", "应报机构", "应报单位数", "应报机构数", "应报家数", "机构数", "机构总数"),
    "filed": ("已报单位", "已报机构", "已报单位数", "已报机构数", "已报家数"),
    "zero": ("零报告", "零报告单位", "零报单位数", "零报告机构数"),
    "late": ("迟报单位", "迟报单位数", "迟报机构数"),
    "missing": ("未报单位", "未报机构", "未报单位数", "未报机构数", "未报家数"),
    "rate": ("上报率", "报告率"),
}
# what is left of a name without its superior's still names something: 开发区
_LEAST = 3
_SUFFIXES = ("区", "县", "市", "省", "旗", "乡", "镇", "街道", "街道办事处", "新区")


def vocabulary_of(unit: Unit, sheets: Iterable[FormSheet], *, on: date) -> Vocabulary:
    """Return what a unit's sheet may speak of: its figures, its report states, the units below it
    that the sheet names. The caller asked for the unit."""
    names = Names(unit)
    states = {-number: word for number, word in enumerate(STATES, 1)}
    known = [
        Known(-number, zh, _STATE_ALIASES[word], "" if word == "rate" else HOMES)
        for number, (word, zh) in enumerate(STATES.items(), 1)
    ]
    known += [Known(f.pk, f.zh, tuple(f.aliases), f.measure) for f in names.figures]
    flows = frozenset(f.pk for f in names.figures if f.nature == Nature.FLOW)
    texts = {plain(cell.text) for sheet in sheets for cell in sheet.cells.values() if cell.text}
    whole = {plain(unit.name), *_short(unit), plain(f"{unit.name}合计")}
    return Vocabulary(known, states, flows, _units(unit, texts, on), frozenset(whole))


def _units(unit: Unit, texts: set[str], on: date) -> dict[str, tuple[str, str]]:
    """Return (place, name) of units below by the plain name a sheet gives them.

    A name that two units bear names neither; a jurisdiction may leave out its last word.
    """
    below = Unit.objects.filter(path__gt=unit.path, path__lt=unit.path + "~")
    held = below.filter(Q(closed_on=None) | Q(closed_on__gt=on))
    named = list(held.filter(Q(depth=unit.depth + 1) | Q(name__in=texts)).order_by("depth", "path"))
    found: dict[str, tuple[str, str]] = {plain(own_name(unit)): (OWN, own_name(unit))}
    found["本级"] = (OWN, own_name(unit))
    twice: set[str] = set()
    for one in named:
        for text in {plain(one.name), *_short(one), *_without(unit, one)}:
            if text in found and found[text][0] != str(one.pk):
                twice.add(text)
            found.setdefault(text, (str(one.pk), one.name))
    return {text: place for text, place in found.items() if text not in twice}


def _short(unit: Unit) -> set[str]:
    if unit.kind not in JURISDICTIONS:
        return set()
    cut = {unit.name.removesuffix(end) for end in _SUFFIXES if unit.name.endswith(end)}
    return {plain(name) for name in cut if len(name) > 1}


def _without(above: Unit, unit: Unit) -> set[str]:
    """Return a jurisdiction's name without its superior's: 澜川经济开发区 is 经济开发区."""
    if unit.kind not in JURISDICTIONS:
        return set()
    heads = {plain(above.name), *_short(above)}
    names = {plain(unit.name).removeprefix(head) for head in heads if head}
    return {name for name in names if len(name) >= _LEAST}
