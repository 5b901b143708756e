"""Forms as data: created, drafted, published. A published version is never edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.figures.models import Figure, Series
from shouwang.figures.models.series import Period
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.reporting import rules, words
from shouwang.reporting.models import Form, FormVersion, Item, Rule, Step


@dataclass(frozen=True)
class FigureSpec:
    """A figure as a form names it; an existing one of that code must agree in nature."""

    code: str
    zh: str
    nature: str
    measure: str = "人"
    aggregate: str = "sum"
    decimals: int = 0
    definition: str = ""
    source: str = ""
    aliases: Sequence[str] = ()
    abnormal: bool = False


@dataclass(frozen=True)
class ItemDraft:
    """One line of a draft."""

    figure: FigureSpec
    group: str = ""
    help: str = ""
    is_part: bool = False
    is_required: bool = True
    carries: bool = False
    zero_when_quiet: bool = False
    packs: str = ""


@dataclass(frozen=True)
class RuleDraft:
    """One check of a draft; ``about`` is the code of the item that the finding points at."""

    expression: str
    severity: str
    message: str
    about: str = ""


@dataclass(frozen=True)
class FormDraft:
    """A whole form version as data."""

    items: Sequence[ItemDraft]
    rules: Sequence[RuleDraft] = ()
    clock: dict[str, Any] = field(default_factory=dict)
    # the steps that sign before a report is filed: models.signing.Step
    signing: Sequence[str] = ()


@transaction.atomic
def create_form(
    *,
    owner: Unit,
    code: str,
    zh: str,
    period: str,
    kinds: Sequence[str],
    starts_on: date,
    by: User,
    at: datetime,
    number: str = "",
    paper: str = "",
    order: int = 0,
    completes: bool = True,
) -> Form:
    """Create a form of a unit for kinds below it; its first version is an empty draft.

    Raises ``ValidationError`` when the code is in use or one of the kinds already owes another
    completing form of this unit: 应报 counts each unit once. A form asked for once (专项表) never
    completes; its one period is the day it starts on.
    """
    scope_of(by, at=at).require(words.MANAGE_FORMS, owner)
    is_once = period == Period.ONCE
    completes = completes and not is_once
    _refuse_taken(owner, code, kinds if completes else ())
    series = Series.objects.create(
        owner=owner,
        code=code,
        zh=zh,
        period=period,
        kinds=list(kinds),
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=1) if is_once else None,
        completes=completes,
        order=order,
    )
    form = Form.objects.create(series=series, number=number, paper=paper)
    FormVersion.objects.create(form=form, number=1, starts_on=starts_on)
    audit.record(words.FORM_CREATED, by=by, at=at, about=form, unit_id=owner.pk, code=code)
    return form


def _refuse_taken(owner: Unit, code: str, completed: Sequence[str]) -> None:
    """Refuse a code in use, and a second form that completes the day of a kind."""
    others = Series.objects.filter(owner=owner, completes=True, ends_on=None)
    if completed and (taken := {k for s in others for k in s.kinds}.intersection(completed)):
        raise ValidationError(
            _("已有日报表的机构类别：%(kinds)s") % {"kinds": "、".join(sorted(taken))}
        )
    if Series.objects.filter(owner=owner, code=code).exists():
        raise ValidationError(_("表式代码 %(code)s 已被使用") % {"code": code}, code="code")


@transaction.atomic
def save_draft(
    *, form: Form, draft: FormDraft, starts_on: date, by: User, at: datetime
) -> FormVersion:
    """Write the draft version anew; opens version n+1 where the last one is published.

    Raises ``ValidationError`` for a check that does not parse or names no item.
    """
    scope_of(by, at=at).require(words.MANAGE_FORMS, form.series.owner)
    Form.objects.select_for_update().get(pk=form.pk)
    _check(draft)
    version = form.versions.filter(state=FormVersion.State.DRAFT).first()
    if version is None:
        last = form.versions.order_by("-number").first()
        version = FormVersion(form=form, number=last.number + 1 if last else 1)
    if form.series.period == Period.ONCE:
        starts_on = form.series.starts_on
    version.starts_on, version.clock = starts_on, draft.clock
    version.signing = [step for step in Step.values if step in draft.signing]
    version.save()
    _write_lines(version, draft, form.series.owner)
    audit.record(
        words.FORM_CHANGED,
        by=by,
        at=at,
        about=form,
        unit_id=form.series.owner_id,
        version=version.number,
    )
    return version


def _write_lines(version: FormVersion, draft: FormDraft, owner: Unit) -> None:
    """Write the items and checks of a draft version anew."""
    Rule.objects.filter(version=version).delete()
    Item.objects.filter(version=version).delete()
    items = {}
    for order, line in enumerate(draft.items):
        figure = _figure(owner, line.figure)
        items[line.figure.code] = Item.objects.create(
            version=version,
            figure=figure,
            group=line.group,
            help=line.help,
            order=order,
            is_part=line.is_part,
            is_required=line.is_required,
            carries=line.carries,
            zero_when_quiet=line.zero_when_quiet,
            packs=line.packs,
        )
    for order, rule in enumerate(draft.rules):
        Rule.objects.create(
            version=version,
            expression=rule.expression,
            severity=rule.severity,
            message=rule.message,
            about=items.get(rule.about),
            order=order,
        )


@transaction.atomic
def publish(*, form: Form, by: User, at: datetime) -> FormVersion:
    """Publish the draft: from its day on it is the one to fill, and it is never edited.

    Raises ``ValidationError`` when there is no draft, it is empty, or a published version already
    starts on its day.
    """
    scope_of(by, at=at).require(words.MANAGE_FORMS, form.series.owner)
    version = form.versions.select_for_update().filter(state=FormVersion.State.DRAFT).first()
    if version is None or not version.items.exists():
        raise ValidationError(_("没有可发布的草稿"))
    same_day = form.versions.filter(state=FormVersion.State.PUBLISHED, starts_on=version.starts_on)
    if same_day.exists():
        raise ValidationError(_("%(day)s 已有生效的版本") % {"day": version.starts_on})
    version.state = FormVersion.State.PUBLISHED
    version.published_at, version.published_by = at, by
    version.save()
    audit.record(
        words.FORM_PUBLISHED,
        by=by,
        at=at,
        about=form,
        unit_id=form.series.owner_id,
        version=version.number,
        starts_on=version.starts_on.isoformat(),
    )
    return version


def _check(draft: FormDraft) -> None:
    codes = [line.figure.code for line in draft.items]
    problems = [_("项目代码重复：%(code)s") % {"code": c} for c in set(codes) if codes.count(c) > 1]
    for rule in draft.rules:
        try:
            unknown = rules.unknown_names(rule.expression, set(codes))
        except ValueError:
            problems.append(_("校验式写法有误：%(rule)s") % {"rule": rule.expression})
            continue
        if unknown:
            problems.append(
                _("校验式 %(rule)s 中没有这些项目：%(names)s")
                % {"rule": rule.expression, "names": "、".join(unknown)}
            )
        if rule.about and rule.about not in codes:
            problems.append(_("校验所指项目不存在：%(code)s") % {"code": rule.about})
    if problems:
        raise ValidationError(problems)


def _figure(owner: Unit, spec: FigureSpec) -> Figure:
    """Return the owner's figure of that code, made at first use.

    A figure once filed keeps its nature, measure and way of adding up: another is another figure.
    """
    found = Figure.objects.filter(owner=owner, code=spec.code).first()
    if found is None:
        return Figure.objects.create(
            owner=owner,
            code=spec.code,
            zh=spec.zh,
            nature=spec.nature,
            measure=spec.measure,
            aggregate=spec.aggregate,
            decimals=spec.decimals,
            definition=spec.definition,
            source=spec.source,
            aliases=list(spec.aliases),
            abnormal=spec.abnormal,
            order=Figure.objects.filter(owner=owner).count() * 10 + 10,
        )
    nature = (found.nature, found.measure, found.aggregate, found.decimals)
    same = nature == (spec.nature, spec.measure, spec.aggregate, spec.decimals)
    if _is_only_drafted(found):
        found.zh, found.nature, found.measure = spec.zh, spec.nature, spec.measure
        found.aggregate, found.decimals, found.abnormal = (
            spec.aggregate,
            spec.decimals,
            spec.abnormal,
        )
        found.save()
    elif not same:
        raise ValidationError(
            _("%(code)s 已用于「%(zh)s」，性质、计量单位或汇总方式不同，请另取代码")
            % {"code": spec.code, "zh": found.zh}
        )
    return found


def _is_only_drafted(figure: Figure) -> bool:
    """Return whether a figure has stood in drafts alone, so that nothing was filed under it."""
    published = FormVersion.State.PUBLISHED
    return not Item.objects.filter(figure=figure, version__state=published).exists()
