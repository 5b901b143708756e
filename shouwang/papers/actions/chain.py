"""The way to the signature and after: passing, returning, numbering, voiding.

A number is taken in the transaction of the step that gives it, after the signature: the run has
neither gap nor double, whoever issues at once. Words and files are frozen with it.
"""

from __future__ import annotations

import copy
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import User
from shouwang.desk.actions import inbox
from shouwang.kit import clock
from shouwang.orgs.scope import scope_of
from shouwang.papers import composing, proofs, queries, routes, rules, sources, words
from shouwang.papers.actions import drafting, issues, telling
from shouwang.papers.models import Paper, PaperFile, PaperStep
from shouwang.papers.proofs import Overtaken, Proof
from shouwang.papers.sources import Ahead

_MEDIA = {
    PaperFile.Form.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    PaperFile.Form.PDF: "application/pdf",
}


@dataclass(frozen=True)
class Outside:
    """Another organ that issues the paper, and the number it gave (代拟)."""

    organ: str
    number: str


def pass_step(
    *, step: PaperStep, opinion: str = "", outside: Outside | None = None, by: User, at: datetime
) -> Paper:
    """Do a step that is due: agree, sign, number, seal, or say that it was handed out.

    ``outside`` belongs to numbering a paper that another organ issues. What takes long, the check
    and the setting of its files, is done before the paper is held. Raises ``OutOfScope`` or
    ``NotPermitted`` for who does not hold the post, ``ValidationError`` for a step not due.
    """

    def passed(ahead: bool) -> Paper:
        made = _ahead(step, outside, by, at) if ahead else (None, None)
        return _passed(step, opinion.strip()[:300], outside, made, by=by, at=at)

    return proofs.tried(passed)


def _ahead(
    step: PaperStep, outside: Outside | None, by: User, at: datetime
) -> tuple[Ahead | None, Proof | None]:
    """Return what is made of a paper that ``by`` may sign or number now, without any lock."""
    paper = Paper.objects.select_related("unit").get(pk=step.paper_id)
    if step.state != PaperStep.State.WAITING or not queries.may_act(scope_of(by, at=at), step):
        return None, None
    if step.deed == rules.SIGN and paper.source and paper.source_id and paper.is_open:
        return sources.source(paper.source).ahead(paper.source_id, by=by, at=at), None
    if step.deed == rules.NUMBER and not paper.has_number:
        likely = copy.copy(paper)
        _take_number(likely, outside, at, run=issues.likely_issue)
        return None, proofs.of(composing.layout_of(likely))
    return None, None


@transaction.atomic
def _passed(
    step: PaperStep, opinion: str, outside: Outside | None,
    ahead: tuple[Ahead | None, Proof | None], *, by: User, at: datetime,
) -> Paper:  # fmt: skip
    held, due = _due(step, by, at)
    if due.deed == rules.SIGN:
        _sign(held, ahead[0], by, at)
    elif due.deed == rules.NUMBER:
        _number(held, outside, ahead[1], by, at)
    elif due.deed == rules.DISTRIBUTE:
        if not held.recipients.exists() and not held.outside_organ:
            raise ValidationError(_("还没有选定分发单位"))
        held.state = Paper.State.DISTRIBUTED
        held.save(update_fields=["state"])
        telling.tell_recipients(
            held, list(held.recipients.filter(received_at=None).select_related("unit")), at=at
        )
    _close(due, PaperStep.State.DONE, opinion, by, at)
    audit.record(
        words.PAPER_PASSED, by=by, at=at, about=held, unit_id=held.unit_id,
        step=str(words.DEED_ZH[due.deed]), revision=due.revision,
    )  # fmt: skip
    telling.tell_due(held, at=at)
    return held


@transaction.atomic
def return_step(*, step: PaperStep, opinion: str, by: User, at: datetime) -> Paper:
    """Send a paper back to its drafter with words on what to mend; before the signature only."""
    held, due = _due(step, by, at)
    if due.deed in rules.AFTER_SIGNATURE:
        raise ValidationError(_("已经签发，不能退回；确有错误请作废后重新发文"))
    if not opinion.strip():
        raise ValidationError(_("退回要写明意见"), code="opinion")
    _close(due, PaperStep.State.RETURNED, opinion, by, at)
    drafting.back_to_draft(held, at=at)
    audit.record(
        words.PAPER_RETURNED, by=by, at=at, about=held, unit_id=held.unit_id,
        step=str(words.DEED_ZH[due.deed]), opinion=opinion.strip()[:200],
    )  # fmt: skip
    telling.tell_drafter(held, why=opinion.strip(), by=by, at=at)
    return held


