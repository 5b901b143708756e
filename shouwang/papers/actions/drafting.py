"""Writing a paper: a draft, its revisions, handing it in, taking it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import NotPermitted
from shouwang.accounts.models import User
from shouwang.desk.actions import inbox
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.papers import composing, proofs, queries, routes, rules, sources, words
from shouwang.papers.actions import telling
from shouwang.papers.models import Paper, PaperStep, PaperText
from shouwang.papers.proofs import Overtaken

HEAD = ("title", "urgency", "is_internal", "openness", "report_to", "copy_to")


class Conflict(Exception):
    """Somebody saved after the revision that this one names; ``paper`` is as it stands."""

    def __init__(self, paper: Paper) -> None:
        super().__init__(str(paper))
        self.paper = paper


@transaction.atomic
def draft_paper(
    *, unit: Unit, kind: str, title: str, addressee: str = "", body: str = "",
    by: User, at: datetime, **head: Any,
) -> Paper:  # fmt: skip
    """Begin a paper with words typed here. ``head`` are the fields of ``HEAD``."""
    scope_of(by, at=at).require(words.DRAFT_PAPERS, unit)
    paper = Paper.objects.create(
        unit=unit, kind=kind, title=title, drafted_by=by, drafted_at=at, **head
    )
    PaperText.objects.create(
        paper=paper, revision=1, title=title, addressee=addressee, body=body, by=by, at=at
    )
    audit.record(words.PAPER_DRAFTED, by=by, at=at, about=paper, unit_id=unit.pk, kind=kind)
    return paper


@transaction.atomic
def paper_of_source(*, code: str, ref: int, kind: str, by: User, at: datetime) -> Paper:
    """Begin a paper whose words are a draft of ``papers.sources``; the one there is, if any."""
    source = sources.source(code)
    unit = source.unit(ref)
    scope_of(by, at=at).require(words.DRAFT_PAPERS, unit)
    Unit.objects.select_for_update().get(pk=unit.pk)
    known = Paper.objects.filter(source=code, source_id=ref).exclude(state=Paper.State.VOID)
    if found := known.first():
        return found
    paper = Paper.objects.create(
        unit=unit, kind=kind, title=source.title(ref)[:120], source=code, source_id=ref,
        drafted_by=by, drafted_at=at,
    )  # fmt: skip
    audit.record(words.PAPER_DRAFTED, by=by, at=at, about=paper, unit_id=unit.pk, kind=kind)
    return paper


@transaction.atomic
def save_paper(
    *, paper: Paper, revision: int, addressee: str, body: str, by: User, at: datetime, **head: Any
) -> Paper:
    """Save a paper's words and head as a new revision.

    On its way only who has it before them to check, endorse or sign may mend it. Raises
    ``Conflict`` when somebody saved in between, ``ValidationError`` once it is signed.
    """
    held = hold(paper)
    _require_pen(held, by, at)
    if held.revision != revision:
        raise Conflict(held)
    for name in HEAD:
        if name in head:
            setattr(held, name, head[name])
    held.revision += 1
    held.save()
    PaperText.objects.create(
        paper=held, revision=held.revision, title=held.title, addressee=addressee, body=body,
        by=by, at=at,
    )  # fmt: skip
    audit.record(
        words.PAPER_SAVED, by=by, at=at, about=held, unit_id=held.unit_id, revision=held.revision
    )
    return held


def submit_paper(*, paper: Paper, by: User, at: datetime) -> Paper:
    """Hand a draft in: a round of steps begins, whoever is first is told.

    It is looked through before it is held. Raises ``ValidationError`` with every reason why it
    cannot go on its way yet.
    """

    def submitted(ahead: bool) -> Paper:
        if not ahead:
            return _submitted(paper, None, by=by, at=at)
        draft = Paper.objects.select_related("unit").get(pk=paper.pk)
        seen = (revision_of(draft), objections(draft, by=by, at=at))
        return _submitted(paper, seen, by=by, at=at)

    return proofs.tried(submitted)


@transaction.atomic
def _submitted(
    paper: Paper, seen: tuple[int, list[str]] | None, *, by: User, at: datetime
) -> Paper:
    held = hold(paper)
    scope_of(by, at=at).require(words.DRAFT_PAPERS, held.unit)
    if held.state != Paper.State.DRAFT:
        raise ValidationError(_("这份文稿已经送审"))
    if seen is not None and seen[0] != revision_of(held):
        raise Overtaken
    why = objections(held, by=by, at=at) if seen is None else seen[1]
    if why:
        raise ValidationError(why)
    inbox.done(key=telling.returned_key(held), at=at)
    stops = routes.way(held.unit, held.kind).stops
    held.round += 1
    held.state = Paper.State.REVIEW
    held.save(update_fields=["round", "state"])
    PaperStep.objects.bulk_create(
        PaperStep(
            paper=held, round=held.round, order=order, deed=s.deed, unit_id=s.unit, role=s.role
        )
        for order, s in zip(rules.orders(stops), stops, strict=True)
    )
    audit.record(
        words.PAPER_SUBMITTED, by=by, at=at, about=held, unit_id=held.unit_id,
        revision=revision_of(held),
    )  # fmt: skip
    telling.tell_due(held, at=at)
    return held


@transaction.atomic
def withdraw_paper(*, paper: Paper, by: User, at: datetime) -> Paper:
    """Take a paper back before it is signed; the steps not done are dropped."""
    held = hold(paper)
    scope_of(by, at=at).require(words.DRAFT_PAPERS, held.unit)
    if held.state != Paper.State.REVIEW:
        raise ValidationError(_("只有流转中、还没有签发的文稿可以撤回"))
    if held.drafted_by_id != by.pk:
        raise NotPermitted(words.DRAFT_PAPERS)
    back_to_draft(held, at=at)
    audit.record(words.PAPER_WITHDRAWN, by=by, at=at, about=held, unit_id=held.unit_id)
    return held


def back_to_draft(held: Paper, *, at: datetime) -> None:
    """Drop the round's steps that nobody did and let the drafter write again."""
    telling.untell(held, at=at)
    held.steps.filter(round=held.round, state=PaperStep.State.WAITING).update(
        state=PaperStep.State.DROPPED
    )
    held.state = Paper.State.DRAFT
    held.save(update_fields=["state"])


