"""A text kept after its check goes by itself when its purpose is over."""

from __future__ import annotations

from datetime import timedelta

from shouwang.checking.actions import papers
from shouwang.checking.models import CheckedPaper
from shouwang.jobs import schedule
from shouwang.jobs.actions import firing, works
from shouwang.jobs.models import Work
from shouwang.kit import retention
from shouwang.people.models import PurgeRun
from tests.cast import DAY, at
from tests.reporting.stage import set_clock


def keep(unit, by, when):
    return papers.keep(
        unit=unit, day=when.date(), title="砚宁县的简报", text="在院56人。", by=by, at=when
    )


def test_the_nightly_purge_removes_kept_texts_past_their_days_and_no_others(
    prefecture, city, system, monkeypatch
):
    days = retention.kept()["checking.papers"].days
    old = keep(prefecture, city, at(hour=18))
    young = keep(prefecture, city, at(DAY + timedelta(days=1), 18))
    plans = [plan for plan in schedule._plans if plan.__module__ == "shouwang.people.works"]
    monkeypatch.setattr(schedule, "_plans", plans)
    for night, left in ((days, {old.pk, young.pk}), (days + 1, {young.pk}), (days + 2, set())):
        moment = at(DAY + timedelta(days=night), 3)
        set_clock(monkeypatch, moment)
        firing.fire(at=moment)
        works.run(Work.objects.filter(kind="people.purge").latest("pk").pk)
        assert set(CheckedPaper.objects.values_list("pk", flat=True)) == left
    assert PurgeRun.objects.filter(code="checking.papers", rows=1).count() == 2