@transaction.atomic
def void_paper(*, paper: Paper, reason: str, by: User, at: datetime) -> Paper:
    """Void a paper: it stays in the register with its number, which is never given again.

    Whoever it was handed to is told, for they act on it.
    """
    held = drafting.hold(paper)
    scope_of(by, at=at).require(words.MANAGE_ROUTES, held.unit)
    if held.state == Paper.State.VOID:
        return held
    if not reason.strip():
        raise ValidationError(_("作废要写明理由"), code="reason")
    telling.untell(held, at=at)
    held.steps.filter(state=PaperStep.State.WAITING).update(state=PaperStep.State.DROPPED)
    was_out = held.state == Paper.State.DISTRIBUTED
    held.state, held.void_reason = Paper.State.VOID, reason.strip()[:200]
    held.save(update_fields=["state", "void_reason"])
    if was_out:
        telling.tell_voided(held, at=at)
    audit.record(
        words.PAPER_VOIDED, by=by, at=at, about=held, unit_id=held.unit_id,
        reason=held.void_reason,
    )  # fmt: skip
    return held


def _due(step: PaperStep, by: User, at: datetime) -> tuple[Paper, PaperStep]:
    """Return paper and step, both held, once it is sure that ``by`` may do the step now."""
    held = drafting.hold(Paper(pk=step.paper_id))
    scope = scope_of(by, at=at)
    if not scope.covers(held.unit):
        raise OutOfScope(f"paper {held.pk}")
    if not queries.may_act(scope, step):
        raise NotPermitted(words.READ_PAPERS)
    due = next((s for s in queries.due_steps(held) if s.pk == step.pk), None)
    if due is None or held.state == Paper.State.VOID:
        raise ValidationError(_("这一环节已经办过，或还没有轮到"))
    return held, due


def _close(due: PaperStep, state: str, opinion: str, by: User, at: datetime) -> None:
    due.state, due.by, due.at = state, by, at
    due.opinion = opinion.strip()[:300]
    due.revision = drafting.revision_of(due.paper)
    due.save()
    inbox.done(key=telling.step_key(due), at=at)


def _sign(held: Paper, ahead: Ahead | None, by: User, at: datetime) -> None:
    if ahead is not None and ahead.revision != drafting.revision_of(held):
        raise Overtaken
    why = drafting.objections(held, by=by, at=at) if ahead is None else ahead.objections
    if why:
        raise ValidationError(why)
    if held.source and _changed_since_checked(held):
        raise ValidationError(_("核稿之后原稿又改过：请退回，重新核稿后再签"))
    held.state, held.signed_by, held.signed_at = Paper.State.SIGNED, by, at
    held.save(update_fields=["state", "signed_by", "signed_at"])
    if held.source and held.source_id:
        sources.source(held.source).freeze(held.source_id, ahead=ahead, by=by, at=at)


def _changed_since_checked(held: Paper) -> bool:
    """Return whether the words at their source changed after the last who passed them on."""
    done = held.steps.filter(round=held.round, state=PaperStep.State.DONE)
    seen = done.order_by("-order", "-at").values_list("revision", flat=True).first()
    return seen is not None and seen != drafting.revision_of(held)


def _number(
    held: Paper, outside: Outside | None, ahead: Proof | None, by: User, at: datetime
) -> None:
    _take_number(held, outside, at, run=issues.next_issue)
    held.save()
    _file(held, proofs.settled(composing.layout_of(held), ahead), by, at)
    audit.record(
        words.PAPER_NUMBERED, by=by, at=at, about=held, unit_id=held.unit_id, number=held.number
    )


def _take_number(paper: Paper, outside: Outside | None, at: datetime, *, run: Any) -> None:
    """Give the number: our own run's next, or the one of the organ that issues it."""
    year = clock.local(at).year
    if outside is not None:
        if not outside.organ.strip() or not outside.number.strip():
            raise ValidationError(
                _("由其他机关发文，要写明发文机关和它的文号"), code="outside_organ"
            )
        paper.outside_organ, paper.number = outside.organ.strip(), outside.number.strip()
    else:
        word = "" if paper.kind in rules.BY_ISSUE else routes.way(paper.unit, paper.kind).word
        paper.serial = _serial(paper, word, year, run)
        paper.number = rules.number_text(kind=paper.kind, word=word, year=year, serial=paper.serial)
        paper.word = word
    paper.year, paper.state, paper.issued_at = year, Paper.State.ISSUED, at


def _serial(paper: Paper, word: str, year: int, run: Any) -> int:
    """Return the next of the run; a source that counts its own issues has given its."""
    given = None
    if paper.source and paper.source_id and not word:
        given = sources.source(paper.source).serial(paper.source_id)
    made: int = given or run(unit=paper.unit, kind=f"no:{word or paper.kind}", year=year)
    return made


def _file(held: Paper, proof: Proof, by: User, at: datetime) -> None:
    """Keep Word and PDF as they were made."""
    made = {PaperFile.Form.DOCX: proof.docx, PaperFile.Form.PDF: proof.pdf}
    PaperFile.objects.bulk_create(
        PaperFile(
            paper=held, form=form, name=f"{held.number}{held.title}.{form.value}"[:120],
            media_type=_MEDIA[form], content=content, by=by, at=at,
            digest=hashlib.sha256(content).hexdigest(),
        )
        for form, content in made.items()
    )  # fmt: skip
