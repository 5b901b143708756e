"""A drafted paper as a layout that prints: the same for Word and PDF."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from shouwang.briefs.charts import laying
from shouwang.briefs.circumstances import lunar_of
from shouwang.briefs.content import Annex, Draft, Quote
from shouwang.kit import words_zh
from shouwang.papers.layout.model import (
    Appendix,
    Block,
    BulletinHead,
    Chart,
    Column,
    Heading,
    Imprint,
    Mark,
    Note,
    PaperLayout,
    Paragraph,
    RedHead,
    Row,
    Run,
    Runs,
    Signature,
    Table,
    figure,
    plain,
)
from shouwang.papers.layout.text import numbered

_COLONS = "：:"
_NO_NUMBER = "〔　　〕　　号"


def layout_of(
    draft: Draft,
    *,
    issue: int | None = None,
    signer: str = "",
    is_final: bool = False,
    is_internal: bool = False,
) -> PaperLayout:
    """Return the paper's layout; it is marked 草稿 until it is final, 演示数据 where it is.

    A draft is an internal copy, and so is a final paper where it is asked for: figures changed by
    hand have a note in the margin. The outgoing copy shows neither mark nor note.
    """
    draft = replace(draft, is_internal=is_internal or not is_final)
    body = tuple(made for block in draft.printed() for made in _block(draft, block))
    common: dict[str, Any] = {
        "title": draft.title,
        "dated": draft.day,
        "marks": _marks(draft, is_final=is_final, is_internal=is_internal),
        "footer": draft.foot,
        "author": draft.organ,
    }
    if draft.head == "table":
        tables = tuple(_table(annex, caption=len(draft.annexes) > 1) for annex in draft.annexes)
        text = tuple(block for block in body if not isinstance(block, Chart))
        charts = tuple(block for block in body if isinstance(block, Chart))
        return PaperLayout(body=(*text, *tables, *charts), sideways=True, **common)
    is_letter = draft.head in ("plain", "red")
    return PaperLayout(
        head=_head(draft, issue, signer, is_final=is_final),
        body=body,
        addressee=f"{draft.addressee.rstrip(_COLONS)}：" if is_letter and draft.addressee else "",
        signature=Signature((draft.organ,), words_zh.full_day(draft.day)) if is_letter else None,
        imprint=_imprint(draft) if draft.copy else None,
        appendices=tuple(
            Appendix(annex.title, (_table(annex),), label=_label(draft, number))
            for number, annex in enumerate(draft.annexes, 1)
        ),
        **common,
    )


def _marks(draft: Draft, *, is_final: bool, is_internal: bool) -> tuple[Mark, ...]:
    marks: tuple[Mark, ...] = () if is_final else (Mark.DRAFT,)
    marks += (Mark.INTERNAL,) if is_internal and is_final else ()
    return marks + ((Mark.DEMONSTRATION,) if draft.is_demo else ())


def _head(
    draft: Draft, issue: int | None, signer: str, *, is_final: bool
) -> BulletinHead | RedHead | None:
    if draft.head == "plain":
        return None
    if draft.head == "red":
        return RedHead(mark=f"{draft.organ}文件", number="" if is_final else _NO_NUMBER)
    return BulletinHead(
        masthead=draft.masthead,
        issue=issue,
        organ=draft.organ,
        day=words_zh.full_day(draft.day),
        lunar=lunar_of(draft.day),
        signer=signer,
    )


def _imprint(draft: Draft) -> Imprint:
    day = words_zh.full_day(draft.day)
    return Imprint(printed_by=draft.organ, printed_on=day, copy_to=tuple(draft.copy))


def _label(draft: Draft, number: int) -> str:
    return "附表" if len(draft.annexes) == 1 else f"附表{number}"


def _block(draft: Draft, block: dict[str, Any]) -> list[Block]:
    """Return a block as it prints; none of a chart whose values were all taken back."""
    if block["kind"] == "chart":
        graph = draft.charts[block["key"]]
        return [] if graph.is_empty else [laying.chart(graph, draft.number_of(graph.key))]
    runs = _runs(draft, block.get("runs", []))
    if block["kind"] == "heading":
        return [Heading(block["level"], block["text"], tail=runs)]
    return [Paragraph(runs)]


def lines_of(draft: Draft) -> list[str]:
    """Return the printed text, a line for each block, with the numbers before its headings."""
    printed = draft.printed()
    numbers = numbered(
        Heading(block["level"], block["text"]) if block["kind"] == "heading" else Paragraph(())
        for block in printed
    )
    texts = zip(printed, numbers, strict=True)
    lines = [f"{number}{draft.text_of(block)}" for block, (_, number) in texts]
    return [line for whole in lines for line in whole.splitlines() if line.strip()]


def _runs(draft: Draft, runs: list[dict[str, str]]) -> Runs:
    return tuple(_run(draft, run) for run in runs)


def _run(draft: Draft, run: dict[str, str]) -> Run:
    """Return a run; in an internal copy a figure changed by hand has a note in the margin."""
    if "ref" not in run:
        return plain(run["text"])
    quote = draft.quotes[run["ref"]]
    said = figure(quote.shown, run["ref"])
    if not draft.is_internal or not quote.counted:
        return said
    return replace(said, note=_note(quote, draft.overridden().index(quote) + 1))


def _note(quote: Quote, number: int) -> Note:
    """Return what an internal copy says of a figure changed by hand: records, reason, who, when."""
    told = f"{quote.zh}：记录为{quote.counted}，写作{quote.shown}。理由：{quote.reason}"
    author = quote.changed_by.partition(" ")[0]
    return Note(f"改{number}", f"{told}（{quote.changed_by}）", author)


def _table(annex: Annex, *, caption: bool = False) -> Table:
    return Table(
        caption=annex.title if caption else "",
        columns=tuple(
            Column(column.title, "left" if at == 0 or column.is_text else "right", column.group)
            for at, column in enumerate(annex.columns)
        ),
        rows=tuple(Row(row.cells, "total" if row.is_total else "body") for row in annex.rows),
        unit=annex.unit,
        notes=annex.notes,
    )
