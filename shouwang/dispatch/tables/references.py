"""Figures that a table asks for, found by their Chinese names and looked up by their numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from shouwang.dispatch.tables.design import STATES, Line, ref_of
from shouwang.figures.models import Figure
from shouwang.figures.models.figure import Aggregate, Nature
from shouwang.figures.rules import Number, add_up
from shouwang.figures.tally import Tally
from shouwang.kit import numbers
from shouwang.orgs.models import Unit

HOMES = "家"
_PLUS = re.compile(r"\s*[+＋]\s*")
_NEAR = 4


@dataclass(frozen=True)
class Known:
    """A line's figures or report state, looked up: how it is called, counted and printed."""

    line: Line
    figures: tuple[Figure, ...]

    @property
    def zh(self) -> str:
        """Return its name as printed."""
        if self.line.title:
            return self.line.title
        if self.line.state:
            return STATES[self.line.state]
        return "＋".join(figure.zh for figure in self.figures)

    @property
    def measure(self) -> str:
        """Return its unit of measure; a share has none."""
        if self.line.state:
            return "" if self.line.state == "rate" else HOMES
        return self.figures[0].measure if self.figures else ""

    @property
    def places(self) -> int:
        """Return the decimals it is printed with."""
        return max((figure.decimals for figure in self.figures), default=0)

    @property
    def is_lowest(self) -> bool:
        """Return whether it is the lowest of its units, never their sum."""
        return len(self.figures) == 1 and self.figures[0].aggregate == Aggregate.MIN

    @property
    def is_flow(self) -> bool:
        """Return whether it may be summed over days."""
        return bool(self.figures) and all(f.nature == Nature.FLOW for f in self.figures)

    def value_in(self, tally: Tally) -> Number | None:
        """Return its value in a tally; None where no part was stated."""
        if self.line.state == "rate":
            return numbers.share(tally.filed, tally.due)
        if self.line.state:
            return Decimal(getattr(tally, self.line.state))
        return self.value_of(tally.values)

    def value_of(self, values: Mapping[int, Number]) -> Number | None:
        """Return its value among values by figure id."""
        return add_up((values.get(f.pk) for f in self.figures), Aggregate.SUM)


def known(lines: Iterable[Line]) -> list[Known]:
    """Return lines with their figures, in one statement; figures that are gone are left out."""
    held = list(lines)
    ids = {pk for line in held for pk in line.figure_ids}
    by_id = Figure.objects.in_bulk(ids) if ids else {}
    return [Known(one, tuple(by_id[pk] for pk in one.figure_ids if pk in by_id)) for one in held]


class Names:
    """The figures a unit may ask for, by name: those of its superiors, its own, those below it."""

    def __init__(self, unit: Unit) -> None:
        steps = range(unit.steplen, len(unit.path) + 1, unit.steplen)
        above = Q(owner__path__in=[unit.path[:n] for n in steps])
        below = Q(owner__path__gt=unit.path, owner__path__lt=unit.path + "~")
        found = Figure.objects.filter(above | below).order_by("order", "pk")
        self.figures = list(found.select_related("owner"))
        twice = Counter(figure.zh for figure in self.figures)
        self._written = {
            f.pk: f"{f.zh}（{f.owner.name}·{f.code}）" if twice[f.zh] > 1 else f.zh
            for f in self.figures
        }
        self._read = {_plain(text): pk for pk, text in self._written.items()}
        for figure in reversed(self.figures):
            for other in (figure.code, *figure.aliases):
                self._read.setdefault(_plain(str(other)), figure.pk)

    def all(self) -> list[str]:
        """Return every name that may be asked for: report states, then figures in their order."""
        return [*STATES.values(), *self._written.values()]

    def write(self, line: Line) -> str:
        """Return a line's reference as a person reads it: 今日新发发热：服务对象 ＋ …：职工."""
        if line.state:
            return STATES[line.state]
        return " ＋ ".join(self._written.get(pk, f"?{pk}") for pk in line.figure_ids)

    def read(self, text: str) -> str:
        """Return the reference that was typed; raises ``ValueError`` naming the near ones."""
        state = next((word for word, zh in STATES.items() if zh == text.strip()), "")
        if state:
            return f"state:{state}"
        return ref_of([self._one(part) for part in _PLUS.split(text.strip())])

    def _one(self, text: str) -> int:
        exact = self._read.get(_plain(text))
        if exact is not None:
            return exact
        near = [zh for zh in self._written.values() if _plain(text) and _plain(text) in _plain(zh)]
        if len(near) == 1:
            return self._read[_plain(near[0])]
        if near:
            told = {"text": text, "near": "、".join(near[:_NEAR])}
            raise ValueError(_("“%(text)s”对应不止一项：%(near)s") % told)
        raise ValueError(_("没有叫“%(text)s”的指标") % {"text": text})


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text).replace(":", "：").replace("(", "（").replace(")", "）")
