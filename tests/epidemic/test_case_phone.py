"""Steps of a case from a phone: late, twice, after the case was closed; what the phone carries."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import User
from shouwang.epidemic import rules
from shouwang.epidemic.actions import cases
from shouwang.epidemic.models import Case, CaseStep
from shouwang.kit import offline
from shouwang.kit.ids import uuid7
from shouwang.kit.offline import Conflict, Envelope, Taken, Unfit
from shouwang.orgs.scope import scope_of
from tests.epidemic.conftest import FEVER


def after(minutes: int) -> datetime:
    return FEVER + timedelta(minutes=minutes)


def send(about: Case, by: User, when: datetime, key: UUID | None = None, **body: Any) -> Taken:
    """Let a step made on a phone arrive two hours later."""
    told = {"case": str(about.pk)} | body
    envelope = Envelope(key or uuid7(), "epidemic.step", about.unit_id, told, when, when)
    now = when + timedelta(hours=2)
    receive = offline.kinds()[envelope.kind].receive
    return receive(envelope, by=by, scope=scope_of(by, at=now), at=now)


def test_steps_arrive_late_and_twice_and_stand_at_the_moment_they_were_done(
    fever: Case, carer: User
) -> None:
    told: list[dict[str, Any]] = [
        {"step": "recheck", "temperature": "37.8"},
        {"step": "phone_superior", "who": "长安区民政局", "phone": "0558-2222222"},
        {"step": "family_told", "who": "女儿", "details": "电话告知"},
    ]
    keys = [uuid7() for _ in told]
    answers = [
        send(fever, carer, after(5 + n), keys[n], **body)
        for _turn in range(2)
        for n, body in enumerate(told)
    ]
    assert [answer.is_new for answer in answers] == [True] * 3 + [False] * 3
    assert [(s.step, s.happened_at) for s in fever.steps.order_by("happened_at")] == [
        ("recheck", after(5)),
        ("phone_superior", after(6)),
        ("family_told", after(7)),
    ]
    assert str(fever.steps.get(step="recheck").temperature) == "37.8"
    # what is done once and stands is answered, not written again
    again = send(fever, carer, after(9), step="phone_superior")
    assert (again.is_new, fever.steps.count()) == (False, 3)


def test_a_step_for_a_case_that_was_closed_meanwhile_waits_for_a_person(
    fever: Case, carer: User, head: User
) -> None:
    cases.close(
        case=fever, outcome=Case.Outcome.EXCLUDED, word="疾控 王主任", by=head, at=after(60)
    )
    with pytest.raises(Conflict) as conflict:
        send(fever, carer, after(30), step="isolate")
    assert "疾控" in conflict.value.held["结案"]
    send(fever, carer, after(70), step="disinfected")
    assert CaseStep.objects.filter(step="disinfected").count() == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"step": "nonsense"}, "step"),
        ({"step": "written_first", "details": "初报"}, "step"),
        ({"step": "recheck", "temperature": "378"}, "temperature"),
        ({"step": "roommates", "people": "-1"}, "people"),
        ({"step": "sent", "case": "x"}, "case"),
    ],
)
def test_what_cannot_be_is_unfit_at_its_field(
    fever: Case, carer: User, body: dict[str, Any], field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        send(fever, carer, after(5), **body)
    assert list(refused.value.findings) == [field]
    assert not fever.steps.exists()


def test_the_phone_carries_the_open_cases_of_its_own_house_alone(
    client: Client, fever: Case, carer: User, qian: User, tang: User
) -> None:
    cases.note(case=fever, step=rules.ISOLATE, by=carer, at=after(3))
    pack = offline.packs()["epidemic.cases"]
    told: dict[str, Any] = {"unit": fever.unit, "at": after(12)}
    carried = json.loads(json.dumps(pack.build(scope=scope_of(carer, at=after(12)), **told)))
    (one,) = carried["cases"]
    assert (one["name"], one["temperature"], one["clocks"][0]["done"]) == ("王秀英", "37.6", None)
    steps = {step["code"]: step for step in one["steps"]}
    assert not {*rules.TEXTS} & steps.keys()
    assert (len(steps["isolate"]["done"]), steps["sent"]["done"]) == (1, [])
    with pytest.raises((OutOfScope, NotPermitted)):
        pack.build(scope=scope_of(qian, at=after(12)), **told)
    with pytest.raises((OutOfScope, NotPermitted)):
        send(fever, qian, after(5), step="isolate")
    client.force_login(carer)
    assert "王秀英" not in client.get("/m/emergency/").content.decode()
