"""A drafted paper handed into the sign-off chain: what ``papers`` asks of the desk's drafts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.models import User
from shouwang.briefs import comparing, layouts, queries, rules, words
from shouwang.briefs.models import Brief
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import SYSTEM, scope_of
from shouwang.papers.layout.model import PaperLayout
from shouwang.papers.models import Paper
from shouwang.papers.sources import Ahead

if TYPE_CHECKING:
    from shouwang.briefs.doubts import Doubt
    from shouwang.briefs.readying import Ready

CODE = "briefs"
# the kind under which each kind of draft travels; tables are sent upward, not signed as papers
KINDS = {
    Brief.Kind.DAILY: Paper.Kind.BULLETIN,
    Brief.Kind.WORK: Paper.Kind.REPORT,
    Brief.Kind.SPECIAL: Paper.Kind.REPORT,
    Brief.Kind.CIRCULAR: Paper.Kind.CIRCULAR,
    Brief.Kind.MINUTES: Paper.Kind.MINUTES,
}
_MOST_NAMED = 5


@dataclass(frozen=True)
class Handed:
    """A draft looked through before it is signed (``papers.sources.Ahead``)."""

    revision: int
    objections: list[str]
    ready: Ready | None = None


class Desk:
    """The desk's drafts as a source of papers (``papers.sources.Source``)."""

    def title(self, ref: int) -> str:
        """Return the draft's title, its kind and day where it has none."""
        brief = _brief(ref)
        return queries.content(brief).title or str(brief)

    def unit(self, ref: int) -> Unit:
        """Return the issuing unit."""
        return _brief(ref).unit

    def url(self, ref: int) -> str:
        """Return where it is written."""
        return reverse("briefs:brief", args=[ref])

    def revision(self, ref: int) -> int:
        """Return the revision of its words."""
        return _brief(ref).revision

    def paragraphs(self, ref: int) -> list[str]:
        """Return its words, figures and the headings' 一、 and （一） as they are printed."""
        draft = queries.content(_brief(ref))
        head = [draft.title, f"{draft.addressee.rstrip('：:')}：" if draft.addressee else ""]
        return [line for line in head if line] + layouts.lines_of(draft)

    def objections(self, ref: int, *, by: User, at: datetime) -> list[str]:
        """Return what bars the signature: words that are missing, figures that changed.

        The paper states its bureau's totals, so they are read as the bureau's, whoever asks.
        """
        told = _bars(_brief(ref), at)
        # only who signs can answer for what is doubtful; a drafter is not held up by it
        if not told and _may_sign(_brief(ref), by, at):
            told += _doubtful(_brief(ref), by)
        return told

    def ahead(self, ref: int, *, by: User, at: datetime) -> Handed:
        """Look through a draft that ``by`` is about to sign, and set it."""
        from shouwang.briefs import readying  # it brings the whole check along

        brief = _brief(ref)
        told = _bars(brief, at)
        if told or brief.is_final or not _may_sign(brief, by, at):
            return Handed(brief.revision, told)
        ready = readying.ready(brief, by=by, at=at)
        return Handed(brief.revision, _of_doubts(ready.doubts), ready)

    def layout(self, ref: int) -> PaperLayout:
        """Return it as it prints."""
        brief = _brief(ref)
        signer = brief.signed_by.name if brief.signed_by else ""
        return layouts.layout_of(
            queries.content(brief), issue=brief.issue, signer=signer, is_final=brief.is_final
        )

    def freeze(self, ref: int, *, ahead: Ahead | None, by: User, at: datetime) -> None:
        """Make it final with the signature: figures keep their rows from here on."""
        from shouwang.briefs import refusals  # loaded when a paper is signed, not before
        from shouwang.briefs.actions import briefs, finalising

        brief = _brief(ref)
        if brief.is_final:
            return
        ready = ahead.ready if isinstance(ahead, Handed) else None
        revision = brief.revision
        try:
            finalising.finalise_ready(brief=brief, revision=revision, ready=ready, by=by, at=at)
        except (finalising.Unfinished, briefs.Conflict) as problem:
            raise ValidationError(refusals.why(problem)) from problem

    def serial(self, ref: int) -> int | None:
        """Return its 第N期."""
        return _brief(ref).issue


def _bars(brief: Brief, at: datetime) -> list[str]:
    """Return what bars a draft whoever signs it: words that are missing, figures that changed."""
    if brief.is_final:
        return []
    draft = queries.content(brief)
    holes = [hole for text in draft.free_texts() for hole in rules.holes(text)]
    changed = comparing.changes(draft, queries.source(SYSTEM, brief, at))
    told = []
    if holes:
        named = "、".join(holes[:_MOST_NAMED])
        told.append(_("有待补充的内容：%(holes)s") % {"holes": named})
    if changed:
        names = "、".join(change.zh for change in changed[:_MOST_NAMED])
        told.append(
            _("有 %(n)d 项数字已变化，请先在原稿核对更新：%(names)s")
            % {"n": len(changed), "names": names}
        )
    return told


def _may_sign(brief: Brief, by: User, at: datetime) -> bool:
    return not brief.is_final and scope_of(by, at=at).allows(words.FINALISE_BRIEFS, brief.unit)


def _doubtful(brief: Brief, by: User) -> list[str]:
    from shouwang.briefs import doubts  # it brings the whole check along

    return _of_doubts(doubts.left(brief, by))


def _of_doubts(left: Sequence[Doubt]) -> list[str]:
    if not left:
        return []
    named = "；".join(f"“{doubt.quote}”" for doubt in left[:_MOST_NAMED])
    told = {"n": len(left), "named": named}
    return [_("核对有 %(n)d 处待改正，或在原稿逐处写明理由：%(named)s") % told]


def _brief(ref: int) -> Brief:
    found = Brief.objects.select_related("unit", "about", "signed_by", "version__template")
    return found.get(pk=ref)
