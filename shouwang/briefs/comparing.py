"""What became of a paper's figures since it was drafted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace

from django.utils.translation import gettext as _

from shouwang.briefs import annexes, drafting
from shouwang.briefs.charts import changing
from shouwang.briefs.content import Annex, Draft, Quote
from shouwang.briefs.sourcing import Source

ANNEX = "annex"


@dataclass(frozen=True)
class Change:
    """A figure that reads otherwise now; ``key`` is ``annex`` for the tables behind the text."""

    key: str
    zh: str
    old: str
    new: str


def changes(draft: Draft, source: Source) -> list[Change]:
    """Return the figures of a paper that read otherwise now, and whether its tables do.

    The moment of reading alone is no change.
    """
    found = []
    for key, quote in draft.quotes.items():
        now = _now(quote, source)
        said = quote.counted or quote.shown
        if quote.sort != "word" and now.shown != said:
            found.append(Change(key, quote.zh, said, now.shown))
    found += [Change(*told) for told in changing.changes(draft.drawn(), source)]
    if _cells(draft.annexes) != _cells(annexes.annexes(source)):
        found.append(Change(ANNEX, _("附表"), _("起草时的数"), _("当前的数")))
    return found


def refreshed(draft: Draft, source: Source, keys: Collection[str] | None) -> Draft:
    """Return the paper with the figures of ``keys`` (None: all) as they read now.

    Words stay as they are; the moment and the completeness at the foot are those of now.
    """
    quotes = {
        key: _refreshed(quote, source) if keys is None or key in keys or quote.sort == "word"
        else quote
        for key, quote in draft.quotes.items()
    }  # fmt: skip
    tables = keys is None or ANNEX in keys
    return replace(
        draft,
        quotes=quotes,
        charts=changing.refreshed(draft.charts, source, keys),
        annexes=annexes.annexes(source) if tables else draft.annexes,
        foot=drafting.foot(source),
    )


def _refreshed(quote: Quote, source: Source) -> Quote:
    """Return a figure as it reads now; words given by hand stand while its records do."""
    now = _now(quote, source)
    return quote if quote.counted and quote.counted == now.shown else now


def _now(quote: Quote, source: Source) -> Quote:
    return source.quote(quote.key)


def _cells(found: list[Annex]) -> list[object]:
    return [[asdict(row) for row in annex.rows] for annex in found]
