"""Reads of guides, scope first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from shouwang.accounts import access
from shouwang.guides import words
from shouwang.guides.models import Guide, GuideReceipt, GuideVersion
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.orgs.placing import open_on
from shouwang.orgs.scope import Scope


def own_house(scope: Scope, permission: str) -> Unit | None:
    """Return the institution at which the user works, None for a bureau's people."""
    ids = [tree.unit_id for tree in scope.subtrees if permission in tree.permissions]
    first = Unit.objects.filter(pk__in=ids[:1]).first()
    return first if first is not None and first.is_institution else None


def lines_above(unit: Unit) -> list[str]:
    """Return the paths of a unit and of all above it."""
    return [unit.path[:n] for n in range(unit.steplen, len(unit.path) + 1, unit.steplen)]


def guides(scope: Scope) -> QuerySet[Guide]:
    """Return the guides that a scope may read, the latest first: a bureau its own, those of the
    bureaus below and above it; an institution those that are meant for it."""
    held = scope.narrowed(words.READ_GUIDES)
    found = Guide.objects.select_related("issuer").order_by("-made_at", "-pk")
    if held.everything:
        return found
    asked = Q(pk__in=[])
    houses = {u.pk: u for u in Unit.objects.filter(pk__in=[t.unit_id for t in held.subtrees])}
    for tree in held.subtrees:
        at_unit = houses[tree.unit_id]
        paths = [tree.path[:n] for n in range(Unit.steplen, len(tree.path) + 1, Unit.steplen)]
        part = Q(issuer__path__in=paths)
        if at_unit.is_institution:
            part &= Q(kinds__contains=[at_unit.kind])
        else:
            part |= Q(issuer__path__gte=tree.path, issuer__path__lt=tree.path + "~")
        asked |= part
    return found.filter(asked)


def guide(scope: Scope, guide_id: int) -> Guide:
    """Return one guide; raises ``OutOfScope`` for one that is not meant for the scope."""
    return access.one(guides(scope), pk=guide_id)


def current(of: Guide) -> GuideVersion:
    """Return the version in force: the last one."""
    found = GuideVersion.objects.filter(guide=of).select_related("guide", "issued_by")
    return found.latest("number")


def is_for(of: Guide, unit: Unit) -> bool:
    """Return whether a guide is meant for an institution."""
    return unit.kind in of.kinds and unit.path.startswith(of.issuer.path)


def targets(of: Guide, *, at: datetime) -> QuerySet[Unit]:
    """Return the institutions that are to sign: of its kinds, below its issuer, open."""
    below = {"path__gt": of.issuer.path, "path__lt": of.issuer.path + "~"}
    return Unit.objects.filter(open_on(clock.local_day(at)), kind__in=of.kinds, **below)


def target_ids(of: Guide, *, at: datetime) -> list[int]:
    """Return the ids of the institutions that are to sign."""
    return list(targets(of, at=at).values_list("pk", flat=True))


def unsigned_ids(version: GuideVersion, *, at: datetime) -> list[int]:
    """Return the institutions that have not signed for a version."""
    signed = GuideReceipt.objects.filter(version=version).values("unit_id")
    found = targets(version.guide, at=at).exclude(pk__in=signed)
    return list(found.values_list("pk", flat=True))


@dataclass(frozen=True)
class Coverage:
    """How far a version is signed for, among the institutions of a scope."""

    signed: list[GuideReceipt]
    unsigned: list[Unit]

    @property
    def total(self) -> int:
        """Return how many are to sign."""
        return len(self.signed) + len(self.unsigned)


def coverage(scope: Scope, version: GuideVersion, *, at: datetime) -> Coverage:
    """Return who signed for a version and who did not, those whom a scope may see."""
    held = scope.narrowed(words.READ_GUIDES)
    asked = targets(version.guide, at=at).filter(held.q()).order_by("path")
    receipts = {
        r.unit_id: r
        for r in GuideReceipt.objects.filter(held.q("unit__"), version=version)
        .select_related("unit").order_by("-at")
    }  # fmt: skip
    return Coverage(list(receipts.values()), [u for u in asked if u.pk not in receipts])


def receipt_of(version: GuideVersion, unit: Unit) -> GuideReceipt | None:
    """Return an institution's signature for a version, None where it has not signed."""
    return GuideReceipt.objects.filter(version=version, unit=unit).first()
