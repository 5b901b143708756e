"""Drafting papers, changing their words, bringing their figures up to date."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction

from shouwang.accounts import audit
from shouwang.accounts.access import NotPermitted
from shouwang.accounts.models import User
from shouwang.briefs import comparing, drafting, queries, rules, words
from shouwang.briefs.actions import templates
from shouwang.briefs.content import Draft
from shouwang.briefs.models import Brief, BriefVersion, TemplateVersion
from shouwang.kit import words_zh
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of

KEPT_EVERY = timedelta(minutes=10)


class Conflict(Exception):
    """Somebody saved after the revision that this save names; ``brief`` is theirs."""

    def __init__(self, brief: Brief) -> None:
        super().__init__(str(brief))
        self.brief = brief


class Unexplained(ValueError):
    """Another number than the records' without words or without a reason."""


class AlreadyFinal(Exception):
    """A paper that can no longer change."""


@dataclass(frozen=True)
class Asked:
    """What is to be drafted: from which template, from which day on, about whom and what.

    ``version`` None is 每日简报 as the product brings it; ``first`` None is the day alone.
    """

    version: TemplateVersion | None = None
    first: date | None = None
    about: Unit | None = None
    subject: str = ""
    stage: str = ""


@transaction.atomic
def create_draft(
    *, unit: Unit, day: date, by: User, at: datetime, asked: Asked | None = None
) -> Brief:
    """Draft a paper of a unit and a day, or return the draft alike that is there already.

    Raises ``NotPermitted`` for a section, whose figures are not the whole unit's,
    ``composing.TooLong`` for a template that lists far too much.
    """
    asked = asked or Asked()
    scope = _scope(by, unit, at)
    if asked.about is not None:
        scope.require(words.DRAFT_BRIEFS, asked.about)
    version = asked.version or templates.built_in(Brief.Kind.DAILY, at=at)
    first = asked.first if asked.first and asked.first < day else None
    alike = {
        "unit": unit, "kind": version.template.kind, "day": day, "first_on": first,
        "about": asked.about, "subject": asked.subject, "stage": asked.stage,
        "state": Brief.State.DRAFT,
    }  # fmt: skip
    there = Brief.objects.filter(**alike, version__template=version.template_id).first()
    if there is not None:
        return there
    made = Brief(
        **alike, version=version, as_of_at=at, year=day.year, drafted_by=by, drafted_at=at,
        saved_by=by, saved_at=at,
    )  # fmt: skip
    draft = drafting.draft_from(queries.source(scope, made, at))
    made, is_new = Brief.objects.get_or_create(
        **alike, version=version,
        defaults={
            "content": draft.to_json(), "as_of_at": at, "year": day.year,
            "drafted_by": by, "drafted_at": at, "saved_by": by, "saved_at": at,
        },
    )  # fmt: skip
    if is_new:
        audit.record(words.BRIEF_DRAFTED, by=by, at=at, about=made, unit_id=unit.pk)
    return made


@transaction.atomic
def save_text(
    *,
    brief: Brief,
    title: str,
    blocks: object,
    revision: int,
    by: User,
    at: datetime,
    addressee: str | None = None,
    copy: str | None = None,
) -> Brief:
    """Save a paper's words; its figures may be moved or left out, never altered.

    Raises ``Conflict`` when somebody saved in between, ``rules.Tampered`` for figures that are not
    the paper's own, ``AlreadyFinal``.
    """
    held = _locked(brief, by=by, at=at)
    draft = queries.content(held)
    shown = {key: quote.shown for key, quote in draft.quotes.items()}
    wanted = replace(
        draft,
        title=rules.line(title) or draft.title,
        addressee=draft.addressee if addressee is None else rules.line(addressee),
        copy=draft.copy if copy is None else _names(copy),
        blocks=rules.checked(blocks, keys=shown.keys(), shown=shown, charts=draft.charts.keys()),
    )
    if wanted == draft:
        return held
    if held.revision != revision:
        raise Conflict(held)
    latest = BriefVersion.objects.filter(brief=held).order_by("-revision").first()
    if held.saved_by_id != by.pk or latest is None or latest.at < at - KEPT_EVERY:
        _keep(held, at=at)
        audit.record(words.BRIEF_SAVED, by=by, at=at, about=held, unit_id=held.unit_id)
    _store(held, wanted, by=by, at=at)
    return held


