"""What the pages of papers show: the way so far, what may be done now, who has signed for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.kit import clock
from shouwang.orgs.scope import Scope
from shouwang.papers import composing, queries, rules, sources, words
from shouwang.papers.models import Paper, PaperFile, PaperStep, Recipient


@dataclass(frozen=True)
class Paragraph:
    """A line of the paper on the screen, with the level of its heading (0: body)."""

    text: str
    level: int


@dataclass(frozen=True)
class PaperPage:
    """A paper with all that its page shows."""

    paper: Paper
    paragraphs: list[Paragraph]
    steps: list[PaperStep]
    mine: PaperStep | None
    is_ours: bool
    may_write: bool
    recipients: list[Recipient]
    arrived: Recipient | None
    texts: list[Any]
    scans: list[PaperFile]
    may_withdraw: bool = False
    may_void: bool = False
    may_address: bool = False

    @property
    def source_url(self) -> str:
        """Return where the words are written, when that is not here."""
        paper = self.paper
        if not (self.is_ours and paper.source and paper.source_id):
            return ""
        return sources.source(paper.source).url(paper.source_id)

    @property
    def tone(self) -> str:
        """Return the tone of the state's tag."""
        return self.paper.tone

    @property
    def has_addressee(self) -> bool:
        """Return whether the second line names to whom it goes."""
        return len(self.paragraphs) > 1 and self.paragraphs[1].text.endswith("：")

    @property
    def events(self) -> list[dict[str, Any]]:
        """Return what was done so far, for the timeline."""
        paper = self.paper
        begun = {"at": paper.drafted_at, "text": _("拟稿"), "by": paper.drafted_by.name}
        return [begun, *(_event(step) for step in self.steps if step.by_id)]

    @property
    def coming(self) -> list[PaperStep]:
        """Return the steps of this round that still wait."""
        return [s for s in self.steps if s.state == PaperStep.State.WAITING]

    @property
    def received(self) -> int:
        """Return how many units have signed for it."""
        return sum(r.received_at is not None for r in self.recipients)

    @property
    def chase_text(self) -> str:
        """Return words for a chat group that name the paper and who has not signed, no more."""
        names = "、".join(r.unit.label for r in self.recipients if r.received_at is None)
        return _(
            "【文件签收】%(number)s 已下发，请以下单位登录守望“公文—收文”签收：%(names)s。"
        ) % {
            "number": self.paper.number,
            "names": names,
        }


def paper_page(scope: Scope, paper: Paper) -> PaperPage:
    """Return what the page of a paper shows to whom has this scope."""
    ours = queries.is_ours(scope, paper)
    steps = list(paper.steps.select_related("unit", "by").order_by("round", "order", "pk"))
    due = queries.due_steps(paper) if ours else []
    mine = next((step for step in due if queries.may_act(scope, step)), None)
    mending = paper.state == Paper.State.REVIEW and mine is not None and mine.deed in rules.MENDING
    recipients = list(paper.recipients.select_related("unit", "received_by").order_by("unit__path"))
    return PaperPage(
        paper=paper,
        paragraphs=[Paragraph(t, rules.level_of(t)) for t in composing.paragraphs(paper)],
        steps=steps if ours else [],
        mine=mine,
        is_ours=ours,
        may_write=ours
        and not paper.source
        and scope.allows(words.DRAFT_PAPERS, paper.unit)
        and (paper.state == Paper.State.DRAFT or mending),
        recipients=recipients if ours else [],
        arrived=queries.received(scope).filter(paper=paper).first(),
        texts=list(paper.texts.select_related("by").order_by("-revision")) if ours else [],
        scans=list(paper.files.filter(form=PaperFile.Form.SCAN).order_by("pk")),
        may_withdraw=ours
        and paper.state == Paper.State.REVIEW
        and paper.drafted_by_id == scope.user_id,
        may_void=ours
        and paper.state != Paper.State.VOID
        and scope.allows(words.MANAGE_ROUTES, paper.unit),
        may_address=ours
        and paper.state in (Paper.State.ISSUED, Paper.State.DISTRIBUTED)
        and scope.allows(words.DRAFT_PAPERS, paper.unit),
    )


def trail(*names: str) -> list[tuple[str, str]]:
    """Return the breadcrumb of a page below the list of papers."""
    return [(_("公文"), reverse("papers:list")), *((name, "") for name in names)]


def _event(step: PaperStep) -> dict[str, Any]:
    returned = step.state == PaperStep.State.RETURNED
    deed = str(words.DEED_ZH[step.deed])
    text = _("%(deed)s：退回") % {"deed": deed} if returned else deed
    if step.opinion:
        text = f"{text}　{step.opinion}"
    assert step.by
    assert step.at
    at = clock.local(step.at)
    return {"at": at, "text": text, "by": step.by.name, "tone": "warn" if returned else "ok"}
