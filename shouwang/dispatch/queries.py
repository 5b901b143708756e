"""Reads of submission upward, scope first."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.roles import Role
from shouwang.dispatch import words
from shouwang.dispatch.models import Dispatch, DispatchFigure, DispatchFile, Layout, Recipient, Scan
from shouwang.orgs import queries as units
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, Subtree


def whole_of(unit: Unit) -> Scope:
    """Return the scope that a paper of a unit is read with, whoever makes it: all its kinds."""
    return Scope(None, (Subtree(unit.pk, unit.path, Role.OFFICE),))


def works_for(scope: Scope, permission: str, unit: Unit) -> bool:
    """Return whether somebody holds a permission at a unit's own level.

    A paper leaves in the unit's name: a superior reads it, but does not make it.
    """
    if scope.everything:
        return True
    return any(
        tree.path == unit.path and tree.kinds is None and permission in tree.permissions
        for tree in scope.subtrees
    )


def require_own(scope: Scope, permission: str, unit: Unit) -> None:
    """Raise ``OutOfScope`` for a unit out of sight, ``NotPermitted`` for one of another level."""
    if not scope.covers(unit):
        raise OutOfScope(f"unit {unit.pk}")
    if not works_for(scope, permission, unit):
        raise NotPermitted(permission)


def home(scope: Scope, permission: str) -> Unit | None:
    """Return the unit whose papers the user works with first, None where there is none."""
    held = scope.narrowed(permission)
    if scope.everything:
        return next(iter(units.tops(scope)), None)
    paths = [tree.path for tree in held.subtrees if tree.kinds is None]
    found = {unit.path: unit for unit in Unit.objects.filter(path__in=paths)}
    held_first = (found[path] for path in paths if path in found)
    return next((unit for unit in held_first if not unit.is_institution), None)


def readable(scope: Scope, permission: str = words.READ_DISPATCHES) -> Q:
    """Return the condition on rows with a unit: a section's reach gives no papers of the whole."""
    held = scope.narrowed(permission)
    if not held.everything:
        trees = tuple(tree for tree in held.subtrees if tree.kinds is None)
        held = Scope(scope.user_id, trees)
    return held.q("unit__")


def unit(scope: Scope, unit_id: int) -> Unit:
    """Return a unit whose papers may be read; raises ``OutOfScope`` or ``NotPermitted``."""
    found = units.unit(scope, unit_id)
    held = scope.narrowed(words.READ_DISPATCHES)
    whole = Scope(scope.user_id, tuple(t for t in held.subtrees if t.kinds is None))
    if not scope.everything and not whole.covers(found):
        raise NotPermitted(words.READ_DISPATCHES)
    return found


def recipients(of: Unit, day: date) -> QuerySet[Recipient]:
    """Return a unit's recipients on a day, in their order; the caller asked for the unit."""
    open_then = Q(closed_on=None) | Q(closed_on__gt=day)
    found = Recipient.objects.filter(open_then | Q(dispatches__day=day), unit=of).distinct()
    return found.select_related("unit").order_by("order", "due", "pk")


def recipient(scope: Scope, pk: int, permission: str = words.READ_DISPATCHES) -> Recipient:
    """Return a recipient; raises ``OutOfScope`` outside the scope."""
    found = Recipient.objects.filter(readable(scope, permission), pk=pk).select_related("unit")
    if (one := found.first()) is None:
        raise OutOfScope(f"recipient {pk}")
    return one


def managed(scope: Scope) -> QuerySet[Recipient]:
    """Return the recipients whose tables the user manages, open ones first."""
    found = Recipient.objects.filter(readable(scope, words.MANAGE_LAYOUTS))
    layouts = Prefetch("layouts", Layout.objects.order_by("-number").select_related("published_by"))
    ordered = found.order_by("unit__path", "closed_on", "order", "due", "pk")
    return ordered.select_related("unit").prefetch_related(layouts)


def managed_for(scope: Scope, of: Recipient) -> Recipient:
    """Return a recipient, locked, for somebody who manages its tables.

    Raises ``OutOfScope`` or ``NotPermitted``.
    """
    require_own(scope, words.MANAGE_LAYOUTS, of.unit)
    found = Recipient.objects.select_for_update(of=("self",)).select_related("unit")
    return found.get(pk=of.pk)


def draft_of(of: Recipient) -> Layout | None:
    """Return the draft of a recipient's table, None where there is none."""
    return of.layouts.filter(state=Layout.State.DRAFT).first()


def next_number(of: Recipient) -> int:
    """Return the number of a recipient's next version."""
    last = of.layouts.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def layout_in_force(of: Recipient) -> Layout | None:
    """Return the latest published table of a recipient."""
    published = of.layouts.filter(state=Layout.State.PUBLISHED)
    return published.order_by("-number").first()


def dispatches(scope: Scope) -> QuerySet[Dispatch]:
    """Return the papers that a scope may read, the latest first."""
    found = Dispatch.objects.filter(readable(scope))
    found = found.select_related("unit", "recipient", "made_by", "sending__by")
    return found.order_by("-day", "recipient__order", "-amendment", "-pk")


def dispatch(scope: Scope, pk: int) -> Dispatch:
    """Return one paper; raises ``OutOfScope`` outside the scope."""
    found = dispatches(scope).select_related("layout", "recipient__unit", "sending__by", "made_by")
    if (one := found.filter(pk=pk).first()) is None:
        raise OutOfScope(f"dispatch {pk}")
    return one


def chain(of: Recipient, day: date) -> list[Dispatch]:
    """Return the paper of a day and its amendments, the first first."""
    found = Dispatch.objects.filter(recipient=of, day=day).order_by("amendment")
    return list(found.select_related("layout", "sending__by", "made_by", "unit", "recipient"))


def file(of: Dispatch, form: str) -> bytes:
    """Return a paper's file as it was made then; the caller asked for the paper."""
    return bytes(DispatchFile.objects.get(dispatch=of, form=form).content)


def frozen(of: Dispatch, key: str) -> DispatchFigure:
    """Return a figure as it was counted then; raises ``OutOfScope`` for one it does not print."""
    found = DispatchFigure.objects.filter(dispatch=of, key=key).select_related("frozen__figure")
    if (one := found.first()) is None:
        raise OutOfScope(f"dispatch {of.pk} figure {key}")
    return one


def scan(scope: Scope, of: int, pk: int) -> Scan:
    """Return a scan of a paper within the scope; raises ``OutOfScope``."""
    held = dispatch(scope, of)
    if (one := held.scans.filter(pk=pk).select_related("dispatch").first()) is None:
        raise OutOfScope(f"scan {pk}")
    return one
