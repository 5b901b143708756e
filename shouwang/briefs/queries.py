"""Reads of papers, scope first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.briefs import template_queries, words
from shouwang.briefs.circumstances import FIRST, Circumstances
from shouwang.briefs.content import Draft
from shouwang.briefs.models import Brief, BriefFigure, BriefFile, Confirmation
from shouwang.briefs.sourcing import Source
from shouwang.kit import registry, words_zh
from shouwang.orgs import queries as units
from shouwang.orgs.kinds import JURISDICTIONS
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope


def whole(scope: Scope) -> Scope:
    """Return the part of a scope that sees units of every kind.

    A section sees some kinds only: it may read a final paper of its bureau, but a paper drafted
    from what it sees would state totals that are not the bureau's.
    """
    if scope.everything:
        return scope
    return Scope(scope.user_id, tuple(tree for tree in scope.subtrees if tree.kinds is None))


def briefs(scope: Scope) -> QuerySet[Brief]:
    """Return the papers that a scope may read, the latest day first."""
    held = scope.narrowed(words.READ_BRIEFS)
    drafts = Q(state=Brief.State.DRAFT) & whole(held).q("unit__")
    finals = Q(state=Brief.State.FINAL) & held.q("unit__")
    found = Brief.objects.filter(drafts | finals).select_related(
        "unit", "about", "version__template", "saved_by", "signed_by"
    )
    return found.order_by("-day", "unit__path", "-pk")


def brief(scope: Scope, brief_id: int) -> Brief:
    """Return one paper; raises ``OutOfScope`` (404) outside the scope."""
    found = briefs(scope).filter(pk=brief_id).first()
    if found is None:
        raise OutOfScope(f"brief {brief_id}")
    return found


def content(of: Brief) -> Draft:
    """Return a paper's content; it is marked as demonstration where its unit is one."""
    is_demo = of.unit.is_demo or bool(registry.marks())
    return Draft.from_json(of.content, day=of.day, is_demo=is_demo)


def source(scope: Scope, of: Brief, at: datetime) -> Source:
    """Return the figures that a paper quotes as they are at ``at``; raises ``OutOfScope``."""
    made_by = template_queries.read(of.version)
    return Source(whole(scope), of.source_unit, of.day, at, made_by, circumstances(of))


def circumstances(of: Brief) -> Circumstances:
    """Return what a paper is about beside its figures, the report before it among them."""
    before = earlier(of)
    values: dict[str, Any] = {}
    name = ""
    if before is not None:
        quotes = before.content["quotes"]
        values = {key: quote["value"] for key, quote in quotes.items()}
        name = f"{before.stage}（{words_zh.moment(before.as_of_at)}）"
    issuer = of.unit if of.about_id else None
    return Circumstances(of.first_on, issuer, of.subject, of.stage, values, name)


def earlier(of: Brief) -> Brief | None:
    """Return the report before a 续报 or 终报: of the same event, drafted before it."""
    if of.kind != Brief.Kind.SPECIAL or of.stage in ("", FIRST):
        return None
    same = Brief.objects.filter(
        unit_id=of.unit_id, about_id=of.about_id, kind=of.kind, subject=of.subject
    )
    drafted = same.exclude(pk=of.pk)
    if of.drafted_at is not None:
        drafted = drafted.filter(drafted_at__lt=of.drafted_at)
    return drafted.order_by("-drafted_at").first()


def file(scope: Scope, of: Brief, form: str) -> bytes | None:
    """Return a final paper's file as it was made then, None of a draft."""
    brief(scope, of.pk)
    found = BriefFile.objects.filter(brief=of, form=form).first()
    return bytes(found.content) if found else None


def answers(of: Brief, *, by: User | None = None) -> list[Confirmation]:
    """Return what was answered for about a paper, the last word on each doubt; of ``by`` alone."""
    given = Confirmation.objects.filter(brief=of).select_related("by").order_by("pk")
    given = given.filter(by=by) if by else given
    return list({one.key: one for one in given}.values())


def frozen(scope: Scope, of: Brief, key: str) -> BriefFigure:
    """Return a figure of a final paper as it was counted then; raises ``OutOfScope``."""
    brief(scope, of.pk)
    found = BriefFigure.objects.filter(brief=of, key=key).select_related("frozen__figure").first()
    if found is None:
        raise OutOfScope(f"brief {of.pk} figure {key}")
    return found


def units_to_draft(scope: Scope) -> list[Unit]:
    """Return the units whose papers a user may draft: their own and those one level below."""
    held = whole(scope.narrowed(words.DRAFT_BRIEFS))
    found: list[Unit] = []
    for top in units.tops(held):
        below = units.children(held, top).filter(kind__in=JURISDICTIONS, closed_on=None)
        found += [top, *below]
    return found