def objections(held: Paper, *, by: User, at: datetime) -> list[str]:
    """Return in Chinese what bars a paper from going on its way."""
    if held.source and held.source_id:
        return sources.source(held.source).objections(held.source_id, by=by, at=at)
    text = composing.text_of(held)
    found = rules.objections(kind=held.kind, addressee=text.addressee, body=text.body)
    return [str(words.OBJECTION_ZH[code]) for code in found]


def revision_of(held: Paper) -> int:
    """Return the revision of a paper's words now."""
    if held.source and held.source_id:
        return sources.source(held.source).revision(held.source_id)
    return held.revision


def hold(paper: Paper) -> Paper:
    """Return a paper locked for the rest of the transaction."""
    return Paper.objects.select_for_update(of=("self",)).select_related("unit").get(pk=paper.pk)


def _require_pen(held: Paper, by: User, at: datetime) -> None:
    scope = scope_of(by, at=at)
    scope.require(words.DRAFT_PAPERS, held.unit)
    if held.source:
        raise ValidationError(_("这份文稿的文字在原稿里修改"))
    if not held.is_open:
        raise ValidationError(_("已经签发，文字不能再改"))
    if held.state == Paper.State.REVIEW:
        mine = [s for s in queries.due_steps(held) if queries.may_act(scope, s)]
        if not any(step.deed in rules.MENDING for step in mine):
            raise ValidationError(_("文稿正在流转，请先撤回再改"))
