"""One's own account: details, password, second factor."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.html import strip_tags

from shouwang.accounts.actions import two_factor, users
from shouwang.accounts.models import AuditEvent, User
from shouwang.kit import clock
from tests.cast import PASSWORD

NEW = "Harbour-2021"


def text(response) -> str:
    return strip_tags(response.content.decode())


def code_of(secret: str, step: int = 0) -> str:
    """Return what an app with this secret shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))


def on(user: User) -> tuple[str, list[str]]:
    """Turn the second factor of a user on; return its secret and the paper codes."""
    secret = two_factor.new_secret()
    return secret, two_factor.turn_on(
        user=user, secret=secret, code=code_of(secret, -1), by=user, at=clock.now()
    )


def sign_in(client, password: str = PASSWORD, name: str = "zhao"):
    return client.post("/sign-in/?next=/me/", {"username": name, "password": password})


def did(user: User, word: str) -> int:
    return AuditEvent.objects.filter(by=user, word=f"accounts.{word}").count()


def test_the_page_shows_name_and_posts_held(client, zhao):
    client.force_login(zhao)
    shown = text(client.get("/me/"))
    assert "赵填报" in shown
    assert "填报人·zhao" in shown
    assert "赵家敬老院" in shown


def test_a_phone_number_is_changed_but_kept_out_of_the_trail(client, zhao):
    client.force_login(zhao)
    assert client.post("/me/", {"phone": "0731-555 0199"}).status_code == 302
    zhao.refresh_from_db()
    assert zhao.phone == "0731-555 0199"
    event = AuditEvent.objects.get(word="accounts.user_changed")
    assert event.detail == {"changed": ["phone"]}


def test_a_phone_number_of_words_is_refused(client, zhao):
    client.force_login(zhao)
    answer = client.post("/me/", {"phone": "call me"})
    assert answer.status_code == 422
    assert "电话只含数字" in text(answer)


def test_saving_what_is_there_already_leaves_no_trace(client, zhao):
    client.force_login(zhao)
    client.post("/me/", {"phone": ""})
    assert not AuditEvent.objects.filter(word="accounts.user_changed").exists()


def test_an_administrator_renames_with_the_old_name_on_record(zhao, secadmin):
    users.change_details(user=zhao, name="赵新名", by=secadmin, at=clock.now())
    event = AuditEvent.objects.get(word="accounts.user_changed")
    assert event.detail == {"changed": ["name"], "before": "赵填报", "after": "赵新名"}


def test_generated_first_passwords_meet_the_rules():
    made = {users.new_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        assert not set(password) & set("0O1lIi")
        assert sum(bool(re.search(c, password)) for c in ("[a-z]", "[A-Z]", r"\d", "[-+=@#]")) == 4


@pytest.mark.parametrize("weak", ["a-1Bcde", "longenough", "password2020", "Zhaozhao1"])
def test_weak_passwords_are_refused(zhao, weak):
    zhao.username = "zhaozhao"
    with pytest.raises(ValidationError):
        users.set_password(user=zhao, password=weak, by=zhao, at=clock.now())


def test_eight_signs_of_three_classes_will_do(zhao):
    users.set_password(user=zhao, password="short-1a", by=zhao, at=clock.now())
    assert zhao.check_password("short-1a")


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(client, zhao):
    other = Client()
    sign_in(client)
    sign_in(other)
    answer = client.post("/me/password/", {"password": PASSWORD, "new": NEW, "again": NEW})
    assert answer["Location"] == "/me/"
    assert client.get("/me/").status_code == 200
    assert other.get("/me/").status_code == 302
    assert did(zhao, "password_changed") == 1


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"password": "Wrong-2020", "new": NEW, "again": NEW}, "当前密码不对"),
        ({"password": PASSWORD, "new": NEW, "again": NEW + "x"}, "两次输入不一致"),
        ({"password": PASSWORD, "new": PASSWORD, "again": PASSWORD}, "不能与当前密码相同"),
        ({"password": PASSWORD, "new": "abcdefghijk", "again": "abcdefghijk"}, "三类"),
        ({"password": PASSWORD, "new": "", "again": ""}, "新密码"),
    ],
)
def test_a_password_is_not_changed_carelessly(client, zhao, given, why):
    client.force_login(zhao)
    answer = client.post("/me/password/", given)
    assert answer.status_code == 422
    assert why in text(answer)
    zhao.refresh_from_db()
    assert zhao.check_password(PASSWORD)


def test_guessing_the_present_password_locks_too(client, zhao):
    client.force_login(zhao)
    for _ in range(5):
        last = client.post("/me/password/", {"password": "Wrong-2020", "new": NEW, "again": NEW})
    assert "已锁定" in text(last)


def test_a_first_password_opens_only_the_page_that_replaces_it(client, zhao, secadmin):
    users.set_password(user=zhao, password="First-2020", by=secadmin, at=clock.now())
    sign_in(client, "First-2020")
    assert client.get("/me/")["Location"] == "/me/password/"
    assert client.get("/styleguide/")["Location"] == "/me/password/"
    part = client.get("/me/", headers={"HX-Request": "true"})
    assert part["HX-Redirect"] == "/me/password/"
    assert "初始密码" in text(client.get("/me/password/"))
    client.post("/me/password/", {"password": "First-2020", "new": NEW, "again": NEW})
    assert client.get("/me/").status_code == 200


