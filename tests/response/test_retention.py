"""The words of a special approval go with time; that it was asked for and decided stays."""

from __future__ import annotations

from datetime import timedelta

from shouwang.kit import clock, retention
from shouwang.orgs.models import Unit
from shouwang.response.actions import exemptions
from tests.cast import at
from tests.response.test_exemptions import Lay, ask


def test_old_approvals_lose_their_words_and_one_whose_term_runs_keeps_them(
    lay: Lay, prefecture: Unit, zhao_home: Unit, zhao, tang
) -> None:
    lay(prefecture, "leave", strength="principle")
    over, running = ask(zhao_home, zhao), ask(zhao_home, zhao, about="movements.request:8")
    for asked, days in ((over, 1), (running, 400)):
        until = at() + timedelta(days=days)
        exemptions.approve(
            exemption=asked, conditions="全程佩戴口罩", until_at=until, by=tang, at=at()
        )
    kind = retention.kept()["response.exemptions"]
    later = at() + timedelta(days=kind.days + 2)
    first = clock.local_day(later) - timedelta(days=kind.days)
    assert kind.purge(before=first, at=later) == 1
    assert kind.purge(before=first, at=later) == 0
    over.refresh_from_db()
    running.refresh_from_db()
    assert (over.reason, over.conditions, over.state) == ("", "", "approved")
    assert (running.reason, running.conditions) == ("亲属病危", "全程佩戴口罩")
