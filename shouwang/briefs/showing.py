"""What the pages of a paper show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import pgettext

from shouwang.briefs import comparing, queries, rules, words
from shouwang.briefs.charts import laying
from shouwang.briefs.charts.laying import ShownChart
from shouwang.briefs.circumstances import lunar_of
from shouwang.briefs.comparing import Change
from shouwang.briefs.content import Annex, Draft, Quote, Row
from shouwang.briefs.models import Brief, Confirmation
from shouwang.kit import words_zh
from shouwang.orgs.scope import Scope


@dataclass(frozen=True)
class Chip:
    """A figure in the text: what it says, where its rows are."""

    key: str
    shown: str
    zh: str
    url: str
    is_changed: bool = False


@dataclass(frozen=True)
class ShownBlock:
    """A heading or paragraph as the page draws it; ``label`` is the number before a heading."""

    kind: str
    level: int
    label: str
    text: str
    runs: list[dict[str, Any]]
    note_level: int = 0
    chart: ShownChart | None = None


@dataclass(frozen=True)
class ShownRow:
    """A line of a table: each cell's words, where its rows are, whether it is words."""

    cells: list[tuple[str, str, bool]]
    is_total: bool


@dataclass
class BriefPage:
    """A paper on the screen."""

    brief: Brief
    draft: Draft
    blocks: list[ShownBlock]
    chips: list[Chip]
    changes: list[Change] = field(default_factory=list)
    holes: list[str] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    may_edit: bool = False
    may_finalise: bool = False
    has_internal_copy: bool = False
    answers: list[Confirmation] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return what the page is called: whose paper of which day."""
        return f"{self.brief.unit.name} {self.brief.name} {self.brief.day.isoformat()}"

    @property
    def date_line(self) -> str:
        """Return the day as the head of the paper prints it."""
        lunar = lunar_of(self.draft.day)
        return words_zh.full_day(self.draft.day) + (f"（{lunar}）" if lunar else "")

    @property
    def full_day(self) -> str:
        """Return the day under the signature."""
        return words_zh.full_day(self.draft.day)

    @property
    def state_counts(self) -> tuple[Any, Any]:
        """Return 应报 and 已报 as the paper says them."""
        quotes = self.draft.quotes
        return tuple(quotes[k].value if k in quotes else None for k in ("due", "filed"))  # type: ignore[return-value]

    @property
    def annexes(self) -> list[tuple[Annex, list[tuple[str, int]], list[ShownRow]]]:
        """Return each table with the groups of its head (words, columns) and its rows."""
        return [
            (annex, _groups(annex), [_row(self.brief, annex, row) for row in annex.rows])
            for annex in self.draft.annexes
        ]


def brief_page(scope: Scope, brief: Brief, *, at: datetime) -> BriefPage:
    """Return a paper's page; a draft's figures are compared with those of now."""
    draft = queries.content(brief)
    page = BriefPage(brief, draft, shown_blocks(brief, draft), chips(brief, draft))
    whole = queries.whole(scope)
    if brief.is_final:
        may_draft = whole.allows(words.DRAFT_BRIEFS, brief.unit)
        page.has_internal_copy = may_draft and bool(draft.overridden())
        page.answers = queries.answers(brief) if may_draft else []
        return page
    page.may_edit = whole.allows(words.DRAFT_BRIEFS, brief.unit)
    page.may_finalise = whole.allows(words.FINALISE_BRIEFS, brief.unit)
    source = queries.source(scope, brief, at)
    page.changes = comparing.changes(draft, source)
    page.holes, page.typed = findings(draft)
    return page


def trail(last: str) -> list[tuple[str, str]]:
    """Return the breadcrumb of a page about papers."""
    return [(pgettext("menu", "文稿"), reverse("briefs:list")), (last, "")]


def findings(draft: Draft) -> tuple[list[str], list[str]]:
    """Return what still waits for words, and numbers typed by hand."""
    texts = draft.free_texts()
    holes = [h for text in texts for h in rules.holes(text)]
    typed = [n for text in texts for n in rules.typed_numbers(text) if n not in draft.given]
    return holes, typed


def chips(brief: Brief, draft: Draft) -> list[Chip]:
    """Return every figure of the paper, in the order of its text; those left out stand last."""
    used = [run["ref"] for block in draft.blocks for run in block["runs"] if "ref" in run]
    keys = dict.fromkeys([*used, *draft.quotes])
    return [_chip(brief, draft.quotes[k]) for k in keys if draft.quotes[k].sort != "word"]


def _chip(brief: Brief, quote: Quote) -> Chip:
    query = urlencode({"key": quote.key})
    unsaved = quote.sort == "word" or brief.pk is None
    url = "" if unsaved else f"{reverse('briefs:figure', args=[brief.pk])}?{query}"
    return Chip(quote.key, quote.shown, quote.zh, url, is_changed=bool(quote.counted))


def shown_blocks(brief: Brief, draft: Draft) -> list[ShownBlock]:
    """Return the blocks with the numbers of their headings."""
    found, counts = [], [0, 0]
    for block in draft.blocks:
        level = block.get("level", 0) if block["kind"] == "heading" else 0
        label = ""
        if level:
            counts = [counts[0] + 1, 0] if level == 1 else [counts[0], counts[1] + 1]
            label = words_zh.heading(level, counts[level - 1])
        runs = [_run(brief, draft, run) for run in block.get("runs", ())]
        hint = block.get("level", 0) if block["kind"] == "note" else 0
        chart = _chart(brief, draft, block["key"]) if block["kind"] == "chart" else None
        text = block.get("text", "")
        if block["kind"] != "chart" or chart:
            found.append(ShownBlock(block["kind"], level, label, text, runs, hint, chart))
    return found


def _chart(brief: Brief, draft: Draft, key: str) -> ShownChart | None:
    """Return a chart of the paper; None where nothing of it is left to draw."""
    graph = draft.charts[key]
    if graph.is_empty:
        return None
    url = (
        f"{reverse('briefs:chart', args=[brief.pk])}?{urlencode({'key': key})}" if brief.pk else ""
    )
    return laying.shown(graph, draft.number_of(key), url)


def _run(brief: Brief, draft: Draft, run: dict[str, str]) -> dict[str, Any]:
    if "ref" in run:
        return {"chip": _chip(brief, draft.quotes[run["ref"]])}
    return {"text": run["text"]}


def _groups(annex: Annex) -> list[tuple[str, int]]:
    """Return the first line of a table's head: (group or lone column's title, columns it spans)."""
    found: list[tuple[str, int]] = []
    for column in annex.columns:
        if column.group and found and found[-1][0] == column.group:
            found[-1] = (column.group, found[-1][1] + 1)
        else:
            found.append((column.group, 1))
    return found


def _row(brief: Brief, annex: Annex, row: Row) -> ShownRow:
    """Return a row whose figures lead to their rows of now; a final paper's stand by themselves."""
    cells = []
    for text, column in zip(row.cells, annex.columns, strict=True):
        live = len(column.parts) == 1 and row.unit_id is not None and not brief.is_final
        args = [brief.day, row.unit_id, *column.parts]
        url = reverse("reporting:figure", args=args) if live else ""
        cells.append((text, url, column.is_text))
    return ShownRow(cells, row.is_total)


def saved(brief: Brief) -> dict[str, Any]:
    """Return what autosave tells the page."""
    holes, typed = findings(queries.content(brief))
    return {"revision": brief.revision, "holes": holes, "typed": typed}


def names(holes: Sequence[str]) -> str:
    """Return holes as one line."""
    return "、".join(holes)