def test_who_has_a_first_password_may_leave(client, zhao, secadmin):
    users.set_password(user=zhao, password="First-2020", by=secadmin, at=clock.now())
    sign_in(client, "First-2020")
    assert client.post("/sign-out/")["Location"] == "/sign-in/"


def test_the_second_factor_is_turned_on_by_the_code_of_the_secret_shown(client, zhao):
    client.force_login(zhao)
    page = client.get("/me/two-factor/on/")
    assert "data:image/svg+xml;base64," in page.content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page.content.decode())[1].replace(" ", "")
    wrong = client.post("/me/two-factor/on/", {"code": "000000", "password": PASSWORD})
    assert wrong.status_code == 422
    assert not two_factor.is_on(zhao)
    done = client.post("/me/two-factor/on/", {"code": code_of(secret), "password": PASSWORD})
    codes = re.findall(r"<code>(\d{8})</code>", done.content.decode())
    assert codes == two_factor.codes_left(zhao)
    assert len(codes) == 10
    assert two_factor.is_on(zhao)
    assert did(zhao, "two_factor_on") == 1


def test_turning_it_on_asks_for_the_password(client, zhao):
    client.force_login(zhao)
    page = client.get("/me/two-factor/on/").content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    client.post("/me/two-factor/on/", {"code": code_of(secret), "password": "Wrong-2020"})
    assert not two_factor.is_on(zhao)


def test_the_secret_is_encrypted_in_the_database(zhao):
    secret, _ = on(zhao)
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))


def test_after_the_password_the_code_is_asked_and_only_then_is_one_in(client, zhao):
    secret, _ = on(zhao)
    first = sign_in(client)
    assert first["Location"] == "/sign-in/code/?next=%2Fme%2F"
    assert client.get("/me/").status_code == 302
    done = client.post(first["Location"], {"code": code_of(secret), "next": "/me/"})
    assert done["Location"] == "/me/"
    assert client.get("/me/").status_code == 200
    assert did(zhao, "signed_in") == 1


def test_a_code_opens_once(client, zhao):
    secret, _ = on(zhao)
    code = code_of(secret)
    sign_in(client)
    client.post("/sign-in/code/", {"code": code})
    client.post("/sign-out/")
    sign_in(client)
    assert client.post("/sign-in/code/", {"code": code}).status_code == 422


def test_a_paper_code_opens_once(client, zhao):
    _, codes = on(zhao)
    sign_in(client)
    assert (
        client.post("/sign-in/code/", {"code": f"{codes[3][:4]} {codes[3][4:]}"}).status_code == 302
    )
    assert codes[3] not in two_factor.codes_left(zhao)
    client.post("/sign-out/")
    sign_in(client)
    assert client.post("/sign-in/code/", {"code": codes[3]}).status_code == 422


def test_a_known_password_gives_five_codes_not_more(client, zhao):
    secret, _ = on(zhao)
    for n in range(5):
        sign_in(client)
        last = client.post("/sign-in/code/", {"code": f"{n:06}"})
    assert "已锁定" in text(last)
    assert client.post("/sign-in/code/", {"code": code_of(secret)}).status_code == 422


def test_the_code_page_waits_five_minutes(client, zhao, at_clock):
    secret, _ = on(zhao)
    sign_in(client)
    at_clock.pass_(timedelta(minutes=5, seconds=1))
    answer = client.post("/sign-in/code/", {"code": code_of(secret)})
    assert answer["Location"] == "/sign-in/"
    assert client.get("/me/").status_code == 302


def test_the_code_page_is_shut_without_a_password_before_it(client, zhao):
    assert client.get("/sign-in/code/")["Location"] == "/sign-in/"


def test_a_password_changed_meanwhile_asks_for_the_new_one(client, zhao, secadmin):
    secret, _ = on(zhao)
    sign_in(client)
    users.set_password(user=zhao, password=NEW, by=secadmin, at=clock.now())
    assert client.post("/sign-in/code/", {"code": code_of(secret)})["Location"] == "/sign-in/"


def test_turning_it_off_asks_for_the_password_and_voids_the_paper_codes(client, zhao):
    on(zhao)
    client.force_login(zhao)
    assert client.post("/me/two-factor/off/", {"password": "x"}).status_code == 422
    assert client.post("/me/two-factor/off/", {"password": PASSWORD})["Location"] == "/me/"
    assert not two_factor.is_on(zhao)
    assert two_factor.codes_left(zhao) == []
    assert did(zhao, "two_factor_off") == 1


def test_new_paper_codes_void_the_old(client, zhao):
    _, old = on(zhao)
    client.force_login(zhao)
    page = client.post("/me/two-factor/codes/", {"password": PASSWORD}).content.decode()
    new = re.findall(r"<code>(\d{8})</code>", page)
    assert len(new) == 10
    assert not set(new) & set(old)
    assert not two_factor.check(user=zhao, code=old[0])
    assert two_factor.check(user=zhao, code=new[0])


def test_the_administrator_helps_who_lost_the_phone(client, zhao, secadmin):
    on(zhao)
    two_factor.turn_off(user=zhao, by=secadmin, at=clock.now())
    assert sign_in(client)["Location"] == "/me/"
    assert did(secadmin, "two_factor_reset") == 1
