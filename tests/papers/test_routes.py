"""A bureau sees and sets how its papers travel, by kind; what changed, when and by whom stays."""

from __future__ import annotations

import pytest
from django.conf import settings as site
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from shouwang.accounts.models import AuditEvent
from shouwang.papers import queries, routes, rules
from shouwang.papers.actions import drafting, settings
from shouwang.papers.models import Paper, RouteVersion
from shouwang.papers.rules import Stop
from tests.papers.test_chain import NOON, draft

pytestmark = pytest.mark.django_db


def steps(unit, *deeds):
    roles = {rules.SIGN: "leader", rules.ENDORSE: "leader"}
    return [Stop(deed, unit.pk, roles.get(deed, "office")) for deed in deeds]


def set_for(unit, by, kind, *deeds):
    return settings.set_route(
        unit=unit, kind=kind, organ="澜川市民政局", word="澜民发", stops=steps(unit, *deeds),
        by=by, at=NOON,
    )  # fmt: skip


def test_a_kind_goes_its_own_way_and_papers_under_way_keep_theirs(prefecture, city):
    before = drafting.submit_paper(paper=draft(prefecture, city), by=city, at=NOON)
    set_for(prefecture, city, before.kind, rules.SIGN, rules.NUMBER)
    after = drafting.submit_paper(paper=draft(prefecture, city), by=city, at=NOON)
    assert [s.deed for s in queries.due_steps(before)] == ["check"]
    assert [s.deed for s in queries.due_steps(after)] == ["sign"]
    other = next(k for k in Paper.Kind.values if k != before.kind)
    assert next(s.deed for s in routes.way(prefecture, other).stops) == "check"


def test_every_setting_is_a_version_on_record_and_one_that_changes_nothing_is_none(
    prefecture, city
):
    set_for(prefecture, city, "notice", rules.SIGN, rules.NUMBER)
    set_for(prefecture, city, "notice", rules.SIGN, rules.NUMBER)
    set_for(prefecture, city, "notice", rules.ENDORSE, rules.SIGN, rules.NUMBER)
    settings.drop_route(unit=prefecture, kind="notice", by=city, at=NOON)
    kept = routes.history(prefecture, "notice")
    assert [(one.number, len(one.steps)) for one in kept] == [(3, 0), (2, 3), (1, 2)]
    assert AuditEvent.objects.filter(word="papers.route_changed").count() == 3
    assert not routes.has_own(prefecture, "notice")
    assert routes.way(prefecture, "notice") == routes.usual(prefecture)
    with pytest.raises(ValidationError):
        settings.drop_route(unit=prefecture, kind="", by=city, at=NOON)
    assert RouteVersion.objects.count() == 3


def test_the_page_shows_each_kinds_steps_what_is_skipped_and_how_it_was_set(prefecture, city, yan):
    set_for(prefecture, city, "notice", rules.CHECK, rules.SIGN, rules.NUMBER)
    client = Client()
    client.force_login(city, site.AUTHENTICATION_BACKENDS[0])
    address = reverse("papers:route", args=[prefecture.pk])
    page = client.get(f"{address}?kind=notice").content.decode()
    assert "不办的环节：会签、审签、用印、分发" in page
    assert "核稿（澜川市" in page
    sent = {"organ": "澜川市民政局", "word": "澜民通"}
    for n, stop in enumerate(steps(prefecture, rules.SIGN, rules.NUMBER, rules.DISTRIBUTE)):
        sent |= {f"deed{n}": stop.deed, f"unit{n}": stop.unit, f"role{n}": stop.role}
    for n in range(3, 8):
        sent |= {f"deed{n}": "", f"unit{n}": prefecture.pk, f"role{n}": "office"}
    answer = client.post(f"{address}?kind=circular", sent)
    assert answer.status_code == 302
    assert routes.way(prefecture, "circular").word == "澜民通"
    assert routes.way(prefecture, "notice").word == "澜民发"
    client.post(f"{reverse('papers:route_drop', args=[prefecture.pk])}?kind=circular")
    assert not routes.has_own(prefecture, "circular")
    assert client.get(f"{address}?kind=poem").status_code == 404
    stranger = Client()
    stranger.force_login(yan, site.AUTHENTICATION_BACKENDS[0])
    assert stranger.get(address).status_code in (403, 404)