@transaction.atomic
def refresh(
    *, brief: Brief, keys: Collection[str] | None, revision: int, by: User, at: datetime
) -> Brief:
    """Bring the figures of ``keys`` (None: all) up to date; words stay. Raises as ``save_text``."""
    held = _locked(brief, by=by, at=at)
    if held.revision != revision:
        raise Conflict(held)
    source = queries.source(_scope(by, held.unit, at), held, at)
    draft = queries.content(held)
    accepted = [c for c in comparing.changes(draft, source) if keys is None or c.key in keys]
    _keep(held, at=at)
    held.as_of_at = at
    _store(held, comparing.refreshed(draft, source, keys), by=by, at=at)
    told = [{"figure": c.key, "old": c.old, "new": c.new} for c in accepted]
    audit.record(
        words.BRIEF_REFRESHED, by=by, at=at, about=held, unit_id=held.unit_id, changes=told
    )
    return held


@transaction.atomic
def override(
    *, brief: Brief, key: str, shown: str, reason: str, revision: int, by: User, at: datetime
) -> Brief:
    """Print something else than the records for one figure, for a reason; none takes it back.

    The value that was counted stays behind it, and the internal copy marks it in the margin.
    Raises ``Unexplained`` without words or reason, and as ``save_text``.
    """
    held = _locked(brief, by=by, at=at)
    if held.revision != revision:
        raise Conflict(held)
    draft = queries.content(held)
    quote = draft.quotes.get(key)
    if quote is None or quote.sort == "word":
        raise Unexplained(key)
    counted = quote.counted or quote.shown
    shown, reason = rules.line(shown).strip()[:60], rules.line(reason).strip()[:200]
    if shown == counted or not shown:
        made = replace(quote, shown=counted, counted="", reason="", changed_by="")
    elif not reason:
        raise Unexplained(key)
    else:
        who = f"{by.name} {words_zh.moment(at)}"
        made = replace(quote, shown=shown, counted=counted, reason=reason, changed_by=who)
    _keep(held, at=at)
    _store(held, replace(draft, quotes={**draft.quotes, key: made}), by=by, at=at)
    audit.record(
        words.BRIEF_OVERRIDDEN, by=by, at=at, about=held, unit_id=held.unit_id,
        figure=key, old=rules.told_in_trail(quote.shown, quote.measure),
        new=rules.told_in_trail(made.shown, quote.measure), **rules.trace_of(reason),
    )  # fmt: skip
    return held


@transaction.atomic
def redraft(*, brief: Brief, by: User, at: datetime) -> Brief:
    """Draft a paper anew from the figures as they stand; what was written stays as a version."""
    held = _locked(brief, by=by, at=at)
    _keep(held, at=at)
    held.as_of_at = at
    draft = drafting.draft_from(queries.source(_scope(by, held.unit, at), held, at))
    _store(held, draft, by=by, at=at)
    audit.record(words.BRIEF_REDRAFTED, by=by, at=at, about=held, unit_id=held.unit_id)
    return held


def _names(text: str) -> list[str]:
    return [name.strip() for name in rules.line(text).split("、") if name.strip()]


def _scope(by: User, unit: Unit, at: datetime) -> Scope:
    """Return the scope that sees all of a unit, with the permission asked."""
    scope = scope_of(by, at=at)
    scope.require(words.DRAFT_BRIEFS, unit)
    if not queries.whole(scope.narrowed(words.DRAFT_BRIEFS)).covers(unit):
        raise NotPermitted(words.DRAFT_BRIEFS)
    return queries.whole(scope)


def _locked(brief: Brief, *, by: User, at: datetime) -> Brief:
    """Return the paper as it stands now, locked; raises ``AlreadyFinal``."""
    locked = Brief.objects.select_for_update(of=("self",))
    held = locked.select_related("unit", "about", "version__template").get(pk=brief.pk)
    _scope(by, held.unit, at)
    if held.is_final:
        raise AlreadyFinal(str(held))
    return held


def _store(held: Brief, draft: Draft, *, by: User, at: datetime) -> None:
    held.content = draft.to_json()
    held.revision += 1
    held.saved_by, held.saved_at = by, at
    held.save()


def _keep(brief: Brief, *, at: datetime) -> None:
    """Keep a paper as it stands, before it is changed."""
    BriefVersion.objects.create(
        brief=brief, revision=brief.revision, content=brief.content, by_id=brief.saved_by_id, at=at
    )
