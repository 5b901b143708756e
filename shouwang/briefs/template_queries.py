"""Reads of templates, scope first: which ones a unit may draft from, which ones a user may edit."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from shouwang.accounts.access import OutOfScope
from shouwang.briefs import drafting, words
from shouwang.briefs.language import Template as Read
from shouwang.briefs.models import Template, TemplateVersion
from shouwang.briefs.models.template import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope


def templates(scope: Scope) -> QuerySet[Template]:
    """Return the templates that a scope may read: built-in ones, its units' and its superiors'."""
    above = Q(unit=None) | scope.q("unit__")
    for tree in scope.subtrees:
        steps = range(Unit.steplen, len(tree.path), Unit.steplen)
        above |= Q(unit__path__in=[tree.path[:end] for end in steps])
    found = Template.objects.filter(above, retired_at=None).select_related("unit", "copied_from")
    return found.order_by("unit__path", "name", "pk")


def template(scope: Scope, template_id: int) -> Template:
    """Return one template; raises ``OutOfScope`` (404) outside the scope."""
    found = templates(scope).filter(pk=template_id).first()
    if found is None:
        raise OutOfScope(f"template {template_id}")
    return found


def usable(scope: Scope, unit: Unit) -> list[Template]:
    """Return the templates with a published version that a unit's papers may be made from.

    Built-in ones stand first, in the usual order of kinds, then the unit's and its superiors'.
    """
    steps = range(Unit.steplen, len(unit.path) + 1, Unit.steplen)
    above = [unit.path[:end] for end in steps]
    found = templates(scope).filter(Q(unit=None) | Q(unit__path__in=above))
    published = found.filter(versions__published_at__isnull=False).distinct()
    order = list(Kind.values)
    return sorted(published, key=lambda t: (not t.is_built_in, order.index(t.kind), t.name))


def may_edit(scope: Scope, found: Template) -> bool:
    """Return whether a scope may edit a template: a built-in one nobody may."""
    return found.unit is not None and scope.allows(words.EDIT_TEMPLATES, found.unit)


def latest(found: Template) -> TemplateVersion | None:
    """Return the latest published version of a template."""
    published = found.versions.filter(published_at__isnull=False)
    return published.select_related("template").order_by("-number").first()


def being_edited(found: Template) -> TemplateVersion | None:
    """Return the version that is not published yet."""
    return found.versions.filter(published_at=None).select_related("template", "saved_by").first()


def read(version: TemplateVersion | None) -> Read:
    """Return a version as it is read; None is 每日简报 as it came with the product."""
    return drafting.read(version.text) if version else drafting.template(drafting.DAILY)
