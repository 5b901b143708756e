"""What the pages of guides show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.access import SignedInRequest
from shouwang.guides import queries, words
from shouwang.guides.actions.guides import NewVersion
from shouwang.guides.models import Guide, GuideReceipt, GuideVersion
from shouwang.kit import clock
from shouwang.orgs import queries as units
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

A_PAGE = 50


def bureau_of(scope: Scope, permission: str) -> Unit | None:
    """Return the highest unit at which a permission is held."""
    tops = units.tops(scope.narrowed(permission))
    return tops[0] if tops else None


def kind_words(kinds: Iterable[str]) -> str:
    """Return kinds of institution as words."""
    return "、".join(str(Kind(kind).label) for kind in kinds)


def new_version(told: dict[str, Any]) -> NewVersion:
    """Return what a checked form says."""
    file = told.get("file")
    return NewVersion(
        told["text"], told["source"], told.get("changes", ""), file, file.name if file else ""
    )


def list_page(request: SignedInRequest) -> dict[str, Any]:
    """Return the guides of a scope, each with its state for the house or its coverage."""
    scope, now = request.scope, clock.now()
    house = queries.own_house(scope, words.READ_GUIDES)
    page = Paginator(queries.guides(scope), A_PAGE).get_page(request.GET.get("page"))
    found = list(page)
    current = {
        v.guide_id: v
        for v in GuideVersion.objects.filter(guide__in=found).order_by("guide_id", "number")
    }
    signed = _signed(scope, current, house)
    return {
        "page": page,
        "house": house,
        "may_issue": words.ISSUE_GUIDES in scope.permissions,
        "rows": [
            {
                "guide": guide,
                "version": current[guide.pk],
                "kinds": kind_words(guide.kinds),
                "signed": signed.get(current[guide.pk].pk, 0),
                "total": None if house else _total(scope, guide, now),
            }
            for guide in found
        ],
    }


def _signed(scope: Scope, current: dict[int, GuideVersion], house: Unit | None) -> dict[int, int]:
    held = scope.narrowed(words.READ_GUIDES)
    rows = GuideReceipt.objects.filter(held.q("unit__"), version__in=current.values())
    if house:
        rows = rows.filter(unit=house)
    return dict(rows.values_list("version").annotate(n=Count("pk")))


def _total(scope: Scope, guide: Guide, now: Any) -> int:
    held = scope.narrowed(words.READ_GUIDES)
    return queries.targets(guide, at=now).filter(held.q()).count()


def guide_page(request: SignedInRequest, guide: Guide) -> dict[str, Any]:
    """Return one guide: its text, its versions, who signed, what may be done."""
    scope, now = request.scope, clock.now()
    version = queries.current(guide)
    house = queries.own_house(scope, words.READ_GUIDES)
    is_ours = house is not None and queries.is_for(guide, house)
    may_issue = guide.withdrawn_at is None and scope.allows(words.ISSUE_GUIDES, guide.issuer)
    return {
        "guide": guide,
        "version": version,
        "versions": guide.versions.select_related("issued_by").order_by("-number"),
        "kinds": kind_words(guide.kinds),
        "house": house,
        "receipt": queries.receipt_of(version, house) if is_ours and house else None,
        "earlier": house and GuideReceipt.objects.filter(
            unit=house, version__guide=guide).order_by("-version__number").first(),
        "may_sign": is_ours and house is not None and guide.withdrawn_at is None
        and scope.allows(words.SIGN_GUIDES, house),
        "coverage": None if house else queries.coverage(scope, version, at=now),
        "reminders": version.reminders.select_related("by").order_by("-number"),
        "may_issue": may_issue,
        "trail": [(_("防控指南"), reverse("guides:list")), (guide.title, "")],
    }  # fmt: skip
