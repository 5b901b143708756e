"""The draft with five planted errors: the check finds these five and nothing else."""

from __future__ import annotations

from shouwang.briefs import doubts, draft_findings, queries
from shouwang.demo import planted
from shouwang.figures.actions import rollups
from shouwang.orgs.scope import scope_of
from shouwang.papers import fonts
from tests.cast import DAY, at

EVENING = at(DAY, 18)


def test_the_check_finds_the_five_planted_errors_and_no_other(homes, tangning, tang, zhao, file):
    fonts.build()
    file(homes[0], zhao, in_house=46)
    rollups.settle_all()
    brief = planted.write(tangning, DAY, by=tang, at=EVENING)
    found = draft_findings.findings(scope_of(tang, at=EVENING), brief, queries.content(brief))
    told = [one.rule or one.status for one in found]
    assert sorted(told) == sorted(
        ["differs", "placeholder", "missing_number", "other_place", "lookalike"]
    ), [(one.quote, one.why) for one in found]
    barring = {one.sort for one in doubts.doubts(brief)}
    assert barring == {"differs", "other_place"}  # holes are filled in, not answered for
