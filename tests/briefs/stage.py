"""What the tests of templates share: a text saved, said of a day, or complained about."""

from __future__ import annotations

from datetime import timedelta

from shouwang.briefs import checks, drafting, language, queries, template_queries
from shouwang.briefs.actions import briefs, templates
from shouwang.briefs.sourcing import Source
from shouwang.orgs.scope import SYSTEM
from tests.briefs.conftest import EVENING
from tests.cast import DAY

# the first of three days, which ``week`` fills
FIRST = DAY - timedelta(days=2)
HEAD = "% head plain\n% title 情况\n\n"


def edit(template, text, by, *, publish=True):
    """Save a text, published unless only tried."""
    held = template_queries.being_edited(template) or template_queries.latest(template)
    kept = templates.save(template=template, text=text, revision=held.revision, by=by, at=EVENING)
    return templates.publish(template=template, by=by, at=EVENING) if publish else kept


def say(unit, text, *, scope=SYSTEM, when=EVENING):
    """Return what a template says of the city's day."""
    read = language.read(HEAD + text)
    return drafting.draft_from(Source(scope, unit, DAY, when, read))


def why(unit, text):
    """Return what is wrong with a template's text, in words."""
    return [str(problem) for problem in checks.problems(unit, HEAD + text)]


def draft(unit, by, kind, *, when=EVENING, day=DAY, **asked):
    """Draft a paper of a built-in kind."""
    version = templates.built_in(kind, at=when)
    asked = briefs.Asked(version, **asked)
    return briefs.create_draft(unit=unit, day=day, by=by, at=when, asked=asked)


def text_of(brief):
    """Return what a paper says."""
    return queries.content(brief).text()
