from __future__ import annotations

import argparse
import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import AuditEvent, User
from shouwang.config import cli
from shouwang.config.commands import token
from shouwang.edge.actions.tokens import issue_token
from shouwang.figures.actions import rollups
from shouwang.kit.ids import uuid7
from shouwang.orgs.models import Unit
from shouwang.reporting.models import Form, Report, Submission
from tests.cast import DAY, MORNING
from tests.edge.conftest import GOOD, Ask


def whys(answer: Any) -> dict[str, str]:
    """Return what is said of each field."""
    return {f["item"]: f["why"] for f in answer.json()["findings"]}


def test_a_report_is_filed_with_a_receipt_and_the_same_again_answers_the_same(send: Ask) -> None:
    first, again = send(), send()
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["receipt"] == again.json()["receipt"]
    assert Submission.objects.get().source == Submission.Source.API


def test_other_values_name_what_stands_and_with_a_reason_correct_it(send: Ask) -> None:
    receipt = send().json()["receipt"]
    other = send(values=GOOD | {"in_house": 45})
    assert other.status_code == 409
    assert other.json()["standing"] == {"receipt": receipt, "number": 1}
    corrected = send(values=GOOD | {"in_house": 45}, correction_reason="一人昨日已退住")
    assert (corrected.status_code, corrected.json()["number"]) == (201, 2)


def test_a_blank_and_an_unknown_item_are_refused_by_name(send: Ask) -> None:
    blank = send(values={"in_house": 46, "admitted": 0, "staff": 16})
    unknown = send(values=GOOD | {"in_hose": 46})
    assert (blank.status_code, unknown.status_code) == (422, 422)
    assert list(whys(blank)) == ["fever_residents"]
    assert whys(unknown) == {"in_hose": "没有这个项目：in_hose"}
    assert not Report.objects.exists()


def test_a_fraction_is_taken_exactly_where_the_item_allows_it(send: Ask, form: Form) -> None:
    refused = send(values=GOOD | {"days_left": 2.5})
    assert refused.status_code == 422
    assert "整数" in whys(refused)["days_left"]
    assert send(values=GOOD | {"days_left": 2.0}).status_code == 201


@pytest.mark.parametrize(
    ("changes", "item"),
    [
        ({"values": GOOD | {"staff": "16"}}, "values.staff"),
        ({"values": GOOD | {"staff": True}}, "values.staff"),
        ({"values": GOOD | {"staff": None}}, "values.staff"),
        ({"client_id": "1"}, "client_id"),
        ({"day": "11 February"}, "day"),
        ({"unit": 5}, "unit"),
    ],
)
def test_a_request_that_does_not_fit_is_refused_in_chinese(
    send: Ask, changes: dict[str, Any], item: str
) -> None:
    answer = send(**changes)
    assert answer.status_code == 422
    found = whys(answer)
    assert list(dict.fromkeys(found)) == [item]
    assert not re.search("[a-z]{6}", found[item])


@pytest.mark.parametrize("raw", ["{", '{"values": NaN', "\udcff"])
def test_what_is_no_json_is_said_to_be_none(send: Ask, raw: str) -> None:
    answer = send(raw=raw.encode("utf-8", "surrogateescape"))
    assert (answer.status_code, answer.json()) == (400, {"why": "请求内容不是合法的 JSON"})


def test_another_countys_unit_is_not_found_and_on_record(
    send: Ask, key: str, zhao: User, sun_home: Unit
) -> None:
    headers = {"Authorization": f"Bearer {key}"}
    posted = send(unit=sun_home.code)
    read = Client().get(f"/api/v1/days/{DAY}/{sun_home.code}", headers=headers)
    nowhere = Client().get(f"/api/v1/days/{DAY}/NOWHERE", headers=headers)
    assert [a.status_code for a in (posted, read, nowhere)] == [404, 404, 404]
    assert posted.json() == read.json() == nowhere.json()
    left = AuditEvent.objects.filter(word="accounts.out_of_scope", by=zhao)
    assert [e.detail["path"] for e in left.order_by("pk")][:2] == [
        "/api/v1/reports", f"/api/v1/days/{DAY}/{sun_home.code}",
    ]  # fmt: skip


def test_who_may_not_file_gets_403_on_record(lead: User, form: Form, zhao_home: Unit) -> None:
    key = issue_token(user=lead, name="大屏", by=system_user(), at=MORNING)
    body = {
        "client_id": str(uuid7()), "unit": zhao_home.code, "form": form.pk,
        "day": DAY.isoformat(), "values": GOOD,
    }  # fmt: skip
    headers = {"Authorization": f"Bearer {key}"}
    answer = Client().post("/api/v1/reports", body, "application/json", headers=headers)
    assert (answer.status_code, answer.json()) == (403, {"why": "您没有办理此事的权限"})
    assert AuditEvent.objects.filter(word="accounts.not_permitted", by=lead).count() == 1


def test_an_administrators_key_does_not_open_the_figures(sysadmin: User, zhao_home: Unit) -> None:
    key = issue_token(user=sysadmin, name="x", by=system_user(), at=MORNING)
    headers = {"Authorization": f"Bearer {key}"}
    assert Client().get(f"/api/v1/days/{DAY}/{zhao_home.code}", headers=headers).status_code == 403


def test_totals_come_with_their_children_and_blanks_are_left_out(
    send: Ask, city: User, prefecture: Unit, homes: list[Unit]
) -> None:
    send()
    rollups.settle_all()
    key = issue_token(user=city, name="大屏", by=system_user(), at=MORNING)
    headers = {"Authorization": f"Bearer {key}"}
    found = Client().get(f"/api/v1/days/{DAY}/LC", headers=headers).json()
    assert (found["expected"], found["reported"]) == (3, 1)
    assert found["items"] == GOOD
    assert found["children"]["LC/TN"]["items"]["in_house"] == 46
    assert found["children"]["LC/YN"]["items"] == {}


def test_a_revoked_key_and_a_disabled_user_are_shut_out_at_once(send: Ask, zhao: User) -> None:
    assert send().status_code == 201
    zhao.is_active = False
    zhao.save(update_fields=["is_active"])
    assert send().status_code == 401
    zhao.is_active = True
    zhao.save(update_fields=["is_active"])
    assert command("zhao", "--name", "机构系统", "--revoke") == cli.DONE
    refused = send()
    assert (refused.status_code, refused.json()) == (401, {"why": "没有密钥，或密钥已失效"})
    # there is none left of that name
    assert command("zhao", "--name", "机构系统", "--revoke") == cli.UNUSABLE


def command(*words: str) -> int:
    """Do what ``shouwang token`` does with these words."""
    parser = argparse.ArgumentParser()
    token.add_arguments(parser)
    return token.run(parser.parse_args(words))


def test_a_session_is_no_key(zhao: User, zhao_home: Unit) -> None:
    client = Client()
    client.force_login(zhao, settings.AUTHENTICATION_BACKENDS[0])
    assert client.get(f"/api/v1/days/{DAY}/{zhao_home.code}").status_code == 401


def test_a_wrong_method_is_said_in_chinese(key: str) -> None:
    answer = Client().get("/api/v1/reports")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert answer.json() == {"why": "这个地址不接受 GET"}
