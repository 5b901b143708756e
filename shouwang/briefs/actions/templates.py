"""Templates: the built-in ones kept up to date, copies, what is edited, what is published."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import NotPermitted
from shouwang.accounts.models import User
from shouwang.briefs import checks, drafting, words
from shouwang.briefs import template_queries as templates
from shouwang.briefs.models import Template, TemplateVersion
from shouwang.briefs.models.template import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of

LONGEST = 60_000


class Unusable(ValueError):
    """A template that cannot be kept or published; the message tells its writer why."""


class EditedMeanwhile(Exception):
    """Somebody else saved the version in between; ``version`` is theirs."""

    def __init__(self, version: TemplateVersion) -> None:
        super().__init__(str(version))
        self.version = version


@transaction.atomic
def keep_built_in(*, at: datetime) -> None:
    """Keep the built-in templates as the product brings them: a changed one is a new version.

    Costs one statement when nothing changed.
    """
    there = {
        template.kind: template
        for template in Template.objects.filter(unit=None).prefetch_related("versions")
    }
    for kind in Kind:
        text = drafting.built_in(kind.value)
        found = there.get(kind.value)
        latest = max(found.versions.all(), key=lambda v: v.number, default=None) if found else None
        if latest is None or latest.text != text:
            _bring(found, kind, text, (latest.number if latest else 0) + 1, at)


def _bring(found: Template | None, kind: Kind, text: str, number: int, at: datetime) -> None:
    name = drafting.read(text).words["name"]
    if found is None:
        found, _new = Template.objects.get_or_create(
            unit=None, kind=kind.value, defaults={"name": name, "made_at": at}
        )
    TemplateVersion.objects.bulk_create(
        [TemplateVersion(template=found, number=number, text=text, saved_at=at, published_at=at)],
        ignore_conflicts=True,
    )


def built_in(kind: str, *, at: datetime) -> TemplateVersion:
    """Return the present version of a built-in template."""
    keep_built_in(at=at)
    found = Template.objects.get(unit=None, kind=kind)
    latest = templates.latest(found)
    assert latest is not None
    return latest


@transaction.atomic
def copy(*, template: Template, unit: Unit, name: str, by: User, at: datetime) -> Template:
    """Copy a template for a unit; the copy is edited and published on its own.

    Raises ``OutOfScope``, ``NotPermitted``, ``Unusable`` for a name that is taken.
    """
    scope = scope_of(by, at=at)
    scope.require(words.EDIT_TEMPLATES, unit)
    source = templates.template(scope, template.pk)
    version = templates.latest(source) or templates.being_edited(source)
    if version is None:
        raise Unusable(_("原模板没有内容"))
    name = " ".join(name.split())[:60]
    if not name:
        raise Unusable(_("请写名称"))
    try:
        with transaction.atomic():
            made = Template.objects.create(
                unit=unit, kind=source.kind, name=name, copied_from=source, made_at=at
            )
    except IntegrityError:
        raise Unusable(_("请另起一个名字：本单位已有同名模板")) from None
    TemplateVersion.objects.create(
        template=made, number=1, text=version.text, saved_by=by, saved_at=at
    )
    audit.record(words.TEMPLATE_COPIED, by=by, at=at, about=made, unit_id=unit.pk)
    return made


@transaction.atomic
def save(
    *, template: Template, text: str, revision: int, by: User, at: datetime
) -> TemplateVersion:
    """Save what is being edited; a first change after publishing begins a new version.

    A text that cannot be read is kept all the same: its writer is told what is wrong, and it
    cannot be published. Raises ``EditedMeanwhile``, ``Unusable`` for one far too long.
    """
    held = _editable(template, by=by, at=at)
    if len(text) > LONGEST:
        raise Unusable(_("模板过长：最多 %(n)d 字") % {"n": LONGEST})
    version = templates.being_edited(held)
    if version is None:
        latest = templates.latest(held)
        number = (latest.number if latest else 0) + 1
        version = TemplateVersion(template=held, number=number, revision=0)
    elif version.revision != revision and version.text != text:
        raise EditedMeanwhile(version)
    if version.pk and version.text == text:
        return version
    version.text, version.revision = text, version.revision + 1
    version.saved_by, version.saved_at = by, at
    version.save()
    return version


@transaction.atomic
def publish(*, template: Template, by: User, at: datetime) -> TemplateVersion:
    """Publish what is being edited: drafts from now on are made from it.

    Raises ``Unusable`` with what is wrong in it, or when there is nothing to publish.
    """
    held = _editable(template, by=by, at=at)
    version = templates.being_edited(held)
    if version is None:
        raise Unusable(_("没有未发布的修改"))
    assert held.unit is not None
    if wrong := [p for p in checks.problems(held.unit, version.text) if p.stops]:
        raise Unusable(_("还不能发布：%(why)s") % {"why": str(wrong[0])})
    version.published_at = at
    version.save(update_fields=["published_at"])
    audit.record(
        words.TEMPLATE_PUBLISHED, by=by, at=at, about=held, unit_id=held.unit_id,
        number=version.number,
    )  # fmt: skip
    return version


@transaction.atomic
def retire(*, template: Template, by: User, at: datetime) -> None:
    """Offer a template no longer; papers made from it stay as they are."""
    held = _editable(template, by=by, at=at)
    held.retired_at = at
    held.save(update_fields=["retired_at"])
    audit.record(words.TEMPLATE_RETIRED, by=by, at=at, about=held, unit_id=held.unit_id)


def _editable(template: Template, *, by: User, at: datetime) -> Template:
    """Return the template locked; raises ``OutOfScope``, ``NotPermitted`` for a built-in one."""
    scope = scope_of(by, at=at)
    templates.template(scope, template.pk)
    held = Template.objects.select_for_update(of=("self",)).get(pk=template.pk)
    if held.unit is None:
        raise NotPermitted(words.EDIT_TEMPLATES)
    scope.require(words.EDIT_TEMPLATES, held.unit)
    return held
