"""Lists of units by name: those for which a comparison holds, the best, the worst, the missing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from shouwang.briefs import language
from shouwang.briefs.content import Number, Quote
from shouwang.briefs.known import HOMES, REGISTRY, STATES, Known
from shouwang.briefs.language import Named
from shouwang.briefs.places import Place
from shouwang.briefs.stating import Stating
from shouwang.figures import spans
from shouwang.kit import numbers
from shouwang.orgs.kinds import JURISDICTIONS

_NAMES_KEPT = 100
_RATE = {"rate"}
STATED = {**STATES, **REGISTRY, "rate": "报送率"}


class Lists:
    """The lists of one paper, each made once."""

    def __init__(self, source: Stating) -> None:
        self.source = source
        self._made: dict[str, Quote] = {}

    def quote(self, name: str) -> Quote:
        """Return a list of units: at most five names, then how many there are."""
        if name not in self._made:
            self._made[name] = self._list(name)
        return self._made[name]

    def _list(self, name: str) -> Quote:
        known: Known | None = None
        if name == "missing":
            found, zh = [gap.name for gap in self.source.gaps], "未报单位"
        else:
            told = self.source.template.lists.get(name)
            if told is None:
                return Quote(f"list:{name}", "list", name, numbers.NONE, HOMES, None)
            known = self.source.known(told.code)
            found = self._named(told, known)
            zh = label(told, known.zh if known else STATED.get(told.code, told.code))
        parts = tuple(f.pk for f in known.figures) if known else ()
        shown = numbers.names(found, measure=HOMES)
        kept = tuple(found[:_NAMES_KEPT])
        return Quote(f"list:{name}", "list", zh, shown, HOMES, len(found), None, parts, kept)

    def _named(self, told: Named, known: Known | None) -> list[str]:
        """Return the units by name: the furthest from the limit first."""
        if told.over == "child":
            places = self._places()
            values = [(p.name, self.source.number(told.code, p)) for p in places]
            return _chosen(told, [(n, v) for n, v in values if v is not None])
        return _chosen(told, self._units(known)) if known else []

    def _places(self) -> list[Place]:
        """Return the jurisdictions directly below; where there are none, the institutions."""
        children = self.source.found.children
        ids = {c.unit.pk for c in children if c.unit.kind in JURISDICTIONS}
        return [p for p in self.source.children if not ids or p.unit_id in ids]

    def _units(self, known: Known) -> list[tuple[str, Number]]:
        wanted = {f.pk for f in known.figures}
        values: dict[int, Number] = {}
        names: dict[int, str] = {}
        for row in self._rows:
            if row.figure in wanted:
                values[row.unit_id] = values.get(row.unit_id, 0) + row.value
                names[row.unit_id] = row.name
        return [(names[pk], value) for pk, value in values.items()]

    @cached_property
    def _rows(self) -> list[spans.UnitValue]:
        """Return what each unit stated of the figures that any list asks for, in one statement."""
        source = self.source
        found = [source.known(told.code) for told in source.template.lists.values()]
        figures = {f.pk: f for known in found if known for f in known.figures}
        return spans.per_unit(source.found, list(figures.values()), source.first)


def _chosen(told: Named, values: Iterable[tuple[str, Number]]) -> list[str]:
    ranked = sorted(values, key=lambda one: one[1])
    if told.operator in ("highest", "lowest"):
        if told.operator == "highest":
            ranked = sorted(ranked, key=lambda one: -one[1])
        return [name for name, _value in ranked[: int(told.limit)]]
    # 1 is the whole of a rate, and people write 100
    limit = told.limit / 100 if told.code in _RATE and told.limit > 1 else told.limit
    kept = [one for one in ranked if language.compare(one[1], told.operator, limit)]
    if not told.operator.startswith("<"):
        kept.sort(key=lambda one: -one[1])
    return [name for name, _value in kept]


def label(told: Named, zh: str) -> str:
    """Return what a list is called: 今日新发发热>0, 报送率最低3家."""
    limit = numbers.plain(told.limit, 4)
    if told.operator in ("highest", "lowest"):
        return f"{zh}{'最高' if told.operator == 'highest' else '最低'}{limit}{HOMES}"
    return f"{zh}{told.operator}{limit}"
