"""A paper as a layout that prints: red head, number, body, signature, imprint."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from shouwang.kit import clock, registry, words_zh
from shouwang.papers import routes, rules, sources
from shouwang.papers.layout.model import (
    Block,
    BulletinHead,
    Heading,
    Imprint,
    Mark,
    PaperLayout,
    Paragraph,
    RedHead,
    Signature,
    plain,
)
from shouwang.papers.models import Paper, PaperText
from shouwang.papers.routes import Way


def text_of(paper: Paper, revision: int | None = None) -> PaperText:
    """Return a paper's words at a revision, the present one if none is named.

    Raises ``PaperText.DoesNotExist`` for a revision that it never had.
    """
    return PaperText.objects.get(paper=paper, revision=revision or paper.revision)


def paragraphs(paper: Paper, revision: int | None = None) -> list[str]:
    """Return a paper's words as paragraphs: title, addressee, body."""
    if paper.source and paper.source_id:
        return sources.source(paper.source).paragraphs(paper.source_id)
    text = text_of(paper, revision)
    head = [text.title, f"{text.addressee}：" if text.addressee else ""]
    return [line for line in head if line] + rules.paragraphs(text.body)


def layout_of(paper: Paper) -> PaperLayout:
    """Return the paper as it prints now: 草稿 stands across it until it has its number.

    Organ and date of the signature follow GB/T 9704-2012, 7.3.5; the date is that of the
    signature, today's on a draft.
    """
    way = routes.way(paper.unit, paper.kind)
    signed_on = clock.local(paper.signed_at).date() if paper.signed_at else clock.today()
    laid = _own(paper) if not paper.source else _from_source(paper)
    marks: tuple[Mark, ...] = () if paper.has_number else (Mark.DRAFT,)
    if paper.unit.is_demo or registry.marks():
        marks += (Mark.DEMONSTRATION,)
    organ = paper.outside_organ or way.organ
    return replace(
        laid,
        head=_head(paper, way, organ, signed_on, laid.head),
        marks=marks,
        dated=signed_on,
        author=organ,
        signature=None
        if paper.kind in rules.BY_ISSUE
        else Signature((organ,), words_zh.full_day(signed_on), sealed=True),
        imprint=_imprint(paper, way, signed_on) or laid.imprint,
    )


def _own(paper: Paper) -> PaperLayout:
    text = text_of(paper)
    return PaperLayout(
        title=text.title,
        body=tuple(_block(line) for line in rules.paragraphs(text.body)),
        dated=clock.today(),
        addressee=f"{text.addressee}：" if text.addressee else "",
    )


def _from_source(paper: Paper) -> PaperLayout:
    assert paper.source_id is not None
    return sources.source(paper.source).layout(paper.source_id)


def _block(line: str) -> Block:
    level = rules.level_of(line)
    if level in (1, 2, 3, 4):
        return Heading(level, line, numbered=False)  # type: ignore[arg-type]
    return Paragraph((plain(line),))


def _head(
    paper: Paper, way: Way, organ: str, on: date, drafted: RedHead | BulletinHead | None
) -> RedHead | BulletinHead:
    signer = paper.signed_by.name if paper.signed_by else ""
    if paper.kind in rules.BY_ISSUE and isinstance(drafted, BulletinHead):
        return replace(drafted, issue=paper.serial, signer=signer)
    if paper.kind in rules.BY_ISSUE:
        return BulletinHead(
            masthead=str(paper.get_kind_display()),
            issue=paper.serial,
            organ=organ,
            day=words_zh.full_day(on),
            note="内部资料" if paper.is_internal else "",
            signer=signer,
        )
    return RedHead(
        mark=organ if paper.kind in ("letter", *rules.UPWARD) else f"{organ}文件",
        number=paper.number or f"{way.word}〔{on.year}〕　号",
        signers=(signer or "　　",) if paper.kind in rules.UPWARD else (),
        secrecy="内部" if paper.is_internal else "",
        urgency=paper.urgency,
    )


def _imprint(paper: Paper, way: Way, on: date) -> Imprint | None:
    if paper.kind in rules.BY_ISSUE and not (paper.copy_to or paper.report_to):
        return None
    return Imprint(
        printed_by=f"{way.organ}办公室",
        printed_on=words_zh.full_day(on),
        report_to=tuple(rules.parties(paper.report_to)),
        copy_to=tuple(rules.parties(paper.copy_to)),
    )
