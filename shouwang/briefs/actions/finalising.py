"""Making a paper final: its number, its figures with their rows, its files, for good."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.briefs import comparing, doubts, layouts, queries, readying, rules, tracing, words
from shouwang.briefs.actions import chart_rows
from shouwang.briefs.actions.briefs import AlreadyFinal, Conflict
from shouwang.briefs.charts import tracing as charts
from shouwang.briefs.charts.tracing import PointTrace
from shouwang.briefs.comparing import Change
from shouwang.briefs.content import Draft
from shouwang.briefs.doubts import Doubt
from shouwang.briefs.models import Brief, BriefFigure, BriefFile
from shouwang.briefs.readying import Ready
from shouwang.briefs.sourcing import Source
from shouwang.briefs.tracing import Trace
from shouwang.figures.actions import freezing
from shouwang.orgs.scope import scope_of
from shouwang.papers import proofs
from shouwang.papers.actions import issues
from shouwang.papers.proofs import Overtaken, Proof


class Unfinished(Exception):
    """A paper not fit to be final: ``holes`` wait for words, ``changes`` for a decision,
    ``doubts`` to be mended or answered for by who signs."""

    def __init__(
        self, holes: list[str], changes: list[Change], doubts: list[Doubt] | None = None
    ) -> None:
        self.holes, self.changes, self.doubts = holes, changes, doubts or []
        super().__init__(f"{len(holes)} holes, {len(changes)} changes, {len(self.doubts)} doubts")


def finalise(*, brief: Brief, revision: int, by: User, at: datetime) -> Brief:
    """Sign a paper: it gets its number and never changes again, whatever is corrected later.

    It is checked and set before it is held. Raises ``Unfinished`` while words are missing or
    figures read otherwise than it says (or have rows that do not make their total, as a report
    arrives) or doubts are open, ``Conflict``, ``AlreadyFinal``.
    """

    def finalised(ahead: bool) -> Brief:
        found = Brief.objects.select_related("unit", "about", "version__template").get(pk=brief.pk)
        made = readying.ready(found, by=by, at=at) if ahead else None
        return finalise_ready(brief=brief, revision=revision, ready=made, by=by, at=at)

    return proofs.tried(finalised)


@transaction.atomic
def finalise_ready(
    *, brief: Brief, revision: int, ready: Ready | None, by: User, at: datetime
) -> Brief:
    """Sign a paper that was looked through and set ahead (``readying``); None: do it now.

    Raises as ``finalise``, and ``Overtaken`` where words or number are others by now.
    """
    held = (
        Brief.objects.select_for_update(of=("self",))
        .select_related("unit", "about", "version__template")
        .get(pk=brief.pk)
    )
    scope = scope_of(by, at=at)
    scope.require(words.FINALISE_BRIEFS, held.unit)
    if held.is_final:
        raise AlreadyFinal(str(held))
    if held.revision != revision:
        raise Conflict(held)
    if ready is not None and ready.revision != held.revision:
        raise Overtaken
    draft = queries.content(held)
    source = queries.source(scope, held, at)
    traced, charted = _traces(draft, source)
    if left := doubts.left(held, by) if ready is None else ready.doubts:
        raise Unfinished([], [], left)
    held.issue = issues.next_issue(unit=held.unit, kind=held.kind, year=held.year)
    held.state, held.signed_by, held.finalised_at = Brief.State.FINAL, by, at
    _freeze(held, traced, source, at=at)
    chart_rows.freeze(held, charted, at=at)
    laid = layouts.layout_of(draft, issue=held.issue, signer=by.name, is_final=True)
    _file(held, draft, source, proofs.settled(laid, ready.proof if ready else None))
    held.save()
    audit.record(
        words.BRIEF_FINALISED, by=by, at=at, about=held, unit_id=held.unit_id, issue=held.issue
    )
    return held


def _traces(draft: Draft, source: Source) -> tuple[dict[str, Trace], list[PointTrace]]:
    """Return what stands behind figures and charts; raises ``Unfinished`` for what has no number,
    reads otherwise now, or is just being added up."""
    holes = [h for text in draft.free_texts() for h in rules.holes(text)]
    changed = comparing.changes(draft, source)
    if holes or changed:
        raise Unfinished(holes, changed)
    traced = tracing.traces(source, draft)
    if unsettled := _unsettled(traced.values()):
        raise Unfinished([], unsettled)
    charted = list(charts.traces(source, draft.drawn()))
    if moving := charts.unsettled(charted):
        raise Unfinished([], [_moving(one) for one in moving])
    return traced, charted


def _unsettled(traced: Iterable[Trace]) -> list[Change]:
    """Return figures whose rows do not make what they say: a report is just being added up."""
    return [
        Change(t.quote.key, t.quote.zh, t.quote.shown, str(t.value))
        for t in traced
        if t.quote.sort == "figure" and t.value != t.quote.value
    ]


def _moving(one: PointTrace) -> Change:
    return Change(one.key, one.zh, str(one.point.value), str(one.value))


def _freeze(held: Brief, traced: dict[str, Trace], source: Source, *, at: datetime) -> None:
    total = source.found.total
    counted = [
        freezing.Counted(
            code=key,
            value=t.quote.value,
            expected=total.due,
            filed=total.filed,
            row_count=t.row_count,
            digest=t.digest,
            rows=t.rows,
            breakdown=t.breakdown,
            figure=t.figures[0] if len(t.figures) == 1 else None,
        )
        for key, t in traced.items()
    ]
    kept = freezing.freeze(counted, unit=held.unit, day=held.day, as_of_at=held.as_of_at, at=at)
    BriefFigure.objects.bulk_create(
        BriefFigure(brief=held, key=key, rows_are=t.rows_are, frozen=frozen)
        for (key, t), frozen in zip(traced.items(), kept, strict=True)
    )


def _file(held: Brief, draft: Draft, source: Source, proof: Proof) -> None:
    """Keep the paper's files as they were made."""
    told = tracing.as_json(source, draft) | {"issue": held.issue}
    files = {
        "docx": proof.docx,
        "pdf": proof.pdf,
        "json": json.dumps(told, ensure_ascii=False, indent=1).encode(),
    }
    BriefFile.objects.bulk_create(
        BriefFile(brief=held, form=form, content=made, digest=hashlib.sha256(made).hexdigest())
        for form, made in files.items()
    )
