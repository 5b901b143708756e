"""Words are free, figures are locked, nothing is overwritten silently."""

from __future__ import annotations

import copy

import pytest

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import AuditEvent
from shouwang.briefs import queries, rules
from shouwang.briefs.actions import briefs
from shouwang.briefs.models import Brief
from shouwang.figures.actions import rollups
from shouwang.kit.ids import uuid7
from shouwang.orgs.scope import scope_of
from shouwang.reporting.actions.reports import Filing, file_report
from tests.briefs.conftest import EVENING
from tests.cast import DAY, at


def blocks_of(brief):
    return copy.deepcopy(brief.content["blocks"])


def save(brief, blocks, by, *, revision=None, when=EVENING):
    return briefs.save_text(
        brief=brief, title="改过的标题", blocks=blocks, by=by, at=when,
        revision=brief.revision if revision is None else revision,
    )  # fmt: skip


def first_figure(blocks):
    return next(run for block in blocks for run in block["runs"] if "ref" in run)


def test_words_change_and_figures_stay(brief, city):
    blocks = blocks_of(brief)
    blocks[1]["runs"].append({"text": "补充一句。"})
    saved = save(brief, blocks, city)
    assert queries.content(saved).text().count("补充一句。") == 1
    assert (saved.revision, saved.content["title"]) == (2, "改过的标题")


def test_figures_may_be_moved_and_left_out(brief, city):
    blocks = blocks_of(brief)
    moved = first_figure(blocks)
    blocks[1]["runs"] = [{"text": "只留一个："}, moved]
    assert save(brief, blocks, city).content["blocks"][1]["runs"][1] == {"ref": moved["ref"]}


@pytest.mark.parametrize(
    "forged",
    [
        {"ref": "in_house", "shown": "999人"},
        {"ref": "not_a_figure_of_this_paper"},
        {"ref": "in_house", "value": "999"},
        {"ref": ["in_house"]},
        {"text": 5},
        "in_house",
    ],
)
def test_a_forged_figure_is_refused_and_nothing_saved(brief, city, forged):
    blocks = blocks_of(brief)
    blocks[1]["runs"].append(forged)
    with pytest.raises(rules.Tampered):
        save(brief, blocks, city)
    assert Brief.objects.get(pk=brief.pk).revision == 1


def test_two_writers_do_not_overwrite_each_other(brief, city, lead):
    blocks = blocks_of(brief)
    blocks[1]["runs"].append({"text": "甲"})
    save(brief, blocks, city)
    blocks[1]["runs"][-1] = {"text": "乙"}
    with pytest.raises(briefs.Conflict) as conflict:
        save(brief, blocks, lead, revision=1)
    assert conflict.value.brief.saved_by == city


def test_the_same_save_twice_is_one(brief, city):
    blocks = blocks_of(brief)
    assert save(brief, blocks, city).revision == 2
    assert save(brief, blocks, city, revision=1).revision == 2


def test_what_another_wrote_is_kept_as_a_version(brief, city, lead):
    blocks = blocks_of(brief)
    blocks[1]["runs"].append({"text": "成主任写的。"})
    saved = save(brief, blocks, city)
    save(saved, blocks[:1], lead)
    kept = [v.content["blocks"] for v in saved.versions.order_by("revision")]
    assert kept[-1] == queries.content(saved).blocks


def test_changed_figures_are_taken_over_one_by_one(brief, city, sun, homes, form):
    values = {"in_house": 21, "admitted": 1, "staff": 16, "fever_residents": 1}
    sent = Filing(values=values, client_id=uuid7())
    file_report(unit=homes[2], form=form, day=DAY, filing_=sent, by=sun, at=at(hour=18, minute=30))
    rollups.settle_all()
    later = at(hour=19)
    one = briefs.refresh(brief=brief, keys={"in_house"}, revision=1, by=city, at=later)
    text = queries.content(one).text()
    assert "在院服务对象97人" in text
    assert "已报2家" in text
    everything = briefs.refresh(brief=brief, keys=None, revision=2, by=city, at=later)
    text = queries.content(everything).text()
    assert "已报3家" in text
    assert "截至2月11日19时" in text
    told = AuditEvent.objects.filter(word="briefs.refreshed").order_by("pk").first()
    assert told.detail["changes"] == [{"figure": "in_house", "old": "76人", "new": "97人"}]


def test_a_second_draft_of_the_day_is_the_first(brief, prefecture, city):
    again = briefs.create_draft(unit=prefecture, day=DAY, by=city, at=at(hour=20))
    assert again.pk == brief.pk


def test_nobody_reads_or_writes_another_countys_paper(two_days, tangning, tang, yan):
    made = briefs.create_draft(unit=tangning, day=DAY, by=tang, at=EVENING)
    with pytest.raises(OutOfScope):
        queries.brief(scope_of(yan, at=EVENING), made.pk)
    with pytest.raises(OutOfScope):
        save(made, blocks_of(made), yan)


def test_a_reporter_writes_no_papers(two_days, zhao_home, zhao):
    with pytest.raises(NotPermitted):
        briefs.create_draft(unit=zhao_home, day=DAY, by=zhao, at=EVENING)
