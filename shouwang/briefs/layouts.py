"""A drafted paper as a layout that prints: the same for Word and PDF."""

from __future__ import annotations

from typing import Any

from shouwang.briefs.circumstances import lunar_of
from shouwang.briefs.content import Annex, Draft
from shouwang.kit import words_zh
from shouwang.papers.layout.model import (
    Appendix,
    Block,
    BulletinHead,
    Column,
    Heading,
    Imprint,
    Mark,
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

_COLONS = "：:"
_NO_NUMBER = "〔　　〕　　号"


def layout_of(
    draft: Draft, *, issue: int | None = None, signer: str = "", is_final: bool = False
) -> PaperLayout:
    """Return the paper's layout; it is marked 草稿 until it is final, 演示数据 where it is."""
    marks = (() if is_final else (Mark.DRAFT,)) + ((Mark.DEMONSTRATION,) if draft.is_demo else ())
    body = tuple(_block(draft, block) for block in draft.printed())
    common = {
        "title": draft.title,
        "dated": draft.day,
        "marks": marks,
        "footer": draft.foot,
        "author": draft.organ,
    }
    if draft.head == "table":
        tables = tuple(_table(annex, caption=len(draft.annexes) > 1) for annex in draft.annexes)
        return PaperLayout(body=(*body, *tables), sideways=True, **common)
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


def _table(annex: Annex, *, caption: bool = False) -> Table:
    return Table(
        caption=annex.title if caption else "",
        columns=tuple(
            Column(column.title, "left" if at == 0 else "right", column.group)
            for at, column in enumerate(annex.columns)
        ),
        rows=tuple(Row(row.cells, "total" if row.is_total else "body") for row in annex.rows),
        unit=annex.unit,
        notes=annex.notes,
    )
