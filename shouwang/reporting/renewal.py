"""A form renewed while it was being filled: what came to it and what went, for whoever has a draft
or a page of the version before."""

from __future__ import annotations

from dataclasses import dataclass

from shouwang.figures.models import Figure
from shouwang.reporting.queries import Sheet
from shouwang.reporting.typed import Typed


@dataclass(frozen=True)
class Renewal:
    """The names of the items that what was typed does not have, and of those it has too many."""

    added: list[str]
    dropped: list[str]


def renewal(sheet: Sheet, typed: Typed) -> Renewal | None:
    """Return what a new version changed against what was typed, None where it is of this version.

    A page, and a draft, hold every item of their version, its blanks too.
    """
    added = [item.zh for item in sheet.version.items if item.code not in typed.texts]
    gone = sorted(set(typed.texts) - set(sheet.version.key_of))
    if not added and not gone:
        return None
    figures = Figure.objects.filter(owner=sheet.form.series.owner, code__in=gone)
    return Renewal(added, list(figures.order_by("order", "pk").values_list("zh", flat=True)))
