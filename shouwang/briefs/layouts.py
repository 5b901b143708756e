"""A drafted paper as a layout that prints: the same for Word and PDF."""

from __future__ import annotations

from typing import Any

from shouwang.briefs.content import Annex, Draft
from shouwang.kit import lunar, words_zh
from shouwang.papers.layout.model import (
    Appendix,
    Block,
    BulletinHead,
    Column,
    Heading,
    Mark,
    PaperLayout,
    Paragraph,
    Row,
    Run,
    Runs,
    Table,
    figure,
    plain,
)


def layout_of(
    draft: Draft, *, issue: int | None = None, signer: str = "", is_final: bool = False
) -> PaperLayout:
    """Return the paper's layout; it is marked 草稿 until it is final, 演示数据 where it is."""
    marks = (() if is_final else (Mark.DRAFT,)) + ((Mark.DEMONSTRATION,) if draft.is_demo else ())
    return PaperLayout(
        title=draft.title,
        dated=draft.day,
        head=BulletinHead(
            masthead=draft.masthead,
            issue=issue,
            organ=draft.organ,
            day=words_zh.full_day(draft.day),
            lunar=lunar_of(draft),
            signer=signer,
        ),
        body=tuple(_block(draft, block) for block in draft.blocks),
        appendices=tuple(
            Appendix(annex.title, (_table(annex),), label=_label(draft, number))
            for number, annex in enumerate(draft.annexes, 1)
        ),
        marks=marks,
        footer=draft.foot,
        author=draft.organ,
    )


def lunar_of(draft: Draft) -> str:
    """Return the lunar day, with the feast's name; empty beyond the calendar's years."""
    try:
        feast = lunar.feast(draft.day)
        name = lunar.lunar_day(draft.day)
    except ValueError:
        return ""
    return f"{name}，{feast}" if feast else name


def _label(draft: Draft, number: int) -> str:
    return "附表" if len(draft.annexes) == 1 else f"附表{number}"


def _block(draft: Draft, block: dict[str, Any]) -> Block:
    runs = _runs(draft, block.get("runs", []))
    if block["kind"] == "heading":
        return Heading(block["level"], block["text"], tail=runs)
    return Paragraph(runs)


def _runs(draft: Draft, runs: list[dict[str, str]]) -> Runs:
    return tuple(_run(draft, run) for run in runs)


def _run(draft: Draft, run: dict[str, str]) -> Run:
    if "ref" in run:
        return figure(draft.quotes[run["ref"]].shown, run["ref"])
    return plain(run["text"])


def _table(annex: Annex) -> Table:
    return Table(
        columns=tuple(
            Column(column.title, "left" if at == 0 else "right", column.group)
            for at, column in enumerate(annex.columns)
        ),
        rows=tuple(Row(row.cells, "total" if row.is_total else "body") for row in annex.rows),
        unit=annex.unit,
        notes=annex.notes,
    )
