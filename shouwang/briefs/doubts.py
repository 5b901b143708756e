"""What keeps a paper from being final until it is mended or somebody answers for it.

A number that the records contradict, words that are gravely wrong, more pages than its kind may
have: whoever signs mends each or confirms it with a reason, which stays with the paper.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shouwang.accounts.models import User
from shouwang.briefs import draft_findings, lengths, queries, rules, template_queries
from shouwang.briefs.content import Draft
from shouwang.briefs.models import Brief, Confirmation
from shouwang.checking.answers_page import Entry
from shouwang.kit.masking import mask_numbers
from shouwang.orgs.scope import SYSTEM

# rules of the check whose remarks bar a paper (checking.lint.RULES)
GRAVE = frozenset(
    {"placeholder", "blank_brackets", "missing_number", "other_place", "id_number", "phone"}
)
# of these what is a hole in our own text must be filled in: no reason lets it pass
_HOLES = frozenset({"placeholder", "blank_brackets", "missing_number"})
PAGES = "pages"


@dataclass(frozen=True)
class Doubt:
    """Something to be mended or answered for. ``key`` names it while neither the words around it
    nor what the records say have changed; ``why`` is a Chinese sentence. ``quote`` is kept for
    good: a number that names a person stands in it in part."""

    key: str
    sort: str
    quote: str
    why: str


def doubts(brief: Brief) -> list[Doubt]:
    """Return what is doubtful in a paper as it stands, in the bureau's own view of its records."""
    draft = queries.content(brief)
    found = [*_too_long(brief, draft), *_of_check(brief, draft)]
    return list({doubt.key: doubt for doubt in found}.values())


def confirmed(brief: Brief, *, by: User | None = None) -> dict[str, Confirmation]:
    """Return the last confirmation of each doubt, by its key; whoever signs asks for their own."""
    return {one.key: one for one in queries.answers(brief, by=by)}


def left(brief: Brief, by: User) -> list[Doubt]:
    """Return the doubts that ``by``, who is to sign, has neither mended nor answered for."""
    mine = Confirmation.objects.filter(brief=brief, by=by).values_list("key", flat=True)
    answered = set(mine)
    return [doubt for doubt in doubts(brief) if doubt.key not in answered]


def is_grave(entry: Entry) -> bool:
    """Return whether an entry of the check bars a paper until somebody answers for it."""
    # the quote may end before the stop that shows a measure to be without its number
    if entry.rule in _HOLES and rules.holes(f"{entry.quote}。"):
        return False
    return entry.status == "differs" or entry.rule in GRAVE


def _of_check(brief: Brief, draft: Draft) -> Iterator[Doubt]:
    for entry in draft_findings.findings(SYSTEM, brief, draft):
        if not is_grave(entry):
            continue
        shown = entry.mark.shown if entry.mark else ""
        why = "；".join(entry.why)
        if entry.of:
            why = f"{entry.of}：{why or shown}"
        sort = entry.rule or entry.status
        yield Doubt(_key(sort, entry.quote, shown), sort, mask_numbers(entry.quote), why)


def _too_long(brief: Brief, draft: Draft) -> Iterator[Doubt]:
    most = lengths.limit(brief.kind, template_queries.read(brief.version).words)
    found = lengths.pages(brief, draft) if most is not None else 0
    if most is not None and found > most:
        told = {"found": found, "most": most, "kind": brief.get_kind_display()}
        why = _("排印后 %(found)d 页，%(kind)s不超过 %(most)d 页：请精简，或写明理由") % told
        yield Doubt(_key(PAGES, str(found), str(most)), PAGES, _("篇幅"), why)


def _key(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:20]
