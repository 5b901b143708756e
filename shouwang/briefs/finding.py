"""Searching the figures that a template may state, each with its value for a unit and period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from shouwang.briefs import labels
from shouwang.briefs.known import REGISTRY, STATES
from shouwang.briefs.sourcing import Source
from shouwang.checking.models import Alias
from shouwang.figures.models import Figure

MOST = 12


@dataclass(frozen=True)
class Hit:
    """A figure found: its code, its name, what it says now, how it is defined."""

    code: str
    zh: str
    shown: str
    definition: str = ""
    is_figure: bool = True
    may_draw: bool = False


def search(source: Source, named: labels.Labels, words: str) -> list[Hit]:
    """Return figures, report states and sums whose name, alias or code holds the words."""
    words = words.strip().casefold()
    found: list[tuple[int, int, str]] = []
    other_names = _aliases(source)
    offered = [*STATES, "rate", *REGISTRY, *source.template.sums, *source.template.shares]
    codes = list(dict.fromkeys([*offered, *labels.figures(source.unit)]))
    for order, code in enumerate(codes):
        names = [named.names.get(code, code), *other_names.get(code, ()), code]
        rank = _rank(words, names)
        if rank is not None:
            found.append((rank, order, code))
    return [_hit(source, named, code) for _rank_, _order, code in sorted(found)[:MOST]]


def _rank(words: str, names: Iterable[str]) -> int | None:
    """Return how well names fit: 0 the same, 1 begins so, 2 holds them; None not at all."""
    best: int | None = None
    for name in names:
        low = name.casefold()
        if words not in low:
            continue
        rank = 0 if low == words else 1 if low.startswith(words) else 2
        best = rank if best is None else min(best, rank)
    return best


def _aliases(source: Source) -> dict[str, list[str]]:
    """Return the other names of figures by code: their own, and those that the bureau taught."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, names in Figure.objects.exclude(aliases=[]).values_list("code", "aliases"):
        found[code] += [str(name) for name in names]
    owners = [*source.unit.get_ancestors(), source.unit]
    for code, text in Alias.objects.filter(unit__in=owners, withdrawn_at=None).values_list(
        "code", "text"
    ):
        found[code].append(text)
    return found


def _hit(source: Source, named: labels.Labels, code: str) -> Hit:
    known = source.known(code)
    told = " ".join(f.definition for f in known.figures if f.definition) if known else ""
    is_figure = code not in STATES and code not in REGISTRY and code != "rate"
    drawable = is_figure and code not in source.template.shares
    shown = source.quote(code).shown
    return Hit(code, named.names.get(code, code), shown, told, is_figure, drawable)
