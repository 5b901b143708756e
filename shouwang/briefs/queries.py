"""Reads of papers, scope first."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from shouwang.accounts.access import OutOfScope
from shouwang.briefs import words
from shouwang.briefs.content import Draft
from shouwang.briefs.models import Brief, BriefFigure, BriefFile
from shouwang.kit import registry
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
    found = Brief.objects.filter(drafts | finals).select_related("unit", "saved_by", "signed_by")
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


def file(scope: Scope, of: Brief, form: str) -> bytes | None:
    """Return a final paper's file as it was made then, None of a draft."""
    brief(scope, of.pk)
    found = BriefFile.objects.filter(brief=of, form=form).first()
    return bytes(found.content) if found else None


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
