"""Reads of papers, scope first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Holding, Unit
from shouwang.orgs.scope import Scope
from shouwang.papers import rules, words
from shouwang.papers.models import Paper, PaperStep, Recipient

_HANDED = (Paper.State.DISTRIBUTED,)


def papers(scope: Scope) -> QuerySet[Paper]:
    """Return the papers that a scope may read: of its units, and those handed to them.

    A section reads its bureau's papers once they are numbered and those of its own; a draft made
    from figures may state totals that are not the section's.
    """
    held = scope.narrowed(words.READ_PAPERS)
    own = held.q("unit__")
    if not scope.everything and held.kinds() is not None:
        sections = [tree.unit_id for tree in held.subtrees]
        own &= ~Q(number="") | Q(source="") | Q(steps__unit__in=sections)
    found = Paper.objects.filter(own | Q(pk__in=received(scope).values("paper")))
    return found.select_related("unit", "drafted_by", "signed_by").distinct()


def paper(scope: Scope, paper_id: int) -> Paper:
    """Return one paper; raises ``OutOfScope`` (404) outside the scope."""
    found = papers(scope).filter(pk=paper_id).first()
    if found is None:
        raise OutOfScope(f"paper {paper_id}")
    return found


def is_ours(scope: Scope, of: Paper) -> bool:
    """Return whether a paper is of the scope's own organs, not one that only arrived."""
    return scope.allows(words.READ_PAPERS, of.unit)


def received(scope: Scope) -> QuerySet[Recipient]:
    """Return what was handed to the units at which the scope's posts are."""
    held = scope.narrowed(words.RECEIVE_PAPERS)
    units = [tree.unit_id for tree in held.subtrees]
    found = Recipient.objects.filter(unit__in=units, paper__state__in=_HANDED)
    return found.select_related("paper__unit", "unit", "received_by").order_by("-told_at", "-pk")


def arrived(scope: Scope, recipient_id: int) -> Recipient:
    """Return one paper handed to the scope's units; raises ``OutOfScope`` for another's."""
    found = received(scope).filter(pk=recipient_id).first()
    if found is None:
        raise OutOfScope(f"recipient {recipient_id}")
    return found


def registered(
    scope: Scope, *, kind: str = "", year: int | None = None, sought: str = ""
) -> QuerySet[Paper]:
    """Return the numbered papers of a scope's own organs, the latest first, void ones too.

    Each carries ``handed`` and ``signed_for``: to how many units it went, how many signed for it.
    """
    found = papers(scope).filter(scope.narrowed(words.READ_PAPERS).q("unit__")).exclude(number="")
    if kind:
        found = found.filter(kind=kind)
    if year:
        found = found.filter(year=year)
    if sought:
        found = found.filter(Q(title__icontains=sought) | Q(number__icontains=sought))
    signed_for = Q(recipients__received_at__isnull=False)
    return found.annotate(
        handed=Count("recipients", distinct=True),
        signed_for=Count("recipients", filter=signed_for, distinct=True),
    ).order_by("-issued_at", "-pk")


def due_steps(of: Paper) -> list[PaperStep]:
    """Return the steps that are due now: all of the lowest order that still waits."""
    waiting = list(
        of.steps.filter(round=of.round, state=PaperStep.State.WAITING)
        .select_related("unit")
        .order_by("order", "pk")
    )
    order = rules.next_order(step.order for step in waiting)
    return [step for step in waiting if step.order == order]


def may_act(scope: Scope, step: PaperStep) -> bool:
    """Return whether a scope's user holds the post that a step asks for: at the unit itself, or
    in the section of its bureau that does this work (办公室)."""
    return any(
        tree.role == step.role and (tree.unit_id == step.unit_id or tree.path == step.unit.path)
        for tree in scope.subtrees
    )


def waiting_for(scope: Scope) -> list[PaperStep]:
    """Return the steps that wait for the scope's user now, the longest waiting first."""
    posts = Q(pk__in=[])
    for tree in scope.subtrees:
        posts |= Q(unit=tree.unit_id, role=tree.role)
        posts |= Q(unit__path=tree.path, role=tree.role)
    mine = (
        PaperStep.objects.filter(posts, state=PaperStep.State.WAITING)
        .exclude(paper__state=Paper.State.VOID)
        .select_related("paper__unit", "paper__drafted_by", "unit")
        .order_by("paper__drafted_at", "pk")
    )
    earlier = _with_earlier([step.paper_id for step in mine])
    return [step for step in mine if step.order == earlier.get((step.paper_id, step.round))]


def _with_earlier(paper_ids: list[int]) -> dict[tuple[int, int], int]:
    """Return the lowest waiting order of each paper's rounds."""
    rows = PaperStep.objects.filter(paper__in=paper_ids, state=PaperStep.State.WAITING).values_list(
        "paper_id", "round", "order"
    )
    lowest: dict[tuple[int, int], int] = {}
    for paper_id, round_, order in rows:
        key = (paper_id, round_)
        lowest[key] = min(order, lowest.get(key, order))
    return lowest


def holders(unit: Unit, roles: Sequence[str], *, at: datetime) -> list[User]:
    """Return who holds a post of one of the roles at a unit, or in a section of its bureau."""
    bureau = Q(
        post__unit__kind=Kind.SECTION, post__unit__depth=unit.depth + 1,
        post__unit__path__gte=unit.path, post__unit__path__lt=unit.path + "~",
    )  # fmt: skip
    held = Holding.objects.filter(
        Q(post__unit=unit) | bureau,
        Q(until_at=None) | Q(until_at__gt=at),
        post__role__in=roles, post__closed_on=None, from_at__lte=at,
    )  # fmt: skip
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))


def units_to_draft(scope: Scope) -> list[Unit]:
    """Return the units whose papers a user may draft: those of their posts' bureaus."""
    held = scope.narrowed(words.DRAFT_PAPERS)
    paths = {tree.path for tree in held.subtrees}
    return list(Unit.objects.filter(path__in=paths).order_by("path"))
