"""The form that an import files: found by its code, made or extended by who may."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from shouwang.accounts.models import User
from shouwang.figures import rules as figure_rules
from shouwang.intake.importing.mapping import MappingSpec
from shouwang.kit.sheets.read import UnusableFile
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting import versions, words
from shouwang.reporting.actions import forms
from shouwang.reporting.models import Form
from shouwang.reporting.versions import PlainVersion


def form_of(root: Unit | None, spec: MappingSpec) -> Form | None:
    """Return the form of the mapping: the root's own, else that of the nearest unit above it."""
    if root is None:
        return None
    above = [root.path[:n] for n in range(root.steplen, len(root.path) + 1, root.steplen)]
    found = Form.objects.select_related("series").filter(
        series__code=spec.form_code, series__owner__path__in=above
    )
    return found.order_by("-series__owner__depth").first()


def require_form(
    form: Form | None, spec: MappingSpec, first_day: date, root: Unit | None, scope: Scope
) -> None:
    """Raise ``UnusableFile`` where the form must be made or changed and ``scope`` may not do so."""
    version = versions.in_force(form.pk, first_day) if form else None
    lacking = [i.zh for i in spec.items if version is None or i.code not in version.key_of]
    if not lacking or scope.everything or (root and scope.allows(words.MANAGE_FORMS, root)):
        return
    if version is None:
        why = _("%(day)s 还没有生效的表式“%(form)s”（代码 %(code)s），请系统管理员先建立")
        about = {"day": first_day.isoformat(), "form": spec.form_zh, "code": spec.form_code}
        raise UnusableFile(why % about)
    why = _("表式“%(form)s”没有这些项目：%(items)s")
    raise UnusableFile(why % {"form": version.zh, "items": "、".join(lacking)})


def version_for(
    spec: MappingSpec, root: Unit, first_day: date, *, by: User, at: datetime
) -> PlainVersion:
    """Return the form version of the mapping that holds from ``first_day`` on, made if need be."""
    starts_on = figure_rules.period_start(spec.period, first_day)
    form = form_of(root, spec)
    if form is None:
        kinds: Sequence[str] = sorted({spec.default_kind, *spec.kinds.values()})
        form = forms.create_form(
            owner=root,
            code=spec.form_code,
            zh=spec.form_zh,
            period=spec.period,
            kinds=kinds,
            starts_on=starts_on,
            by=by,
            at=at,
        )
    version = versions.in_force(form.pk, first_day)
    if version and {i.code for i in spec.items} <= set(version.key_of):
        return version
    forms.save_draft(form=form, draft=_draft(spec), starts_on=starts_on, by=by, at=at)
    forms.publish(form=form, by=by, at=at)
    made = versions.in_force(form.pk, first_day)
    if made is None:
        raise LookupError(spec.form_code)
    return made


def _draft(spec: MappingSpec) -> forms.FormDraft:
    return forms.FormDraft(
        items=[
            forms.ItemDraft(
                forms.FigureSpec(
                    i.code,
                    i.zh,
                    i.nature,
                    measure=i.unit,
                    aliases=i.aliases,
                    source=spec.source,
                ),
                is_required=False,
            )
            for i in spec.items
        ]
    )
